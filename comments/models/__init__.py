"""Discussions, reader comments, who may moderate them, and the log of decisions."""

from ..status import CLOSED, TRANSITIONS, VISIBLE, WAITING, Mode, Status
from .comment import ReaderComment
from .discussion import Discussion
from .log import CommentLogEntry
from .permission import GroupCommentPermission

__all__ = [
    "CLOSED",
    "TRANSITIONS",
    "VISIBLE",
    "WAITING",
    "CommentLogEntry",
    "Discussion",
    "GroupCommentPermission",
    "Mode",
    "ReaderComment",
    "Status",
]
