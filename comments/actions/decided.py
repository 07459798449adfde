"""Decisions that leave to others what they have decided meanwhile."""

from dataclasses import dataclass, field

from ..exceptions import TransitionNotAllowed
from .decide import change_status


@dataclass
class Decided:
    """What became of some comments: ``done``, and ``left`` as others have decided or edited.

    ``skipped`` are those that it is not possible for where they are.
    """

    done: list = field(default_factory=list)
    left: list = field(default_factory=list)
    skipped: list = field(default_factory=list)


def decide_undecided(comments, *, status, **kwargs):
    """Decide those of ``comments`` that nobody has decided or edited meanwhile; see ``Decided``.

    The arguments are those of ``change_status``, and so is ``ModerationDenied``: nothing is
    decided then.
    """
    left = []
    while comments:
        try:
            done = change_status(comments, status=status, **kwargs)
        except TransitionNotAllowed as error:
            left += error.comments
            blocked = {comment.pk for comment in error.comments}
            comments = [comment for comment in comments if comment.pk not in blocked]
        else:
            return Decided(done, left)
    return Decided([], left)
