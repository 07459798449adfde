import re
import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0006_settings_defaults"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RejectionReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Kept with each comment rejected for this reason. Do not change it later.",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("^[-a-zA-Z0-9_]+\\Z"),
                                "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
                                "invalid",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "sort_order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the list"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
            ],
            options={
                "verbose_name": "reason to reject",
                "verbose_name_plural": "reasons to reject",
                "ordering": ["sort_order", "code"],
            },
        ),
        migrations.AlterField(
            model_name="groupcommentpermission",
            name="right",
            field=models.CharField(
                choices=[
                    ("moderate", "Decide about comments"),
                    ("feature", "Pick comments"),
                    ("sanction", "Sanction commenters"),
                    ("settings", "Change discussion settings"),
                ],
                default="moderate",
                max_length=16,
                verbose_name="right",
            ),
        ),
        migrations.CreateModel(
            name="DecisionBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("decision", models.CharField(max_length=16, verbose_name="decision")),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="reason")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="comments")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="decided"),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undo_position", models.BigIntegerField(default=0)),
                ("is_final", models.BooleanField(default=False)),
                ("query", models.TextField(blank=True)),
                ("total", models.PositiveIntegerField(default=0)),
                ("last_comment", models.BigIntegerField(default=0)),
                ("position", models.BigIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="moderator",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "default_permissions": (),
                "indexes": [models.Index(fields=["user", "-created_at"], name="decision_by_user")],
            },
        ),
        migrations.CreateModel(
            name="RejectionReasonText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("label", models.CharField(max_length=80, verbose_name="name")),
                ("message", models.TextField(blank=True, verbose_name="text for the commenter")),
                (
                    "reason",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="comments.rejectionreason",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a reason",
                "verbose_name_plural": "texts of a reason",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reason", "language"), name="one_text_a_language"
                    )
                ],
            },
        ),
    ]
