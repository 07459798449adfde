"""Escalating, picking and blocking all that a listing has, in steps: one decision each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Workflow, WorkflowTask

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.actions import batches
from comments.exceptions import (
    CommentError,
    EscalationNotPossible,
    ModerationDenied,
    UndoNotPossible,
)
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import (
    CaseItem,
    CommenterEntry,
    CommentLogEntry,
    CommentModerationTask,
    DecisionBatch,
    ModerationCase,
    PageCommentWorkflow,
    ReaderComment,
)
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

KINDS = ("escalated", "picked", "blocked")
RIGHTS = {"escalated": "moderate", "picked": "feature", "blocked": "sanction"}
STATUSES = {"escalated": Status.HELD, "picked": Status.APPROVED, "blocked": Status.APPROVED}


@pytest.fixture
def column():
    """A column with a workflow for its cases."""
    column = ColumnPageFactory()
    choose_workflow(column)
    return column


def choose_workflow(column):
    workflow = Workflow.objects.create(name="Second look")
    task = CommentModerationTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=column.pk, workflow=workflow)


@pytest.fixture
def article(column):
    return ArticlePageFactory(parent=column)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def user(column, kind):
    """Somebody who may do that and nothing else."""
    return make_staff(moderates=[column], rights=[RIGHTS[kind]])


@pytest.fixture
def other(column):
    """Somebody who may do everything."""
    return make_staff(moderates=[column], rights=RIGHTS.values())


@pytest.fixture
def comments(article, kind):
    """Five comments by as many people, which the decision can be made about."""
    return [make(article, kind, number) for number in range(5)]


def make(article, kind, number, **kwargs):
    address = f"{number}@example.org"
    return ReaderCommentFactory(page=article, status=STATUSES[kind], author_email=address, **kwargs)


def candidates():
    return ReaderComment.objects.exclude(subject="Not listed")


def start(kind, user, **kwargs):
    return actions.start_batch(candidates(), decision=kind, user=user, **kwargs)


def step(batch, limit=2):
    return actions.continue_batch(batch, candidates(), limit=limit)


def finish(batch, limit=2):
    while batch.finished_at is None:
        batch, _decided = step(batch, limit)
    return batch


def find_done(kind):
    """Return the ids of the comments that the decision was made about and not taken back."""
    if kind == "picked":
        return set(ReaderComment.objects.filter(is_pick=True).values_list("pk", flat=True))
    if kind == "escalated":
        return set(CaseItem.objects.values_list("comment", flat=True))
    keys = set(CommenterEntry.objects.in_force().values_list("commenter_key", flat=True))
    return {
        comment.pk
        for comment in ReaderComment.objects.all()
        if CommenterEntry.objects.of(comment.author_email).filter(commenter_key__in=keys).exists()
    }


def do(kind, comments, user):
    """Make the decision about ``comments`` at once."""
    if kind == "picked":
        actions.set_picks(comments, is_pick=True, user=user)
    elif kind == "escalated":
        actions.escalate(comments, user=user)
    else:
        actions.block_commenters(comments, user=user)


def undo_last(user):
    actions.undo_batch(DecisionBatch.objects.undoable(user).first().uuid, user=user)


def get_ids(comments):
    return {comment.pk for comment in comments}


def test_all_are_decided_as_one_and_undone_as_one(kind, user, article, comments):
    make(article, kind, 5, subject="Not listed")

    batch = start(kind, user)
    assert (batch.total, batch.count, find_done(kind)) == (5, 0, set())
    counts = []
    while batch.finished_at is None:
        batch, decided = step(batch)
        assert decided.left == []
        counts.append(batch.count)

    assert counts == [2, 4, 5]
    assert find_done(kind) == get_ids(comments)
    assert DecisionBatch.objects.get() == batch
    assert CommentLogEntry.objects.filter(uuid=batch.uuid, user=user).count() == 5
    assert list(DecisionBatch.objects.undoable(user)) == [batch]
    steps = [actions.undo_batch(batch.uuid, user=user, limit=2) for _step in range(3)]
    assert [len(undone.done) for undone in steps] == [2, 2, 1]
    assert [undone.is_complete for undone in steps] == [False, False, True]
    assert find_done(kind) == set()
    assert not ModerationCase.objects.open().exists()


def test_what_came_or_was_touched_since_it_was_listed_is_left(kind, user, other, article, comments):
    """Decided by others so, decided and taken back, given another status, or edited."""
    batch = start(kind, user)
    late = make(article, kind, 5)
    free, taken, returned, moved, edited = comments
    do(kind, [taken], other)
    do(kind, [returned], other)
    undo_last(other)
    actions.change_status([moved], status=Status.SPAM, user=other)
    ReaderComment.objects.filter(pk=edited.pk).update(edited_at=timezone.now())

    batch = finish(batch)

    assert (batch.count, batch.total) == (1, 5)
    assert find_done(kind) == {free.pk, taken.pk}
    mine = CommentLogEntry.objects.filter(uuid=batch.uuid)
    assert [entry.comment_id for entry in mine] == [free.pk]
    assert not CommentLogEntry.objects.filter(comment=late).exists()


def test_what_is_imported_meanwhile_with_its_old_dates_is_left(kind, user, article, comments):
    batch = start(kind, user)
    imported = make(article, kind, 5)
    long_ago = timezone.now() - timedelta(days=400)
    ReaderComment.objects.filter(pk=imported.pk).update(
        created_at=long_ago, status_changed_at=long_ago
    )

    batch = finish(batch)

    assert batch.count == 5
    assert find_done(kind) == get_ids(comments)


def test_what_is_edited_between_looking_and_locking_is_left(kind, user, comments, monkeypatch):
    def edit_first(ids):
        ReaderComment.objects.filter(pk=comments[0].pk).update(revision_number=1)
        return lock_comments(ids)

    from comments.actions.locks import lock_comments

    batch = start(kind, user)
    monkeypatch.setattr("comments.actions.locks.lock_comments", edit_first)

    batch, decided = step(batch)

    assert [one.pk for one in decided.done] == [comments[1].pk]
    assert [one.pk for one in decided.left] == [comments[0].pk]
    assert find_done(kind) == {comments[1].pk}


def test_what_changes_after_a_selection_was_read_is_left(kind, user, comments):
    """It is compared under the lock: edited, given another status, or picked."""
    decide = {
        "picked": actions.pick_shown,
        "escalated": actions.escalate_undecided,
        "blocked": lambda *args, **kwargs: actions.block_undecided(*args, **kwargs)[1],
    }[kind]
    ReaderComment.objects.filter(pk=comments[0].pk).update(revision_number=1)
    ReaderComment.objects.filter(pk=comments[1].pk).update(status=Status.UNCONFIRMED)
    ReaderComment.objects.filter(pk=comments[2].pk).update(is_pick=True)

    decided = decide(comments, user=user)

    assert decided.done == comments[3:]
    assert decided.left == comments[:3]
    entries = CommentLogEntry.objects.all()
    assert {entry.comment_id for entry in entries} == get_ids(comments[3:])


def test_nobody_goes_on_without_the_right_for_it(kind, user, column, comments):
    batch = start(kind, user)
    step(batch)
    user.groups.clear()
    rights = set(RIGHTS.values()) - {RIGHTS[kind]}
    user.groups.add(*make_staff(moderates=[column], rights=rights).groups.all())

    with pytest.raises(ModerationDenied):
        step(batch)

    assert len(find_done(kind)) == 2
    assert DecisionBatch.objects.get().finished_at is None


def test_who_has_the_right_elsewhere_alone_goes_on_with_nothing(kind, user, comments):
    batch = start(kind, user)
    user.groups.clear()
    elsewhere = make_staff(moderates=[ColumnPageFactory()], rights=[RIGHTS[kind]])
    user.groups.add(*elsewhere.groups.all())

    with pytest.raises(ModerationDenied):
        step(batch)

    assert find_done(kind) == set()


def test_a_decision_whose_moderator_is_gone_does_not_go_on(kind, user, comments):
    batch = start(kind, user)
    user.delete()

    with pytest.raises(ModerationDenied):
        step(batch)

    assert find_done(kind) == set()


def test_an_undo_in_the_middle_takes_back_what_is_done_and_ends_it(kind, user, comments):
    batch = start(kind, user)
    step(batch)
    step(batch)

    first = actions.undo_batch(batch.uuid, user=user, limit=3)
    batch, later = step(batch)
    second = actions.undo_batch(batch.uuid, user=user, limit=3)

    assert (len(first.done), first.is_complete) == (3, False)
    assert (later.done, later.left) == ([], [])
    assert (len(second.done), second.is_complete) == (1, True)
    assert find_done(kind) == set()
    with pytest.raises(UndoNotPossible):
        actions.undo_batch(batch.uuid, user=user)


def test_a_hook_that_refuses_a_step_stops_it_there(kind, user, comments):
    names = {
        "escalated": "before_comment_escalation",
        "picked": "before_comment_pick",
        "blocked": "before_commenter_block",
    }
    batch, _decided = step(start(kind, user, note="Is this Mr Miller?"))

    def refuse(**known):
        raise CommentError("Not on a Sunday.")

    with (
        hooks.register_temporarily(names[kind], refuse),
        pytest.raises(CommentError, match="Not on a Sunday"),
    ):
        step(batch)

    batch, decided = step(batch)
    assert (batch.count, batch.note, decided.done) == (2, "", [])
    assert find_done(kind) == get_ids(comments[:2])
    undo_last(user)
    assert find_done(kind) == set()


def test_the_note_of_what_is_left_in_the_middle_goes_with_the_next_start(kind, user, comments):
    batch, _decided = step(start(kind, user, note="Is this Mr Miller?"))
    going_on, _decided = step(start(kind, user, note="And this?"))
    stepped_at = batch.stepped_at - timedelta(hours=3)
    DecisionBatch.objects.filter(pk=batch.pk).update(stepped_at=stepped_at)
    DecisionBatch.objects.update(created_at=stepped_at)

    start(kind, user)

    batch.refresh_from_db()
    assert (batch.note, batch.finished_at) == ("", stepped_at)
    going_on.refresh_from_db()
    assert (going_on.note, going_on.finished_at) == ("And this?", None)


@pytest.mark.parametrize("kind", ["escalated"], indirect=True)
def test_the_note_of_what_is_left_in_the_middle_goes_with_the_words(kind, user, comments):
    batch = start(kind, user, note="Is this Mr Miller?")
    DecisionBatch.objects.update(created_at=timezone.now() - timedelta(hours=3))

    actions.remove(comments[:1])

    batch.refresh_from_db()
    assert batch.note == ""
    assert batch.finished_at


def test_a_step_costs_the_same_for_few_and_many(kind, user, article):
    def measure(number):
        before = timezone.now()
        for place in range(number):
            make(article, kind, f"{number}-{place}", created_at=before)
        fresh = type(user).objects.get(pk=user.pk)
        batch = start(kind, fresh)
        with CaptureQueriesContext(connection) as queries:
            batch, decided = step(batch, limit=number)
        assert (len(decided.done), batch.count) == (number, number)
        return len(queries)

    # The first step opens the case.
    measure(2)
    few = measure(3)

    assert measure(40) == few
    assert few <= 30


def test_twelve_hundred_are_decided_by_steps_of_five_hundred(kind, user, article):
    discussion = DiscussionFactory(page=article)
    long_ago = timezone.now() - timedelta(days=1)
    ReaderComment.objects.bulk_create(
        ReaderComment(
            discussion=discussion,
            subject=f"Subject {number}",
            body="Text",
            html="<p>Text</p>",
            author_name="Reader",
            author_email=f"{number}@example.org",
            status=STATUSES[kind],
            created_at=long_ago,
            status_changed_at=long_ago,
        )
        for number in range(1_200)
    )
    batch = start(kind, user)
    costs, counts = [], []
    while batch.finished_at is None:
        with CaptureQueriesContext(connection) as queries:
            batch, _decided = actions.continue_batch(batch, candidates())
        costs.append(len(queries))
        counts.append(batch.count)

    assert batch.total == 1_200
    assert counts == [500, 1_000, 1_200]
    # SQLite writes many rows in parts, and the last step has fewer; the first opens the case.
    assert costs[1] <= costs[0]
    assert costs[2] <= costs[1]
    assert costs[1] <= 31
    undone = []
    while not undone or not undone[-1].is_complete:
        undone.append(actions.undo_batch(batch.uuid, user=user))
    assert [len(one.done) for one in undone] == [500, 500, 200]


class TestEscalating:
    @pytest.fixture
    def kind(self):
        return "escalated"

    def test_the_note_is_with_all_of_them_and_kept_nowhere_else(self, user, comments):
        batch = start("escalated", user, note="Please look")

        batch = finish(batch)

        assert set(CaseItem.objects.values_list("note", flat=True)) == {"Please look"}
        assert CaseItem.objects.count() == 5
        batch.refresh_from_db()
        assert batch.note == ""

    def test_an_undo_in_the_middle_keeps_no_note_either(self, user, comments):
        batch = start("escalated", user, note="Please look")
        step(batch)

        actions.undo_batch(batch.uuid, user=user)

        assert DecisionBatch.objects.get().note == ""

    def test_what_is_in_a_case_already_is_none_of_them(self, user, other, comments):
        actions.escalate(comments[:2], user=other)

        batch = finish(start("escalated", user))

        assert (batch.total, batch.count) == (3, 3)
        assert ModerationCase.objects.get().items.count() == 5

    def test_a_case_that_is_decided_in_the_middle_is_followed_by_another(
        self, user, other, comments
    ):
        batch = start("escalated", user)
        step(batch)
        actions.approve(comments[:2], user=other)
        actions.close_decided_cases([comments[0].discussion_id], user=other)

        batch = finish(batch)
        undone = actions.undo_batch(batch.uuid, user=user)

        assert batch.count == 5
        assert ModerationCase.objects.count() == 2
        assert get_ids(undone.done) == get_ids(comments[2:])
        assert get_ids(undone.left) == get_ids(comments[:2])
        assert not ModerationCase.objects.open().exists()

    def test_what_has_no_workflow_is_skipped_and_found_in_the_end(self, comments):
        elsewhere = ArticlePageFactory()
        user = make_staff(moderates=[comments[0].page, elsewhere], rights=["moderate"])
        make(elsewhere, "escalated", 5)
        first = ReaderComment.objects.filter(pk=comments[0].pk)
        lonely = make(elsewhere, "escalated", 6)
        batch = start("escalated", user)
        steps = []
        while batch.finished_at is None:
            batch, decided = step(batch)
            steps.append([len(decided.done), len(decided.left), len(decided.skipped)])

        assert steps == [[2, 0, 0], [2, 0, 0], [1, 0, 1], [0, 0, 1]]
        assert find_done("escalated") == get_ids(comments)
        assert (batch.count, batch.total) == (5, 7)
        skipped = actions.find_skipped(batch, candidates())
        assert {one.page.pk for one in skipped} == {elsewhere.pk}
        assert lonely in skipped
        assert not actions.find_skipped(batch, first).exists()
        assert ModerationCase.objects.count() == 1

    def test_a_step_opens_so_many_cases_at_the_most(self, user, column, comments, monkeypatch):
        monkeypatch.setattr(batches, "MOST_CASES", 2)
        for number in range(10, 16):
            make(ArticlePageFactory(parent=column), "escalated", number)
        # In the case that is open by then.
        make(comments[0].page, "escalated", 16)
        batch = start("escalated", user)
        steps = []
        while batch.finished_at is None:
            batch, decided = actions.continue_batch(batch, candidates())
            steps.append((len(decided.done), ModerationCase.objects.count()))

        assert steps == [(6, 2), (2, 4), (2, 6), (2, 7)]
        assert (batch.count, batch.total) == (12, 12)

    def test_the_error_names_the_pages_without_a_workflow(self, comments):
        pages = [ArticlePageFactory(title=f"Page {number}") for number in range(4)]
        others = [make(page, "escalated", 9) for page in pages]

        with pytest.raises(EscalationNotPossible, match=r": Page 0\.$"):
            actions.escalate([comments[0], others[0]])
        with pytest.raises(EscalationNotPossible, match=r": Page 0, Page 1, Page 2, and others\.$"):
            actions.escalate(others)

        assert not ModerationCase.objects.exists()


class TestBlocking:
    @pytest.fixture
    def kind(self):
        return "blocked"

    def test_who_wrote_many_is_blocked_once_and_counted_once(self, user, article, comments):
        for _number in range(6):
            make(article, "blocked", 0)
        ReaderCommentFactory(page=article, author_email="1@EXAMPLE.org")
        ReaderCommentFactory(page=article, author_email="")

        batch = start("blocked", user, note="Insults")
        assert batch.total == 5
        batch = finish(batch)

        assert batch.count == CommenterEntry.objects.count() == 5
        assert set(CommenterEntry.objects.values_list("text", flat=True)) == {"Insults"}
        assert len(actions.undo_batch(batch.uuid, user=user).done) == 5
        assert not CommenterEntry.objects.in_force().exists()

    def test_whoever_wrote_in_two_sections_is_blocked_and_counted_in_each(self, comments):
        elsewhere = ArticlePageFactory()
        makers = [elsewhere.get_parent(), comments[0].page.get_parent()]
        user = make_staff(moderates=makers, rights=["sanction"])
        make(elsewhere, "blocked", 0)

        batch = finish(start("blocked", user))

        assert batch.total == batch.count == CommenterEntry.objects.in_force().count() == 6

    def test_all_blocks_end_at_one_time_whenever_their_step_is(self, user, comments):
        until = timezone.now() + timedelta(days=7)

        finish(start("blocked", user, until=until))

        assert set(CommenterEntry.objects.values_list("until", flat=True)) == {until}

    def test_whom_somebody_frees_in_the_middle_stays_free(self, user, other, article, comments):
        again = make(article, "blocked", 0)
        batch = start("blocked", user)
        step(batch)
        actions.lift_block(comments[0], user=other)

        batch = finish(batch)

        assert batch.count == 5
        assert not actions.is_blocked(again.author_email, article)

    def test_undoing_lets_former_blocks_hold_again(self, user, other, comments):
        former = [actions.block_commenter(comment, user=other) for comment in comments]

        batch = finish(start("blocked", user))
        assert not CommenterEntry.objects.in_force().filter(pk__in=[it.pk for it in former])
        actions.undo_batch(batch.uuid, user=user)

        assert set(CommenterEntry.objects.in_force()) == set(former)

    def test_counting_them_costs_the_same_for_any_number(self, user, article, comments):
        def measure():
            fresh = type(user).objects.get(pk=user.pk)
            with CaptureQueriesContext(connection) as queries:
                start("blocked", fresh)
            return len(queries)

        few = measure()
        for number in range(30):
            make(article, "blocked", 10 + number)

        assert measure() == few
