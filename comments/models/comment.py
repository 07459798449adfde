"""A comment by a reader."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from .. import conf
from ..querysets import ReaderCommentManager
from ..status import VISIBLE, Badge, Status
from .discussion import Discussion

SUBJECT_LENGTH = 120
NAME_LENGTH = 80
#: As a length of an excerpt: nothing is cut off.
WHOLE_TEXT = 1_000_000


class ReaderComment(index.Indexed, models.Model):
    """A comment by a reader, with a subject of its own and, perhaps, a parent.

    Written only by ``comments.actions``. ``author_email``, ``user``, ``notify_replies``,
    ``flag_count`` and ``network`` are private: they are shown to nobody but moderators, or nobody
    at all (the network).
    """

    discussion = models.ForeignKey(
        Discussion,
        verbose_name=_("discussion"),
        on_delete=models.CASCADE,
        related_name="reader_comments",
        # Those below begin with it. One of its own is taken for a list, and has no order for it.
        db_index=False,
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

    # The reading order, kept by ``comments.actions.reading_order``: how readers find a page of a
    # discussion of any size without a look at what they do not see. The database knows the
    # defaults as well, for what is written past this class.

    #: Whether readers see anything in the thread that this comment starts.
    is_listed = models.BooleanField(default=False, db_default=False, editable=False)
    #: The number of replies that readers see in the thread that this comment starts.
    thread_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    #: The highest position that a reply in the thread has been given.
    last_position = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    #: When, among the replies of its thread, this one first appeared: 1 for the first. It is kept
    #: whatever becomes of the comment, and is higher than that of the comment replied to.
    thread_position = models.PositiveIntegerField(null=True, editable=False)

    #: The id that leaves the system: it tells nobody how many comments there are.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, blank=True)
    body = models.TextField(_("comment"))
    html = models.TextField(editable=False, blank=True)
    format_version = models.PositiveSmallIntegerField(default=0, editable=False)
    author_name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    author_email = models.EmailField(_("e-mail address"), blank=True)
    network = models.CharField(max_length=64, blank=True, editable=False)
    # What came later has its default in the database as well, for code that does not know it yet.

    #: Who wrote it while signed in, as far as ``COMMENTS_IDENTITY`` proved it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    badge = models.CharField(
        _("badge"), default="", max_length=16, choices=Badge.choices, blank=True, db_default=""
    )
    notify_replies = models.BooleanField(
        _("tell the commenter of replies"), default=False, db_default=False
    )

    status = models.CharField(
        _("status"), max_length=16, choices=Status.choices, default=Status.HELD
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("posted"), default=timezone.now)
    status_changed_at = models.DateTimeField(_("decided"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    #: Goes up with every edit, so that a decision is about the text that was seen.
    revision_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    is_pick = models.BooleanField(
        _("editors' pick"), default=False, db_default=False, editable=False
    )
    reaction_count = models.PositiveIntegerField(
        _("reactions"), default=0, db_default=0, editable=False
    )
    #: Flags since the last decision of a moderator.
    flag_count = models.PositiveIntegerField(_("flags"), default=0, db_default=0, editable=False)

    objects = ReaderCommentManager()

    # The search index holds what readers see and nothing else; ``comments.search`` keeps it so.
    # A save alone must not bring a held comment into it.
    search_auto_update = False
    # Neither the name nor anything else that tells who wrote it.
    search_fields = [
        index.SearchField("subject", boost=2),
        index.SearchField("plain_text"),
        index.FilterField("id"),
        index.FilterField("status"),
        index.FilterField("created_at"),
    ]

    # One query for each post instead of six, and an article's "used N times" stays true.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")
        # The page-scoped policy decides; model permissions would only mislead in group forms.
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["discussion", "status", "created_at", "uuid"],
                name="comments_in_discussion",
            ),
            models.Index(
                fields=["discussion", "is_listed", "created_at", "uuid"],
                name="comment_threads_by_date",
            ),
            models.Index(
                fields=["discussion", "is_listed", "thread_count", "created_at", "uuid"],
                name="comment_threads_by_count",
            ),
            models.Index(
                fields=["root", "status", "thread_position"], name="comment_replies_by_position"
            ),
            models.Index(fields=["status", "-created_at"], name="comment_by_status"),
            models.Index(fields=["-created_at"], name="comment_by_date"),
            models.Index(fields=["network", "-created_at"], name="comment_by_network"),
            models.Index(fields=["author_email"], name="comment_by_email"),
            models.Index(fields=["flag_count"], name="comment_by_flags"),
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

    @classmethod
    def get_indexed_objects(cls):
        """The comments that belong into the search index."""
        return cls.objects.visible()

    def get_indexed_instance(self):
        """Return the comment, or ``None`` while it does not belong into the search index."""
        return self if self.status in VISIBLE else None

    @property
    def plain_text(self):
        """The text of the comment on one line, without what it quotes."""
        return conf.text_format().excerpt(self.body, WHOLE_TEXT)

    @property
    def page(self):
        """The page that is discussed."""
        return self.discussion.page

    @property
    def anchor(self):
        """The id of the comment's element in a page."""
        return f"comment-{self.uuid}"
