"""Ten thousand random actions: what is stored is always what a recount finds."""

from collections import Counter

import pytest
from django.db.models import Count
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run
from wagtail.models import Workflow, WorkflowTask

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.exceptions import CommentError
from comments.models import (
    CaseItem,
    CommenterEntry,
    CommentFlag,
    CommentLogEntry,
    CommentModerationTask,
    CommentReaction,
    DecisionBatch,
    Discussion,
    ModerationCase,
    PageCommentWorkflow,
    ReaderComment,
)
from comments.status import TRANSITIONS, VISIBLE, WAITING, Mode, Status
from tests.factories import make_staff

#: Fewer than this would not keep the promise; in parts, which two processes do side by side.
PROMISED = 10_000
PARTS = 4
RUNS, STEPS, IN_A_STEP = 7, 25, 20

#: What was done by each name, and what was refused, in all runs.
done = Counter()

DECISIONS = (Status.APPROVED, Status.HELD, Status.REJECTED, Status.SPAM)
NUMBERS = st.integers(0, 1000)


class Discussions(RuleBasedStateMachine):
    """Readers and two moderators at two pages, in any order that hypothesis thinks of.

    One step is a list of actions, each with two numbers that choose whom and what it is about.
    After each step everything is counted again.
    """

    @initialize()
    def begin(self):
        column = ColumnPageFactory()
        workflow = Workflow.objects.create(name="Second look")
        task = CommentModerationTask.objects.create(name="Look")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        PageCommentWorkflow.objects.create(page_id=column.pk, workflow=workflow)
        self.pages = [ArticlePageFactory(parent=column) for _ in range(2)]
        rights = ["moderate", "feature", "sanction", "settings"]
        self.moderators = [make_staff(moderates=[column], rights=rights) for _ in range(2)]
        self.known = {}
        self.versions = {}
        self.posted = 0

    def find(self, number, **fields):
        """Return the comment that ``number`` chooses, the newer ones first; ``None`` for none."""
        comments = ReaderComment.objects.filter(discussion__page__in=self.pages, **fields)
        newest = list(comments.order_by("-pk")[:12])
        return newest[number % len(newest)] if newest else None

    def post(self, who, what):
        self.posted += 1
        parent = self.find(what, status=Status.APPROVED) if what % 3 else None
        page = parent.page if parent else self.pages[who % 2]
        actions.submit_comment(
            page,
            body=f"Text {self.posted}",
            author_name="Reader",
            author_email=f"{who % 5}@example.org",
            parent=parent,
        )

    def decide(self, who, what):
        if comment := self.find(what):
            user = self.moderators[who % 2]
            status = DECISIONS[who % 4]
            actions.change_status([comment], status=status, user=user, reason="")

    def decide_many(self, who, what):
        comments = [self.find(what + n) for n in range(3)]
        comments = list({comment.pk: comment for comment in comments if comment}.values())
        user, status = self.moderators[who % 2], DECISIONS[who % 4]
        actions.decide_undecided(comments, status=status, user=user)

    def decide_all(self, who, what):
        self.begin_batch(DECISIONS[what % 4], self.moderators[who % 2], steps=1)

    def begin_batch(self, decision, user, *, steps):
        batch = actions.start_batch(self.get_listing(), decision=decision, user=user)
        for _step in range(steps):
            actions.continue_batch(batch, self.get_listing(), limit=2)

    def get_listing(self):
        return ReaderComment.objects.filter(discussion__page__in=self.pages)

    def pick_all(self, who, what):
        self.begin_batch("picked", self.moderators[who % 2], steps=1 + what % 2)

    def escalate_all(self, who, what):
        self.begin_batch("escalated", self.moderators[who % 2], steps=1 + what % 2)

    def block_all(self, who, what):
        self.begin_batch("blocked", self.moderators[who % 2], steps=1 + what % 2)

    def go_on(self, who, what):
        batches = list(DecisionBatch.objects.filter(finished_at=None).order_by("-pk")[:5])
        if batches:
            actions.continue_batch(batches[what % len(batches)], self.get_listing(), limit=2)

    def undo(self, who, what):
        user = self.moderators[who % 2]
        batches = DecisionBatch.objects.undoable(user)[:3]
        if batches:
            actions.undo_batch(batches[what % len(batches)].uuid, user=user, limit=2)

    def edit(self, who, what):
        if comment := self.find(what):
            actions.edit_comment(comment, body=f"Edited {who}")

    def withdraw(self, who, what):
        if comment := self.find(what):
            actions.withdraw_by_author(comment)

    def remove(self, who, what):
        if comment := self.find(what, status__in=[Status.REJECTED, Status.SPAM, Status.WITHDRAWN]):
            actions.remove([comment], user=self.moderators[who % 2])

    def react(self, who, what):
        if comment := self.find(what, status=Status.APPROVED):
            actions.react(comment, reader_key=str(who % 4), is_on=bool(what % 3))

    def flag(self, who, what):
        if comment := self.find(what, status=Status.APPROVED):
            key = str(who % 6)
            actions.flag_comment(comment, reader_key=key, network=key, reason="spam")

    def pick(self, who, what):
        if comment := self.find(what, status=Status.APPROVED):
            change = actions.pick_comment if what % 2 else actions.unpick_comment
            change(comment, user=self.moderators[who % 2])

    def block(self, who, what):
        if comment := self.find(what):
            user = self.moderators[who % 2]
            if what % 3:
                actions.block_commenter(comment, user=user)
            else:
                actions.lift_block(comment, user=user)

    def set_mode(self, who, what):
        # Open most of the time, or nothing happens.
        mode = Mode.CLOSED if what % 7 == 0 else Mode.OPEN
        actions.set_discussion_mode(self.pages[who % 2], mode=mode, user=self.moderators[0])

    def escalate(self, who, what):
        if comment := self.find(what, status=Status.HELD):
            actions.escalate([comment], user=self.moderators[who % 2])

    def end_case(self, who, what):
        case = ModerationCase.objects.open().filter(discussion__page__in=self.pages).first()
        if case is None:
            return
        if what % 4 == 0:
            actions.cancel_case(case, user=self.moderators[who % 2])
            return
        state = case.current_workflow_task_state
        name = ("approve", "reject", "spam")[who % 3]
        state.task.specific.on_action(state, self.moderators[who % 2], name)

    @rule(
        steps=st.lists(
            st.tuples(st.integers(0, 44), NUMBERS, NUMBERS),
            min_size=IN_A_STEP,
            max_size=IN_A_STEP,
        )
    )
    def act(self, steps):
        for kind, who, what in steps:
            action = ACTIONS[kind % len(ACTIONS)]
            done[action.__name__] += 1
            try:
                action(self, who, what)
            except CommentError:
                done["refused"] += 1

    @invariant()
    def stored_is_what_a_recount_finds(self):
        discussions = Discussion.objects.filter(page__in=getattr(self, "pages", []))
        for discussion in discussions:
            comments = list(discussion.reader_comments.all())
            self.check_discussion(discussion, comments)
            self.check_reading_order(comments)
            self.check_marks(comments)
            self.check_transitions(comments)
        self.check_batches()
        self.check_cases()
        self.check_blocks()

    def check_discussion(self, discussion, comments):
        assert discussion.comment_count == sum(one.status in VISIBLE for one in comments)
        assert discussion.waiting_count == sum(one.status in WAITING for one in comments)
        assert discussion.version >= self.versions.get(discussion.pk, 0)
        self.versions[discussion.pk] = discussion.version

    def check_reading_order(self, comments):
        threads = {}
        for one in comments:
            threads.setdefault(one.root_id or one.pk, []).append(one)
        for root_id, thread in threads.items():
            (start,) = (one for one in thread if one.pk == root_id)
            replies = [one for one in thread if one.pk != root_id]
            visible = [one for one in replies if one.status in VISIBLE]
            positions = [one.thread_position for one in replies if one.thread_position]
            assert start.thread_count == len(visible)
            assert start.is_listed == (start.status in VISIBLE or bool(visible))
            assert all(one.thread_position for one in visible)
            assert len(positions) == len(set(positions))
            assert start.last_position >= max(positions, default=0)

    def check_marks(self, comments):
        ids = [one.pk for one in comments]
        reactions = Counter(
            CommentReaction.objects.filter(comment__in=ids).values_list("comment", flat=True)
        )
        flags = Counter(
            CommentFlag.objects.filter(comment__in=ids).values_list("comment", flat=True)
        )
        for one in comments:
            assert one.reaction_count == reactions[one.pk]
            assert one.flag_count <= flags[one.pk]
            assert not one.is_pick or one.status in VISIBLE
            if one.status == Status.REMOVED:
                assert (one.body, one.author_email, one.author_name, one.subject) == ("",) * 4

    def check_batches(self):
        """A decision counts what the log has of it, and no comment twice."""
        logged = {
            (uuid, action): counts
            for uuid, action, *counts in CommentLogEntry.objects.order_by()
            .values_list("uuid", "action")
            .annotate(Count("pk"), Count("comment", distinct=True))
        }
        for batch in DecisionBatch.objects.all():
            entries, comments = logged.get((batch.uuid, f"comments.{batch.decision}"), (0, 0))
            assert batch.count == entries == comments
            assert not batch.total or batch.count <= batch.total
            assert batch.undone_at is None or batch.finished_at is not None

    def check_cases(self):
        """A comment waits in one open case at the most, and an open case has its workflow."""
        items = CaseItem.objects.filter(case__is_open=True)
        ids = list(items.values_list("comment", flat=True))
        assert len(ids) == len(set(ids))
        for case in ModerationCase.objects.open():
            assert case.current_workflow_task_state is not None

    def check_blocks(self):
        """Nobody is blocked twice at once in a section."""
        blocks = CommenterEntry.objects.in_force().values_list("commenter_key", "page")
        assert len(blocks) == len(set(blocks))

    def check_transitions(self, comments):
        """No comment is where no way leads from where it was, and the log knows of staff's."""
        ids = [one.pk for one in comments]
        entries = {}
        for entry in CommentLogEntry.objects.filter(comment__in=ids).order_by("pk"):
            if "to" in entry.data:
                assert entry.action == "comments.undone" or (
                    entry.data["to"] in TRANSITIONS[entry.data["from"]]
                )
                entries[entry.comment_id] = entry.data["to"]
        # What authors do is not in the log: they withdraw, and an edit makes a comment wait.
        for one in comments:
            last = entries.get(one.pk, Status.HELD)
            assert one.status in {last, Status.WITHDRAWN, Status.HELD}


ACTIONS = [
    *[Discussions.post] * 9,
    *[Discussions.decide] * 9,
    Discussions.decide_many,
    Discussions.decide_many,
    Discussions.decide_all,
    Discussions.pick_all,
    Discussions.escalate_all,
    Discussions.block_all,
    Discussions.go_on,
    Discussions.go_on,
    *[Discussions.undo] * 4,
    Discussions.edit,
    Discussions.edit,
    Discussions.withdraw,
    Discussions.remove,
    Discussions.remove,
    Discussions.react,
    Discussions.react,
    *[Discussions.flag] * 3,
    Discussions.pick,
    Discussions.block,
    Discussions.set_mode,
    Discussions.escalate,
    Discussions.end_case,
]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_actions_leave_what_a_recount_finds(settings_of_many, part):
    done.clear()
    # The same ways in each run, and other ones in each part.
    seeded = type("Discussions", (Discussions,), {"_hypothesis_internal_use_seed": part})
    run(
        seeded,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            # A failure names a long way; looking for the shortest takes minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    refused = done.pop("refused")
    assert done.total() >= PROMISED / PARTS, done
    # Most of it was no mere knocking at closed doors, and nothing was left out.
    assert refused < done.total() / 2, (refused, done)
    assert set(done) == {action.__name__ for action in ACTIONS}


@pytest.fixture
def settings_of_many(settings):
    """No limits to what one network posts, edits or marks."""
    settings.COMMENTS_NETWORK_LIMIT = None
    settings.COMMENTS_MARK_LIMIT = None
    settings.COMMENTS_MAX_EDITS = 1000
