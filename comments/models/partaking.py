"""What readers leave at comments: reactions and flags; and what a comment said before an edit."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..status import FlagReason
from .comment import SUBJECT_LENGTH, ReaderComment

NOTE_LENGTH = 500


class CommentRevision(models.Model):
    """What a comment said before its author edited it; for moderators."""

    comment = models.ForeignKey(ReaderComment, on_delete=models.CASCADE, related_name="revisions")
    #: The ``revision_number`` that the comment had with this text.
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    body = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("earlier text of a comment")
        verbose_name_plural = _("earlier texts of comments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="unique_comment_revision")
        ]

    def __str__(self):
        return f"CommentRevision {self.number} of comment {self.comment_id}"


class ReaderMark(models.Model):
    """Something that one reader has left at one comment.

    ``reader_key`` is a keyed digest of the random key in the reader's cookie, ``network`` that of
    ``comments.network``: both serve to count, and nobody can be told from them.
    """

    comment = models.ForeignKey(ReaderComment, on_delete=models.CASCADE, related_name="%(class)ss")
    reader_key = models.CharField(max_length=64)
    network = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        default_permissions = ()


class CommentReaction(ReaderMark):
    """The one positive reaction of a reader to a comment."""

    class Meta(ReaderMark.Meta):
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.UniqueConstraint(fields=["reader_key", "comment"], name="one_reaction_a_reader")
        ]
        indexes = [models.Index(fields=["network", "created_at"], name="reaction_by_network")]

    def __str__(self):
        return f"CommentReaction {self.pk} to comment {self.comment_id}"


class CommentFlag(ReaderMark):
    """A reader's wish that a moderator looks at a comment; told to nobody but moderators."""

    reason = models.CharField(_("reason"), max_length=16, choices=FlagReason.choices)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)

    class Meta(ReaderMark.Meta):
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.UniqueConstraint(fields=["reader_key", "comment"], name="one_flag_a_reader")
        ]
        indexes = [models.Index(fields=["network", "created_at"], name="flag_by_network")]

    def __str__(self):
        return f"CommentFlag {self.pk} at comment {self.comment_id}"
