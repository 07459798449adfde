from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that has the comments of a discussion in the order of its lists."""

    dependencies = [("comments", "0015_what_steps_need")]

    operations = [
        # The new one first: MariaDB needs one that begins with the foreign key.
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["discussion", "status", "created_at", "uuid"],
                name="comments_in_discussion",
            ),
        ),
        migrations.RemoveIndex(model_name="readercomment", name="comment_by_discussion"),
    ]
