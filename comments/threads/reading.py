"""Pages of a discussion, each read with a fixed number of queries and found by any comment."""

from dataclasses import dataclass, replace

from .. import conf
from ..exceptions import PlaceNotFound
from ..models import Discussion, ReaderComment
from ..status import Mode
from .cursors import write_cursor
from .keyset import take
from .nodes import Node, build_nodes
from .places import REPLY_ORDER, Place, Sort


@dataclass(frozen=True)
class Paging:
    """The pages on both sides of one, as ends of addresses; ``None`` where there is none.

    ``""`` is the first page in the default order, at the address of the page itself. The labels
    are what links to them are called.
    """

    previous_query: str | None = None
    next_query: str | None = None
    previous_label: str = ""
    next_label: str = ""
    #: The cursors of these pages, for the places that ``before`` and ``after`` name.
    previous_cursor: str | None = None
    next_cursor: str | None = None

    def __bool__(self):
        """Tell whether there is anything to page through."""
        return self.previous_query is not None or self.next_query is not None


@dataclass(frozen=True)
class DiscussionView:
    """What a reader of a page sees of its discussion at a ``Place``.

    ``mode`` is never ``INHERITED``; when it is ``HIDDEN`` there is nothing to show. ``nodes``
    are the comments that stand there in reading order, replies after their parent; ``starts``
    are those of them that begin a thread, and each node has its ``replies``. ``threads`` is the
    ``Paging``: through the threads in the order ``sort``, or through the replies of one thread.
    """

    discussion: Discussion
    mode: Mode
    place: Place
    threads: Paging
    nodes: list[Node]

    @property
    def is_shown(self):
        return self.mode != Mode.HIDDEN

    @property
    def is_open(self):
        return self.mode == Mode.OPEN

    @property
    def comment_count(self):
        """The number of comments that readers see, on all pages."""
        return self.discussion.comment_count if self.is_shown else 0

    @property
    def sort(self):
        return self.place.sort

    @property
    def sorts(self):
        """The orders that readers choose from, as ``(label, query, whether it is this one)``."""
        return [(sort.label, Place(sort).query, sort == self.sort) for sort in Sort]

    @property
    def starts(self):
        return [node for node in self.nodes if node.depth == 0]

    @property
    def canonical_query(self):
        """The end of the address under which search engines should know this page."""
        return self.place.canonical.query


def get_discussion_view(page, *, place=None, discussion=None):
    """Return the ``DiscussionView`` of ``page`` at ``place``, by default at its beginning.

    At most four queries. Raises ``PlaceNotFound`` for a thread that the discussion, as readers
    see it, does not have.
    """
    view = replace(get_empty_view(page, discussion), place=place or Place())
    if not view.is_shown:
        return view
    read = _read_thread if view.place.thread else _read_threads
    paging, nodes = read(view.discussion, view.place)
    for node in nodes:
        if node.comment:
            node.comment.discussion = view.discussion
    return replace(view, threads=paging, nodes=nodes)


def get_empty_view(page, discussion=None):
    """Return the ``DiscussionView`` of ``page`` without its comments.

    One query, or none where the ``discussion`` is known.
    """
    discussion = discussion or Discussion.of(page)
    mode = discussion.get_effective_mode(page.specific_class)
    return DiscussionView(discussion, mode, Place(), Paging(), [])


def find_place(comment):
    """Return the ``Place`` at which readers find ``comment``, which they may see.

    One query at the most. Load the ``root`` of the comment along.
    """
    start = comment.root or comment
    if (comment.thread_position or 0) > conf.replies_per_thread():
        return _find_reply(comment, start)
    place, size = Place(), conf.threads_per_page()
    names = place.order.names
    key = tuple(getattr(start, name) for name in names)
    threads = ReaderComment.objects.thread_starts(start.discussion_id).only(*names)
    earlier = take(threads, place.order, size=size, before=key).rows
    # What stands on the first page has its plain address; else the thread begins a page.
    return place if len(earlier) < size else replace(place, after=write_cursor(names, earlier[-1]))


def _find_reply(reply, start):
    place = Place(thread=start.uuid)
    if reply.thread_position <= conf.replies_per_page():
        return place
    # It begins a page.
    before = ReaderComment(thread_position=reply.thread_position - 1)
    return replace(place, after=write_cursor(REPLY_ORDER.names, before))


def _read_threads(discussion, place):
    if discussion.pk is None:
        return Paging(), []
    threads = ReaderComment.objects.thread_starts(discussion)
    part = take(threads, place.order, size=conf.threads_per_page(), **place.get_bounds())
    replies = []
    if part.rows:
        found = ReaderComment.objects.replies_in(part.rows)
        found = found.filter(thread_position__lte=conf.replies_per_thread())
        replies = list(found.order_by("thread_position"))
    return _get_paging(place, part), build_nodes(part.rows, replies)


def _read_thread(discussion, place):
    threads = ReaderComment.objects.thread_starts(discussion.pk)
    start = threads.filter(uuid=place.thread).first()
    if start is None:
        raise PlaceNotFound
    replies = ReaderComment.objects.replies_in([start])
    part = take(replies, place.order, size=conf.replies_per_page(), **place.get_bounds())
    return _get_paging(place, part), build_nodes([start], part.rows)


def _get_paging(place, part):
    names = place.order.names
    first = place.first()
    previous = following = None
    cursors = {}
    if part.rows:
        if part.has_previous:
            cursors["previous_cursor"] = write_cursor(names, part.rows[0])
            previous = replace(first, before=cursors["previous_cursor"]).query
        if part.has_next:
            cursors["next_cursor"] = write_cursor(names, part.rows[-1])
            following = replace(first, after=cursors["next_cursor"]).query
    # What the address counts on may be gone meanwhile: then there is the beginning.
    elif place.after:
        previous = first.query
    elif place.before:
        following = first.query
    return Paging(previous, following, *place.paging_labels, **cursors)
