"""Editing and withdrawing by the author of a comment, for a set time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .. import conf
from ..exceptions import DiscussionClosed, EditNotPossible, TooManyEdits
from ..models import CommentRevision, CommentSettings, ReaderComment
from ..permissions import comment_policy
from ..signals import comment_edited
from ..status import BLOCKED, EDITED, VISIBLE, WAITING, Mode, Status
from .commenters import is_blocked
from .decide import change_status, withdraw
from .hooks import call_hooks
from .locks import lock_comments
from .submit import apply_checks, get_text

#: What authors can still change.
OPEN_TO_AUTHORS = VISIBLE | WAITING | {Status.UNCONFIRMED}


def get_edit_deadline(comment):
    """Return until when the author may edit or withdraw ``comment``."""
    minutes = CommentSettings.get_edit_minutes(comment.page)
    return comment.created_at + timedelta(minutes=minutes)


def is_open_to_author(comment):
    """Return whether the author may still edit or withdraw ``comment``."""
    return comment.status in OPEN_TO_AUTHORS and timezone.now() < get_edit_deadline(comment)


def waits_after_edit(comment):
    """Return whether ``comment`` waits for a moderator after its author has edited it."""
    if comment.status not in VISIBLE:
        return True
    return conf.holds_edits() and not _is_by_moderator(comment)


def _is_by_moderator(comment):
    return comment.user is not None and comment_policy.user_moderates(comment.user, comment.page)


@transaction.atomic
def edit_comment(comment, *, body, subject=""):
    """Replace the text of ``comment`` by what its author says now, and return it.

    The texts are those that ``CommentForm`` has cleaned. What stood there is kept as a
    ``CommentRevision``. An approved comment waits again, unless ``COMMENTS_HOLD_EDITS`` is off or
    its author moderates the page; the checks of the site are asked again. The same text again
    changes nothing. Whether it is the author who asks is for the caller to prove.

    Raises ``EditNotPossible`` when the time is over or a moderator was faster,
    ``DiscussionClosed``, and ``TooManyEdits``.
    """
    comment = _lock_for_author(comment)
    page = comment.page
    if not page.live or comment.discussion.get_effective_mode(page.specific_class) != Mode.OPEN:
        raise DiscussionClosed
    changes = get_text(subject, body)
    if (changes["subject"], body) == (comment.subject, comment.body):
        return comment
    if comment.revision_number >= conf.max_edits():
        raise TooManyEdits
    call_hooks("before_comment_edit", comment=comment, subject=changes["subject"], body=body)
    CommentRevision.objects.create(
        comment=comment,
        number=comment.revision_number,
        subject=comment.subject,
        body=comment.body,
    )
    changes |= {"edited_at": timezone.now(), "revision_number": comment.revision_number + 1}
    ReaderComment.objects.filter(pk=comment.pk).update(**changes)
    comment = _settle(comment, changes)
    if not _is_by_moderator(comment):
        comment = _check_again(comment)
    call_hooks("after_comment_edit", comment=comment)
    transaction.on_commit(lambda: comment_edited.send_robust(sender=ReaderComment, comment=comment))
    return comment


def _check_again(comment):
    """Let the checks look at a text that was edited; of who is blocked nothing new is shown."""
    comment = apply_checks(comment, is_edit=True)
    if comment.status in VISIBLE | WAITING and is_blocked(comment.author_email, comment.page):
        (comment,) = change_status([comment], status=Status.REJECTED, reason=BLOCKED)
    return comment


@transaction.atomic
def withdraw_by_author(comment):
    """Withdraw ``comment`` while its author may; raises ``EditNotPossible``."""
    (withdrawn,) = withdraw([_lock_for_author(comment)])
    return withdrawn


def _lock_for_author(comment):
    locked = lock_comments([comment.pk])
    if not locked or not is_open_to_author(locked[0]):
        raise EditNotPossible
    return locked[0]


def _settle(comment, changes):
    """Hold an approved comment that was edited, or else tell readers of the new text."""
    if comment.status in VISIBLE and waits_after_edit(comment):
        (comment,) = change_status([comment], status=Status.HELD, reason=EDITED)
        return comment
    for name, value in changes.items():
        setattr(comment, name, value)
    comment.discussion.version += 1
    comment.discussion.save(update_fields=["version"])
    return comment
