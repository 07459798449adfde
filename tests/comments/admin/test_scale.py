"""Moderating costs the same number of queries at a hundred comments and at a hundred thousand."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.factories import DiscussionFactory
from comments.models import DecisionBatch, ReaderComment
from comments.status import Status
from tests.comments.many import multiply
from tests.factories import make_staff

pytestmark = pytest.mark.slow

NUMBERS = (100, 100_000)
PAGES = 4
#: At most so many queries, of a request with its session, its user and Wagtail's own.
BUDGETS = {"queue": 15, "approve one": 12, "approve 500": 20, "undo 500": 20, "panel": 6}
#: SQLite writes 500 rows in parts.
PARTS = 16 if connection.vendor == "sqlite" else 0
MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)


def fill(column, number):
    """Store ``number`` comments by as many people, a tenth of them waiting, on some pages."""
    for place in range(PAGES):
        fill_discussion(ArticlePageFactory(parent=column), number // PAGES, place=place)


def fill_discussion(page, number, *, place):
    """Store ``number`` comments on ``page``, the one at that ``place`` among the pages."""
    waiting = len(range(0, number, 10))
    discussion = DiscussionFactory(page=page, waiting_count=waiting, comment_count=number - waiting)
    multiply(
        ReaderComment(
            discussion=discussion,
            subject="Subject {n}",
            body="Text",
            html="<p>Text</p>",
            author_name="Reader {n}",
            author_email=f"{{n}}-{place}@example.org",
            created_at=MORNING,
            status_changed_at=MORNING,
        ),
        range(number),
        later=("created_at", "status_changed_at"),
        status=f"CASE n %% 10 WHEN 0 THEN '{Status.HELD}' ELSE '{Status.APPROVED}' END",
        is_listed="n %% 10 <> 0",
    )


def count(function):
    """Return how many queries ``function`` sends; savepoints are none."""
    with CaptureQueriesContext(connection) as queries:
        function()
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def measure(number):
    """Return the queries of each kind of work at ``number`` comments."""
    column = ColumnPageFactory()
    fill(column, number)
    moderator = make_staff(moderates=[column])
    client = Client()
    client.force_login(moderator)
    queue = f"{reverse('reader_comments:index')}?status=held"
    client.get(queue)
    client.get(reverse("wagtailadmin_home"))
    comments = ReaderComment.objects.filter(discussion__page__path__startswith=column.path)
    first, another = comments.waiting().order_by("pk")[:2]
    # What Django looks up once for a process.
    actions.approve([another], user=get_fresh(moderator))
    work = {
        "queue": count(lambda: client.get(queue)),
        "approve one": count(lambda: actions.approve([first], user=get_fresh(moderator))),
    }
    many = list(comments.order_by("pk")[: min(500, number)])
    actions.hold([one for one in many if one.status == Status.APPROVED])
    many = list(comments.order_by("pk")[: min(500, number)])
    # As many at either number: 500 comments, or each of the hundred.
    work["approve 500"] = count(lambda: actions.approve(many, user=get_fresh(moderator)))
    batch = DecisionBatch.objects.order_by("-pk")[0]
    assert batch.count == len(many)
    work["undo 500"] = count(lambda: actions.undo_batch(batch.uuid, user=get_fresh(moderator)))
    work["panel"] = count_panel(moderator)
    return work


def get_fresh(user):
    """The user as a request has it: with no rights looked up yet."""
    return type(user)._default_manager.get(pk=user.pk)


def count_panel(moderator):
    from comments.admin.waiting import get_waiting_sections

    return count(lambda: get_waiting_sections(get_fresh(moderator)))


def test_work_costs_the_same_at_any_size(db):
    few, many = (measure(number) for number in NUMBERS)

    assert set(few) == set(BUDGETS)
    assert {name: many[name] for name in ("queue", "approve one", "panel")} == {
        name: few[name] for name in ("queue", "approve one", "panel")
    }
    allowed = {name: number + (PARTS if "500" in name else 0) for name, number in BUDGETS.items()}
    assert {name: number for name, number in many.items() if number > allowed[name]} == {}


def test_approving_and_undoing_through_the_admin_keep_their_budgets(db):
    """The same with all that a request costs: session, user, rights, messages, redirects."""
    column = ColumnPageFactory()
    fill(column, 5_000)
    client = Client()
    client.force_login(make_staff(moderates=[column]))
    held = ReaderComment.objects.waiting().order_by("pk")
    one = held[0]
    url = reverse("wagtail_bulk_action", args=["comments", "readercomment", "approve"])
    url = f"{url}?id=all&status=held"

    def decide():
        data = {"decision": "approve", "seen": "held"}
        return client.post(reverse("reader_comments:decide", args=[one.pk]), data)

    decide()
    one = held[1]
    costs = {"approve one": count(decide)}
    page = client.get(url)
    seen = page.context["form"]["seen"].value()
    costs["approve 500"] = count(lambda: client.post(url, {"seen": seen}))
    assert held.count() == 0
    uuid = DecisionBatch.objects.order_by("-pk")[0].uuid
    undo = reverse("reader_comments:undo")
    costs["undo 500"] = count(lambda: client.post(undo, {"uuid": uuid}))
    assert held.count() > 400

    # With what stands around every request of the admin.
    assert costs["approve one"] <= 17
    assert costs["approve 500"] <= 20 + PARTS
    assert costs["undo 500"] <= 20 + PARTS
