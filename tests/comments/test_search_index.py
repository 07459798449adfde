"""The search index holds the comments that readers see, and no others."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.backends import get_search_backend
from wagtail.search.index import insert_or_update_object

from columns.factories import ArticlePageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import ReaderComment
from comments.search import update_index
from comments.status import Mode, Status
from tests.search import get_indexed_comments, make_indexed_comment, searching

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def page(db):
    return ArticlePageFactory()


def test_an_approved_comment_comes_into_the_index(committing, page):
    comment = make_indexed_comment(committing, page=page)

    assert get_indexed_comments() == {comment.pk}


def test_a_comment_that_was_only_saved_is_not_in_the_index(committing, page):
    with committing(execute=True):
        held = ReaderCommentFactory(page=page)
        held.save()
        insert_or_update_object(held)

    assert get_indexed_comments() == set()


@pytest.mark.parametrize("decide", [actions.hold, actions.reject, actions.mark_spam])
def test_a_comment_that_is_refused_later_leaves_the_index(committing, page, decide):
    comment, other = (make_indexed_comment(committing, page=page) for _ in range(2))
    with committing(execute=True):
        decide([comment])

    assert get_indexed_comments() == {other.pk}


@pytest.mark.parametrize("leave", [actions.withdraw, actions.remove])
def test_a_comment_that_is_taken_back_or_removed_leaves_the_index(committing, page, leave):
    comment = make_indexed_comment(committing, page=page)
    with committing(execute=True):
        leave([comment])

    assert get_indexed_comments() == set()


def test_a_comment_that_is_approved_again_is_back_in_the_index(committing, page):
    comment = make_indexed_comment(committing, page=page)
    for decide in (actions.reject, actions.approve):
        with committing(execute=True):
            decide([comment])

    assert get_indexed_comments() == {comment.pk}


@searching
@pytest.mark.parametrize("holds_edits", [False, True])
def test_an_edit_reaches_the_index_when_the_comment_stays_public(
    committing, page, settings, holds_edits
):
    settings.COMMENTS_HOLD_EDITS = holds_edits
    comment = make_indexed_comment(committing, page=page, subject="Waltzing")

    with committing(execute=True):
        actions.edit_comment(comment, subject="Tangoing", body="Said otherwise")

    def find(word):
        return list(get_search_backend().search(word, ReaderComment.objects.all()))

    assert find("waltzing") == []
    assert find("tangoing") == ([] if holds_edits else [comment])


def test_comments_of_a_hidden_discussion_are_not_in_the_index(committing, page):
    comment = make_indexed_comment(committing, page=page)
    with committing(execute=True):
        actions.set_discussion_mode(page, mode=Mode.HIDDEN)
    assert get_indexed_comments() == set()

    with committing(execute=True):
        actions.set_discussion_mode(page, mode=Mode.CLOSED)
    assert get_indexed_comments() == {comment.pk}


def test_comments_of_a_deleted_page_leave_the_index(committing, page):
    make_indexed_comment(committing, page=page)
    with committing(execute=True):
        page.delete()

    assert get_indexed_comments() == set()


def test_many_decisions_at_once_cost_the_same_queries_as_one(page):
    def count(number):
        ids = [ReaderCommentFactory(page=page, status=Status.APPROVED).pk for _ in range(number)]
        with CaptureQueriesContext(connection) as first:
            update_index.func(ids)
        with CaptureQueriesContext(connection) as again:
            update_index.func(ids)
        return len(first), len(again)

    count(1)  # warms what Django remembers
    assert count(1) == count(60)


def test_rebuilding_the_index_brings_in_what_readers_see(page):
    shown = ReaderCommentFactory(page=page, status=Status.APPROVED)
    for status in set(Status) - {Status.APPROVED}:
        ReaderCommentFactory(page=page, status=status)
    call_command("update_index", verbosity=0)

    assert get_indexed_comments() == {shown.pk}


@searching
def test_the_index_knows_subject_and_text_and_nothing_about_the_commenter(committing):
    comment = make_indexed_comment(
        committing,
        page=ArticlePageFactory(),
        subject="Waltzing",
        body="[quote=Bob]They liked polka.[/quote]\nI prefer <em>the foxtrot</em>.",
        author_name="Somebody",
        author_email="canary@example.org",
    )

    def find(word):
        return list(get_search_backend().search(word, ReaderComment.objects.all()))

    assert find("waltzing") == find("foxtrot") == [comment]
    for word in ("somebody", "canary", "canary@example.org", "polka", "bob", "em"):
        assert find(word) == []
