"""The log for machines: one line of JSON for each decision of the staff."""

import json
import logging

import pytest
from wagtail.models import Workflow, WorkflowTask

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentModerationTask, DecisionBatch, PageCommentWorkflow
from comments.status import Mode, Status
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


class Lines(logging.Handler):
    """Keeps what was logged, parsed."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(record.getMessage()))


@pytest.fixture
def lines():
    logger, handler = logging.getLogger("comments.decisions"), Lines()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler.lines
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture
def moderator(article):
    return make_staff(pages=[article])


@pytest.fixture
def do(django_capture_on_commit_callbacks):
    def run(function, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return run


def test_a_decision_about_many_is_one_line(article, moderator, lines, do):
    comments = ReaderCommentFactory.create_batch(2, page=article, subject="Zeppelin")

    do(actions.reject, comments, user=moderator, reason="abusive")

    (line,) = lines
    assert line.pop("at")
    assert line == {
        "decision": "rejected",
        "user": moderator.pk,
        "username": moderator.get_username(),
        "batch": str(DecisionBatch.objects.get().uuid),
        "comments": [str(comment.uuid) for comment in comments],
        "pages": [article.pk],
        "from": ["held", "held"],
        "reason": "abusive",
    }


def test_every_kind_of_decision_has_its_line(article, moderator, lines, do):
    task = CommentModerationTask.objects.create(name="Look")
    workflow = Workflow.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=article.pk, workflow=workflow)
    comment, other = ReaderCommentFactory.create_batch(2, page=article)
    do(actions.approve, [comment], user=moderator)
    do(actions.pick_comment, comment, user=moderator)
    do(actions.unpick_comment, comment, user=moderator)
    (case,) = do(actions.escalate, [other], user=moderator, note="Elm Street")
    do(actions.cancel_case, case, user=moderator)
    do(actions.set_discussion_mode, article, mode=Mode.CLOSED, user=moderator)
    do(actions.note_commenter, other, text="Elm Street", user=moderator)
    do(actions.block_commenter, other, user=moderator)
    do(actions.lift_block, other, user=moderator)
    do(actions.remove, [comment], user=moderator)

    assert [line["decision"] for line in lines] == [
        "approved",
        "picked",
        "unpicked",
        "escalated",
        "case-closed",
        "discussion-mode",
        "noted",
        "blocked",
        "block-lifted",
        "removed",
    ]
    assert all(line["pages"] == [article.pk] for line in lines)
    assert "Elm Street" not in str(lines)


def test_undoing_is_a_decision_too(article, moderator, lines, do):
    comment = ReaderCommentFactory(page=article)
    do(actions.mark_spam, [comment], user=moderator)

    do(actions.undo_batch, DecisionBatch.objects.get().uuid, user=moderator)

    assert [(line["decision"], line["from"]) for line in lines] == [
        ("spam", ["held"]),
        ("held", ["spam"]),
    ]


def test_what_readers_and_the_system_do_is_no_decision(article, lines, do):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED)

    do(actions.withdraw, [comment])
    do(actions.hold, [ReaderCommentFactory(page=article, status=Status.APPROVED)], reason="flagged")

    assert lines == []


def test_no_word_or_address_of_a_reader_is_in_a_line(article, moderator, lines, do):
    comment = ReaderCommentFactory(
        page=article,
        subject="Zeppelin",
        body="Balloon",
        author_name="Wren",
        author_email="canary@example.org",
    )

    do(actions.approve, [comment], user=moderator)

    assert len(lines) == 1
    for word in ("Zeppelin", "Balloon", "Wren", "canary"):
        assert word not in str(lines)


def test_nothing_is_logged_of_what_is_rolled_back(article, moderator, lines, do):
    comment = ReaderCommentFactory(page=article, status=Status.WITHDRAWN)

    with pytest.raises(actions.decide.TransitionNotAllowed):
        do(actions.approve, [comment], user=moderator)

    assert lines == []
