"""A page of a discussion costs the same at ten comments and at a hundred thousand."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from columns.factories import ArticlePageFactory
from comments.factories import DiscussionFactory
from comments.models import ReaderComment
from comments.status import Status
from comments.threads import Place, Sort, find_place, get_discussion_view
from comments.threads.cursors import write_cursor
from tests.comments.many import multiply
from tests.work import count_work

NUMBERS = (10, 1_000, 100_000)
SHAPES = ("threads", "one thread", "rejected")
MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)


def make_comments(discussion, first, number, **fields):
    """Store ``number`` approved comments, one a second after number ``first``."""
    fields = {"body": "Text", "status": Status.APPROVED, **fields}
    multiply(
        ReaderComment(discussion=discussion, subject="Subject {n}", created_at=MORNING, **fields),
        range(first, first + number),
        **({"thread_position": "n"} if "root" in fields else {}),
    )


def make_discussion(shape, number):
    """Return a page with ``number`` comments: as many threads, one thread, or most of it refused.

    The reading order is written along, as an importer would do it.
    """
    page = ArticlePageFactory()
    approved = 10 if shape == "rejected" else number
    discussion = DiscussionFactory(page=page, comment_count=approved)
    if shape == "threads":
        make_comments(discussion, 0, number, is_listed=True)
    if shape == "rejected":
        make_comments(discussion, 0, 5, is_listed=True)
        make_comments(discussion, 5, number - 10, status=Status.REJECTED)
        make_comments(discussion, number - 5, 5, is_listed=True)
    if shape == "one thread":
        counts = {"thread_count": number - 1, "last_position": number - 1}
        make_comments(discussion, 0, 1, is_listed=True, **counts)
        start = discussion.reader_comments.get()
        make_comments(discussion, 1, number - 1, root=start, parent=start, depth=1)
    analyze()
    return page


def analyze():
    """Let the database look at what it holds, as its own housekeeping does from time to time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE comments_readercomment")
    if connection.vendor == "mysql":
        # On a connection of its own, because it ends the transaction.
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("ANALYZE TABLE comments_readercomment")
        other.close()


def get_places(page):
    """Return places at the beginning, in the middle and at the end, in each order, by name."""
    comments = page.reader_discussion.reader_comments.filter(status=Status.APPROVED)
    ordered = comments.order_by("created_at").select_related("root")
    number = ordered.count()
    found = {"middle": ordered[number // 2], "last": ordered[number - 1]}
    places = {name: find_place(comment) for name, comment in found.items()}
    for sort in Sort:
        places[sort.value] = Place(sort)
        places |= {
            f"{sort.value}, {direction}": Place(sort, **{direction: make_cursor(sort, found)})
            for direction in ("after", "before")
        }
    return places


def make_cursor(sort, found):
    start = found["middle"].root or found["middle"]
    return write_cursor(Place(sort).order.names, start)


def measure(run):
    """Return how many queries ``run()`` makes and how much work they are, after a first time."""
    run()
    with CaptureQueriesContext(connection) as queries:
        run()
    return len(queries), count_work(run)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_costs_the_same_in_a_discussion_of_any_size(db, shape):
    costs, shown, finding = {}, {}, {}
    for number in NUMBERS:
        page = make_discussion(shape, number)
        for name, place in get_places(page).items():
            costs[name, number] = measure(partial(get_discussion_view, page, place=place))
            shown[name, number] = get_discussion_view(page, place=place).nodes
        comments = page.reader_discussion.reader_comments.filter(status=Status.APPROVED)
        last = comments.select_related("root").latest("created_at")
        finding[number] = measure(partial(find_place, last))
        assert last in [node.comment for node in shown["last", number]]

    small, medium, large = NUMBERS
    for name in {name for name, _ in costs}:
        # As many comments are shown in the larger discussion, and as much is read for them.
        assert len(shown[name, large]) == len(shown[name, medium]), name
        assert costs[name, large][0] == costs[name, medium][0] <= 4, name
        assert costs[name, large][1] <= 1.2 * costs[name, medium][1] + 20, name
        if name not in {"middle", "last"}:
            assert costs[name, small][0] == costs[name, large][0], name
    assert finding[large][0] == finding[medium][0] <= 1
    assert finding[large][1] <= 1.2 * finding[medium][1] + 20
