"""What a site looks for in a comment before a moderator does: checks, registered as Wagtail hooks.

    @hooks.register("register_comment_check", order=10)
    def hold_links(submission, context):
        if "http" in submission.body:
            return Verdict(Status.HELD, reason="links")

A check says ``None`` where it has nothing to say. Of several verdicts the severest counts, and of
equal ones the first. Nobody is approved by a check: without a verdict a comment waits as ever.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from wagtail import hooks

from ..exceptions import CommentError
from ..status import Status

logger = logging.getLogger(__name__)

#: What a check may decide, the mildest first.
SEVERITIES = (Status.HELD, Status.REJECTED, Status.SPAM)


@dataclass(frozen=True)
class Submission:
    """What was sent: the texts as ``CommentForm`` has cleaned them, and who says to have sent it.

    ``network`` is the digest of ``comments.network``.
    """

    subject: str
    body: str
    author_name: str
    author_email: str
    network: str


@dataclass(frozen=True)
class CheckContext:
    """Where it was sent to: the ``page``, and the comment ``parent`` that it answers, or ``None``.

    ``is_edit`` is whether it takes the place of an earlier text; ``user`` is who is proved to
    write it, or ``None``.
    """

    page: Any
    parent: Any = None
    is_edit: bool = False
    user: Any = None


@dataclass(frozen=True)
class Verdict:
    """What becomes of a comment, one of ``SEVERITIES``, and the code of the reason for it.

    Moderators read the name that *Reasons to reject* has for the code, else the code.
    """

    status: Status
    reason: str = ""

    def __post_init__(self):
        if self.status not in SEVERITIES:
            raise ValueError(f"A check holds, rejects or marks as spam; it does not {self.status}.")


def has_checks():
    """Return whether the site has any checks."""
    return bool(hooks.get_hooks("register_comment_check"))


def run_checks(submission, context):
    """Ask all checks, and return the severest ``Verdict``, or ``None``.

    A ``CommentError`` that a check raises refuses the comment with its sentence. Any other error
    is logged, and the comment waits: no reader loses a text by a fault in a check.
    """
    verdicts = [
        verdict
        for check in hooks.get_hooks("register_comment_check")
        if (verdict := _ask(check, submission, context)) is not None
    ]
    return max(verdicts, key=lambda verdict: SEVERITIES.index(verdict.status), default=None)


def _ask(check, submission, context):
    try:
        return check(submission, context)
    except (CommentError, DatabaseError):
        raise
    except Exception:
        logger.exception("The check %r failed; the comment waits.", check)
        return None
