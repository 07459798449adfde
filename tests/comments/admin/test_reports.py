"""Reports about moderation: their figures, their scope, and what they cost."""

from datetime import UTC, date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentFlag, CommentLogEntry
from comments.moderation import reports
from comments.status import Status
from tests.factories import make_staff

from .test_exports import export

pytestmark = pytest.mark.usefixtures("article")

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
END = START + timedelta(days=21)
NAMES = ("decisions", "waiting", "overturned", "flagged")
PERIOD = {"first": "2026-03-02", "last": "2026-03-22"}


def decide(comment, user, status, at):
    """Decide, as if it were ``at``."""
    newest = CommentLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    actions.change_status([comment], status=status, user=user)
    CommentLogEntry.objects.filter(pk__gt=newest).update(timestamp=at)


def post(page, at=START, **kwargs):
    return ReaderCommentFactory(page=page, created_at=at, **kwargs)


def flag(comment, number, at):
    CommentFlag.objects.bulk_create(
        CommentFlag(comment=comment, reader_key=f"reader {n}", reason="spam", created_at=at)
        for n in range(number)
    )


def day(number):
    return START + timedelta(days=number, hours=12)


def test_decisions_are_counted_by_week_and_moderator(moderator, article, sign_in):
    colleague = make_staff(moderates=[article])
    comments = [post(article) for _ in range(4)]
    decide(comments[0], moderator, Status.APPROVED, day(0))
    decide(comments[1], moderator, Status.SPAM, day(6))
    decide(comments[2], colleague, Status.REJECTED, day(6))
    decide(comments[3], moderator, Status.APPROVED, day(7))
    decide(comments[3], moderator, Status.HELD, day(22))
    actions.approve([comments[3]])

    rows = reports.get_decisions_by_week(moderator, START, END)

    assert [(row.week, row.moderator, dict(row.numbers)) for row in rows] == [
        (day(7).date(), moderator, {"approved": 1}),
        (day(0).date(), moderator, {"approved": 1, "spam": 1}),
        (day(0).date(), colleague, {"rejected": 1}),
    ]


def test_weeks_are_those_of_the_sites_time_zone(moderator, article):
    comment = post(article)
    # Monday in Auckland, still Sunday in UTC.
    decide(comment, moderator, Status.APPROVED, datetime(2026, 3, 8, 20, tzinfo=UTC))

    with timezone.override(ZoneInfo("Pacific/Auckland")):
        (row,) = reports.get_decisions_by_week(moderator, START, END)
    (row_in_utc,) = reports.get_decisions_by_week(moderator, START, END)

    assert row.week == date(2026, 3, 9)
    assert row_in_utc.week == date(2026, 3, 2)


@pytest.mark.parametrize("number", [1, 2, 3, 19, 20, 21, 40])
def test_waiting_times_are_those_of_plain_python(moderator, column, number):
    waits = [timedelta(minutes=(n * 37) % 101, seconds=n) for n in range(number)]
    for wait in waits:
        comment = post(ArticlePageFactory(parent=column), day(1))
        decide(comment, moderator, Status.APPROVED, day(1) + wait)
        # Only the first decision ends the waiting.
        decide(comment, moderator, Status.REJECTED, day(3))

    (time,) = reports.get_waiting_times(moderator, START, END)

    ordered = sorted(waits)
    assert time.page.pk == column.pk
    assert time.count == number
    assert time.median == ordered[ceil(number * 0.5) - 1]
    assert time.slow == ordered[ceil(number * 0.95) - 1]


def test_waiting_times_are_by_section_the_slowest_first(sign_in, column):
    user = sign_in("superuser")
    slow = ColumnPageFactory()
    for section, hours in ((column, 1), (slow, 5)):
        comment = post(ArticlePageFactory(parent=section), day(1))
        decide(comment, user, Status.SPAM, day(1) + timedelta(hours=hours))

    times = reports.get_waiting_times(user, START, END)

    assert [(time.page.pk, time.median) for time in times] == [
        (slow.pk, timedelta(hours=5)),
        (column.pk, timedelta(hours=1)),
    ]


def test_overturned_is_what_a_later_decision_reversed(moderator, article):
    colleague = make_staff(moderates=[article])
    reversed_, undone, once, held = [post(article) for _ in range(4)]
    decide(reversed_, moderator, Status.APPROVED, day(1))
    decide(reversed_, colleague, Status.REJECTED, day(2))
    decide(once, moderator, Status.APPROVED, day(1))
    actions.approve([undone], user=moderator)
    batch = CommentLogEntry.objects.get(comment=undone).uuid
    assert actions.undo_batch(batch, user=moderator).done
    decide(undone, moderator, Status.REJECTED, day(2))
    decide(held, moderator, Status.APPROVED, day(1))
    actions.hold([held], reason="flagged")

    (row,) = reports.get_overturned(moderator, START, END)

    assert row.comment == reversed_
    assert (row.former.user, row.former.action) == (moderator, "comments.approved")
    assert (row.latter.user, row.latter.action) == (colleague, "comments.rejected")


def test_most_flagged_are_counted_in_the_period(moderator, article, elsewhere):
    few, many, foreign = post(article), post(article), post(elsewhere)
    flag(few, 1, day(1))
    flag(many, 3, day(1))
    flag(foreign, 5, day(1))
    flag(post(article), 4, day(30))

    rows = reports.get_most_flagged(moderator, START, END)

    assert [(row.comment, row.count) for row in rows] == [(many, 3), (few, 1)]


@pytest.fixture
def history(make_user, article, elsewhere):
    """Something for each report, in both sections."""
    for page, subject in ((article, "Own subject"), (elsewhere, "Foreign subject")):
        user = make_user("superuser")()
        comment = post(page, day(1), subject=subject)
        flag(comment, 2, day(1))
        decide(comment, user, Status.APPROVED, day(2))
        decide(comment, user, Status.REJECTED, day(3))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("role", "sees"),
    [("superuser", 2), ("moderator", 1), ("publisher", 1), ("editor_elsewhere", 1)],
)
def test_a_report_is_about_what_one_moderates(client, sign_in, history, column, name, role, sees):
    user = sign_in(role)
    read = {view.report_name: view.read for view in get_views()}[name]
    rows = read(user, START, END)

    page = client.get(reverse(f"reader_comments:report_{name}"), PERIOD).text
    table = export(client, "csv", f"report_{name}", **PERIOD)
    xlsx = export(client, "xlsx", f"report_{name}", **PERIOD)

    assert len(rows) == sees
    assert len(table) == len(xlsx) == len(rows) + 1
    if name in ("overturned", "flagged"):
        assert ("Own subject" in page) is (role != "editor_elsewhere")
        assert ("Foreign subject" in page) is (role in ("superuser", "editor_elsewhere"))
    assert not [row for row in table if "@example" in str(row)]


def get_views():
    from comments.admin.reports import REPORTS

    return REPORTS.values()


@pytest.mark.parametrize("role", ["author", "admin_only", "anonymous"])
@pytest.mark.parametrize("name", NAMES)
def test_who_moderates_nothing_reads_no_report(client, sign_in, history, role, name):
    sign_in(role)

    assert (
        client.get(reverse(f"reader_comments:report_{name}"), {"export": "csv"}).status_code == 302
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_report_costs_the_same_for_little_and_for_much(client, moderator, column, name):
    def add(number):
        for n in range(number):
            comment = post(ArticlePageFactory(parent=column), day(1))
            flag(comment, 1, day(1))
            decide(comment, moderator, Status.APPROVED, day(n % 20))
            decide(comment, moderator, Status.REJECTED, day(n % 20 + 1))

    def measure():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"reader_comments:report_{name}"), PERIOD)
        return len(queries)

    add(2)
    measure()
    few = measure()
    add(15)

    assert measure() == few
    assert few <= 18


@pytest.mark.parametrize(
    "query",
    [
        {"first": "x"},
        {"first": "2026-05-01", "last": "2026-04-01"},
        {"first": "1990-01-01"},
        {"last": "9999-12-31"},
    ],
)
def test_a_period_that_makes_no_sense_says_so(client, moderator, query):
    response = client.get(reverse("reader_comments:report_decisions"), query)

    assert response.status_code == 200
    assert "error-message" in response.text


def test_the_reports_are_in_the_menu_of_those_who_moderate(client, sign_in):
    for role, shown in (("moderator", True), ("author", False)):
        sign_in(role)
        assert ("comment-reports" in client.get(reverse("wagtailadmin_home")).text) is shown


def test_a_report_runs_nothing(client, moderator, article):
    script = "<script>alert(1)</script>"
    comment = post(article, subject=script, author_name=script)
    flag(comment, 1, day(1))

    page = client.get(reverse("reader_comments:report_flagged"), PERIOD).text

    assert script not in page
    assert ' style="' not in page
