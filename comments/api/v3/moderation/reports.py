"""Reports about moderation."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from ....moderation import reports
from ...moderating import Time
from ...reading import write_time
from ..operations import MALFORMED, reads, refuse_field
from ..routers import moderation_router as router
from .common import NO_RIGHT, Day, require


class CommentsReportQuery(Schema):
    """The period of a report; by default the last twelve weeks."""

    date_from: Day | None = None
    date_to: Day | None = Field(None, description="With this day.")


class CommentsDecisionsRow(Schema):
    """What one moderator decided in one week, which begins on Monday."""

    week: date
    moderator: str | None = Field(description="The account; `null` when it is gone.")
    total: int
    numbers: dict[str, int] = Field(description="By status.")


class CommentsWaitingRow(Schema):
    """How long comments of a section waited for their first decision."""

    section: int = Field(description="The id of the page above the discussed ones.")
    title: str
    count: int
    median_seconds: float = Field(description="Half of them waited no longer.")
    slow_seconds: float = Field(description="95 of 100 waited no longer.")


class CommentsOverturnedRow(Schema):
    """A decision that a later one reversed."""

    comment: UUID | None = Field(description="`null` when it is gone.")
    former: str
    former_by: str | None
    latter: str
    latter_by: str | None
    at: Time


class CommentsFlaggedRow(Schema):
    """A comment that readers flagged."""

    comment: UUID
    subject: str
    flags: int


class CommentsPeriod(Schema):
    """The days of a report, both included."""

    date_from: date
    date_to: date


class CommentsDecisionsReport(CommentsPeriod):
    """Decisions by moderator and week, the last week first."""

    rows: list[CommentsDecisionsRow]


class CommentsWaitingReport(CommentsPeriod):
    """The waiting time by section, the slowest first."""

    rows: list[CommentsWaitingRow]


class CommentsOverturnedReport(CommentsPeriod):
    """Decisions that a later one reversed, the newest first."""

    rows: list[CommentsOverturnedRow]


class CommentsFlaggedReport(CommentsPeriod):
    """The comments with most flags."""

    rows: list[CommentsFlaggedRow]


def _show_decisions(row):
    numbers = {str(status): number for status, number in row.numbers.items()}
    return {
        "week": row.week,
        "moderator": _get_username(row.moderator),
        "total": row.total,
        "numbers": numbers,
    }


def _show_waiting(row):
    return {
        "section": row.page.pk,
        "title": row.page.get_admin_display_title(),
        "count": row.count,
        "median_seconds": row.median.total_seconds(),
        "slow_seconds": row.slow.total_seconds(),
    }


def _show_overturned(row):
    return {
        "comment": row.comment and row.comment.uuid,
        "former": row.former.action,
        "former_by": _get_username(row.former.user),
        "latter": row.latter.action,
        "latter_by": _get_username(row.latter.user),
        "at": write_time(row.latter.timestamp),
    }


def _show_flagged(row):
    return {"comment": row.comment.uuid, "subject": row.comment.subject, "flags": row.count}


def _get_username(user):
    return user.get_username() if user else None


def _report(name, schema, get_rows, show_row):
    """Add the operation of one report; ``get_rows`` is its function in ``moderation.reports``."""

    def read_report(request, parameters: Annotated[CommentsReportQuery, Query()]):
        require(request.user, "moderate")
        last = parameters.date_to or timezone.localdate()
        first = parameters.date_from or last - reports.FIRST_PERIOD
        if not timedelta(0) <= last - first <= reports.LONGEST_PERIOD:
            text = _("A report covers one day to two years.")
            refuse_field("period", text, "query", "date_from")
        rows = get_rows(request.user, *reports.get_period(first, last))
        return {"date_from": first, "date_to": last, "rows": [show_row(row) for row in rows]}

    reads(
        router,
        f"/reports/{name}/",
        is_public=False,
        response=schema,
        errors={HTTPStatus.FORBIDDEN: NO_RIGHT, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
        operation_id=f"comments_report_{name}",
        summary=schema.__doc__.rstrip("."),
        description="As *Reports › Comment moderation* in the admin, for up to two years.",
        url_name=f"comments_report_{name}",
    )(read_report)


_report("decisions", CommentsDecisionsReport, reports.get_decisions_by_week, _show_decisions)
_report("waiting", CommentsWaitingReport, reports.get_waiting_times, _show_waiting)
_report("overturned", CommentsOverturnedReport, reports.get_overturned, _show_overturned)
_report("flagged", CommentsFlaggedReport, reports.get_most_flagged, _show_flagged)
