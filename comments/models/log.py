"""The log of what staff decided about comments, kept in Wagtail's audit log."""

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _
from wagtail.models import BaseLogEntry, BaseLogEntryManager, LogEntryQuerySet

from .permission import VIEWING, GroupCommentPermission


class CommentLogEntryQuerySet(LogEntryQuerySet):
    """Queries over log entries about comments."""

    def one_per_batch(self):
        """Keep one entry, the last, of those that a batch has with the same action among these.

        What was logged outside a batch stands for itself.
        """
        batches = self.order_by().values("uuid", "action")
        last = batches.annotate(last=models.Max("pk")).values("last")
        return self.filter(models.Q(uuid=None) | models.Q(pk__in=last))

    def get_batches(self):
        """Return ``{(uuid, action): (count, [(from, to)])}`` of the batches among these.

        ``count`` is the number of comments. Between the statuses of the list they went, each pair
        once; it is empty where no status changed. One query, of few rows whatever the count.
        """
        rows = (
            self.order_by()
            .annotate(former=KT("data__from"), latter=KT("data__to"))
            .values("uuid", "action", "former", "latter")
            .annotate(count=models.Count("pk"))
            .order_by("former", "latter")
        )
        batches = {}
        for row in rows:
            count, changes = batches.get((row["uuid"], row["action"]), (0, []))
            if row["latter"]:
                changes = [*changes, (row["former"], row["latter"])]
            batches[row["uuid"], row["action"]] = count + row["count"], changes
        return batches

    def of_same_batch(self, entry):
        """Keep ``entry`` and what was logged with the same action in the same batch."""
        if entry.uuid is None:
            return self.filter(pk=entry.pk)
        return self.filter(uuid=entry.uuid, action=entry.action)


class CommentLogEntryManager(BaseLogEntryManager.from_queryset(CommentLogEntryQuerySet)):
    """Log entries about comments, scoped like the comments themselves."""

    def get_queryset(self):
        return CommentLogEntryQuerySet(self.model, using=self._db)

    def get_instance_title(self, instance):
        # The subject alone: names of readers do not belong into a log that outlives them. When
        # a comment is removed, ``erase_labels`` takes the subject out too.
        return instance.subject

    def log_action(self, instance, action, **kwargs):
        """Write one entry; ``instance`` is a ``ReaderComment`` with its discussion loaded."""
        kwargs.update(comment=instance, page_id=instance.discussion.page_id)
        return super().log_action(instance, action, **kwargs)

    def log_many(self, comments, action, *, user, uuid, timestamp, data=None):
        """Write the entries of one decision about many comments with one query.

        ``data(comment)`` returns the details of each, if any, as a dictionary that JSON can hold.
        """
        content_type = ContentType.objects.get_for_model(self.model.comment.field.related_model)
        return self.bulk_create(
            self.model(
                content_type=content_type,
                comment=comment,
                page_id=comment.discussion.page_id,
                label=comment.subject,
                action=action,
                user=user,
                uuid=uuid,
                timestamp=timestamp,
                data=data(comment) if data else {},
            )
            for comment in comments
        )

    def erase_labels(self, comment_ids):
        """Take the subjects of these comments out of the log; one query."""
        return self.filter(comment__in=comment_ids).update(label="")

    def viewable_by_user(self, user):
        return self.filter(GroupCommentPermission.objects.get_scope(user, "page__path", VIEWING))

    def for_instance(self, instance):
        return self.filter(comment_id=instance.pk)


class CommentLogEntry(BaseLogEntry):
    """What a member of staff decided about a comment. It outlives both comment and page."""

    comment = models.ForeignKey(
        "comments.ReaderComment",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )

    objects = CommentLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        verbose_name = _("reader comment log entry")
        verbose_name_plural = _("reader comment log entries")
        default_permissions = ()
        ordering = ["-timestamp", "-id"]

    def __str__(self):
        return f"CommentLogEntry {self.pk}: {self.action} on comment {self.comment_id}"

    @property
    def object_id(self):
        return self.comment_id
