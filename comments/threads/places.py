"""Places in a discussion: what the part of an address after ``?`` says about it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..exceptions import PlaceNotFound
from .cursors import read_cursor
from .keyset import Order


class Sort(TextChoices):
    """The orders of threads that readers choose from; the first one is the default."""

    OLDEST = "oldest", _("Oldest")
    NEWEST = "newest", _("Newest")
    DISCUSSED = "discussed", _("Most discussed")


#: Threads with as many replies stand with the newest first: all names of an order go one way.
ORDERS = {
    Sort.OLDEST: Order(("created_at", "uuid")),
    Sort.NEWEST: Order(("created_at", "uuid"), is_descending=True),
    Sort.DISCUSSED: Order(("thread_count", "created_at", "uuid"), is_descending=True),
}
#: The replies of one thread.
REPLY_ORDER = Order(("thread_position",))

#: What the links to the page before and to the page after are called.
PAGING_LABELS = {
    Sort.OLDEST: (_("Earlier comments"), _("Later comments")),
    Sort.NEWEST: (_("Later comments"), _("Earlier comments")),
    Sort.DISCUSSED: (_("More discussed"), _("Less discussed")),
}
REPLY_PAGING_LABELS = _("Earlier replies"), _("Later replies")


@dataclass(frozen=True)
class Place:
    """A place in a discussion: a page of threads in the order ``sort``, or of one ``thread``.

    ``thread`` is the UUID of the thread's start. The page begins after the cursor ``after`` or
    ends before the cursor ``before``; without them it is the first one.
    """

    sort: Sort = Sort.OLDEST
    thread: UUID | None = None
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, parameters):
        """Return the place that the ``parameters`` of an address name (``request.GET``).

        Those of others are left alone. Raises ``PlaceNotFound`` for what is no place.
        """
        thread, sort = parameters.get("thread"), parameters.get("sort")
        try:
            place = cls(
                sort=Sort.OLDEST if sort is None else Sort(sort),
                thread=None if thread is None else UUID(thread),
                after=parameters.get("after", ""),
                before=parameters.get("before", ""),
            )
        except ValueError as error:
            raise PlaceNotFound from error
        if place.after and place.before:
            raise PlaceNotFound
        # Read once to see that they can be read.
        place.get_bounds()
        return place

    @property
    def order(self):
        """The ``Order`` of what is paged here."""
        return REPLY_ORDER if self.thread else ORDERS[self.sort]

    def get_bounds(self):
        """Return the values that the cursors hold, as arguments of ``keyset.take``."""
        cursors = {"after": self.after, "before": self.before}
        return {
            name: read_cursor(self.order.names, cursor)
            for name, cursor in cursors.items()
            if cursor
        }

    @property
    def query(self):
        """The place as the end of an address: ``"?sort=newest"``, or ``""`` for the default."""
        parameters = {
            "sort": "" if self.thread or self.sort == Sort.OLDEST else self.sort.value,
            "thread": self.thread,
            "after": self.after,
            "before": self.before,
        }
        given = {name: value for name, value in parameters.items() if value}
        return f"?{urlencode(given)}" if given else ""

    @property
    def canonical(self):
        """The place under whose address search engines should know this one.

        What is reached by reading on in the default order, and on in a thread, stands for
        itself; another order or a step back shows the same comments once more.
        """
        if self.before or (self.sort != Sort.OLDEST and not self.thread):
            return Place(thread=self.thread)
        return self

    @property
    def paging_labels(self):
        """What the links to the page before this one and to the page after it are called."""
        return REPLY_PAGING_LABELS if self.thread else PAGING_LABELS[self.sort]

    def first(self):
        """Return the first page here."""
        return replace(self, after="", before="")
