"""A discussion as readers see it: a page of threads, built with a fixed number of queries."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from . import conf
from .models import Discussion, ReaderComment
from .status import VISIBLE, Mode


@dataclass
class Node:
    """A comment in its thread. ``comment`` is ``None`` for a tombstone."""

    comment: ReaderComment | None
    depth: int
    parent: "Node | None" = field(default=None, repr=False, compare=False)
    replies: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class DiscussionView:
    """What a reader of a page sees of its discussion.

    ``mode`` is never ``INHERITED``; when it is ``HIDDEN`` there is nothing to show. ``nodes``
    are the comments of this page of threads in reading order, replies after their parent.
    """

    discussion: Discussion
    mode: Mode
    threads: Page
    nodes: list[Node]

    @property
    def is_shown(self):
        return self.mode != Mode.HIDDEN

    @property
    def is_open(self):
        return self.mode == Mode.OPEN

    @property
    def comment_count(self):
        """The number of comments that readers see, on all pages of threads."""
        return self.discussion.comment_count if self.is_shown else 0


def get_discussion_view(page, *, number=1):
    """Return the ``DiscussionView`` of ``page``, with page ``number`` of its threads.

    A number that does not exist, or is none, gives the nearest page. At most four queries.
    """
    discussion = Discussion.of(page)
    mode = discussion.get_effective_mode(page.specific_class)
    if mode == Mode.HIDDEN or discussion.pk is None:
        starts = ReaderComment.objects.none()
    else:
        starts = ReaderComment.objects.thread_starts(discussion).oldest_first()
    threads = Paginator(starts, conf.threads_per_page()).get_page(number)
    return DiscussionView(discussion, mode, threads, _build_nodes(list(threads)))


def find_page_number(comment):
    """Return the number of the page of threads on which readers find ``comment``."""
    start = comment.root or comment
    earlier = (
        ReaderComment.objects.thread_starts(comment.discussion)
        .oldest_first()
        .filter(created_at__lte=start.created_at)
        .exclude(created_at=start.created_at, pk__gte=start.pk)
    )
    return earlier.count() // conf.threads_per_page() + 1


def _build_nodes(starts):
    replies = (
        ReaderComment.objects.filter(root__in=[start.pk for start in starts], status__in=VISIBLE)
        .oldest_first()
        .iterator()
        if starts
        else ()
    )
    nodes = {
        start.pk: Node(start if start.status in VISIBLE else None, depth=0) for start in starts
    }
    ordered = list(nodes.values())
    for reply in replies:
        parent = nodes.get(reply.parent_id)
        if parent is None:
            # The parent is not visible itself: one tombstone holds its place in the thread.
            parent = nodes[reply.parent_id] = Node(None, depth=reply.depth - 1)
            nodes[reply.root_id].replies.append(parent)
        nodes[reply.pk] = node = Node(reply, depth=reply.depth, parent=parent)
        parent.replies.append(node)
    return [node for start in ordered for node in _walk(start)]


def _walk(start):
    stack = [start]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.replies))
