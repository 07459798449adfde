"""Decisions about comments: the one function that changes a status, and its names."""

import uuid as uuid_module
from functools import partial

from django.db import transaction
from django.utils import timezone

from ..exceptions import ModerationDenied, TransitionNotAllowed
from ..models import CommentLogEntry, Discussion, ReaderComment
from ..permissions import comment_policy
from ..signals import comments_status_changed
from ..status import TRANSITIONS, VISIBLE, WAITING, Status
from .locks import lock_comments

#: What ``remove`` erases: the text and everything that tells who wrote it.
ERASED = {
    "subject": "",
    "body": "",
    "html": "",
    "author_name": "",
    "author_email": "",
    "network": "",
}


@transaction.atomic
def change_status(
    comments, *, status, user=None, reason="", seen=None, skip_permission_checks=False
):
    """Give ``comments`` the ``status`` and return them as they are then.

    All of them or none: ``comments`` may be any number, and the number of queries is the same
    for one and for many (SQLite splits the writing of some hundreds). ``user`` is the moderator
    who decides, ``None`` the system or the author; ``reason`` is a reason code that the log and
    the comment keep. ``seen`` is
    ``{pk: status}`` as the moderator saw them: a comment that has another status by now is left
    to whoever decided it. ``skip_permission_checks`` is for code that has checked the right of
    ``user`` itself.

    Raises ``ModerationDenied`` when ``user`` may not moderate all of them, and
    ``TransitionNotAllowed``, naming those concerned, when one cannot take that status: usually
    because another moderator has decided meanwhile. Nothing is changed then.
    """
    status = Status(status)
    locked = lock_comments([comment.pk for comment in comments])
    if user is not None and not skip_permission_checks:
        _check_permission(user, locked)
    seen = seen or {}
    blocked = [
        comment
        for comment in locked
        if status not in TRANSITIONS[comment.status]
        or seen.get(comment.pk, comment.status) != comment.status
    ]
    if blocked:
        raise TransitionNotAllowed(blocked, status)
    if locked:
        _apply(locked, status, user=user, reason=reason)
    return locked


def _check_permission(user, comments):
    if not all(comment_policy.user_moderates(user, comment.page) for comment in comments):
        raise ModerationDenied


def _apply(comments, status, *, user, reason):
    now = timezone.now()
    previous = {comment.pk: comment.status for comment in comments}
    changes = {"status": status, "reason": reason, "status_changed_at": now}
    if status == Status.REMOVED:
        changes |= ERASED
    batch = uuid_module.uuid4()
    if user is not None:
        CommentLogEntry.objects.log_many(
            comments,
            f"comments.{status}",
            user=user,
            uuid=batch,
            timestamp=now,
            data=lambda comment: {"from": comment.status, "to": status, "reason": reason},
        )
    ReaderComment.objects.filter(pk__in=list(previous)).update(**changes)
    if status == Status.REMOVED:
        CommentLogEntry.objects.erase_labels(list(previous))
    for comment in comments:
        for name, value in changes.items():
            setattr(comment, name, value)
    _count(comments, previous)
    transaction.on_commit(
        partial(
            comments_status_changed.send_robust,
            sender=ReaderComment,
            comments=comments,
            status=status,
            previous=previous,
            user=user,
            uuid=batch,
        )
    )


def _count(comments, previous):
    """Bring the counters and versions of the discussions up to date; their rows are locked."""
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
