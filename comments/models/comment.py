"""A comment by a reader."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from .. import conf
from ..querysets import ReaderCommentManager
from ..status import Status
from .discussion import Discussion

SUBJECT_LENGTH = 120
NAME_LENGTH = 80


class ReaderComment(models.Model):
    """A comment by a reader, with a subject of its own and, perhaps, a parent.

    Written only by ``comments.actions``. ``author_email`` and ``network`` are private: they are
    shown to nobody but moderators (the address) or nobody at all (the network).
    """

    discussion = models.ForeignKey(
        Discussion,
        verbose_name=_("discussion"),
        on_delete=models.CASCADE,
        related_name="reader_comments",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("in reply to"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
    )
    #: The first comment of the thread, ``None`` for that comment itself.
    root = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="thread",
    )
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    #: The id that leaves the system: it tells nobody how many comments there are.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, blank=True)
    body = models.TextField(_("comment"))
    html = models.TextField(editable=False, blank=True)
    format_version = models.PositiveSmallIntegerField(default=0, editable=False)
    author_name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    author_email = models.EmailField(_("e-mail address"), blank=True)
    network = models.CharField(max_length=64, blank=True, editable=False)

    status = models.CharField(
        _("status"), max_length=16, choices=Status.choices, default=Status.HELD
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("posted"), default=timezone.now)
    status_changed_at = models.DateTimeField(_("decided"), default=timezone.now)

    objects = ReaderCommentManager()

    # One query for each post instead of six, and an article's "used N times" stays true.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")
        # The page-scoped policy decides; model permissions would only mislead in group forms.
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["discussion", "status", "created_at", "id"],
                name="comment_by_discussion",
            ),
            models.Index(
                fields=["discussion", "root", "created_at", "id"],
                name="comment_by_thread_start",
            ),
            models.Index(fields=["root", "status", "created_at"], name="comment_by_thread"),
            models.Index(fields=["status", "-created_at"], name="comment_by_status"),
            models.Index(fields=["-created_at"], name="comment_by_date"),
            models.Index(fields=["network", "-created_at"], name="comment_by_network"),
            models.Index(fields=["author_email"], name="comment_by_email"),
        ]

    def __str__(self):
        return _("“%(subject)s” by %(name)s") % {
            "subject": self.subject,
            "name": self.author_name,
        }

    @property
    def rendered(self):
        """The comment as safe HTML, which every reader of it gets.

        What is stored, unless another version of the text format than the present one made it:
        then the text is rendered now, and nothing is written (``rerender_comments`` does that).
        """
        text = conf.text_format()
        if self.format_version != text.FORMAT_VERSION:
            return text.render(self.body)
        return mark_safe(self.html)  # noqa: S308 - the output of the text format, never edited

    @property
    def page(self):
        """The page that is discussed."""
        return self.discussion.page

    @property
    def anchor(self):
        """The id of the comment's element in a page."""
        return f"comment-{self.uuid}"
