"""Editors' picks: comments that stand out."""

from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from ..exceptions import CommentNotShown, ModerationDenied, PickNotPossible
from ..models import CommentLogEntry, DecisionBatch, Discussion, ReaderComment
from ..permissions import comment_policy
from ..signals import comments_picked
from ..status import VISIBLE
from .decided import Decided
from .hooks import call_hooks
from .locks import lock_comments, lock_unchanged

#: The actions of the log entries that these write.
PICKS = ("comments.picked", "comments.unpicked")


def pick_comment(comment, *, user=None):
    """Make ``comment`` an editors' pick and return it.

    Raises ``ModerationDenied``, ``CommentNotShown`` for one that is gone, and
    ``PickNotPossible`` for one that is not approved.
    """
    return _set_pick(comment, True, user=user)


def unpick_comment(comment, *, user=None):
    """Take the pick back; see ``pick_comment``."""
    return _set_pick(comment, False, user=user)


def _set_pick(comment, is_pick, *, user):
    done = set_picks([comment], is_pick=is_pick, user=user)
    if not done:
        raise CommentNotShown
    return done[0]


@transaction.atomic
def set_picks(comments, *, is_pick, user=None, uuid=None):
    """Make ``comments`` editors' picks, or ordinary again, and return them as they are then.

    All of them or none, in a fixed number of queries. Those that are so already are left alone.
    ``user`` and ``uuid`` are as for ``change_status``. Raises ``ModerationDenied`` and
    ``PickNotPossible``.
    """
    locked = lock_comments([comment.pk for comment in comments])
    if user is not None and not all(
        comment_policy.user_may(user, "feature", comment.page) for comment in locked
    ):
        raise ModerationDenied
    if any(comment.status not in VISIBLE for comment in locked):
        raise PickNotPossible
    changed = [comment for comment in locked if comment.is_pick != is_pick]
    if changed:
        known = {"comments": changed, "is_pick": is_pick, "user": user}
        call_hooks("before_comment_pick", **known)
        apply_picks(changed, is_pick, user=user, uuid=uuid or uuid4(), is_step=uuid is not None)
        call_hooks("after_comment_pick", **known)
    return locked


@transaction.atomic
def pick_shown(comments, *, is_pick=True, user=None):
    """Do it to those of ``comments`` that readers see; return ``Decided``. See ``set_picks``.

    What has changed since ``comments`` were read is left.
    """
    shown = [comment for comment in lock_unchanged(comments) if comment.status in VISIBLE]
    kept = set(shown)
    left = [comment for comment in comments if comment not in kept]
    return Decided(set_picks(shown, is_pick=is_pick, user=user), left)


def apply_picks(comments, is_pick, *, user, uuid, is_step=False, is_undoable=True):
    """Do it to ``comments``, which are locked, may be changed so, and are not so yet."""
    ReaderComment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
        is_pick=is_pick
    )
    discussions = {comment.discussion_id: comment.discussion for comment in comments}
    for comment in comments:
        comment.is_pick = is_pick
    for discussion in discussions.values():
        discussion.version += 1
    Discussion.objects.bulk_update(discussions.values(), ["version"])
    if user is not None:
        now = timezone.now()
        action = "picked" if is_pick else "unpicked"
        CommentLogEntry.objects.log_many(
            comments,
            f"comments.{action}",
            user=user,
            uuid=uuid,
            timestamp=now,
        )
        if is_undoable:
            DecisionBatch.objects.record(
                uuid, decision=action, user=user, count=len(comments), at=now, is_step=is_step
            )
    transaction.on_commit(
        partial(
            comments_picked.send_robust,
            sender=ReaderComment,
            comments=comments,
            is_pick=is_pick,
            user=user,
        )
    )
