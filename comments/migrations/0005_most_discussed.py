from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_taking_part")]

    operations = [
        migrations.AddIndex(
            model_name="discussion",
            index=models.Index(fields=["comment_count"], name="comments_most_discussed"),
        ),
    ]
