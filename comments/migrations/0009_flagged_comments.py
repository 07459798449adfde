from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_single_rights")]

    operations = [
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(fields=["flag_count"], name="comment_by_flags"),
        ),
    ]
