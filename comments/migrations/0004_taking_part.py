import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_fill_reading_order"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="readercomment",
            name="badge",
            field=models.CharField(
                blank=True,
                choices=[("author", "Author"), ("staff", "Staff")],
                db_default="",
                default="",
                max_length=16,
                verbose_name="badge",
            ),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="edited_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="edited"
            ),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="flag_count",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="flags"
            ),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="is_pick",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="editors' pick"
            ),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="notify_replies",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="tell the commenter of replies"
            ),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="reaction_count",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="reactions"
            ),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="revision_number",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="readercomment",
            name="user",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="CommentSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "guidelines",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Shown with the form. Leave empty to show none.",
                        verbose_name="community guidelines",
                    ),
                ),
                (
                    "reaction_name",
                    models.CharField(
                        blank=True,
                        default="Helpful",
                        help_text="One word for what readers can say to a comment. Empty: no reactions.",
                        max_length=30,
                        verbose_name="name of the reaction",
                    ),
                ),
                (
                    "edit_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="How long commenters can edit or withdraw what they posted. 0: not at all.",
                        validators=[django.core.validators.MaxValueValidator(1440)],
                        verbose_name="minutes to edit",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "discussion settings",
                "verbose_name_plural": "discussion settings",
            },
        ),
        migrations.CreateModel(
            name="CommentFlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader_key", models.CharField(max_length=64)),
                ("network", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("abuse", "It attacks or insults somebody"),
                            ("hate", "It is hateful or threatening"),
                            ("private", "It shows something private"),
                            ("spam", "It is advertising or spam"),
                            ("off-topic", "It has nothing to do with the article"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="comments.readercomment",
                    ),
                ),
            ],
            options={
                "verbose_name": "flag",
                "verbose_name_plural": "flags",
                "abstract": False,
                "default_permissions": (),
                "indexes": [models.Index(fields=["network", "created_at"], name="flag_by_network")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reader_key", "comment"), name="one_flag_a_reader"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentReaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader_key", models.CharField(max_length=64)),
                ("network", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="comments.readercomment",
                    ),
                ),
            ],
            options={
                "verbose_name": "reaction",
                "verbose_name_plural": "reactions",
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["network", "created_at"], name="reaction_by_network")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reader_key", "comment"), name="one_reaction_a_reader"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("subject", models.CharField(blank=True, max_length=120)),
                ("body", models.TextField()),
                ("replaced_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="comments.readercomment",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier text of a comment",
                "verbose_name_plural": "earlier texts of comments",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "number"), name="unique_comment_revision"
                    )
                ],
            },
        ),
    ]
