"""The log of what staff decided about comments, kept in Wagtail's audit log."""

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import BaseLogEntry, BaseLogEntryManager, LogEntryQuerySet

from .permission import VIEWING, GroupCommentPermission


class CommentLogEntryManager(BaseLogEntryManager):
    """Log entries about comments, scoped like the comments themselves."""

    def get_queryset(self):
        return LogEntryQuerySet(self.model, using=self._db)

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
