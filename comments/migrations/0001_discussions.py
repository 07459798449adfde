import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("inherited", "As on the site"),
                            ("open", "Open"),
                            ("closed", "Closed: comments are shown, and no new ones are taken"),
                            ("hidden", "Hidden: no comments are shown or taken"),
                        ],
                        default="inherited",
                        max_length=16,
                        verbose_name="discussion",
                    ),
                ),
                (
                    "comment_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="approved comments"
                    ),
                ),
                (
                    "waiting_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="waiting comments"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reader_discussion",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "discussion",
                "verbose_name_plural": "discussions",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReaderComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("depth", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(blank=True, max_length=120, verbose_name="subject")),
                ("body", models.TextField(verbose_name="comment")),
                ("html", models.TextField(blank=True, editable=False)),
                ("format_version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("author_name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                (
                    "author_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                ("network", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Unconfirmed"),
                            ("held", "Held"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("spam", "Spam"),
                            ("withdrawn", "Withdrawn"),
                            ("removed", "Removed"),
                        ],
                        default="held",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="reason")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="posted"),
                ),
                (
                    "status_changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="decided"),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reader_comments",
                        to="comments.discussion",
                        verbose_name="discussion",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="comments.readercomment",
                        verbose_name="in reply to",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thread",
                        to="comments.readercomment",
                    ),
                ),
            ],
            options={
                "verbose_name": "reader comment",
                "verbose_name_plural": "reader comments",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CommentLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.TextField()),
                ("action", models.CharField(blank=True, db_index=True, max_length=255)),
                (
                    "data",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                ("timestamp", models.DateTimeField(db_index=True, verbose_name="timestamp (UTC)")),
                (
                    "uuid",
                    models.UUIDField(
                        blank=True,
                        editable=False,
                        help_text="Log entries that happened as part of the same user action are assigned the same UUID",
                        null=True,
                    ),
                ),
                ("content_changed", models.BooleanField(db_index=True, default=False)),
                ("deleted", models.BooleanField(default=False)),
                (
                    "content_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="content type",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="comments.readercomment",
                    ),
                ),
            ],
            options={
                "verbose_name": "reader comment log entry",
                "verbose_name_plural": "reader comment log entries",
                "default_permissions": (),
                "ordering": ["-timestamp", "-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupCommentPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        choices=[("moderate", "Moderate comments")],
                        default="moderate",
                        max_length=16,
                        verbose_name="right",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comment_permissions",
                        to="auth.group",
                        verbose_name="group",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_comment_permissions",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "group's right over discussions",
                "verbose_name_plural": "groups' rights over discussions",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "page", "right"), name="unique_group_comment_permission"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["discussion", "status", "created_at", "id"],
                name="comment_by_discussion",
            ),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["discussion", "root", "created_at", "id"],
                name="comment_by_thread_start",
            ),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(fields=["root", "status", "created_at"], name="comment_by_thread"),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(fields=["status", "-created_at"], name="comment_by_status"),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(fields=["-created_at"], name="comment_by_date"),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(fields=["network", "-created_at"], name="comment_by_network"),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(fields=["author_email"], name="comment_by_email"),
        ),
        migrations.AddIndex(
            model_name="commentlogentry",
            index=models.Index(
                fields=["uuid", "action", "-timestamp"], name="comments_co_uuid_4d1138_idx"
            ),
        ),
    ]
