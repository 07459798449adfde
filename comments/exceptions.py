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


class CommentChanged(TransitionNotAllowed):
    """Comments say something else by now than what the moderator saw: they were edited."""

    def __init__(self, comments, status):
        super().__init__(comments, status)
        self.args = (_("The comment was edited meanwhile. Please look at it again."),)


class ModerationDenied(PermissionDenied):
    """The user may not moderate (some of) these comments or this page's discussion."""

    def __init__(self):
        super().__init__(_("You do not have permission to moderate comments here."))


class RulesDenied(PermissionDenied):
    """The user may not change the reasons to reject, or the settings of a site."""

    def __init__(self):
        super().__init__(_("You do not have permission to change this."))


class ReplyNotPossible(CommentError):
    """The comment to reply to is not on this page, or readers do not see it any more."""

    def __init__(self):
        super().__init__(_("The comment that you reply to is no longer there."))


class PlaceNotFound(CommentError):
    """An address names a place that the discussion does not have, or is none at all."""

    def __init__(self):
        super().__init__(_("This part of the discussion is not there."))


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


class NameReserved(CommentError):
    """A guest has taken the name of staff or of an author of the page."""

    #: The field of the form that is to blame.
    field = "author_name"

    def __init__(self):
        super().__init__(
            _("This is the name of somebody who writes or works here. Please use another one.")
        )


class AddressReserved(CommentError):
    """A guest has taken the e-mail address of staff or of an author of the page."""

    field = "author_email"

    def __init__(self):
        super().__init__(_("This address cannot be used by guests. Please use another one."))


class EditNotPossible(CommentError):
    """The comment cannot be edited or withdrawn by its author (any more)."""

    def __init__(self):
        super().__init__(
            _("The time for changes is over, or a moderator has decided about the comment.")
        )


class TooManyEdits(CommentError):
    """The comment has been edited as often as ``COMMENTS_MAX_EDITS`` allows."""

    def __init__(self):
        super().__init__(_("This comment has been changed too often to be changed again."))


class CommentNotShown(CommentError):
    """Readers do not see the comment (any more), so that they can do nothing with it."""

    def __init__(self):
        super().__init__(_("This comment is no longer there."))


class PickNotPossible(CommentError):
    """Only approved comments can be picked."""

    def __init__(self):
        super().__init__(_("Only approved comments can be picked."))


class EscalationNotPossible(CommentError):
    """Only comments that wait are escalated, and only where a workflow is there for them.

    ``comments`` are those that do not wait, ``pages`` those without a workflow.
    """

    #: How many pages the sentence names.
    NAMED = 3

    def __init__(self, comments=(), pages=()):
        self.comments = list(comments)
        self.pages = list({page.pk: page for page in pages}.values())
        if self.comments:
            text = _("Only comments that wait can be escalated.")
        elif len(self.pages) > self.NAMED:
            text = _(
                "No workflow for moderation cases is chosen for these parts of the site: "
                "%(pages)s, and others."
            )
        else:
            text = _(
                "No workflow for moderation cases is chosen for this part of the site: %(pages)s."
            )
        titles = [page.get_admin_display_title() for page in self.pages[: self.NAMED]]
        super().__init__(text % {"pages": ", ".join(titles)})


class SanctionNotPossible(CommentError):
    """Nobody can be told again who left no mail address."""

    def __init__(self):
        super().__init__(_("This commenter left no mail address, or it was erased."))


class SanctionChanged(CommentError):
    """Somebody has blocked or freed the commenter since the moderator looked."""

    def __init__(self):
        super().__init__(_("This commenter was blocked or freed meanwhile. Please look again."))


class CaseClosed(CommentError):
    """The moderation case is closed by now."""

    def __init__(self):
        super().__init__(_("This case is closed already."))


class UndoNotPossible(CommentError):
    """The decision was undone before, is too old, erased something, or is somebody else's."""

    def __init__(self):
        super().__init__(_("This decision cannot be undone any more."))


class TooManyMarks(CommentError):
    """One network has left more reactions or flags than the settings allow.

    ``retry_after`` is the number of seconds until it may leave more, as far as that is known.
    """

    def __init__(self, retry_after=600):
        self.retry_after = max(1, int(retry_after))
        super().__init__(_("There were too many of these from your network. Please try later."))


class KeyReused(CommentError):
    """A request has the ``Idempotency-Key`` of another one, which said something else."""

    def __init__(self):
        super().__init__(_("This Idempotency-Key was used for another request."))


class BatchNotKnown(CommentError):
    """A decision in steps was begun under filters that this door does not know."""

    def __init__(self):
        super().__init__(_("This decision can only be continued where it was begun."))


class ListingGone(CommentError):
    """A listing has a filter that does not fit: it never did, or what it named was deleted."""

    def __init__(self):
        super().__init__(
            _(
                "One of the filters of this list does not fit any more, so no more is decided. "
                "Look at the queue again."
            )
        )


class CaseMoved(CommentError):
    """Somebody has brought the case further meanwhile, or changed what is in it."""

    def __init__(self, text=None):
        super().__init__(text or _("Somebody else has acted on this case meanwhile."))
