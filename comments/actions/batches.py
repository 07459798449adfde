"""Decisions about all that a listing has, in steps."""

from collections.abc import Callable
from operator import methodcaller
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from ..exceptions import CommentError, ModerationDenied
from ..models import CommentLogEntry, DecisionBatch, ModerationCase, ReaderComment
from ..models.batch import BLOCKED, ESCALATED, PICKED
from ..permissions import comment_policy, get_action
from ..status import Status
from .cases import escalate_possible
from .commenters import block_commenters, count_commenters
from .decide import change_status
from .decided import Decided
from .locks import lock_unchanged
from .pick import PICKS, set_picks

#: How many comments one step decides.
STEP = 500

#: How many cases one step opens at the most: each is a workflow that begins, some forty queries.
MOST_CASES = 20


def start_batch(
    candidates,
    *,
    decision,
    user,
    reason="",
    note="",
    until=None,
    query="",
    seen_at=None,
    seen_count=0,
):
    """Begin a decision about all of ``candidates`` that it can be made about.

    ``candidates`` is a queryset of ``ReaderComment`` within the scope of ``user``, as it was at
    ``seen_at`` (``None`` for now), and ``seen_count`` how many it was about then, so that the end
    tells of those that others have decided since; ``query`` is what the caller needs to make it
    again.
    ``decision`` is a ``Status``, ``"picked"``, ``"escalated"`` or ``"blocked"``. ``reason`` is that
    of ``change_status``, ``note`` that of ``escalate`` or the ``text`` of ``block_commenters``, and
    ``until`` when the blocks end. Returns the ``DecisionBatch``, which knows the ``total``: so many
    comments, or commenters to block. Nothing is decided before ``continue_batch``; where nothing is
    left to decide, the batch is finished at once. What somebody has begun and left is ended here.
    """
    DecisionBatch.objects.end_abandoned()
    seen_at = seen_at or timezone.now()
    comments = _get_untouched(candidates, decision, seen_at)
    last_comment = comments.aggregate(last=Max("pk"))["last"]
    return DecisionBatch.objects.create(
        created_at=seen_at,
        decision=decision,
        user=user,
        reason=reason,
        note=note if last_comment else "",
        until=until,
        query=query,
        total=max(seen_count, KINDS[decision].count(comments, user=user)),
        last_comment=last_comment or 0,
        finished_at=None if last_comment else timezone.now(),
        is_final=decision == Status.REMOVED,
    )


def continue_batch(batch, candidates, *, limit=STEP):
    """Decide the next ``limit`` of ``candidates``, and return the batch and ``Decided``.

    ``candidates`` is the queryset that ``start_batch`` had. What came, was decided or was edited
    after the beginning is not touched: nobody has seen it in the listing. The batch is finished
    when ``finished_at`` is set, which undoing does too. Any number of processes may call it at
    once; each step is done by one of them. Raises what the action of the decision raises, and
    ``ModerationDenied`` when its user has the right for it nowhere any more: then nothing is done.
    What an action or a hook refuses with a ``CommentError`` ends the batch. What it is not possible
    for where it is, is skipped: ``find_skipped`` finds that in the end.
    """
    try:
        return _make_step(batch, candidates, limit)
    except CommentError:
        # Its note says something of comments, and nobody would go on with it.
        stop_batch(batch)
        raise


@transaction.atomic
def _make_step(batch, candidates, limit):
    batch = DecisionBatch.objects.select_for_update().get(uuid=batch.uuid)
    if batch.finished_at is not None:
        return batch, Decided()
    action = get_action(batch.decision)
    if batch.user is None or not comment_policy.user_has_permission(batch.user, action):
        raise ModerationDenied
    found = list(
        _get_untouched(candidates, batch.decision, batch.created_at)
        # What is imported meanwhile has dates from before.
        .filter(pk__gt=batch.position, pk__lte=batch.last_comment)
        .order_by("pk")[:limit]
    )
    comments = KINDS[batch.decision].bound(found)
    unchanged = lock_unchanged(comments)
    decided = KINDS[batch.decision].decide(unchanged, batch) if unchanged else Decided()
    # What was seen in the listing may be an hour older: undoing has its time from here on.
    batch.stepped_at = timezone.now()
    if comments:
        batch.position = comments[-1].pk
    if len(comments) == len(found) < limit:
        batch.finish(batch.stepped_at)
    batch.save(update_fields=["position", "stepped_at", "finished_at", "note"])
    batch.refresh_from_db(fields=["count"])
    kept = {comment.pk for comment in unchanged}
    left = [comment for comment in comments if comment.pk not in kept]
    return batch, Decided(decided.done, left + decided.left, decided.skipped)


@transaction.atomic
def stop_batch(batch):
    """End ``batch`` with what its steps have decided until now, and return it.

    A step that is on its way comes first.
    """
    batch = DecisionBatch.objects.select_for_update().get(uuid=batch.uuid)
    if batch.finished_at is None:
        batch.finish(timezone.now())
        batch.save(update_fields=["finished_at", "note"])
    return batch


def find_skipped(batch, candidates):
    """Return those of ``candidates`` that the finished ``batch`` could have decided, as a queryset.

    They are where it is not possible: an escalation has no workflow there.
    """
    comments = _get_untouched(candidates, batch.decision, batch.created_at)
    return comments.filter(pk__lte=batch.position)


def _get_untouched(candidates, decision, since):
    """Return those of ``candidates`` that can take ``decision`` and have not changed ``since``."""
    kind = KINDS[decision]
    comments = ReaderComment.objects.filter(pk__in=candidates.order_by().values("pk"))
    unedited = Q(edited_at=None) | Q(edited_at__lte=since)
    untouched = kind.find(comments).filter(unedited, status_changed_at__lte=since)
    if not kind.traces:
        return untouched
    entries = CommentLogEntry.objects.filter(
        comment=OuterRef("pk"), action__in=kind.traces, timestamp__gt=since
    )
    return untouched.filter(~Exists(entries))


def _count_comments(comments, *, user):
    return comments.count()


def _change_status(comments, batch):
    done = change_status(
        comments, status=batch.decision, user=batch.user, reason=batch.reason, uuid=batch.uuid
    )
    return Decided(done)


def _escalate(comments, batch):
    return escalate_possible(comments, user=batch.user, note=batch.note, uuid=batch.uuid)


def _pick(comments, batch):
    return Decided(set_picks(comments, is_pick=True, user=batch.user, uuid=batch.uuid))


def _block(comments, batch):
    # Of those whom the steps before this one have blocked, ``since`` finds that too.
    block_commenters(
        comments,
        until=batch.until,
        text=batch.note,
        user=batch.user,
        uuid=batch.uuid,
        since=batch.created_at,
    )
    return Decided(comments)


def _take_all(comments):
    return comments


def _bound_cases(comments):
    """Return the first of ``comments``, for which no more than ``MOST_CASES`` are opened."""
    pages = {comment.discussion_id for comment in comments}
    cases = ModerationCase.objects.open().filter(discussion__in=pages)
    known, new = set(cases.values_list("discussion", flat=True)), set()
    for place, comment in enumerate(comments):
        if comment.discussion_id not in known:
            new.add(comment.discussion_id)
        if len(new) > MOST_CASES:
            return comments[:place]
    return comments


class Kind(NamedTuple):
    """How a decision is made in steps."""

    #: Returns those comments of a queryset that can take it.
    find: Callable
    #: Makes it about ``comments``, which are locked, as a step of ``batch``; returns ``Decided``.
    decide: Callable
    #: The actions of the log entries that tell of a later decision, where no status does.
    traces: tuple = ()
    #: Returns how many ``comments``, a queryset, or commenters it is about.
    count: Callable = _count_comments
    #: Returns as many of the first of a list of comments as one step takes.
    bound: Callable = _take_all


#: Each decision that can be made in steps, as ``DecisionBatch`` names it.
KINDS = {
    **{status: Kind(methodcaller("may_become", status), _change_status) for status in Status},
    ESCALATED: Kind(
        methodcaller("may_be_escalated"),
        _escalate,
        ("comments.escalated", "comments.recalled"),
        bound=_bound_cases,
    ),
    PICKED: Kind(methodcaller("may_be_picked"), _pick, PICKS),
    BLOCKED: Kind(methodcaller("may_be_blocked"), _block, count=count_commenters),
}
