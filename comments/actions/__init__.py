"""Everything that changes a discussion or a comment.

The form, both APIs, the admin, importers and commands call these functions and nothing else
writes. Each is one transaction, takes keyword arguments and no request, raises the typed errors
of ``comments.exceptions``, writes staff decisions to the audit log, and sends its signal after
the commit.
"""

from .decide import approve, change_status, hold, mark_spam, reject, remove, withdraw
from .discussion import recount, set_discussion_mode
from .rerender import rerender_comments
from .submit import submit_comment

__all__ = [
    "approve",
    "change_status",
    "hold",
    "mark_spam",
    "recount",
    "reject",
    "remove",
    "rerender_comments",
    "set_discussion_mode",
    "submit_comment",
    "withdraw",
]
