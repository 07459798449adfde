"""Taking back what was decided, as one batch, for a set time."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import uuid5

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from ..exceptions import ModerationDenied, UndoNotPossible
from ..models import CommentLogEntry, DecisionBatch, ReaderComment
from ..models.batch import BLOCKED, ESCALATED, PICKED, UNPICKED
from ..permissions import comment_policy, get_action
from ..status import VISIBLE, WAITING, Status
from .cases import lock_cases, undo_escalation
from .commenters import undo_blocks
from .decide import count_changes, tell_of_changes
from .hooks import call_hooks
from .locks import lock_comments
from .pick import PICKS, apply_picks

#: How many comments one step takes back.
STEP = 500

#: The action of the log entries that undoing writes.
UNDONE = "comments.undone"

#: What a comment had besides its status where the log does not say it.
FORMER = {"reason": "", "is_pick": False, "flag_count": 0}


@dataclass
class Undone:
    """What became of the comments of a batch: ``done``, and ``left`` as others have decided.

    ``denied`` are those over which the user has no right any more; they can be undone later.
    ``decision`` is what was decided, as ``DecisionBatch`` names it.
    ``is_complete`` is false while there are more: then ``undo_batch`` goes on with the next ones.
    """

    done: list = field(default_factory=list)
    left: list = field(default_factory=list)
    denied: list = field(default_factory=list)
    is_complete: bool = True
    decision: str = ""


@transaction.atomic
def undo_batch(uuid, *, user, limit=STEP):
    """Take the decision ``uuid`` of ``user`` back, and return ``Undone``.

    Each comment gets back the status, reason, flags and pick that it had; what was escalated leaves
    its case, and commenters who were blocked are blocked no more. What somebody has decided since
    stays as it is. So does what ``user`` has no right over any more: then the decision stays
    undoable, and another call begins with the first comment that was not taken back. At most
    ``limit`` comments in one call, with a fixed number of queries.

    Raises ``UndoNotPossible`` when there is no such decision of ``user``, or not any more, and
    ``ModerationDenied`` when ``user`` has the right for it nowhere any more.
    """
    batch = DecisionBatch.objects.undoable(user).select_for_update().filter(uuid=uuid).first()
    # PostgreSQL looks for it before it waits for the lock.
    if batch is None or batch.undone_at is not None:
        raise UndoNotPossible
    action = get_action(batch.decision)
    if not comment_policy.user_has_permission(user, action):
        raise ModerationDenied
    # What an earlier call has taken back is known by this, whatever became of it since.
    uuid = uuid5(batch.uuid, UNDONE)
    undone = CommentLogEntry.objects.filter(uuid=uuid, comment=OuterRef("comment"))
    remaining = CommentLogEntry.objects.filter(
        ~Exists(undone), uuid=batch.uuid, action=f"comments.{batch.decision}"
    )
    entries = list(remaining.filter(pk__gt=batch.undo_position).order_by("pk")[: limit + 1])
    is_complete = len(entries) <= limit
    entries = {entry.comment_id: entry for entry in entries[:limit]}
    if batch.decision == ESCALATED:
        lock_cases({entry.data["case"] for entry in entries.values()})
    comments = lock_comments(list(entries))
    denied = [one for one in comments if not comment_policy.user_may(user, action, one.page)]
    find_own, restore = KINDS.get(batch.decision, (_find_decided_so, _restore))
    done = find_own([comment for comment in comments if comment not in denied], entries)
    if done:
        call_hooks("before_comment_undo", comments=done, user=user)
        done = restore(done, entries, user=user, uuid=uuid)
    if done:
        call_hooks("after_comment_undo", comments=done, user=user)
    if is_complete and (denied or _is_denied_elsewhere(batch, remaining, user, action)):
        # From the beginning, once the right is there again.
        batch.undo_position = 0
    else:
        batch.undo_position = max((it.pk for it in entries.values()), default=batch.undo_position)
        batch.undone_at = timezone.now() if is_complete else None
    # What goes on in steps is over: the next step would decide what this one has not seen.
    batch.finish(batch.finished_at or timezone.now())
    batch.save(update_fields=["undo_position", "undone_at", "finished_at", "note"])
    left = [comment for comment in comments if comment not in done and comment not in denied]
    return Undone(done, left, denied, is_complete, batch.decision)


def _is_denied_elsewhere(batch, entries, user, action):
    """Return whether an earlier call has left one of ``entries``, as ``user`` had no right."""
    if not batch.undo_position:
        return False
    scope = comment_policy.instances_user_has_permission_for(user, action)
    there = ReaderComment.objects.filter(pk=OuterRef("comment"))
    own = scope.filter(pk=OuterRef("comment"))
    return entries.filter(Exists(there), ~Exists(own)).exists()


def _find_decided_so(comments, entries):
    """Return those of ``comments`` that are as that decision left them, and no later one came."""
    found = []
    for comment in comments:
        entry = entries[comment.pk]
        decided = (entry.data["to"], entry.timestamp)
        if (comment.status, comment.status_changed_at) == decided:
            found.append(comment)
    return found


def _find_picked_so(comments, entries):
    """Return those of ``comments`` that are as that decision left them, and readers still see them.

    Picked again after somebody had unpicked it, a comment looks the same: the log tells.
    """
    later = CommentLogEntry.objects.filter(
        comment__in=[comment.pk for comment in comments], action__in=PICKS
    )
    last = dict(later.order_by().values_list("comment").annotate(last=Max("pk")))
    found = []
    for comment in comments:
        entry = entries[comment.pk]
        is_last = last.get(comment.pk) == entry.pk
        is_so = comment.is_pick == (entry.action == "comments.picked")
        if is_last and is_so and comment.status in VISIBLE:
            found.append(comment)
    return found


def _find_all(comments, entries):
    """Return ``comments``: whether there is something left to undo is seen when it is done."""
    return comments


def _unpick(comments, entries, *, user, uuid):
    apply_picks(comments, False, user=user, uuid=uuid, is_undoable=False)
    return comments


def _pick(comments, entries, *, user, uuid):
    apply_picks(comments, True, user=user, uuid=uuid, is_undoable=False)
    return comments


#: For each decision that is no status: what finds the comments that are as the decision left them,
#: and what gives comments back what they were and returns those that it concerned.
KINDS = {
    PICKED: (_find_picked_so, _unpick),
    UNPICKED: (_find_picked_so, _pick),
    ESCALATED: (_find_all, undo_escalation),
    BLOCKED: (_find_all, undo_blocks),
}


def _restore(comments, entries, *, user, uuid):
    """Give ``comments`` back what they had before the decision of ``entries``."""
    now = timezone.now()
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
