"""Second looks: comments that go through a workflow of Wagtail's together."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from ..exceptions import CaseClosed, CaseMoved, EscalationNotPossible, ModerationDenied
from ..models import (
    CaseItem,
    CommentLogEntry,
    DecisionBatch,
    Discussion,
    ModerationCase,
    batch,
    find_case_workflows,
)
from ..permissions import case_policy
from ..signals import comments_escalated, moderation_case_closed
from ..status import WAITING, CaseOutcome, Status
from .decide import check_permission
from .decided import Decided, decide_undecided
from .hooks import call_hooks
from .locks import lock_comments, lock_unchanged

#: The actions of the log entries that escalating writes, and undoing it.
ESCALATED, RECALLED = "comments.escalated", "comments.recalled"

#: What becomes of the comments of a case that still wait when it ends so.
DECISIONS = {
    CaseOutcome.APPROVED: Status.APPROVED,
    CaseOutcome.REJECTED: Status.REJECTED,
    CaseOutcome.SPAM: Status.SPAM,
}


@transaction.atomic
def escalate(comments, *, user=None, note="", skip_permission_checks=False, uuid=None):
    """Put ``comments``, which wait, into the open case of their page, and return the cases.

    All of them or none. Where a page has no open case, one is opened and its workflow begins:
    that of the nearest section. ``note`` tells the next person why; readers never see it. What is
    in the case already stays there as it is. What ``user`` escalates is one decision, to be undone
    like any other. ``user``, ``skip_permission_checks`` and ``uuid`` are as for ``change_status``.
    The hooks are ``before_comment_escalation`` and ``after_comment_escalation``, with
    ``comments``, ``user`` and ``note``.

    The number of queries grows with the number of pages, not with that of comments. Raises
    ``ModerationDenied`` and ``EscalationNotPossible``.
    """
    locked = lock_comments([comment.pk for comment in comments])
    if user is not None and not skip_permission_checks:
        check_permission(user, locked)
    decided = [comment for comment in locked if comment.status not in WAITING]
    if decided:
        raise EscalationNotPossible(decided)
    known = {"comments": locked, "user": user, "note": note}
    call_hooks("before_comment_escalation", **known)
    by_discussion = defaultdict(list)
    for comment in locked:
        by_discussion[comment.discussion].append(comment)
    cases = [_get_open_case(discussion, user) for discussion in by_discussion]
    _check_workflows(cases)
    items = []
    for case, group in zip(cases, by_discussion.values(), strict=True):
        there = set(case.items.filter(comment__in=group).values_list("comment", flat=True))
        items += [
            CaseItem(case=case, comment=comment, note=note, added_by=user)
            for comment in group
            if comment.pk not in there
        ]
    CaseItem.objects.bulk_create(items)
    if user is not None and items:
        _keep_record(items, user, uuid)
    for case in cases:
        if case.latest_revision_id is None:
            _begin(case, user)
    call_hooks("after_comment_escalation", **known)
    transaction.on_commit(
        partial(comments_escalated.send_robust, sender=CaseItem, items=items, user=user)
    )
    return cases


@transaction.atomic
def escalate_undecided(comments, **kwargs):
    """Escalate those of ``comments`` that are as they are here; see ``escalate_possible``."""
    unchanged = lock_unchanged(comments)
    kept = set(unchanged)
    decided = escalate_possible(unchanged, **kwargs)
    decided.left += [comment for comment in comments if comment not in kept]
    return decided


def escalate_possible(comments, **kwargs):
    """Escalate those of ``comments`` that still wait, and return ``Decided``.

    Those on pages without a workflow are ``skipped``. The arguments are those of ``escalate``, and
    so is ``ModerationDenied``.
    """
    left, skipped = [], []
    while comments:
        try:
            escalate(comments, **kwargs)
        except EscalationNotPossible as error:
            left += error.comments
            pages = {page.pk for page in error.pages}
            out = [comment for comment in comments if comment.discussion.page_id in pages]
            skipped += out
            comments = [one for one in comments if one not in error.comments and one not in out]
        else:
            return Decided(comments, left, skipped)
    return Decided([], left, skipped)


def _keep_record(items, user, step_of):
    """Log that ``items`` were made, and let ``user`` undo it."""
    by_comment = {item.comment_id: item for item in items}
    uuid, now = step_of or uuid4(), timezone.now()
    CommentLogEntry.objects.log_many(
        [item.comment for item in items],
        ESCALATED,
        user=user,
        uuid=uuid,
        timestamp=now,
        data=lambda comment: {"case": by_comment[comment.pk].case_id},
    )
    DecisionBatch.objects.record(
        uuid,
        decision=batch.ESCALATED,
        user=user,
        count=len(items),
        at=now,
        is_step=step_of is not None,
    )


def _get_open_case(discussion, user):
    """Return the open case of ``discussion``, which is locked; a new one where there is none."""
    case = ModerationCase.objects.open().filter(discussion=discussion).first()
    if case is None:
        # A case is no draft of anything, but Wagtail publishes what has passed a workflow.
        case = ModerationCase.objects.create(discussion=discussion, opened_by=user, live=False)
    case.discussion = discussion
    return case


def _begin(case, user):
    case.save_revision(user=user, log_action=False)
    case.get_workflow().start(case, user)


def _check_workflows(cases):
    new = [case for case in cases if case.latest_revision_id is None]
    unusable = [case.page for case in new if not _can_begin(case)]
    if unusable:
        raise EscalationNotPossible(pages=unusable)


def _can_begin(case):
    workflow = case.get_workflow()
    return workflow is not None and _can_decide(workflow)


def _can_decide(workflow):
    """Return whether a task of ``workflow`` is there to decide about comments."""
    return find_case_workflows().filter(pk=workflow.pk).exists()


@dataclass(frozen=True)
class CaseResult:
    """What became of a case: its ``outcome``, and the numbers of its comments.

    ``done`` were decided with it. ``left`` waited when they were looked at, and others have decided
    about them meanwhile.
    """

    outcome: CaseOutcome
    done: int
    left: int


@transaction.atomic
def close_case(case, *, outcome, reason="", until=None, user=None, seen=None):
    """Close ``case`` with ``outcome``, a ``CaseOutcome``, and decide about what still waits in it.

    Called when its workflow has ended; whoever ended it was allowed to. The decision is one batch
    of ``user``, to be undone like any other, and leaves alone what somebody has decided meanwhile.
    What was escalated after ``until`` nobody has looked at: it waits in the queue. Undoing brings
    comments back into the queue, not into the case. ``seen`` is the digest of what was looked at,
    where that is known. Returns what became of it, a ``CaseResult``, or ``None`` when it was closed
    before. Raises ``CaseMoved`` when it is not what was looked at any more.
    """
    # In the order of all locks: the discussion first.
    Discussion.objects.select_for_update().get(pk=case.discussion_id)
    cases = ModerationCase.objects.open().select_related("discussion__page")
    case = cases.filter(pk=case.pk).first()
    if case is None:
        return None
    if seen is not None and not _holds(seen, get_case_digest(case)):
        # The discussion is locked: nobody edits or escalates any more.
        raise _make_moved()
    case.outcome, case.reason = CaseOutcome(outcome), reason
    case.is_open, case.closed_at = None, timezone.now()
    case.save(update_fields=["outcome", "reason", "is_open", "closed_at"])
    status = DECISIONS.get(case.outcome)
    items = case.items.waiting().filter(added_at__lte=until or case.closed_at)
    waiting = [item.comment for item in items.select_related("comment")]
    done = 0
    if status and waiting:
        decided = decide_undecided(
            waiting,
            status=status,
            user=user,
            reason=reason,
            # The task of the workflow has said who may.
            skip_permission_checks=True,
        )
        done = len(decided.done)
    transaction.on_commit(
        partial(moderation_case_closed.send_robust, sender=ModerationCase, case=case, user=user)
    )
    left = _get_waiting_number(seen) - done if status and seen else 0
    return CaseResult(outcome=case.outcome, done=done, left=left)


def get_case_actions(case, user):
    """Return ``{name: label}`` of what ``user`` can do at the current task of ``case``.

    Approval comes first.
    """
    state = case.current_workflow_task_state
    if state is None:
        return {}
    labels = {}
    for name, label, _has_form in state.task.specific.get_actions(case, user):
        labels.setdefault(name, label)
    return dict(sorted(labels.items(), key=lambda action: action[0] != "approve"))


def get_case_digest(case):
    """Return what changes with every comment that is escalated, edited or decided singly."""
    found = case.items.aggregate(
        last=Max("pk"),
        edits=Sum("comment__revision_number", default=0),
        waiting=Count("pk", filter=Q(comment__status__in=WAITING)),
    )
    return f"{found['last']}-{found['edits']}-{found['waiting']}"


def _get_waiting_number(digest):
    number = digest.rpartition("-")[2]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


def _holds(seen, now):
    """Return whether whoever saw the digest ``seen`` saw all that ``now`` is to be decided.

    What others have decided since is left to them, and holds nobody up.
    """
    is_same = seen.rpartition("-")[0] == now.rpartition("-")[0]
    return is_same and _get_waiting_number(seen) >= _get_waiting_number(now)


def act_on_case(case, action, *, user, task_state, seen, data):
    """Do ``action``, one of ``get_case_actions``, at the current task of ``case``.

    ``task_state`` is the id of the state that the screen showed, as text, ``seen`` the digest of
    what it showed (``get_case_digest``), and ``data`` what the task's form for that action takes.

    Returns what became of the case, a ``CaseResult``; ``None`` when it is at its next task now.
    Raises ``CaseMoved`` when somebody was faster, ``ModerationDenied``, and Django's
    ``ValidationError`` with the fields for what the form refuses.
    """
    state = case.current_workflow_task_state
    if state is None or str(state.pk) != task_state:
        raise CaseMoved
    if not _holds(seen or "", get_case_digest(case)):
        raise _make_moved()
    if action not in get_case_actions(case, user):
        raise ModerationDenied
    task = state.task.specific
    form = task.get_form_for_action(action)(data)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    specific = state.specific
    # Looked at again when everything is locked: see ``close_case``.
    specific.workflow_state.case_seen = seen
    task.on_action(specific, user, action, **form.cleaned_data)
    # ``comments.casework`` leaves it there.
    return getattr(specific.workflow_state, "case_result", None)


def _make_moved():
    text = _("The comments of this case have changed meanwhile. Please look at the case again.")
    return CaseMoved(text)


def has_changed_since(case, moment):
    """Return whether a comment was put into ``case``, or one in it was edited, since ``moment``."""
    later = Q(added_at__gt=moment) | Q(comment__edited_at__gt=moment)
    return case.items.filter(later).exists()


@transaction.atomic
def cancel_case(case, *, user=None):
    """End ``case`` without a decision, and return it: its comments wait in the queue as before.

    ``user`` is whoever cancels it, ``None`` the system. Raises ``ModerationDenied`` and
    ``CaseClosed``.
    """
    if user is not None and not case_policy.user_moderates(user, case.page):
        raise ModerationDenied
    if not _end_workflow(case, CaseOutcome.CANCELLED, user):
        raise CaseClosed
    return ModerationCase.objects.get(pk=case.pk)


def lock_cases(case_ids):
    """Lock the workflows of these cases, in the order in which acting on a task locks them."""
    for case in ModerationCase.objects.filter(pk__in=case_ids).order_by("pk"):
        _lock_workflow(case)


def undo_escalation(comments, log_entries, *, user, uuid):
    """Take ``comments`` out of the cases that they were put into; return those that still waited.

    ``log_entries`` is ``{pk of the comment: its log entry}``, ``uuid`` that of what is logged, and
    ``lock_cases`` was called before the comments were locked. A case in which nothing waits then is
    over. The comments wait in the queue as before.
    """
    by_case = defaultdict(list)
    for comment in comments:
        if comment.status in WAITING:
            by_case[log_entries[comment.pk].data["case"]].append(comment)
    done = []
    for case in ModerationCase.objects.open().filter(pk__in=by_case).order_by("pk"):
        done += by_case[case.pk]
        case.items.filter(comment__in=by_case[case.pk]).delete()
        if not case.items.waiting().exists():
            is_empty = not case.items.exists()
            _end_workflow(case, CaseOutcome.CANCELLED if is_empty else CaseOutcome.SINGLY, user)
    CommentLogEntry.objects.log_many(done, RECALLED, user=user, uuid=uuid, timestamp=timezone.now())
    return done


def close_decided_cases(discussion_ids, *, user=None):
    """Close the open cases of these discussions in which no comment waits any more.

    One query where there are none. ``user`` made the last decision.
    """
    done = ModerationCase.objects.open().filter(discussion__in=discussion_ids).without_waiting()
    for case in done:
        with transaction.atomic():
            _end_workflow(case, CaseOutcome.SINGLY, user)


def _lock_workflow(case):
    states = TaskState.objects.for_instance(case).filter(status=TaskState.STATUS_IN_PROGRESS)
    list(states.select_for_update().order_by("pk").values_list("pk"))
    return WorkflowState.objects.active().for_instance(case).select_for_update().first()


def _end_workflow(case, outcome, user):
    """Cancel the workflow of ``case`` for ``outcome``; return whether there was one to cancel.

    Wagtail's signal then closes the case. The rows are locked in the order in which acting on a
    task locks them: the state of the task, that of the workflow, the discussion.
    """
    state = _lock_workflow(case)
    if state is None:
        return False
    if outcome == CaseOutcome.SINGLY and case.items.waiting().exists():
        # Somebody has escalated another comment meanwhile.
        return False
    state.case_outcome = outcome, ""
    state.cancel(user=user)
    return True
