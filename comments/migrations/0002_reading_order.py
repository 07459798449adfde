from django.db import migrations, models


class Migration(migrations.Migration):
    """What finds a page of threads of a discussion of any size; ``0003`` fills it."""

    dependencies = [("comments", "0001_discussions")]

    operations = [
        migrations.AddField(
            model_name="readercomment",
            name="is_listed",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="thread_count",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="last_position",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="thread_position",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["discussion", "is_listed", "created_at", "uuid"],
                name="comment_threads_by_date",
            ),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["discussion", "is_listed", "thread_count", "created_at", "uuid"],
                name="comment_threads_by_count",
            ),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["root", "status", "thread_position"], name="comment_replies_by_position"
            ),
        ),
        # Last, because MariaDB keeps an index that begins with a foreign key until there is another.
        migrations.RemoveIndex(model_name="readercomment", name="comment_by_thread_start"),
        migrations.RemoveIndex(model_name="readercomment", name="comment_by_thread"),
    ]
