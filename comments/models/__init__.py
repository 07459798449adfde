"""Discussions, reader comments, who may moderate them, and the log of decisions."""

from ..status import CLOSED, TRANSITIONS, VISIBLE, WAITING, Badge, FlagReason, Mode, Status
from .batch import DecisionBatch
from .comment import ReaderComment
from .discussion import Discussion
from .log import CommentLogEntry
from .partaking import CommentFlag, CommentReaction, CommentRevision
from .permission import GroupCommentPermission, Right
from .reason import RejectionReason, RejectionReasonText
from .settings import CommentSettings

__all__ = [
    "CLOSED",
    "TRANSITIONS",
    "VISIBLE",
    "WAITING",
    "Badge",
    "CommentFlag",
    "CommentLogEntry",
    "CommentReaction",
    "CommentRevision",
    "CommentSettings",
    "DecisionBatch",
    "Discussion",
    "FlagReason",
    "GroupCommentPermission",
    "Mode",
    "ReaderComment",
    "RejectionReason",
    "RejectionReasonText",
    "Right",
    "Status",
]
