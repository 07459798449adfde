"""Second looks: comments that go through a workflow of Wagtail's together."""

from collections import defaultdict
from functools import partial
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from ..exceptions import CaseClosed, CaseMoved, EscalationNotPossible, ModerationDenied
from ..models import CaseItem, CommentLogEntry, DecisionBatch, Discussion, ModerationCase, batch
from ..permissions import case_policy
from ..signals import comments_escalated, moderation_case_closed
from ..status import WAITING, CaseOutcome, Status
from .batches import Decided, decide_undecided
from .decide import check_permission
from .hooks import call_hooks
from .locks import lock_comments

#: The actions of the log entries that escalating writes, and undoing it.
ESCALATED, RECALLED = "comments.escalated", "comments.recalled"

#: What becomes of the comments of a case that still wait when it ends so.
DECISIONS = {
    CaseOutcome.APPROVED: Status.APPROVED,
    CaseOutcome.REJECTED: Status.REJECTED,
    CaseOutcome.SPAM: Status.SPAM,
}


@transaction.atomic
def escalate(comments, *, user=None, note="", skip_permission_checks=False):
    """Put ``comments``, which wait, into the open case of their page, and return the cases.

    All of them or none. Where a page has no open case, one is opened and its workflow begins:
    that of the nearest section. ``note`` tells the next person why; readers never see it. What is
    in the case already stays there as it is. What ``user`` escalates is one decision, to be undone
    like any other. ``user`` is as for ``change_status``, and so is ``skip_permission_checks``. The
    hooks are ``before_comment_escalation`` and ``after_comment_escalation``, with ``comments``,
    ``user`` and ``note``.

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
    cases, items = [], []
    for discussion, group in by_discussion.items():
        case = _get_open_case(discussion, user)
        cases.append(case)
        there = set(case.items.filter(comment__in=group).values_list("comment", flat=True))
        items += [
            CaseItem(case=case, comment=comment, note=note, added_by=user)
            for comment in group
            if comment.pk not in there
        ]
    CaseItem.objects.bulk_create(items)
    if user is not None and items:
        _keep_record(items, user)
    for case in cases:
        if case.latest_revision_id is None:
            _begin(case, user)
    call_hooks("after_comment_escalation", **known)
    transaction.on_commit(
        partial(comments_escalated.send_robust, sender=CaseItem, items=items, user=user)
    )
    return cases


def escalate_undecided(comments, **kwargs):
    """Escalate those of ``comments`` that still wait, and return ``Decided``.

    The arguments are those of ``escalate``, and so are the errors: ``EscalationNotPossible`` where
    there is no workflow.
    """
    left = []
    while comments:
        try:
            escalate(comments, **kwargs)
        except EscalationNotPossible as error:
            if not error.comments:
                raise
            left += error.comments
            comments = [comment for comment in comments if comment not in error.comments]
        else:
            return Decided(comments, left)
    return Decided([], left)


def _keep_record(items, user):
    """Log that ``items`` were made, and let ``user`` undo it."""
    by_comment = {item.comment_id: item for item in items}
    uuid, now = uuid4(), timezone.now()
    CommentLogEntry.objects.log_many(
        [item.comment for item in items],
        ESCALATED,
        user=user,
        uuid=uuid,
        timestamp=now,
        data=lambda comment: {"case": by_comment[comment.pk].case_id},
    )
    DecisionBatch.objects.record(
        uuid, decision=batch.ESCALATED, user=user, count=len(items), at=now
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
    workflow = case.get_workflow()
    if workflow is None:
        raise EscalationNotPossible
    case.save_revision(user=user, log_action=False)
    workflow.start(case, user)


@transaction.atomic
def close_case(case, *, outcome, reason="", until=None, user=None):
    """Close ``case`` with ``outcome``, a ``CaseOutcome``, and decide about what still waits in it.

    Called when its workflow has ended; whoever ended it was allowed to. The decision is one batch
    of ``user``, to be undone like any other, and leaves alone what somebody has decided meanwhile.
    What was escalated after ``until`` nobody has looked at: it waits in the queue. Undoing brings
    comments back into the queue, not into the case. Returns the case, or ``None`` when it was
    closed before.
    """
    # In the order of all locks: the discussion first.
    Discussion.objects.select_for_update().get(pk=case.discussion_id)
    cases = ModerationCase.objects.open().select_related("discussion__page")
    case = cases.filter(pk=case.pk).first()
    if case is None:
        return None
    case.outcome, case.reason = CaseOutcome(outcome), reason
    case.is_open, case.closed_at = None, timezone.now()
    case.save(update_fields=["outcome", "reason", "is_open", "closed_at"])
    status = DECISIONS.get(case.outcome)
    items = case.items.waiting().filter(added_at__lte=until or case.closed_at)
    waiting = [item.comment for item in items.select_related("comment")]
    if status and waiting:
        decide_undecided(
            waiting,
            status=status,
            user=user,
            reason=reason,
            # The task of the workflow has said who may.
            skip_permission_checks=True,
        )
    transaction.on_commit(
        partial(moderation_case_closed.send_robust, sender=ModerationCase, case=case, user=user)
    )
    return case


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
    """Return what changes with every comment that is escalated or edited."""
    found = case.items.aggregate(last=Max("pk"), edits=Sum("comment__revision_number", default=0))
    return f"{found['last']}-{found['edits']}"


def act_on_case(case, action, *, user, task_state, seen, data):
    """Do ``action``, one of ``get_case_actions``, at the current task of ``case``.

    ``task_state`` is the id of the state that the screen showed, as text, ``seen`` the digest of
    what it showed (``get_case_digest``), and ``data`` what the task's form for that action takes.

    Raises ``CaseMoved`` when somebody was faster, ``ModerationDenied``, and Django's
    ``ValidationError`` with the fields for what the form refuses.
    """
    state = case.current_workflow_task_state
    if state is None or str(state.pk) != task_state:
        raise CaseMoved
    if seen != get_case_digest(case):
        raise CaseMoved(
            _("A comment was added or edited meanwhile. Please look at the case again.")
        )
    if action not in get_case_actions(case, user):
        raise ModerationDenied
    task = state.task.specific
    form = task.get_form_for_action(action)(data)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    task.on_action(state.specific, user, action, **form.cleaned_data)


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


def undo_escalation(comments, log_entries, *, user):
    """Take ``comments`` out of the cases that they were put into; return those that still waited.

    ``log_entries`` is ``{pk of the comment: its log entry}``, and ``lock_cases`` was called before
    the comments were locked. A case that is empty then is cancelled. The comments wait in the queue
    as before.
    """
    by_case = defaultdict(list)
    for comment in comments:
        if comment.status in WAITING:
            by_case[log_entries[comment.pk].data["case"]].append(comment)
    done = []
    for case in ModerationCase.objects.open().filter(pk__in=by_case).order_by("pk"):
        done += by_case[case.pk]
        case.items.filter(comment__in=by_case[case.pk]).delete()
        if not case.items.exists():
            _end_workflow(case, CaseOutcome.CANCELLED, user)
    CommentLogEntry.objects.log_many(
        done, RECALLED, user=user, uuid=uuid4(), timestamp=timezone.now()
    )
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
