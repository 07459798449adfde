"""Opening, closing, hiding and recounting a discussion, and what stays of one that is deleted."""

from functools import partial

from django.db import transaction
from django.db.models import Count, Q
from wagtail.log_actions import log

from ..exceptions import ModerationDenied
from ..models import CommentLogEntry, Discussion
from ..permissions import discussion_policy
from ..signals import discussion_mode_changed
from ..status import VISIBLE, WAITING, Mode
from .hooks import call_hooks
from .locks import lock_discussion
from .reading_order import rebuild


@transaction.atomic
def set_discussion_mode(page, *, mode, user=None):
    """Give the discussion of ``page`` the ``mode`` and return the discussion.

    ``user`` is who decides, ``None`` the system. The page's own history keeps the decision, and
    no revision of the page can undo it. Raises ``ModerationDenied``.
    """
    mode = Mode(mode)
    if user is not None and not discussion_policy.user_may(user, "settings", page):
        raise ModerationDenied
    discussion = lock_discussion(page)
    if discussion.mode == mode:
        return discussion
    call_hooks("before_discussion_mode", page=page, mode=mode, user=user)
    previous, discussion.mode = discussion.mode, mode
    discussion.version += 1
    discussion.save(update_fields=["mode", "version"])
    if user is not None:
        log(
            instance=page,
            action="comments.discussion_mode",
            user=user,
            data={"from": previous, "to": mode},
        )
    call_hooks("after_discussion_mode", page=page, mode=mode, user=user)
    transaction.on_commit(
        partial(
            discussion_mode_changed.send_robust,
            sender=type(discussion),
            discussion=discussion,
            user=user,
        )
    )
    return discussion


@transaction.atomic
def recount(discussion):
    """Count the comments of ``discussion`` afresh, put them into reading order, and store both.

    The decisions keep them themselves; this is for what is loaded past them.
    """
    locked = lock_discussion(discussion.page)
    rebuild(locked)
    counts = locked.reader_comments.aggregate(
        comment_count=Count("pk", filter=Q(status__in=VISIBLE)),
        waiting_count=Count("pk", filter=Q(status__in=WAITING)),
    )
    changes = counts | {"version": locked.version + 1}
    for name, value in changes.items():
        setattr(locked, name, value)
        setattr(discussion, name, value)
    locked.save(update_fields=list(changes))


@transaction.atomic
def erase_discussion_from_log(discussion):
    """Take the words of all comments of ``discussion`` out of the audit log; two queries.

    Who decided what, when and why stays there; for a discussion that is about to be deleted.
    """
    # Decisions lock the discussion before the rest too: whoever is second waits here.
    list(Discussion.objects.select_for_update().filter(pk=discussion.pk).values_list("pk"))
    CommentLogEntry.objects.erase_labels(discussion.reader_comments.order_by().values("pk"))
