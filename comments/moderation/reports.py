"""Reports about moderation, each in a fixed number of queries, whatever the size of the log.

All of them are about what ``user`` may moderate, between ``start`` and ``end``, aware datetimes
(``end`` itself is not in it). They count what staff decided about others' comments: what they post
themselves is no decision, and neither is what they undid.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Ceil, RowNumber
from django.utils import timezone

from ..models import CommentFlag, CommentLogEntry, DecisionBatch, ReaderComment
from ..permissions import comment_policy, get_scope
from ..status import Status
from .sections import get_pages_by_path, get_section_path

#: What counts as a decision, by the action of its log entry.
DECISIONS = {
    f"comments.{status}": status
    for status in (Status.APPROVED, Status.REJECTED, Status.SPAM, Status.HELD)
}

#: Those that end the waiting of a comment.
FINAL = [action for action, status in DECISIONS.items() if status != Status.HELD]

#: A period may have so many weeks: more would be too many conditions in one query.
MOST_WEEKS = 106

#: The period that is shown first, and the longest one.
FIRST_PERIOD = timedelta(weeks=12)
LONGEST_PERIOD = timedelta(weeks=104)

#: The longest lists.
MOST_ROWS = 1000


def get_period(first, last):
    """Return ``(start, end)`` of the days from ``first`` to ``last``, both included."""
    return _midnight(first), _midnight(last + timedelta(days=1))


def get_weeks(start, end):
    """Return the first days of the weeks, which begin on Monday, from ``start`` to ``end``."""
    day = timezone.localtime(start).date()
    day -= timedelta(days=day.weekday())
    weeks = []
    while _midnight(day) < end and len(weeks) < MOST_WEEKS:
        weeks.append(day)
        day += timedelta(days=7)
    return weeks


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def get_decisions(user, start, end):
    """Return the log entries of decisions that ``user`` may see."""
    return _only_standing(
        CommentLogEntry.objects.filter(
            get_scope(user, "page__path", "moderate"),
            action__in=DECISIONS,
            timestamp__gte=start,
            timestamp__lt=end,
        )
    ).order_by()


def _only_standing(entries):
    """Return those of the log ``entries`` that staff decided about others, and did not undo."""
    undone = DecisionBatch.objects.filter(uuid=OuterRef("uuid"), undone_at__isnull=False)
    by_others = Q(comment__user=None) | ~Q(comment__user=F("user"))
    return entries.filter(by_others, user__isnull=False).exclude(Exists(undone))


@dataclass
class WeekOfDecisions:
    """What ``moderator`` decided in the week from ``week`` on: ``{Status: number}``.

    ``moderator`` is ``None`` when the account is gone.
    """

    week: date
    moderator: Any
    numbers: Counter = field(default_factory=Counter)

    @property
    def total(self):
        return self.numbers.total()


def get_decisions_by_week(user, start, end):
    """Return the ``WeekOfDecisions`` of all who decided, the last week first. Two queries.

    The weeks are conditions, not a function of the database: its time zones are nobody's but its
    own.
    """
    weeks = get_weeks(start, end)
    if not weeks:
        return []
    places = [
        When(timestamp__lt=_midnight(day + timedelta(days=7)), then=Value(place))
        for place, day in enumerate(weeks)
    ]
    rows = (
        get_decisions(user, start, end)
        .annotate(week=Case(*places, default=Value(len(weeks) - 1), output_field=IntegerField()))
        .values("week", "user", "action")
        .annotate(number=Count("pk"))
    )
    found = {}
    for row in rows:
        key = (row["week"], row["user"])
        found.setdefault(key, Counter())[DECISIONS[row["action"]]] += row["number"]
    moderators = get_user_model()._default_manager.in_bulk({pk for _week, pk in found})
    result = [
        WeekOfDecisions(weeks[place], moderators.get(pk), numbers)
        for (place, pk), numbers in found.items()
    ]
    return sorted(result, key=lambda row: (row.week, row.total), reverse=True)


@dataclass(frozen=True)
class WaitingTime:
    """How long ``count`` comments of the section ``page`` waited for their first decision.

    ``median`` and ``slow`` are durations: half of them, and 95 of 100, waited no longer.
    """

    page: Any
    count: int
    median: timedelta
    slow: timedelta


def get_waiting_times(user, start, end):
    """Return the ``WaitingTime`` of each section, the slowest first. Two queries.

    The comments are those that were first decided in the period. The database ranks them, so that
    two rows of each section come here; the percentiles are those of the nearest rank.
    """
    earlier = _only_standing(
        CommentLogEntry.objects.filter(comment=OuterRef("comment"), action__in=FINAL)
    ).filter(
        Q(timestamp__lt=OuterRef("timestamp"))
        | Q(timestamp=OuterRef("timestamp"), pk__lt=OuterRef("pk"))
    )
    waited = ExpressionWrapper(
        F("timestamp") - F("comment__created_at"), output_field=DurationField()
    )
    ranked = (
        get_decisions(user, start, end)
        .filter(action__in=FINAL, comment__created_at__isnull=False)
        .exclude(Exists(earlier))
        .annotate(section=get_section_path(user, "page__path"), waited=waited)
        .annotate(
            rank=Window(RowNumber(), partition_by="section", order_by=["waited", "pk"]),
            count=Window(Count("pk"), partition_by="section"),
        )
    )
    half, slow = (
        Ceil(F("count") * Value(share), output_field=IntegerField()) for share in (0.5, 0.95)
    )
    rows = ranked.filter(Q(rank=half) | Q(rank=slow)).values("section", "rank", "count", "waited")
    times = {}
    for row in rows:
        section = times.setdefault(row["section"], {"count": row["count"]})
        for name, share in (("median", 0.5), ("slow", 0.95)):
            if row["rank"] == ceil(row["count"] * share):
                section[name] = row["waited"]
    pages = get_pages_by_path(times)
    result = [WaitingTime(pages[path], **time) for path, time in times.items() if path in pages]
    return sorted(result, key=lambda time: (time.median, time.slow), reverse=True)


@dataclass(frozen=True)
class Overturned:
    """A decision that a later one reversed. Both are ``CommentLogEntry`` with their users.

    ``comment`` is ``None`` when it is gone.
    """

    comment: Any
    former: Any
    latter: Any


def get_overturned(user, start, end, *, limit=MOST_ROWS):
    """Return what was reversed in the period as ``Overturned``, the newest first. Three queries.

    What happened between the two is nobody's reversal: flags or an edit that let the comment wait
    again, or a moderator who did.
    """
    former = _only_standing(
        CommentLogEntry.objects.filter(
            comment=OuterRef("comment"), pk__lt=OuterRef("pk"), action__in=FINAL
        )
    ).order_by("-pk")
    latter = list(
        get_decisions(user, start, end)
        .filter(action__in=FINAL)
        .annotate(
            former=Subquery(former.values("pk")[:1]),
            former_action=Subquery(former.values("action")[:1]),
        )
        .filter(former_action__in=FINAL)
        .exclude(former_action=F("action"))
        .select_related("user")
        .order_by("-timestamp", "-pk")[:limit]
    )
    before = CommentLogEntry.objects.select_related("user").in_bulk(
        [entry.former for entry in latter]
    )
    comments = ReaderComment.objects.select_related("discussion__page").in_bulk(
        {entry.comment_id for entry in latter}
    )
    return [
        Overturned(comments.get(entry.comment_id), before[entry.former], entry) for entry in latter
    ]


@dataclass(frozen=True)
class Flagged:
    """A comment with the ``count`` flags that readers left at it in the period."""

    comment: Any
    count: int


def get_most_flagged(user, start, end, *, limit=MOST_ROWS):
    """Return the comments with most flags as ``Flagged``. Two queries."""
    scope = comment_policy.instances_user_has_permission_for(user, "moderate")
    rows = list(
        CommentFlag.objects.filter(comment__in=scope, created_at__gte=start, created_at__lt=end)
        .order_by()
        .values("comment")
        .annotate(count=Count("pk"))
        .order_by("-count", "-comment")[:limit]
    )
    comments = ReaderComment.objects.select_related("discussion__page").in_bulk(
        [row["comment"] for row in rows]
    )
    return [Flagged(comments[row["comment"]], row["count"]) for row in rows]
