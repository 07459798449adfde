from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("custom_page", "0002_writer_account")]

    operations = [
        migrations.AddField(
            model_name="essaypage",
            name="updated",
            field=models.DateField(
                blank=True,
                help_text="The day of a change that readers should know of. Leave it as it is for small ones; corrections tell their day by themselves.",
                null=True,
                verbose_name="updated",
            ),
        ),
    ]
