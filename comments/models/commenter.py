"""What the staff keep about a commenter: notes, and sanctions that posting meets."""

import swapper
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

NOTE_LENGTH = 1000


def get_commenter_key(author_email):
    """Return the keyed digest that stands for whoever gives this mail address; "" for none.

    It outlives the comments of a person whose address was erased, and the address cannot be told
    from it.
    """
    address = author_email.strip().casefold()
    if not address:
        return ""
    return salted_hmac("comments.commenter", address, algorithm="sha256").hexdigest()


class EntryKind(models.TextChoices):
    """What an entry about a commenter does."""

    NOTE = "note", _("Note")
    BLOCK = "block", _("Blocked")


class CommenterEntryQuerySet(models.QuerySet):
    """Queries over entries."""

    def of(self, author_email):
        """Entries about whoever gives this mail address."""
        key = get_commenter_key(author_email)
        return self.filter(commenter_key=key) if key else self.none()

    def on(self, page):
        """Those that count on ``page``: made for it or for a page above it."""
        return self.filter(page__in=page.get_ancestors(inclusive=True))

    def above(self, path):
        """Those that count on the page at ``path``, an expression."""
        return self.filter(page__path=Substr(path, 1, Length("page__path")))

    def in_force(self, moment=None):
        """Sanctions that hold now, or at ``moment``."""
        lasting = Q(until=None) | Q(until__gt=moment or timezone.now())
        return self.filter(lasting, kind=EntryKind.BLOCK, lifted_at=None)


class CommenterEntry(models.Model):
    """A note about a commenter, or a sanction, for a page and all pages below it."""

    commenter_key = models.CharField(max_length=64, editable=False)
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=EntryKind.choices)
    text = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    #: ``None``: for good.
    until = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = CommenterEntryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("entry about a commenter")
        verbose_name_plural = _("entries about commenters")
        default_permissions = ()
        indexes = [models.Index(fields=["commenter_key", "kind"], name="entries_by_commenter")]

    def __str__(self):
        return f"CommenterEntry {self.pk}: {self.kind}"

    @property
    def is_in_force(self):
        """Whether it is a sanction that holds now."""
        lasting = self.until is None or self.until > timezone.now()
        return self.kind == EntryKind.BLOCK and self.lifted_at is None and lasting
