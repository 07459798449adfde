"""Where readers find a comment: which threads are listed, and the order of replies in each.

Called by the actions that hold the lock of the discussion. ``ReaderComment`` says what each
column means.
"""

from django.db.models import Count, Exists, Max, OuterRef, Q

from ..models import ReaderComment
from ..status import VISIBLE

#: What is kept about a thread, in the row of its start.
COLUMNS = ["is_listed", "thread_count", "last_position"]
#: Rows that are written at once.
BATCH = 500


def follow_statuses(comments, previous):
    """Bring the reading order up to date after the statuses of ``comments`` have changed.

    ``previous`` is ``{pk: status}`` as they were. Three queries at the most, for any number of
    comments (SQLite splits the writing of some hundreds).
    """
    starts = _get_starts(comments)
    numbered = []
    # In the order of their ids: what is replied to gets its position before its replies.
    for comment in sorted(comments, key=lambda comment: comment.pk):
        if comment.root_id is None:
            continue
        start = starts[comment.root_id]
        start.thread_count += (comment.status in VISIBLE) - (previous[comment.pk] in VISIBLE)
        if comment.status in VISIBLE and comment.thread_position is None:
            _append(comment, start)
            numbered.append(comment)
    for start in starts.values():
        _list(start)
    _save(starts.values(), numbered)


def rebuild(discussion):
    """Find the reading order of ``discussion`` afresh, from what its comments are now.

    Positions that are there stay. A reply that has replies was visible once, so that it gets
    its position too.
    """
    comments = discussion.reader_comments
    replies = comments.exclude(root=None)
    answers = ReaderComment.objects.filter(parent=OuterRef("pk"))
    threads = {
        thread["root"]: thread
        for thread in replies.values("root").annotate(
            count=Count("pk", filter=Q(status__in=VISIBLE)), last=Max("thread_position")
        )
    }
    starts = {}
    for start in comments.filter(root=None).only(*COLUMNS, "status"):
        stored = start.is_listed, start.thread_count, start.last_position
        thread = threads.get(start.pk, {"count": 0, "last": None})
        start.thread_count = thread["count"]
        start.last_position = max(start.last_position, thread["last"] or 0)
        starts[start.pk] = start, stored
    numbered = list(
        replies.filter(Q(status__in=VISIBLE) | Exists(answers), thread_position=None).order_by("pk")
    )
    for reply in numbered:
        _append(reply, starts[reply.root_id][0])
    changed = []
    for start, stored in starts.values():
        _list(start)
        if stored != (start.is_listed, start.thread_count, start.last_position):
            changed.append(start)
    _save(changed, numbered)


def _get_starts(comments):
    """Return the starts of the threads of ``comments`` by id, those among them as they are."""
    starts = {comment.pk: comment for comment in comments if comment.root_id is None}
    others = {comment.root_id for comment in comments if comment.root_id} - starts.keys()
    return starts | ReaderComment.objects.only(*COLUMNS, "status").in_bulk(others)


def _append(reply, start):
    start.last_position += 1
    reply.thread_position = start.last_position


def _list(start):
    start.is_listed = start.status in VISIBLE or start.thread_count > 0


def _save(starts, replies):
    ReaderComment.objects.bulk_update(starts, COLUMNS, batch_size=BATCH)
    ReaderComment.objects.bulk_update(replies, ["thread_position"], batch_size=BATCH)
