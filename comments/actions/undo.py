"""Taking back what was decided, as one batch, for a set time."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from ..exceptions import UndoNotPossible
from ..models import CommentLogEntry, DecisionBatch, ReaderComment
from ..models.batch import BLOCKED, ESCALATED, PICKED, UNPICKED
from ..permissions import comment_policy
from ..status import VISIBLE, WAITING, Status
from .cases import lock_cases, undo_escalation
from .commenters import undo_blocks
from .decide import count_changes, tell_of_changes
from .hooks import call_hooks
from .locks import lock_comments
from .pick import apply_picks

#: How many comments one step takes back.
STEP = 500

#: The action of the log entries that undoing writes.
UNDONE = "comments.undone"

#: What a comment had besides its status where the log does not say it.
FORMER = {"reason": "", "is_pick": False, "flag_count": 0}


@dataclass
class Undone:
    """What became of the comments of a batch: ``done``, and ``left`` as others have decided.

    ``decision`` is what was decided, as ``DecisionBatch`` names it.
    ``is_complete`` is false while there are more: then ``undo_batch`` goes on with the next ones.
    """

    done: list = field(default_factory=list)
    left: list = field(default_factory=list)
    is_complete: bool = True
    decision: str = ""


@transaction.atomic
def undo_batch(uuid, *, user, limit=STEP):
    """Take the decision ``uuid`` of ``user`` back, and return ``Undone``.

    Each comment gets back the status, reason, flags and pick that it had; what was escalated leaves
    its case, and commenters who were blocked are blocked no more. What somebody has decided since,
    or ``user`` has no right over any more, stays as it is. At most
    ``limit`` comments in one call, with a fixed number of queries.

    Raises ``UndoNotPossible`` when there is no such decision of ``user``, or not any more.
    """
    batch = DecisionBatch.objects.undoable(user).select_for_update().filter(uuid=uuid).first()
    # PostgreSQL looks for it before it waits for the lock.
    if batch is None or batch.undone_at is not None:
        raise UndoNotPossible
    entries = list(
        CommentLogEntry.objects.filter(
            uuid=batch.uuid, pk__gt=batch.undo_position, action=f"comments.{batch.decision}"
        ).order_by("pk")[: limit + 1]
    )
    is_complete = len(entries) <= limit
    entries = {entry.comment_id: entry for entry in entries[:limit]}
    if batch.decision == ESCALATED:
        lock_cases({entry.data["case"] for entry in entries.values()})
    comments = lock_comments(list(entries))
    action, is_own, restore = KINDS.get(batch.decision, ("moderate", _is_decided_so, _restore))
    done = [
        comment
        for comment in comments
        if is_own(comment, entries[comment.pk])
        and comment_policy.user_may(user, action, comment.page)
    ]
    if done:
        call_hooks("before_comment_undo", comments=done, user=user)
        done = restore(done, entries, user=user)
    if done:
        call_hooks("after_comment_undo", comments=done, user=user)
    if entries:
        batch.undo_position = max(entry.pk for entry in entries.values())
    batch.undone_at = timezone.now() if is_complete else None
    # What goes on in steps is over: the next step would decide what this one has not seen.
    batch.finished_at = batch.finished_at or timezone.now()
    batch.save(update_fields=["undo_position", "undone_at", "finished_at"])
    left = [comment for comment in comments if comment not in done]
    return Undone(done, left, is_complete, batch.decision)


def _is_decided_so(comment, entry):
    """Return whether ``comment`` is as that decision left it, and no later one came."""
    return comment.status == entry.data["to"] and comment.status_changed_at == entry.timestamp


def _is_picked_so(comment, entry):
    """Return whether ``comment`` is as that decision left it, and readers still see it."""
    return comment.status in VISIBLE and comment.is_pick == (entry.action == "comments.picked")


def _may_be_undone(comment, entry):
    """Return true: whether there is something left to undo is seen when it is done."""
    return True


def _unpick(comments, entries, *, user):
    apply_picks(comments, False, user=user, uuid=uuid4(), is_undoable=False)
    return comments


def _pick(comments, entries, *, user):
    apply_picks(comments, True, user=user, uuid=uuid4(), is_undoable=False)
    return comments


#: For each decision that is no status: the action of the policy that undoing needs, whether a
#: comment is as the decision left it, and what gives comments back what they were and returns those
#: that it concerned.
KINDS = {
    PICKED: ("feature", _is_picked_so, _unpick),
    UNPICKED: ("feature", _is_picked_so, _pick),
    ESCALATED: ("moderate", _may_be_undone, undo_escalation),
    BLOCKED: ("sanction", _may_be_undone, undo_blocks),
}


def _restore(comments, entries, *, user):
    """Give ``comments`` back what they had before the decision of ``entries``."""
    now, uuid = timezone.now(), uuid4()
    previous = {comment.pk: comment.status for comment in comments}
    CommentLogEntry.objects.log_many(
        comments,
        UNDONE,
        user=user,
        uuid=uuid,
        timestamp=now,
        data=lambda comment: {"from": comment.status, "to": entries[comment.pk].data["from"]},
    )
    for comment in comments:
        data = entries[comment.pk].data
        former = FORMER | data.get("was", {}) | {"status": Status(data["from"])}
        if data["to"] in WAITING:
            # That decision left the flags where they were.
            former["flag_count"] = 0
        # Readers may have flagged it since.
        former["flag_count"] += comment.flag_count
        former["status_changed_at"] = now
        for name, value in former.items():
            setattr(comment, name, value)
    ReaderComment.objects.bulk_update(comments, [*FORMER, "status", "status_changed_at"])
    count_changes(comments, previous)
    by_status = defaultdict(list)
    for comment in comments:
        by_status[comment.status].append(comment)
    for status, group in by_status.items():
        tell_of_changes(group, previous, status=status, user=user, uuid=uuid)
    return comments
