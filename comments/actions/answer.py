"""Answering as a member of staff, from where comments wait."""

from django.db import transaction

from ..exceptions import ModerationDenied
from ..identity import get_commenter
from ..status import WAITING, Status
from .decide import change_status
from .submit import submit_comment


@transaction.atomic
def answer_comment(comment, *, user, body, subject="", seen_revision=None):
    """Reply to ``comment`` as ``user``, and return the reply.

    A comment that waits is approved with it: readers see no reply to what they do not see. It is
    then as if ``user`` had decided first, and either can be undone. ``seen_revision`` is the number
    of the text that ``user`` has read. What else is right is for ``submit_comment`` to say.

    Raises what ``change_status`` and ``submit_comment`` raise, ``ModerationDenied`` too for whoever
    is nobody there.
    """
    commenter = get_commenter(user, comment.page)
    if commenter is None:
        raise ModerationDenied
    if comment.status in WAITING:
        seen = {comment.pk: seen_revision} if seen_revision is not None else None
        (comment,) = change_status(
            [comment],
            status=Status.APPROVED,
            user=user,
            seen={comment.pk: comment.status},
            seen_revisions=seen,
        )
    return submit_comment(
        comment.page, parent=comment, commenter=commenter, body=body, subject=subject
    )
