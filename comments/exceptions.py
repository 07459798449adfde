"""Errors that the actions of this application raise."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class CommentError(Exception):
    """Base class. ``str()`` of it is a translated sentence for the person who acts."""


class DiscussionClosed(CommentError):
    """The page takes no comments: its discussion is closed, or it has none."""

    def __init__(self):
        super().__init__(_("This discussion is closed."))


class TransitionNotAllowed(CommentError):
    """Comments cannot go from their present status to the wanted one.

    ``comments`` are those that cannot, as they are in the database now: usually somebody else
    has decided them in the meantime.
    """

    def __init__(self, comments, status):
        self.comments = list(comments)
        self.status = status
        present = ", ".join(sorted({str(comment.get_status_display()) for comment in comments}))
        super().__init__(
            _("This is not possible, because of what was decided before: %(status)s.")
            % {"status": present}
        )


class ModerationDenied(PermissionDenied):
    """The user may not moderate (some of) these comments or this page's discussion."""

    def __init__(self):
        super().__init__(_("You do not have permission to moderate comments here."))


class ReplyNotPossible(CommentError):
    """The comment to reply to is not on this page, or readers do not see it any more."""

    def __init__(self):
        super().__init__(_("The comment that you reply to is no longer there."))


class TooManyComments(CommentError):
    """One network has posted more than ``COMMENTS_NETWORK_LIMIT`` allows.

    ``retry_after`` is the number of seconds until the next comment can be posted.
    """

    def __init__(self, retry_after):
        self.retry_after = max(1, int(retry_after))
        minutes = -(-self.retry_after // 60)
        super().__init__(
            ngettext(
                "There were too many comments from your network. Please wait %(minutes)s minute.",
                "There were too many comments from your network. Please wait %(minutes)s minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )
