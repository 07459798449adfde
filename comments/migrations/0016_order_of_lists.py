import django.db.models.deletion
from django.db import migrations, models

#: The index that Django made for the foreign key alone. MariaDB has none beside those that begin
#: with it.
NAME = "comments_readercomment_discussion_id_3c748ca8"


def drop_own_index(apps, schema_editor):
    if schema_editor.connection.vendor != "mysql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


def make_own_index(apps, schema_editor):
    if schema_editor.connection.vendor != "mysql":
        schema_editor.execute(f"CREATE INDEX {NAME} ON comments_readercomment (discussion_id)")


class Migration(migrations.Migration):
    """The comments of a discussion stand in an index in the order of its lists."""

    dependencies = [("comments", "0015_what_steps_need")]

    operations = [
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["discussion", "status", "created_at", "uuid"],
                name="comments_in_discussion",
            ),
        ),
        migrations.RemoveIndex(model_name="readercomment", name="comment_by_discussion"),
        # Django would make the foreign key anew, and look at each comment for that.
        migrations.SeparateDatabaseAndState(
            state_operations=[
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
            ],
            database_operations=[migrations.RunPython(drop_own_index, make_own_index)],
        ),
    ]
