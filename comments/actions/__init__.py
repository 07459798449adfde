"""Everything that changes a discussion or a comment.

The form, both APIs, the admin, importers and commands call these functions and nothing else
writes. Each is one transaction, takes keyword arguments and no request, raises the typed errors
of ``comments.exceptions``, writes staff decisions to the audit log, and sends its signal after
the commit.
"""

from .answer import answer_comment
from .batches import continue_batch, find_skipped, start_batch, stop_batch
from .cases import (
    act_on_case,
    cancel_case,
    close_case,
    close_decided_cases,
    escalate,
    escalate_undecided,
    get_case_actions,
    get_case_digest,
    has_changed_since,
)
from .commenters import (
    block_commenter,
    block_commenters,
    block_undecided,
    count_commenters,
    is_blocked,
    lift_block,
    note_commenter,
)
from .decide import approve, change_status, hold, mark_spam, reject, remove, withdraw
from .decided import Decided, decide_undecided
from .discussion import erase_discussion_from_log, recount, set_discussion_mode
from .edit import (
    edit_comment,
    get_edit_deadline,
    is_open_to_author,
    waits_after_edit,
    withdraw_by_author,
)
from .marks import flag_comment, react
from .once import submit_once
from .pick import pick_comment, pick_shown, set_picks, unpick_comment
from .rerender import rerender_comments
from .rules import adopt_reasons, delete_rules, place_reason, save_rules
from .submit import make_subject, submit_comment
from .undo import Undone, undo_batch

__all__ = [
    "Decided",
    "Undone",
    "act_on_case",
    "adopt_reasons",
    "answer_comment",
    "approve",
    "block_commenter",
    "block_commenters",
    "block_undecided",
    "cancel_case",
    "change_status",
    "close_case",
    "close_decided_cases",
    "continue_batch",
    "count_commenters",
    "decide_undecided",
    "delete_rules",
    "edit_comment",
    "erase_discussion_from_log",
    "escalate",
    "escalate_undecided",
    "find_skipped",
    "flag_comment",
    "get_case_actions",
    "get_case_digest",
    "get_edit_deadline",
    "has_changed_since",
    "hold",
    "is_blocked",
    "is_open_to_author",
    "lift_block",
    "make_subject",
    "mark_spam",
    "note_commenter",
    "pick_comment",
    "pick_shown",
    "place_reason",
    "react",
    "recount",
    "reject",
    "remove",
    "rerender_comments",
    "save_rules",
    "set_discussion_mode",
    "set_picks",
    "start_batch",
    "stop_batch",
    "submit_comment",
    "submit_once",
    "undo_batch",
    "unpick_comment",
    "waits_after_edit",
    "withdraw",
    "withdraw_by_author",
]
