"""What is known of commenters: how their comments were decided, and since when they write."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from ..permissions import comment_policy
from ..status import VISIBLE, Status

#: What counts as refused.
REFUSED = (Status.REJECTED, Status.SPAM)


@dataclass(frozen=True)
class Record:
    """The ``total`` comments of one commenter: how many are shown, were refused, and the first."""

    total: int
    approved: int
    refused: int
    since: datetime


def get_records(user, comments):
    """Return ``{mail address: Record}`` of the commenters of ``comments``, in one query.

    Only comments that ``user`` may see count. Who left no address has no record, and neither has
    who was erased: nothing tells that two such comments are by one person.
    """
    addresses = {comment.author_email for comment in comments if comment.author_email}
    scope = comment_policy.instances_user_has_permission_for(user, "view")
    rows = (
        scope.filter(author_email__in=addresses)
        .order_by()
        .values("author_email")
        .annotate(
            total=Count("pk"),
            approved=Count("pk", filter=Q(status__in=VISIBLE)),
            refused=Count("pk", filter=Q(status__in=REFUSED)),
            since=Min("created_at"),
        )
    )
    return {row.pop("author_email"): Record(**row) for row in rows}
