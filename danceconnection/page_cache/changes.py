"""Which pages a transaction changes: collected while it runs, made void once it is committed.

A change is noted with what showed the page before it; what shows it afterwards is looked up after
the commit. One transaction is one batch, however many rows it writes.
"""

import logging
from dataclasses import dataclass, field

from asgiref.local import Local
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page, Site

from columns import dependents

from . import conf, purge, store

logger = logging.getLogger(__name__)

#: Fields of a page that readers do not see.
DRAFT_FIELDS = frozenset(
    {
        "draft_title",
        "expired",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)


@dataclass
class Batch:
    """What a transaction has changed so far."""

    #: Pages that showed, before the change, what has changed.
    before: set = field(default_factory=set)
    #: Pages that have changed: whatever shows them afterwards shows something new.
    changed: set = field(default_factory=set)
    #: Pages of which only what stands in lists has changed, besides themselves.
    discussed: set = field(default_factory=set)
    #: Addresses that pages had before, and those of comments that have changed.
    addresses: set = field(default_factory=set)
    #: The frame before the first change.
    frame: tuple | None = None
    everything: bool = False

    def apply(self):
        """Make void what shows the changes, now that they are committed."""
        _current.batch = None
        try:
            self._apply()
        except DatabaseError:
            # Too much is better than too little.
            logger.exception("What shows a change is not known: all pages are made anew.")
            store.invalidate_everything()

    def _apply(self):
        if self.everything or (self.frame is not None and self.frame != get_frame()):
            store.invalidate_everything()
            purge.purge_everything(self.addresses)
            return
        page_ids = {
            *self.before,
            *self.changed,
            *self.discussed,
            *dependents.get_pages_showing(self.changed),
            *dependents.get_pages_listing(self.discussed),
        }
        store.invalidate(page_ids)
        purge.purge(page_ids, self.addresses)


@dataclass(frozen=True)
class Former:
    """How things were before a page was changed."""

    page_ids: set
    addresses: set
    frame: tuple


_current = Local()


def note(*, former=None, changed=(), discussed=(), addresses=(), everything=False):
    """Note a change; see ``Batch``. Without a transaction it counts at once."""
    if not is_needed():
        return
    batch = _get_batch()
    batch.changed.update(changed)
    batch.discussed.update(discussed)
    batch.addresses.update(addresses)
    batch.everything |= everything
    if former is not None:
        batch.before.update(former.page_ids)
        batch.addresses.update(former.addresses)
        batch.frame = batch.frame or former.frame
    if not connection.in_atomic_block:
        batch.apply()


def get_former(page_id):
    """Return the ``Former`` of a page that is about to change, or be made (``None``).

    It is ``None`` where this transaction has changed the page already.
    """
    batch = _find_batch()
    if batch is not None and (batch.everything or page_id in batch.changed):
        return None
    ids = [] if page_id is None else [page_id]
    return Former(
        page_ids=dependents.get_pages_showing(ids),
        addresses=purge.get_addresses(ids),
        frame=(batch and batch.frame) or get_frame(),
    )


def is_needed():
    """Return whether anybody keeps pages."""
    return bool(conf.lifetime()) or purge.is_configured()


def get_frame():
    """Return what stands in the frame of every page: names, sections, the current issue."""
    homes = Page.objects.filter(
        url_path__in=[root.root_path for root in Site.get_site_root_paths()]
    )
    fields = ("path", "url_path", "title")
    sections = [
        tuple(
            Page.objects.live()
            .filter(path__startswith=path, depth=depth + 1)
            .order_by("path")
            .values_list(*fields)
        )
        for path, depth in homes.order_by("path").values_list("path", "depth")
    ]
    names = tuple(homes.order_by("path").values_list(*fields))
    return names, sections, dependents.get_current_issues()


def _get_batch():
    batch = _find_batch()
    if batch is None:
        batch = _current.batch = Batch()
        if connection.in_atomic_block:
            # A failure is logged: what was committed is committed.
            transaction.on_commit(batch.apply, robust=True)
    return batch


def _find_batch():
    """Return the batch of this transaction, or ``None``.

    One whose savepoint was rolled back is not called any more, and is none.
    """
    batch = getattr(_current, "batch", None)
    if batch is not None and any(call[1] == batch.apply for call in connection.run_on_commit):
        return batch
    return None


def is_only_drafted(update_fields):
    """Return whether saving these fields of a page changes nothing that readers see."""
    return update_fields is not None and DRAFT_FIELDS.issuperset(update_fields)
