"""A discussion: all comments of one page."""

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import conf, registry
from ..querysets import DiscussionManager
from ..status import Mode


class Discussion(models.Model):
    """What is kept for the discussion of one page, outside the page's revisions.

    The row is made by the first write (a comment, or a setting), never by a read. The counts
    and the version are changed only by ``comments.actions``, in the transaction of the change
    that they count.
    """

    page = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="reader_discussion",
    )
    mode = models.CharField(
        _("discussion"), max_length=16, choices=Mode.choices, default=Mode.INHERITED
    )
    comment_count = models.PositiveIntegerField(_("approved comments"), default=0, editable=False)
    waiting_count = models.PositiveIntegerField(_("waiting comments"), default=0, editable=False)
    #: Goes up with every change that a reader could see.
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = DiscussionManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        # The lists of what is most discussed read its few rows at the end of this one.
        indexes = [models.Index(fields=["comment_count"], name="comments_most_discussed")]
        # The page-scoped policy decides, here as for comments.
        default_permissions = ()

    def __str__(self):
        return _("Discussion of %(page)s") % {"page": self.page}

    @classmethod
    def of(cls, page):
        """Return the discussion of ``page``; an unsaved one when there is none yet."""
        return cls.objects.filter(page_id=page.pk).first() or cls(page_id=page.pk)

    def get_effective_mode(self, page_type):
        """Return the ``Mode`` in force for a page of the class ``page_type``.

        Never ``INHERITED``. A page type that is not registered has its discussion hidden.
        """
        return decide_mode(self.mode, page_type)


def decide_mode(mode, page_type):
    """Return what ``Discussion.get_effective_mode`` does of a discussion whose mode is ``mode``."""
    options = registry.get_options(page_type)
    if options is None:
        return Mode.HIDDEN
    return Mode(options.default_mode or conf.default_mode() if mode == Mode.INHERITED else mode)
