"""Moderation cases follow Wagtail's workflows, and workflows follow decisions made elsewhere."""

from django.db.models import Max
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import workflow_approved, workflow_cancelled, workflow_rejected

from .actions import close_case, close_decided_cases
from .models import ModerationCase, ReaderComment
from .signals import comments_status_changed
from .status import WAITING, CaseOutcome


def connect():
    """Follow workflows and decisions. Called once, by ``ready()``."""
    for signal, receiver in (
        (workflow_approved, _follow_approval),
        (workflow_rejected, _follow_rejection),
        (workflow_cancelled, _follow_cancellation),
    ):
        signal.connect(
            receiver, sender=WorkflowState, dispatch_uid=f"comments.cases.{receiver.__name__}"
        )
    comments_status_changed.connect(
        _follow_decision, sender=ReaderComment, dispatch_uid="comments.cases.decision"
    )


def _get_case(workflow_state):
    case = workflow_state.content_object
    return case if isinstance(case, ModerationCase) else None


def _follow_approval(instance, user=None, **kwargs):
    """The workflow is at its end: by somebody's approval, or because a task was switched off."""
    if case := _get_case(instance):
        last = instance.task_states.order_by("-pk").first()
        is_approved = (
            last is not None
            and last.status == TaskState.STATUS_APPROVED
            and last.finished_by_id is not None
        )
        instance.case_result = close_case(
            case,
            # Nobody has looked: the comments wait as before.
            outcome=CaseOutcome.APPROVED if is_approved else CaseOutcome.CANCELLED,
            until=_get_end(instance),
            user=user,
            seen=getattr(instance, "case_seen", None),
        )


def _get_end(workflow_state):
    return workflow_state.task_states.aggregate(last=Max("finished_at"))["last"]


def _follow_rejection(instance, user=None, **kwargs):
    """A task of another kind has asked for changes, which nobody makes to readers' comments."""
    if _get_case(instance):
        instance.case_outcome = CaseOutcome.REJECTED, ""
        instance.cancel(user=user)


def _follow_cancellation(instance, user=None, **kwargs):
    """The case was cancelled, unless whoever ended the workflow has said what for."""
    if case := _get_case(instance):
        outcome, reason = getattr(instance, "case_outcome", (CaseOutcome.CANCELLED, ""))
        instance.case_result = close_case(
            case,
            outcome=outcome,
            reason=reason,
            until=_get_end(instance),
            user=user,
            seen=getattr(instance, "case_seen", None),
        )


def _follow_decision(comments, status, user=None, **kwargs):
    if status not in WAITING:
        close_decided_cases({comment.discussion_id for comment in comments}, user=user)
