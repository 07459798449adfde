"""Decisions about many comments: what others have decided meanwhile is left to them."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from ..exceptions import TransitionNotAllowed
from ..models import DecisionBatch, ReaderComment
from ..status import Status
from .decide import change_status

#: How many comments one step decides.
STEP = 500


@dataclass
class Decided:
    """What became of some comments: ``done``, and ``left`` as others have decided or edited."""

    done: list = field(default_factory=list)
    left: list = field(default_factory=list)


def decide_undecided(comments, *, status, **kwargs):
    """Decide those of ``comments`` that nobody has decided or edited meanwhile; see ``Decided``.

    The arguments are those of ``change_status``, and so is ``ModerationDenied``: nothing is
    decided then.
    """
    left = []
    while comments:
        try:
            done = change_status(comments, status=status, **kwargs)
        except TransitionNotAllowed as error:
            left += error.comments
            blocked = {comment.pk for comment in error.comments}
            comments = [comment for comment in comments if comment.pk not in blocked]
        else:
            return Decided(done, left)
    return Decided([], left)


def start_batch(candidates, *, status, user, reason="", query="", seen_at=None):
    """Begin a decision about all of ``candidates`` that can take the ``status``.

    ``candidates`` is a queryset of ``ReaderComment`` within the scope of ``user``, as it was at
    ``seen_at`` (``None`` for now); ``query`` is what the caller needs to make it again. Returns the
    ``DecisionBatch``, which knows the ``total``; nothing is decided before ``continue_batch``.
    """
    status = Status(status)
    seen_at = seen_at or timezone.now()
    comments = _get_untouched(candidates, status, seen_at)
    found = comments.aggregate(total=Count("pk"), last=Max("pk"))
    return DecisionBatch.objects.create(
        created_at=seen_at,
        decision=status,
        user=user,
        reason=reason,
        query=query,
        total=found["total"],
        last_comment=found["last"] or 0,
        is_final=status == Status.REMOVED,
    )


@transaction.atomic
def continue_batch(batch, candidates, *, limit=STEP):
    """Decide the next ``limit`` of ``candidates``, and return the batch and ``Decided``.

    ``candidates`` is the queryset that ``start_batch`` had. What came, was decided or was edited
    after the beginning is not touched: nobody has seen it in the listing. The batch is finished
    when ``finished_at`` is set, which undoing does too. Any number of processes may call it at
    once; each step is done by one of them.
    """
    batch = DecisionBatch.objects.select_for_update().get(uuid=batch.uuid)
    if batch.finished_at is not None:
        return batch, Decided()
    comments = list(
        _get_untouched(candidates, Status(batch.decision), batch.created_at)
        .filter(pk__gt=batch.position, pk__lte=batch.last_comment)
        .order_by("pk")[:limit]
    )
    decided = decide_undecided(
        comments,
        status=batch.decision,
        user=batch.user,
        reason=batch.reason,
        seen={comment.pk: comment.status for comment in comments},
        seen_revisions={comment.pk: comment.revision_number for comment in comments},
        uuid=batch.uuid,
    )
    if comments:
        batch.position = comments[-1].pk
    if len(comments) < limit:
        batch.finished_at = timezone.now()
    batch.save(update_fields=["position", "finished_at"])
    batch.refresh_from_db(fields=["count"])
    return batch, decided


def _get_untouched(candidates, status, since):
    """Return those of ``candidates`` that may go to ``status`` and have not changed ``since``."""
    untouched = Q(edited_at=None) | Q(edited_at__lte=since)
    comments = ReaderComment.objects.filter(pk__in=candidates.order_by().values("pk"))
    return comments.may_become(status).filter(untouched, status_changed_at__lte=since)
