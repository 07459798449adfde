"""Many at once, on connections of their own: one outcome whatever comes first, nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from wagtail.models import Workflow, WorkflowState, WorkflowTask

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
    CaseItem,
    CommenterEntry,
    CommentFlag,
    CommentLogEntry,
    CommentModerationTask,
    CommentReaction,
    CommentRevision,
    DecisionBatch,
    Discussion,
    ModerationCase,
    PageCommentWorkflow,
    ReaderComment,
)
from comments.status import VISIBLE, WAITING, Status
from tests.factories import make_staff

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


@pytest.fixture
def moderators(page):
    return [make_staff(pages=[page]) for _ in range(2)]


def choose_workflow(page):
    """Give the cases of ``page`` a workflow of one task, and return the task."""
    workflow = Workflow.objects.create(name="Look")
    task = CommentModerationTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=page.pk, workflow=workflow)
    return task


def recount(page):
    """Return what ``count`` does, from the comments themselves."""
    statuses = ReaderComment.objects.filter(discussion__page=page).values_list("status", flat=True)
    return sum(one in VISIBLE for one in statuses), sum(one in WAITING for one in statuses)


def get_statuses(comments):
    found = dict(ReaderComment.objects.values_list("pk", "status"))
    return [found[comment.pk] for comment in comments]


@pytest.mark.parametrize("round_number", range(6))
def test_two_moderators_decide_one_comment_once_and_the_loser_is_told(
    page, moderators, round_number
):
    comment = ReaderCommentFactory(page=page)
    first, second = moderators

    def decide(status, user):
        seen = {comment.pk: "held"}
        return lambda: actions.change_status([comment], status=status, user=user, seen=seen)

    answers = at_once(decide("approved", first), decide("spam", second))

    (loser,) = [answer for answer in answers if isinstance(answer, TransitionNotAllowed)]
    (winner,) = [answer for answer in answers if answer is not loser]
    assert get_statuses([comment]) == [winner[0].status]
    assert loser.comments[0].status == winner[0].status
    assert CommentLogEntry.objects.count() == DecisionBatch.objects.count() == 1
    assert count(page) == recount(page)


@pytest.mark.parametrize("round_number", range(4))
def test_a_batch_and_a_single_decision_at_once_decide_each_comment_once(
    page, moderators, round_number
):
    comments = ReaderCommentFactory.create_batch(6, page=page)
    first, second = moderators
    seen = {comment.pk: "held" for comment in comments}

    many, single = at_once(
        lambda: actions.decide_undecided(comments, status="approved", user=first, seen=seen),
        lambda: actions.change_status([comments[3]], status="spam", user=second, seen=seen),
    )

    statuses = get_statuses(comments)
    if isinstance(single, TransitionNotAllowed):
        assert statuses == ["approved"] * 6
        assert many.left == []
    else:
        assert statuses == [*["approved"] * 3, "spam", *["approved"] * 2]
        assert many.left == [comments[3]]
    assert CommentLogEntry.objects.count() == 6
    assert count(page) == recount(page)


@pytest.mark.parametrize("round_number", range(4))
def test_batches_that_overlap_in_opposite_order_do_not_lock_each_other_out(
    page, moderators, round_number
):
    elsewhere = ArticlePageFactory(parent=page.get_parent())
    moderators = [make_staff(pages=[page.get_parent()]) for _ in range(2)]
    comments = [
        ReaderCommentFactory(page=place) for place in (page, elsewhere, page, elsewhere, page)
    ]
    seen = {comment.pk: "held" for comment in comments}

    def decide(order, status, user):
        return lambda: actions.decide_undecided(order, status=status, user=user, seen=seen)

    one, other = at_once(
        decide(comments[:4], "approved", moderators[0]),
        decide(comments[:0:-1], "rejected", moderators[1]),
    )

    decided = {comment.pk for comment in [*one.done, *other.done]}
    assert decided == {comment.pk for comment in comments}
    assert len(one.done) + len(other.done) == len(comments)
    assert len(one.left) + len(other.left) == 3
    for place in (page, elsewhere):
        assert count(place) == recount(place)


@pytest.mark.parametrize("round_number", range(4))
def test_an_undo_and_a_later_decision_have_one_winner(page, moderators, round_number):
    comment = ReaderCommentFactory(page=page)
    first, second = moderators
    actions.approve([comment], user=first)
    batch = DecisionBatch.objects.get()
    seen = {comment.pk: "approved"}

    undone, later = at_once(
        lambda: actions.undo_batch(batch.uuid, user=first),
        lambda: actions.change_status([comment], status="spam", user=second, seen=seen),
    )

    if undone.done:
        assert isinstance(later, TransitionNotAllowed)
        assert get_statuses([comment]) == ["held"]
    else:
        assert undone.left == [comment]
        assert get_statuses([comment]) == ["spam"]
    assert count(page) == recount(page)


@pytest.mark.parametrize("round_number", range(4))
def test_steps_of_a_batch_at_once_are_done_once_each(page, moderators, round_number):
    ReaderCommentFactory.create_batch(9, page=page)
    listing = ReaderComment.objects.filter(discussion__page=page)
    batch = actions.start_batch(listing, decision="approved", user=moderators[0])

    steps = at_once(*[lambda: actions.continue_batch(batch, listing, limit=3)] * 4)

    done = [comment.pk for _batch, decided in steps for comment in decided.done]
    assert len(done) == len(set(done)) == 9
    batch.refresh_from_db()
    assert batch.count == 9
    assert batch.finished_at
    assert count(page) == recount(page) == (9, 0)


def test_the_same_undo_twice_at_once_is_done_once(page, moderators):
    comment = ReaderCommentFactory(page=page)
    actions.approve([comment], user=moderators[0])
    uuid = DecisionBatch.objects.get().uuid

    answers = at_once(*[lambda: actions.undo_batch(uuid, user=moderators[0])] * 3)

    assert sum(isinstance(answer, CommentError) for answer in answers) == 2
    assert CommentLogEntry.objects.filter(action="comments.undone").count() == 1
    assert count(page) == recount(page) == (0, 1)


@pytest.mark.parametrize("round_number", range(6))
def test_an_undo_in_the_middle_of_a_long_decision_ends_it(page, moderators, round_number):
    ReaderCommentFactory.create_batch(6, page=page)
    listing = ReaderComment.objects.filter(discussion__page=page)
    batch = actions.start_batch(listing, decision="approved", user=moderators[0])
    actions.continue_batch(batch, listing, limit=2)

    (_batch, decided), undone = at_once(
        lambda: actions.continue_batch(batch, listing, limit=2),
        lambda: actions.undo_batch(batch.uuid, user=moderators[0]),
    )

    assert len(undone.done) == 2 + len(decided.done)
    _batch, later = actions.continue_batch(batch, listing, limit=2)
    assert later.done == []
    assert count(page) == recount(page) == (0, 6)


#: What is made in steps besides decisions about a status, and the status that it is about.
OTHER_DECISIONS = {"escalated": "held", "picked": "approved", "blocked": "approved"}


@pytest.fixture(params=OTHER_DECISIONS)
def other_batch(request, page):
    """A batch about nine comments by as many people, its listing, and its user."""
    choose_workflow(page)
    user = make_staff(moderates=[page], rights=["moderate", "feature", "sanction"])
    for number in range(9):
        ReaderCommentFactory(
            page=page,
            author_email=f"{number}@example.org",
            status=OTHER_DECISIONS[request.param],
        )
    listing = ReaderComment.objects.filter(discussion__page=page)
    return actions.start_batch(listing, decision=request.param, user=user), listing, user


def count_of_other_decisions():
    """Return how many picks there are, comments in open cases, and blocks that hold."""
    picks = ReaderComment.objects.filter(is_pick=True).count()
    items = CaseItem.objects.filter(case__is_open=True).count()
    return picks + items + CommenterEntry.objects.in_force().count()


@pytest.mark.parametrize("round_number", range(2))
def test_steps_of_other_decisions_at_once_are_done_once_each(other_batch, round_number):
    batch, listing, user = other_batch

    steps = at_once(*[lambda: actions.continue_batch(batch, listing, limit=3)] * 4)

    done = [comment.pk for _batch, decided in steps for comment in decided.done]
    assert len(done) == len(set(done)) == 9
    batch.refresh_from_db()
    assert batch.count == count_of_other_decisions() == 9
    assert batch.finished_at
    assert ModerationCase.objects.count() == (batch.decision == "escalated")
    assert len(actions.undo_batch(batch.uuid, user=user).done) == 9
    assert count_of_other_decisions() == 0


@pytest.mark.parametrize("round_number", range(4))
def test_an_undo_in_the_middle_of_other_decisions_ends_them(other_batch, round_number):
    batch, listing, user = other_batch
    actions.continue_batch(batch, listing, limit=2)

    (_batch, decided), undone = at_once(
        lambda: actions.continue_batch(batch, listing, limit=2),
        lambda: actions.undo_batch(batch.uuid, user=user),
    )

    assert len(undone.done) == 2 + len(decided.done)
    _batch, later = actions.continue_batch(batch, listing, limit=2)
    assert later.done == []
    assert count_of_other_decisions() == 0


@pytest.mark.parametrize("round_number", range(4))
def test_a_case_that_is_approved_while_a_step_fills_it_loses_no_comment(
    page, moderators, round_number
):
    task = choose_workflow(page)
    ReaderCommentFactory.create_batch(6, page=page)
    listing = ReaderComment.objects.filter(discussion__page=page)
    batch = actions.start_batch(listing, decision="escalated", user=moderators[0])
    actions.continue_batch(batch, listing, limit=2)
    state = ModerationCase.objects.get().current_workflow_task_state

    at_once(
        lambda: task.on_action(state, moderators[1], "approve"),
        lambda: actions.continue_batch(batch, listing, limit=2),
    )
    batch, _decided = actions.continue_batch(batch, listing)

    batch.refresh_from_db()
    assert (batch.count, CaseItem.objects.count()) == (6, 6)
    # What came into the case after the click nobody has looked at: it waits in the queue.
    assert ReaderComment.objects.waiting().count() in (2, 4)
    assert count(page) == recount(page)


@pytest.mark.parametrize("round_number", range(6))
def test_a_page_is_deleted_while_its_comments_are_decided(page, moderators, round_number):
    comments = ReaderCommentFactory.create_batch(8, page=page)

    at_once(
        page.delete,
        lambda: actions.approve(comments[:4], user=moderators[0]),
        lambda: actions.decide_undecided(comments[4:], status="spam", user=moderators[1]),
    )

    assert not ReaderComment.objects.exists()
    assert not CommentLogEntry.objects.exclude(label="").exists()


@pytest.mark.parametrize("round_number", range(3))
def test_escalations_at_once_share_one_case(page, moderators, round_number):
    choose_workflow(page)
    comments = ReaderCommentFactory.create_batch(4, page=page)

    def escalate(comment):
        return lambda: actions.escalate([comment, comments[0]], user=moderators[0])

    answers = at_once(*[escalate(comment) for comment in comments[1:]])

    assert {case.pk for (case,) in answers} == {ModerationCase.objects.get().pk}
    assert WorkflowState.objects.count() == 1
    assert CaseItem.objects.count() == 4


@pytest.mark.parametrize("round_number", range(3))
def test_a_case_and_a_single_decision_at_once_decide_each_comment_once(
    page, moderators, round_number
):
    task = choose_workflow(page)
    comments = ReaderCommentFactory.create_batch(2, page=page)
    (case,) = actions.escalate(comments, user=moderators[0])
    state = case.current_workflow_task_state

    at_once(
        lambda: task.on_action(state, moderators[0], "approve"),
        lambda: actions.decide_undecided(comments, status="spam", user=moderators[1]),
    )

    case.refresh_from_db()
    assert not case.is_open
    assert set(get_statuses(comments)) <= {"approved", "spam"}
    assert count(page) == recount(page)
    assert not WorkflowState.objects.active().exists()
