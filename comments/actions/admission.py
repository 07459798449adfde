"""What is known of a comment before it is taken: all of it by one query.

It is asked under the lock of the discussion, and of the database that has the lock, so that of two
posts the second finds the first. Posts that arrive in the same instant in several discussions may
pass the limit of a network together.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import router
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    Subquery,
    Value,
)
from django.utils import timezone

from .. import conf
from ..models import CommenterEntry, CommentSettings, Discussion, ReaderComment
from ..models.commenter import get_commenter_key
from ..prepared import Parameter, Prepared
from ..status import VISIBLE, WAITING, Status

#: Within this time, the same text from the same person is a second click, not a second comment.
RESEND_PERIOD = timedelta(minutes=15)
#: What has been withdrawn or refused meanwhile may be posted again.
_COUNTING = VISIBLE | WAITING | {Status.UNCONFIRMED}


class Findings(NamedTuple):
    """What was found about a comment that somebody wants to post.

    ``may_be_resent`` says that the same person has posted under the same subject just now;
    ``full_until`` is when the network may post again, ``None`` for now; ``is_blocked`` says that
    whoever gives this address may not post on the page.
    """

    may_be_resent: bool
    full_until: datetime | None
    is_blocked: bool


def look_at(comment, page) -> Findings:
    """Return what is known of ``comment``, an unsaved one on ``page``; one query.

    Until when its author may edit it is found as well, and kept with ``page``.
    """
    now = timezone.now()
    limit = conf.network_limit() if comment.network else None
    number, period = limit or (None, timedelta(0))
    ((is_resent, blocking, is_blocked, minutes),) = _FINDINGS.fetch(
        number,
        comment.parent_id is not None,
        comment.user_id is not None,
        getattr(settings, "WAGTAIL_I18N_ENABLED", False),
        discussion=comment.discussion_id,
        parent=comment.parent_id,
        user=comment.user_id,
        email=comment.author_email,
        name=comment.author_name,
        subject=comment.subject,
        network=comment.network,
        recent=now - RESEND_PERIOD,
        period=now - period,
        commenter=get_commenter_key(comment.author_email),
        path=page.path,
        now=now,
    )
    CommentSettings.keep_edit_minutes(page, minutes)
    return Findings(bool(is_resent), blocking and blocking + period, bool(is_blocked))


def find_resent(comment):
    """Return the same comment by the same person, when it was posted just now and still counts."""
    recent = _like(
        author_email=comment.author_email,
        author_name=comment.author_name,
        subject=comment.subject,
        network=comment.network,
        discussion=comment.discussion,
        parent=comment.parent,
        user=comment.user,
        created_at__gt=timezone.now() - RESEND_PERIOD,
    )
    recent = recent.using(router.db_for_write(ReaderComment))
    # Not by the database: some take words for equal that are not.
    return next((earlier for earlier in recent if earlier.body == comment.body), None)


def _like(**conditions):
    return ReaderComment.objects.filter(status__in=_COUNTING, **conditions)


def _select_findings(number, has_parent, has_user, is_translated):
    """Return the query of the findings; without a ``number`` the network has no limit."""
    moment, text, pk = DateTimeField(), CharField(), BigIntegerField()
    similar = _like(
        author_email=Parameter("email", text),
        author_name=Parameter("name", text),
        subject=Parameter("subject", text),
        network=Parameter("network", text),
        discussion=Parameter("discussion", pk),
        parent=Parameter("parent", pk) if has_parent else None,
        user=Parameter("user", pk) if has_user else None,
        created_at__gt=Parameter("recent", moment),
    )
    blocking = Value(None, output_field=moment)
    if number is not None:
        # The limit-th newest comment of the period says when there is room for the next one.
        posted = ReaderComment.objects.filter(
            network=Parameter("network", text), created_at__gt=Parameter("period", moment)
        )
        newest = posted.order_by("-created_at").values("created_at")
        blocking = Subquery(newest[number - 1 : number], output_field=moment)
    path = Parameter("path", text)
    blocks = CommenterEntry.objects.in_force(Parameter("now", moment)).above(path)
    blocked = Exists(blocks.filter(commenter_key=Parameter("commenter", text)))
    here = Discussion.objects.filter(pk=Parameter("discussion", pk))
    minutes = CommentSettings.select_edit_minutes(path, is_translated=is_translated)
    return here.values_list(Exists(similar), blocking, blocked, minutes)


_FINDINGS = Prepared(_select_findings, for_write=True)
