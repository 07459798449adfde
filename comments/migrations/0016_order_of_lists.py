import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The comments of a discussion stand in an index in the order of its lists."""

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
        migrations.AlterField(
            model_name="readercomment",
            name="discussion",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reader_comments",
                to="comments.discussion",
                verbose_name="discussion",
            ),
        ),
    ]
