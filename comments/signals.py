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
