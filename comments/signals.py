"""Signals of this application.

All are sent after the transaction has been committed. A receiver may write, and should hand
slow work to a background task; an exception in it is logged and changes nothing.
"""

from django.dispatch import Signal

#: A comment was posted. Arguments: ``comment``, with its discussion and page loaded.
comment_submitted = Signal()

#: Comments have changed their status. Arguments: ``comments``, a list of them with their
#: discussions loaded; ``status``, the new one; ``previous``, ``{comment pk: old status}``;
#: ``user``, who decided, or ``None``; ``uuid``, common to the log entries of the decision.
comments_status_changed = Signal()

#: The mode of a discussion was changed. Arguments: ``discussion``, with its page loaded;
#: ``user``, who changed it, or ``None``.
discussion_mode_changed = Signal()

#: The author of a comment has edited it. Arguments: ``comment``, with its discussion loaded.
comment_edited = Signal()

#: Comments became editors' picks, or are none any more. Arguments: ``comments``, a list of them
#: with their discussions loaded; ``is_pick``; ``user``, who decided, or ``None``.
comments_picked = Signal()

#: A reader has reacted to a comment, or taken that back. Arguments: ``comment``, with its
#: discussion loaded.
comment_reaction_changed = Signal()

#: A reader has flagged a comment. Arguments: ``comment``, with its discussion loaded; ``reason``,
#: a ``FlagReason``. When that holds the comment, ``comments_status_changed`` comes first.
comment_flagged = Signal()

#: Stored comments were rendered afresh, and look different to readers. Argument: ``page_ids``,
#: the ids of the pages discussed.
discussions_rerendered = Signal()

#: Comments were escalated. Arguments: ``items``, a list of ``CaseItem`` with their comments and
#: cases loaded; ``user``, who escalated them, or ``None``.
comments_escalated = Signal()

#: A moderation case is closed. Arguments: ``case``, with its discussion and page loaded; ``user``,
#: who had the last word, or ``None``.
moderation_case_closed = Signal()

#: A note about a commenter was kept, or a commenter was blocked, or is blocked no more.
#: Arguments: ``comment``, which the staff saw, with its discussion loaded; ``action``, that of the
#: log entry; ``user``, who did it, or ``None``.
commenter_entry_changed = Signal()
