"""Opening, closing and hiding a discussion."""

from functools import partial

from django.db import transaction
from wagtail.log_actions import log

from ..exceptions import ModerationDenied
from ..permissions import discussion_policy
from ..signals import discussion_mode_changed
from ..status import Mode
from .locks import lock_discussion


@transaction.atomic
def set_discussion_mode(page, *, mode, user=None):
    """Give the discussion of ``page`` the ``mode`` and return the discussion.

    ``user`` is who decides, ``None`` the system. The page's own history keeps the decision, and
    no revision of the page can undo it. Raises ``ModerationDenied``.
    """
    mode = Mode(mode)
    if user is not None and not discussion_policy.user_moderates(user, page):
        raise ModerationDenied
    discussion = lock_discussion(page)
    if discussion.mode == mode:
        return discussion
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
    transaction.on_commit(
        partial(
            discussion_mode_changed.send_robust,
            sender=type(discussion),
            discussion=discussion,
            user=user,
        )
    )
    return discussion
