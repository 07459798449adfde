"""Many at once, on connections of their own: one outcome whatever comes first, nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from columns.factories import ArticlePageFactory
from comments import actions
from comments.exceptions import (
    CommentChanged,
    CommentError,
    EditNotPossible,
    TooManyMarks,
    TransitionNotAllowed,
)
from comments.factories import ReaderCommentFactory
from comments.models import (
    CommentFlag,
    CommentLogEntry,
    CommentReaction,
    CommentRevision,
    Discussion,
    ReaderComment,
)
from comments.status import Status

from .taking_part import TYPED

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WRITERS = 40


@pytest.fixture
def page():
    """An article whose discussion is open."""
    return ArticlePageFactory()


def at_once(*tasks):
    """Run all ``tasks`` at the same moment and return what each returned or raised."""
    barrier = Barrier(len(tasks))

    def run(task):
        barrier.wait()
        try:
            return task()
        except CommentError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def count(page):
    discussion = Discussion.objects.get(page=page)
    return discussion.comment_count, discussion.waiting_count


def test_forty_equal_posts_at_once_make_one_comment(page):
    posts = at_once(*[lambda: actions.submit_comment(page, **TYPED, network="n")] * WRITERS)

    assert {post.pk for post in posts} == set(ReaderComment.objects.values_list("pk", flat=True))
    assert ReaderComment.objects.count() == 1
    assert count(page) == (0, 1)


def test_forty_different_posts_at_once_are_all_there(page):
    def post(number):
        return lambda: actions.submit_comment(page, **TYPED | {"body": f"Text {number}"})

    at_once(*[post(number) for number in range(WRITERS)])

    assert ReaderComment.objects.count() == WRITERS
    assert count(page) == (0, WRITERS)


def test_one_reader_who_reacts_in_many_tabs_counts_once(page):
    comment = ReaderCommentFactory(page=page, status=Status.APPROVED)

    at_once(*[lambda: actions.react(comment, reader_key="one")] * 20)

    comment.refresh_from_db()
    assert (comment.reaction_count, CommentReaction.objects.count()) == (1, 1)


def test_a_network_casts_no_more_reactions_at_once_than_one_after_the_other(page):
    comment = ReaderCommentFactory(page=page, status=Status.APPROVED)

    def vote(number):
        return lambda: actions.react(comment, reader_key=str(number), network="n")

    answers = at_once(*[vote(number) for number in range(20)])

    comment.refresh_from_db()
    assert (comment.reaction_count, CommentReaction.objects.count()) == (5, 5)
    assert len([answer for answer in answers if isinstance(answer, TooManyMarks)]) == 15


def test_flags_at_once_hold_the_comment_once(page):
    comment = ReaderCommentFactory(page=page, status=Status.APPROVED)

    def flag(number):
        return lambda: actions.flag_comment(
            comment, reader_key=str(number), network=str(number), reason="spam"
        )

    at_once(*[flag(number) for number in range(12)])

    comment.refresh_from_db()
    assert (comment.status, comment.flag_count, CommentFlag.objects.count()) == (Status.HELD, 3, 3)
    assert CommentLogEntry.objects.count() == 1
    assert count(page) == (0, 1)


@pytest.mark.parametrize("round_number", range(4))
def test_an_edit_and_an_approval_at_once_never_show_what_nobody_saw(page, round_number):
    comment = ReaderCommentFactory(page=page)

    edited, approved = at_once(
        lambda: actions.edit_comment(comment, subject="New", body="An advert"),
        lambda: actions.change_status([comment], status="approved", seen_revisions={comment.pk: 0}),
    )

    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("An advert", Status.HELD)
    assert CommentRevision.objects.count() == 1
    assert edited.revision_number == 1
    assert isinstance(approved, CommentChanged | list)
    assert count(page) == (0, 1)


@pytest.mark.parametrize("round_number", range(4))
def test_an_edit_and_a_rejection_at_once_have_one_winner(page, round_number):
    comment = ReaderCommentFactory(page=page)
    seen = {comment.pk: 0}

    edited, rejected = at_once(
        lambda: actions.edit_comment(comment, subject="New", body="Another text"),
        lambda: actions.change_status([comment], status="rejected", seen_revisions=seen),
    )

    comment.refresh_from_db()
    if isinstance(edited, EditNotPossible):
        assert comment.status == Status.REJECTED
        assert comment.body != "Another text"
        assert not CommentRevision.objects.exists()
    else:
        assert isinstance(rejected, CommentChanged)
        assert (comment.status, comment.body) == (Status.HELD, "Another text")


@pytest.mark.parametrize("round_number", range(4))
def test_a_withdrawal_and_an_approval_at_once_leave_nothing_public(page, round_number):
    comment = ReaderCommentFactory(page=page)

    _withdrawn, approved = at_once(
        lambda: actions.withdraw_by_author(comment), lambda: actions.approve([comment])
    )

    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN
    assert isinstance(approved, TransitionNotAllowed | list)
    assert count(page) == (0, 0)


def test_two_edits_at_once_both_leave_their_trace(page):
    comment = ReaderCommentFactory(page=page)

    at_once(
        lambda: actions.edit_comment(comment, body="One"),
        lambda: actions.edit_comment(comment, body="Two"),
    )

    comment.refresh_from_db()
    assert comment.revision_number == CommentRevision.objects.count() == 2
    assert comment.body in ("One", "Two")
