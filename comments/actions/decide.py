"""Decisions about comments: the one function that changes a status, and its names."""

from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from ..exceptions import CommentChanged, ModerationDenied, TransitionNotAllowed
from ..models import (
    CaseItem,
    CommentFlag,
    CommentLogEntry,
    CommentReaction,
    CommentRevision,
    DecisionBatch,
    Discussion,
    ReaderComment,
)
from ..permissions import comment_policy
from ..signals import comments_status_changed
from ..status import TRANSITIONS, VISIBLE, WAITING, Status
from .hooks import call_hooks
from .locks import lock_comments
from .reading_order import follow_statuses

#: What a decision changes in a comment besides its status, so that undoing gives it back.
KEPT = ("reason", "is_pick", "flag_count")

#: What ``remove`` erases: the text and everything that tells who wrote it.
ERASED = {
    "subject": "",
    "body": "",
    "html": "",
    "author_name": "",
    "author_email": "",
    "network": "",
    "user": None,
    "badge": "",
    "notify_replies": False,
    "reaction_count": 0,
}


@transaction.atomic
def change_status(
    comments,
    *,
    status,
    user=None,
    reason="",
    seen=None,
    seen_revisions=None,
    skip_permission_checks=False,
    uuid=None,
):
    """Give ``comments`` the ``status`` and return them as they are then.

    All of them or none: ``comments`` may be any number, and the number of queries is the same
    for one and for many (SQLite splits the writing of some hundreds). ``user`` is the moderator
    who decides, ``None`` the system or the author; ``reason`` is a reason code that the log and
    the comment keep. ``seen`` is ``{pk: status}`` as the moderator saw them: a comment that has
    another status by now is left to whoever decided it. ``seen_revisions`` is ``{pk:
    revision_number}`` likewise: nobody decides about a text that has been edited since.
    ``skip_permission_checks`` is for code that has checked the right of ``user`` itself. ``uuid``
    is that of a decision that goes on; without it this is a decision of its own. What a user
    decides can be undone as one batch (``undo_batch``) until it is ``COMMENTS_UNDO_MINUTES`` old.

    The hooks ``before_comment_decision`` and ``after_comment_decision`` are called with
    ``comments``, ``status``, ``user`` and ``reason``.

    Raises ``ModerationDenied`` when ``user`` may not moderate all of them, and
    ``TransitionNotAllowed``, naming those concerned, when one cannot take that status: usually
    because another moderator has decided meanwhile, or ``CommentChanged`` when the author of one
    has edited it. Nothing is changed then.
    """
    status = Status(status)
    locked = lock_comments([comment.pk for comment in comments])
    if user is not None and not skip_permission_checks:
        check_permission(user, locked)
    _check_unchanged(locked, status, seen=seen or {}, seen_revisions=seen_revisions or {})
    if locked:
        known = {"comments": locked, "status": status, "user": user, "reason": reason}
        call_hooks("before_comment_decision", **known)
        _apply(locked, status, user=user, reason=reason, batch=uuid)
        call_hooks("after_comment_decision", **known)
    return locked


def check_permission(user, comments):
    """Raise ``ModerationDenied`` unless ``user`` moderates the pages of all ``comments``."""
    if not all(comment_policy.user_moderates(user, comment.page) for comment in comments):
        raise ModerationDenied


def _check_unchanged(comments, status, *, seen, seen_revisions):
    blocked = [
        comment
        for comment in comments
        if status not in TRANSITIONS[comment.status]
        or seen.get(comment.pk, comment.status) != comment.status
    ]
    if blocked:
        raise TransitionNotAllowed(blocked, status)
    edited = [
        comment
        for comment in comments
        if seen_revisions.get(comment.pk, comment.revision_number) != comment.revision_number
    ]
    if edited:
        raise CommentChanged(edited, status)


def _apply(comments, status, *, user, reason, batch):
    now = timezone.now()
    uuid = batch or uuid4()
    previous = {comment.pk: comment.status for comment in comments}
    changes = {"status": status, "reason": reason, "status_changed_at": now}
    if status not in VISIBLE:
        changes["is_pick"] = False
    if status not in WAITING:
        # Whoever decided has seen the flags.
        changes["flag_count"] = 0
    if status == Status.REMOVED:
        changes |= ERASED
    _keep_record(comments, status, user=user, reason=reason, batch=batch, uuid=uuid, at=now)
    ReaderComment.objects.filter(pk__in=list(previous)).update(**changes)
    if status == Status.REMOVED:
        _erase_traces(list(previous))
    for comment in comments:
        for name, value in changes.items():
            setattr(comment, name, value)
    count_changes(comments, previous)
    tell_of_changes(comments, previous, status=status, user=user, uuid=uuid)


def _keep_record(comments, status, *, user, reason, batch, uuid, at):
    """Log the decision about ``comments``, which are as before it, and let staff undo theirs."""
    # What the system decides by itself it does for a reason; the wish of an author has none.
    if user is None and not reason:
        return

    def describe(comment):
        was = {name: getattr(comment, name) for name in KEPT}
        return {"from": comment.status, "to": status, "reason": reason, "was": was}

    CommentLogEntry.objects.log_many(
        comments, f"comments.{status}", user=user, uuid=uuid, timestamp=at, data=describe
    )
    if user is not None:
        DecisionBatch.objects.record(
            uuid,
            at=at,
            decision=status,
            reason=reason,
            user=user,
            count=len(comments),
            is_step=batch is not None,
            is_final=status == Status.REMOVED,
        )


def tell_of_changes(comments, previous, *, status, user, uuid):
    """Send ``comments_status_changed`` after the commit; ``comments`` all have the ``status``."""
    transaction.on_commit(
        partial(
            comments_status_changed.send_robust,
            sender=ReaderComment,
            comments=comments,
            status=status,
            previous={comment.pk: previous[comment.pk] for comment in comments},
            user=user,
            uuid=uuid,
        )
    )


def _erase_traces(comment_ids):
    """Erase what else tells of these comments' text, of their authors and of other readers."""
    CommentLogEntry.objects.erase_labels(comment_ids)
    CaseItem.objects.filter(comment__in=comment_ids).update(note="")
    # Of a decision that was left in the middle nothing else tells whether its note is about them.
    DecisionBatch.objects.end_abandoned()
    for model in (CommentRevision, CommentReaction, CommentFlag):
        model.objects.filter(comment__in=comment_ids).delete()


def count_changes(comments, previous):
    """Bring counters, versions and reading order of the discussions up to date; they are locked.

    ``previous`` is ``{pk: status}`` as the statuses of ``comments`` were.
    """
    follow_statuses(comments, previous)
    discussions = {comment.discussion_id: comment.discussion for comment in comments}
    for comment in comments:
        before, after = previous[comment.pk], comment.status
        discussion = discussions[comment.discussion_id]
        discussion.comment_count += (after in VISIBLE) - (before in VISIBLE)
        discussion.waiting_count += (after in WAITING) - (before in WAITING)
        # A tombstone may appear or vanish with any change, so each of them counts.
        discussion.version += 1
    Discussion.objects.bulk_update(
        discussions.values(), ["comment_count", "waiting_count", "version"]
    )


def approve(comments, *, user=None):
    """Show ``comments`` to readers; see ``change_status``."""
    return change_status(comments, status=Status.APPROVED, user=user)


def hold(comments, *, user=None, reason=""):
    """Put ``comments`` back into the queue; see ``change_status``."""
    return change_status(comments, status=Status.HELD, user=user, reason=reason)


def reject(comments, *, user=None, reason=""):
    """Refuse ``comments``, for the ``reason`` with that code; see ``change_status``."""
    return change_status(comments, status=Status.REJECTED, user=user, reason=reason)


def mark_spam(comments, *, user=None):
    """Refuse ``comments`` as spam; see ``change_status``."""
    return change_status(comments, status=Status.SPAM, user=user)


def withdraw(comments):
    """Take ``comments`` back on the wish of their author; see ``change_status``."""
    return change_status(comments, status=Status.WITHDRAWN)


def remove(comments, *, user=None, reason=""):
    """Erase text and identity of ``comments`` for good; see ``change_status``.

    A tombstone stands for each of them where readers see replies to it.
    """
    return change_status(comments, status=Status.REMOVED, user=user, reason=reason)
