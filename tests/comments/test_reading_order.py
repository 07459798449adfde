"""The reading order is kept by every action, and by nothing else."""

import importlib
from contextlib import suppress
from itertools import product

import pytest
from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from columns.factories import ArticlePageFactory
from comments import actions
from comments.exceptions import ReplyNotPossible, TransitionNotAllowed
from comments.factories import ReaderCommentFactory
from comments.models import Discussion, ReaderComment
from comments.status import VISIBLE, Status
from comments.threads import Place, Sort, get_discussion_view

pytestmark = pytest.mark.usefixtures("article")

fill = importlib.import_module("comments.migrations.0003_fill_reading_order").fill

DECISIONS = (
    Status.APPROVED,
    Status.HELD,
    Status.REJECTED,
    Status.SPAM,
    Status.WITHDRAWN,
    Status.REMOVED,
)
#: What happens: a comment, a reply to one of those there are, or a decision about some of them.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.none() | st.integers(0, 30)),
        st.tuples(st.sampled_from(DECISIONS), st.sets(st.integers(0, 30), min_size=1)),
        # Most of what is decided is approved, or nobody could reply.
        st.tuples(st.just(Status.APPROVED), st.sets(st.integers(0, 30), min_size=1)),
    ),
    min_size=15,
    max_size=45,
)


def act(page, made, step):
    """Take one of ``STEPS``; what the actions refuse changes nothing."""
    kind, what = step
    if kind == "post":
        parent = None if what is None or not made else made[what % len(made)]
        texts = {
            "body": f"Text {len(made)}",
            "author_name": "Reader",
            "author_email": "r@example.org",
        }
        with suppress(ReplyNotPossible):
            made.append(actions.submit_comment(page, parent=parent, **texts))
        return
    chosen = {made[number % len(made)].pk for number in what} if made else set()
    for comment in ReaderComment.objects.filter(pk__in=chosen):
        with suppress(TransitionNotAllowed):
            actions.change_status([comment], status=kind)


def check(discussion):
    """Assert that what is stored is what the statuses say."""
    discussion.refresh_from_db()
    comments = list(discussion.reader_comments.select_related("parent"))
    visible = [comment for comment in comments if comment.status in VISIBLE]
    assert discussion.comment_count == len(visible)
    for start in comments:
        if start.root_id:
            assert (start.is_listed, start.thread_count, start.last_position) == (False, 0, 0)
            continue
        thread = [comment for comment in comments if comment.root_id == start.pk]
        assert start.thread_count == sum(reply in visible for reply in thread)
        assert start.is_listed == (start in visible or start.thread_count > 0)
        positions = sorted(reply.thread_position for reply in thread if reply.thread_position)
        assert positions == list(range(1, start.last_position + 1))
        for reply in thread:
            assert reply.thread_position or reply not in visible
            if reply.thread_position and reply.parent_id != start.pk:
                assert reply.parent.thread_position < reply.thread_position


def follow(query):
    """Return the place of an address."""
    return Place.read(QueryDict(query.removeprefix("?")))


def read_on(page, place, direction="next"):
    """Yield the views that a reader gets from ``place`` on, each by the link on the one before."""
    while place is not None:
        view = get_discussion_view(page, place=place)
        yield view
        query = getattr(view.threads, f"{direction}_query")
        place = None if query is None else follow(query)


def get_threads(view):
    return [node.thread for node in view.starts]


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_is_posted_and_decided_the_reading_order_is_right(settings, steps):
    settings.COMMENTS_THREADS_PER_PAGE = 2
    page, made = ArticlePageFactory(), []
    for step in steps:
        act(page, made, step)
    discussion, _ = Discussion.objects.get_or_create(page_id=page.pk)

    check(discussion)
    kept = list(discussion.reader_comments.order_by("pk").values())
    actions.recount(discussion)
    assert list(discussion.reader_comments.order_by("pk").values()) == kept
    listed = discussion.reader_comments.filter(is_listed=True)
    for sort in Sort:
        met = [thread for view in read_on(page, Place(sort)) for thread in get_threads(view)]
        assert len(met) == len(set(met))
        assert set(met) == {start.uuid for start in listed}


def read_stored(page):
    """Return what is stored of the comments of ``page`` and of its discussion's counters."""
    discussion = Discussion.objects.get(page=page)
    counters = discussion.comment_count, discussion.waiting_count
    return list(discussion.reader_comments.order_by("pk").values()), counters


def test_what_the_factory_makes_is_counted_as_a_recount_does(article):
    for statuses in product([Status.APPROVED, Status.HELD, Status.SPAM], repeat=3):
        parent = None
        for status in statuses:
            parent = ReaderCommentFactory(
                page=None if parent else article, parent=parent, status=status
            )
        ReaderCommentFactory(parent=parent.root, status=statuses[0])
        made = read_stored(article)

        actions.recount(Discussion.objects.get(page=article))

        assert read_stored(article) == made


@pytest.mark.parametrize("sort", [Sort.OLDEST, Sort.NEWEST])
@pytest.mark.parametrize("direction", ["next", "previous"])
def test_who_reads_on_while_comments_come_and_go_meets_each_that_stays_once(
    article, settings, sort, direction
):
    settings.COMMENTS_THREADS_PER_PAGE = 2
    staying = [ReaderCommentFactory(page=article, status=Status.APPROVED) for _ in range(9)]
    waiting = [ReaderCommentFactory(page=article) for _ in range(4)]
    between = staying[4].created_at - (staying[4].created_at - staying[3].created_at) / 2
    ReaderComment.objects.filter(pk__in=[c.pk for c in waiting[:2]]).update(created_at=between)
    going = [ReaderCommentFactory(page=article, status=Status.APPROVED) for _ in range(4)]
    place = Place(sort)
    if direction == "previous":
        *_, last = read_on(article, place)
        place = last.place
    met = []
    for view in read_on(article, place, direction):
        met += get_threads(view)
        if waiting:
            actions.approve([waiting.pop()])
            actions.reject([going.pop()])
            ReaderCommentFactory(page=article, status=Status.APPROVED)

    assert len(met) == len(set(met))
    assert {comment.uuid for comment in staying} <= set(met)


@pytest.mark.parametrize("sort", Sort)
def test_the_step_back_leads_to_what_was_read_before(article, settings, sort):
    settings.COMMENTS_THREADS_PER_PAGE = 2
    for _ in range(6):
        ReaderCommentFactory(page=article, status=Status.APPROVED)
    forth = list(read_on(article, Place(sort)))
    back = list(read_on(article, forth[-1].place, "previous"))

    assert [get_threads(view) for view in reversed(back)] == [get_threads(view) for view in forth]
    assert len(forth) == 3


def test_many_decisions_in_many_threads_cost_as_many_queries_as_one(article):
    starts = [ReaderCommentFactory(page=article, status=Status.APPROVED) for _ in range(8)]
    replies = [ReaderCommentFactory(parent=start) for start in starts for _ in range(4)]
    new = [ReaderCommentFactory(page=article) for _ in range(8)]
    actions.approve([replies.pop()])  # caches

    with CaptureQueriesContext(connection) as for_one:
        actions.approve([replies.pop(), new.pop()])
    with CaptureQueriesContext(connection) as for_many:
        actions.approve([*replies, *new])

    assert len(for_many) == len(for_one) <= 14
    check(article.reader_discussion)


def test_a_reply_that_comes_back_stands_where_it_was(article):
    start = ReaderCommentFactory(page=article, status=Status.APPROVED)
    first, second = (ReaderCommentFactory(parent=start, status=Status.APPROVED) for _ in "ab")
    actions.reject([first])
    actions.approve([first])

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.thread_position, second.thread_position) == (1, 2)


def test_the_migration_finds_the_order_of_what_there_was(article):
    start = ReaderCommentFactory(page=article, status=Status.APPROVED)
    reply = ReaderCommentFactory(parent=start, status=Status.APPROVED)
    ReaderCommentFactory(parent=start, status=Status.HELD)
    ReaderCommentFactory(parent=reply, status=Status.APPROVED)
    ReaderCommentFactory(page=article, status=Status.REJECTED)
    refused = ReaderCommentFactory(page=article, status=Status.APPROVED)
    ReaderCommentFactory(parent=refused, status=Status.APPROVED)
    actions.reject([reply, refused])
    columns = ["pk", "is_listed", "thread_count", "last_position", "thread_position"]
    kept = list(ReaderComment.objects.order_by("pk").values(*columns))
    ReaderComment.objects.update(
        is_listed=False, thread_count=0, last_position=0, thread_position=None
    )

    fill(apps, None)

    assert list(ReaderComment.objects.order_by("pk").values(*columns)) == kept
    check(article.reader_discussion)
