"""Decisions as batches: undone within a set time, and made about all that a listing holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Workflow, WorkflowTask

from columns.factories import ArticlePageFactory
from comments import actions
from comments.exceptions import (
    CommentError,
    ModerationDenied,
    TransitionNotAllowed,
    UndoNotPossible,
)
from comments.factories import ReaderCommentFactory
from comments.models import (
    CommentLogEntry,
    CommentModerationTask,
    DecisionBatch,
    Discussion,
    PageCommentWorkflow,
    ReaderComment,
)
from comments.signals import comments_status_changed
from comments.status import Status
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

#: What readers and moderators see of a comment, which undoing brings back.
SHOWN = ("status", "reason", "is_pick", "flag_count", "subject", "body")

DECISIONS = {
    "approve": lambda comments, user: actions.approve(comments, user=user),
    "reject": lambda comments, user: actions.reject(comments, user=user, reason="off-topic"),
    "spam": lambda comments, user: actions.mark_spam(comments, user=user),
    "hold": lambda comments, user: actions.hold(comments, user=user, reason="doubt"),
    "pick": lambda comments, user: actions.set_picks(comments, is_pick=True, user=user),
    "unpick": lambda comments, user: actions.set_picks(comments, is_pick=False, user=user),
}


@pytest.fixture
def moderator(article):
    return make_staff(moderates=[article])


def make_comment(article, **kwargs):
    """Return a comment that a discussion was recounted with."""
    comment = ReaderCommentFactory(page=article, **kwargs)
    actions.recount(Discussion.objects.get(page=article))
    return comment


def look(comment):
    return ReaderComment.objects.values(*SHOWN).get(pk=comment.pk)


def count(article):
    discussion = Discussion.objects.get(page=article)
    return discussion.comment_count, discussion.waiting_count


def get_last(user):
    return DecisionBatch.objects.undoable(user).first()


@pytest.mark.parametrize(
    ("decision", "former"),
    [
        ("approve", {"status": Status.HELD, "reason": "flagged", "flag_count": 3}),
        ("approve", {"status": Status.SPAM}),
        ("approve", {"status": Status.REJECTED, "reason": "abusive"}),
        ("reject", {"status": Status.HELD}),
        ("reject", {"status": Status.APPROVED, "is_pick": True}),
        ("spam", {"status": Status.APPROVED, "flag_count": 2}),
        ("hold", {"status": Status.APPROVED, "is_pick": True}),
        ("pick", {"status": Status.APPROVED}),
        ("unpick", {"status": Status.APPROVED, "is_pick": True}),
    ],
)
def test_undoing_brings_back_what_was_there(article, moderator, decision, former):
    comment = make_comment(article, **former)
    before, counted = look(comment), count(article)
    DECISIONS[decision]([comment], moderator)
    assert look(comment) != before

    undone = actions.undo_batch(get_last(moderator).uuid, user=moderator)

    assert ([one.pk for one in undone.done], undone.left, undone.is_complete) == (
        [comment.pk],
        [],
        True,
    )
    assert look(comment) == before
    assert count(article) == counted
    assert get_last(moderator) is None


def test_undoing_is_logged_and_told(article, moderator, django_capture_on_commit_callbacks):
    comment = make_comment(article)
    actions.approve([comment], user=moderator)
    heard = []

    def listen(sender, comments, status, previous, **kwargs):
        heard.append((status, previous))

    comments_status_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.undo_batch(get_last(moderator).uuid, user=moderator)
    finally:
        comments_status_changed.disconnect(listen)

    entry = CommentLogEntry.objects.first()
    assert (entry.action, entry.user, entry.data) == (
        "comments.undone",
        moderator,
        {"from": "approved", "to": "held"},
    )
    assert heard == [(Status.HELD, {comment.pk: Status.APPROVED})]


def test_what_somebody_has_decided_since_stays(article, moderator):
    mine, taken = make_comment(article), make_comment(article)
    actions.approve([mine, taken], user=moderator)
    batch = get_last(moderator)
    actions.reject([taken], user=make_staff(moderates=[article]), reason="abusive")

    undone = actions.undo_batch(batch.uuid, user=moderator)

    assert [comment.pk for comment in undone.done] == [mine.pk]
    assert [comment.pk for comment in undone.left] == [taken.pk]
    assert look(mine)["status"] == Status.HELD
    assert (look(taken)["status"], look(taken)["reason"]) == (Status.REJECTED, "abusive")
    assert count(article) == (0, 1)


def test_what_was_decided_the_same_again_is_no_longer_that_decision(article, moderator):
    comment = make_comment(article)
    actions.approve([comment], user=moderator)
    first = get_last(moderator)
    actions.reject([comment], user=moderator)
    actions.approve([comment], user=moderator)

    assert actions.undo_batch(first.uuid, user=moderator).done == []
    assert look(comment)["status"] == Status.APPROVED


def test_flags_that_came_since_are_kept(article, moderator):
    comment = make_comment(article, status=Status.APPROVED, flag_count=2)
    actions.reject([comment], user=moderator)
    actions.approve([comment], user=moderator)
    batch = get_last(moderator)
    actions.flag_comment(comment, reader_key="a", network="a", reason="spam")

    actions.undo_batch(batch.uuid, user=moderator)

    assert look(comment)["status"] == Status.REJECTED
    assert look(comment)["flag_count"] == 1


@pytest.mark.parametrize("who", ["another", "nobody knows it", "late", "twice", "final"])
def test_not_every_decision_can_be_undone(article, moderator, settings, who):
    comment = make_comment(article)
    if who == "final":
        actions.remove([comment], user=moderator)
    else:
        actions.approve([comment], user=moderator)
    uuid = DecisionBatch.objects.get().uuid
    user = moderator
    if who == "another":
        user = make_staff(moderates=[article])
    elif who == "nobody knows it":
        uuid = uuid4()
    elif who == "late":
        past = timezone.now() - timedelta(minutes=11)
        DecisionBatch.objects.update(created_at=past, finished_at=past)
    elif who == "twice":
        actions.undo_batch(uuid, user=moderator)
    before, entries = look(comment), CommentLogEntry.objects.count()

    with pytest.raises(UndoNotPossible):
        actions.undo_batch(uuid, user=user)

    assert look(comment) == before
    assert CommentLogEntry.objects.count() == entries


def test_who_lost_the_right_undoes_nothing_until_it_is_given_back(article, moderator):
    comment = make_comment(article)
    actions.approve([comment], user=moderator)
    batch = get_last(moderator)
    groups = list(moderator.groups.all())
    moderator.groups.clear()

    with pytest.raises(ModerationDenied):
        actions.undo_batch(batch.uuid, user=get_fresh(moderator))

    assert look(comment)["status"] == Status.APPROVED
    moderator.groups.set(groups)
    undone = actions.undo_batch(batch.uuid, user=get_fresh(moderator))
    assert [one.pk for one in undone.done] == [comment.pk]


@pytest.mark.parametrize("limit", [1, 2, 500])
@pytest.mark.parametrize("kind", ["approved", "picked", "escalated", "blocked"])
def test_where_the_right_is_lost_it_waits_and_the_rest_is_undone(kind, limit):
    pages = [ArticlePageFactory() for _ in range(2)]
    for page in pages:
        choose_workflow(page)
    user = make_staff(moderates=pages[1:], rights=ALL)
    both = list(make_staff(moderates=pages, rights=ALL).groups.all())
    one_only = list(user.groups.all())
    user.groups.set(both)
    status = Status.APPROVED if kind == "picked" else Status.HELD
    comments = [make_comment(page, status=status, author_email="a@example.org") for page in pages]
    decide_all(kind, comments, user)
    batch = get_last(user)
    user.groups.set(one_only)

    first = undo_all(batch, get_fresh(user), limit)
    second = undo_all(batch, get_fresh(user), limit)
    user.groups.set(both)
    third = undo_all(batch, get_fresh(user), limit)

    lost, kept = (comment.pk for comment in comments)
    assert first == {"done": [kept], "left": [], "denied": [lost]}
    assert second == {"done": [], "left": [], "denied": [lost]}
    assert third == {"done": [lost], "left": [], "denied": []}
    with pytest.raises(UndoNotPossible):
        actions.undo_batch(batch.uuid, user=get_fresh(user))


def test_what_is_undone_in_part_is_not_taken_from_whoever_decided_it_since():
    pages = [ArticlePageFactory() for _ in range(2)]
    user, other = make_staff(moderates=pages[1:], rights=ALL), make_staff(moderates=pages[1:])
    one_only = list(user.groups.all())
    user.groups.set(make_staff(moderates=pages, rights=ALL).groups.all())
    comments = [make_comment(page, status=Status.APPROVED) for page in pages]
    decide_all("picked", comments, user)
    batch = get_last(user)
    user.groups.set(one_only)
    undo_all(batch, get_fresh(user), 500)
    actions.set_picks(comments[1:], is_pick=True, user=other)

    undo_all(batch, get_fresh(user), 500)

    assert look(comments[1])["is_pick"]


ALL = ("moderate", "feature", "sanction")


def get_fresh(user):
    return type(user).objects.get(pk=user.pk)


def choose_workflow(page):
    workflow = Workflow.objects.create(name="Second look")
    task = CommentModerationTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=page.pk, workflow=workflow)


def decide_all(kind, comments, user):
    """Decide about ``comments`` by the action of that decision, as ``DecisionBatch`` names it."""
    if kind == "picked":
        actions.set_picks(comments, is_pick=True, user=user)
    elif kind == "escalated":
        actions.escalate(comments, user=user)
    elif kind == "blocked":
        actions.block_commenters(comments, user=user)
    else:
        actions.change_status(comments, status=kind, user=user)


def undo_all(batch, user, limit):
    """Undo by steps of ``limit``; return ids by what became of them."""
    found = {"done": [], "left": [], "denied": []}
    is_complete = False
    while not is_complete:
        undone = actions.undo_batch(batch.uuid, user=user, limit=limit)
        for name, ids in found.items():
            ids += [comment.pk for comment in getattr(undone, name)]
        is_complete = undone.is_complete
    return found


def test_a_large_batch_is_undone_in_steps(article, moderator):
    comments = [make_comment(article) for _ in range(5)]
    actions.approve(comments, user=moderator)
    uuid = get_last(moderator).uuid

    steps = []
    while not steps or not steps[-1].is_complete:
        steps.append(actions.undo_batch(uuid, user=moderator, limit=2))

    assert [len(step.done) for step in steps] == [2, 2, 1]
    assert count(article) == (0, 5)


def test_undoing_many_costs_as_much_as_one(article, moderator):
    def measure(number):
        comments = ReaderCommentFactory.create_batch(number, page=article)
        actions.approve(comments, user=moderator)
        uuid = get_last(moderator).uuid
        with CaptureQueriesContext(connection) as queries:
            actions.undo_batch(uuid, user=moderator)
        return len(queries)

    measure(1)
    few = measure(2)

    assert measure(60) == few
    assert few <= 20


def test_a_hook_can_refuse_a_decision(article, moderator):
    comment = make_comment(article)
    heard = []

    def refuse(comments, status, user, reason):
        raise CommentError("Not on a Sunday.")

    with (
        hooks.register_temporarily("before_comment_decision", refuse),
        hooks.register_temporarily("after_comment_decision", lambda **known: heard.append(known)),
        pytest.raises(CommentError, match="Not on a Sunday"),
    ):
        actions.approve([comment], user=moderator)

    assert look(comment)["status"] == Status.HELD
    assert heard == []
    assert not DecisionBatch.objects.exists()


def test_a_hook_hears_of_a_decision_before_and_after(article, moderator):
    comment = make_comment(article)
    heard = []

    def listen(comments, status, user, reason):
        heard.append(([one.status for one in comments], status, user, reason))

    with (
        hooks.register_temporarily("before_comment_decision", listen),
        hooks.register_temporarily("after_comment_decision", listen),
    ):
        actions.reject([comment], user=moderator, reason="off-topic")

    assert heard == [
        ([Status.HELD], Status.REJECTED, moderator, "off-topic"),
        ([Status.REJECTED], Status.REJECTED, moderator, "off-topic"),
    ]


class TestAllThatMatch:
    """A decision about a whole listing, in steps."""

    def start(self, user, status=Status.APPROVED):
        return actions.start_batch(self.candidates(), decision=status, user=user, reason="why")

    def candidates(self):
        return ReaderComment.objects.filter(subject="Chosen")

    def finish(self, batch, limit=2):
        left = []
        while batch.finished_at is None:
            batch, decided = actions.continue_batch(batch, self.candidates(), limit=limit)
            left += decided.left
        return batch, left

    def test_it_decides_all_of_them_and_is_undone_as_one(self, article, moderator):
        chosen = [make_comment(article, subject="Chosen") for _ in range(5)]
        other = make_comment(article)
        closed = make_comment(article, subject="Chosen", status=Status.WITHDRAWN)

        batch = self.start(moderator)
        assert (batch.total, batch.count) == (5, 0)
        batch, left = self.finish(batch)

        assert (batch.count, left) == (5, [])
        assert {look(comment)["status"] for comment in chosen} == {Status.APPROVED}
        assert look(other)["status"] == Status.HELD
        assert look(closed)["status"] == Status.WITHDRAWN
        assert CommentLogEntry.objects.filter(uuid=batch.uuid).count() == 5
        assert get_last(moderator) == batch
        assert len(actions.undo_batch(batch.uuid, user=moderator).done) == 5
        assert count(article) == (0, 6)

    def test_what_came_or_was_touched_since_is_left(self, article, moderator):
        make_comment(article, subject="Chosen")
        edited, flagged = (make_comment(article, subject="Chosen") for _ in range(2))
        batch = self.start(moderator)
        late = make_comment(article, subject="Chosen")
        ReaderComment.objects.filter(pk=edited.pk).update(edited_at=timezone.now())
        actions.approve([flagged])
        actions.hold([flagged])

        batch, _left = self.finish(batch)

        assert batch.count == 1
        for comment in (edited, flagged, late):
            assert look(comment)["status"] == Status.HELD

    def test_it_stops_where_the_right_ends(self, article, moderator):
        comment = make_comment(article, subject="Chosen")
        batch = self.start(moderator)
        moderator.groups.clear()

        with pytest.raises(ModerationDenied):
            self.finish(DecisionBatch.objects.get(pk=batch.pk))

        assert look(comment)["status"] == Status.HELD

    def test_nothing_to_do_is_done_at_once(self, moderator):
        batch, left = self.finish(self.start(moderator))

        assert (batch.count, batch.total, left) == (0, 0, [])
        assert get_last(moderator) is None


def test_the_undecided_are_decided_and_the_others_named(article, moderator):
    free, taken = make_comment(article), make_comment(article)
    seen = {free.pk: Status.HELD, taken.pk: Status.HELD}
    actions.approve([taken])

    decided = actions.decide_undecided(
        [free, taken], status=Status.APPROVED, user=moderator, seen=seen
    )

    assert [comment.pk for comment in decided.done] == [free.pk]
    assert [comment.pk for comment in decided.left] == [taken.pk]
    with pytest.raises(TransitionNotAllowed):
        actions.approve([free, taken], user=moderator)


def test_undoing_a_hold_leaves_the_flags_as_they_were(article, moderator):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED, flag_count=2)
    actions.hold([comment], user=moderator)

    actions.undo_batch(DecisionBatch.objects.get().uuid, user=moderator)

    comment.refresh_from_db()
    assert (comment.status, comment.flag_count) == (Status.APPROVED, 2)


def test_undoing_an_unpick_picks_nothing_that_readers_do_not_see(article, moderator):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED, is_pick=True)
    actions.unpick_comment(comment, user=moderator)
    batch = DecisionBatch.objects.get()
    actions.hold([comment], reason="flagged")

    undone = actions.undo_batch(batch.uuid, user=moderator)

    comment.refresh_from_db()
    assert undone.left == [comment]
    assert not comment.is_pick


@pytest.mark.parametrize("is_pick", [True, False])
def test_a_pick_that_somebody_has_made_again_is_theirs(article, moderator, is_pick):
    """It looks as it did: the log tells of what came between."""
    other = make_staff(moderates=[article], rights=ALL)
    first, second = (
        make_comment(article, status=Status.APPROVED, is_pick=not is_pick) for _ in range(2)
    )
    actions.set_picks([first, second], is_pick=is_pick, user=moderator)
    batch = get_last(moderator)
    actions.set_picks([first], is_pick=not is_pick, user=other)
    actions.set_picks([first], is_pick=is_pick, user=other)

    found = undo_all(batch, moderator, 500)

    assert found == {"done": [second.pk], "left": [first.pk], "denied": []}
    assert look(first)["is_pick"] is is_pick
    assert look(second)["is_pick"] is not is_pick
