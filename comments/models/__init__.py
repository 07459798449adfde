"""Discussions, reader comments, who may moderate them, and the log of decisions."""

from ..status import (
    CLOSED,
    TRANSITIONS,
    VISIBLE,
    WAITING,
    Badge,
    CaseOutcome,
    FlagReason,
    Mode,
    Status,
)
from .batch import DecisionBatch
from .case import CaseItem, ModerationCase, PageCommentWorkflow, find_case_workflows
from .comment import ReaderComment
from .commenter import CommenterEntry
from .discussion import Discussion
from .idempotency import TakenRequest
from .log import CommentLogEntry
from .partaking import CommentFlag, CommentReaction, CommentRevision
from .permission import GroupCommentPermission, Right
from .reason import RejectionReason, RejectionReasonText
from .settings import CommentSettings
from .tasks import CommentModerationTask, DiscussionSettingsTask, ExpertReviewTask
from .webhook import DeliveryStatus, WebhookDelivery, WebhookEndpoint

__all__ = [
    "CLOSED",
    "TRANSITIONS",
    "VISIBLE",
    "WAITING",
    "Badge",
    "CaseItem",
    "CaseOutcome",
    "CommentFlag",
    "CommentLogEntry",
    "CommentModerationTask",
    "CommentReaction",
    "CommentRevision",
    "CommentSettings",
    "CommenterEntry",
    "DecisionBatch",
    "DeliveryStatus",
    "Discussion",
    "DiscussionSettingsTask",
    "ExpertReviewTask",
    "FlagReason",
    "GroupCommentPermission",
    "Mode",
    "ModerationCase",
    "PageCommentWorkflow",
    "ReaderComment",
    "RejectionReason",
    "RejectionReasonText",
    "Right",
    "Status",
    "TakenRequest",
    "WebhookDelivery",
    "WebhookEndpoint",
    "find_case_workflows",
]
