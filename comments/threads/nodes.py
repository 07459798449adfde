"""Comments in their threads, drawn to a depth that can be read."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from .. import conf
from ..models import ReaderComment
from ..status import VISIBLE


@dataclass(eq=False)
class Node:
    """A comment in its thread. ``comment`` is ``None`` for a tombstone.

    ``depth`` is the level at which it is drawn, ``replies`` are the nodes that are drawn below
    it, and ``parent`` is the node of what it replies to: ``None`` for the start of a thread, and
    perhaps on another page (``is_elsewhere``). A start has the UUID of its ``thread``, the number
    of all replies that readers see in it, ``reply_count``, and of those that are not on this page,
    ``hidden_replies``.
    """

    comment: ReaderComment | None
    depth: int = 0
    parent: "Node | None" = field(default=None, repr=False)
    replies: list["Node"] = field(default_factory=list, repr=False)
    is_elsewhere: bool = False
    thread: UUID | None = None
    reply_count: int = 0
    hidden_replies: int = 0


def build_nodes(starts, replies):
    """Return the nodes of the threads of ``starts`` in reading order, replies after their parent.

    ``replies`` are some or all of the visible replies in these threads, in their order. One more
    query is needed when a reply answers a comment that is not among them.
    """
    shown = Counter(reply.root_id for reply in replies)
    roots = [
        Node(
            start if start.status in VISIBLE else None,
            thread=start.uuid,
            reply_count=start.thread_count,
            hidden_replies=max(0, start.thread_count - shown[start.pk]),
        )
        for start in starts
    ]
    nodes = dict(zip((start.pk for start in starts), roots, strict=True))
    nodes |= {reply.pk: Node(reply) for reply in replies}
    below = defaultdict(list)
    _add_absent_parents(nodes, replies, below)
    for reply in replies:
        node = nodes[reply.pk]
        node.parent = nodes[reply.parent_id]
        below[nodes[reply.root_id] if node.parent.is_elsewhere else node.parent].append(node)
    return list(_draw(roots, below, conf.thread_depth()))


def _add_absent_parents(nodes, replies, below):
    """Add the nodes of comments that ``replies`` answer and that are not among ``nodes``.

    One that readers see is elsewhere. For one that they do not see a tombstone is put where it
    was, as far as that is here.
    """
    roots = {reply.parent_id: reply.root_id for reply in replies if reply.parent_id not in nodes}
    if not roots:
        return
    absent = ReaderComment.objects.filter(pk__in=roots).order_by("pk")
    for comment in absent.only("uuid", "author_name", "status", "parent_id"):
        if comment.status in VISIBLE:
            nodes[comment.pk] = Node(comment, is_elsewhere=True)
            continue
        nodes[comment.pk] = tombstone = Node(None)
        above, root = nodes.get(comment.parent_id), nodes[roots[comment.pk]]
        tombstone.parent = root if above is None or above.is_elsewhere else above
        below[tombstone.parent].append(tombstone)


def _draw(roots, below, deepest):
    """Yield ``roots`` and all ``below`` them in reading order; put each into its place and level.

    What answers a comment of the deepest level stands after it, among its neighbours.
    """
    stack = [(root, None) for root in reversed(roots)]
    while stack:
        node, neighbours = stack.pop()
        if neighbours is not None:
            neighbours.append(node)
        yield node
        is_deepest = node.depth == deepest
        for reply in reversed(below[node]):
            reply.depth = node.depth if is_deepest else node.depth + 1
            stack.append((reply, neighbours if is_deepest else node.replies))
