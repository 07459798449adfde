"""What is written for tests of scale is what the app's own classes would have written."""

from datetime import timedelta

import pytest

from columns.factories import ArticlePageFactory
from comments.actions import recount
from comments.factories import DiscussionFactory
from comments.models import Discussion, ReaderComment
from comments.status import Status
from tests.comments.admin.test_scale import fill_discussion
from tests.comments.many import multiply
from tests.comments.test_reading_scale import MORNING, SHAPES, make_discussion

#: Made anew for each.
OWN = {"id", "uuid"}


def read(model, **fields):
    """Return all rows of ``model`` with those ``fields``, in the order in which they were made."""
    return list(model.objects.filter(**fields).order_by("pk").values())


def without_own(rows):
    return [{name: row[name] for name in row.keys() - OWN} for row in rows]


def test_many_are_stored_as_one_after_the_other(db):
    discussion = DiscussionFactory(page=ArticlePageFactory())
    fields = {"discussion": discussion, "body": "50 % of {it}", "status": Status.APPROVED}
    fields |= {"is_listed": True, "thread_count": 3, "status_changed_at": MORNING}
    one = ReaderComment(subject="Subject {n}", created_at=MORNING, **fields)
    numbers = range(7, 1_207)

    multiply(one, numbers, thread_position="n * 2", is_pick="n %% 3 = 0")
    written = read(ReaderComment)
    ReaderComment.objects.all().delete()
    ReaderComment.objects.bulk_create(
        ReaderComment(
            subject=f"Subject {number}",
            created_at=MORNING + timedelta(seconds=number),
            thread_position=number * 2,
            is_pick=number % 3 == 0,
            **fields,
        )
        for number in numbers
    )

    assert without_own(written) == without_own(read(ReaderComment))
    assert len({row["uuid"] for row in written}) == len(numbers)


def test_none_are_stored_for_no_number(db):
    multiply(ReaderComment(discussion=DiscussionFactory(page=ArticlePageFactory())), range(0))

    assert not ReaderComment.objects.exists()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_recount_finds_nothing_to_change_in_a_discussion_to_read(db, shape):
    discussion = make_discussion(shape, 50).reader_discussion

    assert len(read(ReaderComment)) == 50
    assert_is_kept_as_the_app_keeps_it(discussion)


def test_a_recount_finds_nothing_to_change_in_a_discussion_to_moderate(db):
    page = ArticlePageFactory()
    fill_discussion(page, 50, place=0)

    assert len(read(ReaderComment)) == 50
    assert_is_kept_as_the_app_keeps_it(page.reader_discussion)


def assert_is_kept_as_the_app_keeps_it(discussion):
    """Its counts, its threads and their order are what a recount makes them."""
    comments, [stored] = read(ReaderComment), read(Discussion)

    recount(discussion)

    assert read(ReaderComment) == comments
    # That somebody counted is a new version.
    assert read(Discussion) == [stored | {"version": stored["version"] + 1}]
