from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("columns", "0002_author_account")]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="updated",
            field=models.DateField(
                blank=True,
                help_text="The day of a change that readers should know of. Leave it as it is for small ones; corrections tell their day by themselves.",
                null=True,
                verbose_name="updated",
            ),
        ),
    ]
