"""Moderation cases: from the escalation through Wagtail's workflow to the decision."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowContentType, WorkflowState
from wagtail.models import WorkflowTask as Step

from columns.factories import ArticlePageFactory, AuthorPageFactory, ColumnPageFactory
from comments import actions
from comments.exceptions import CaseClosed, CaseMoved, EscalationNotPossible, ModerationDenied
from comments.factories import ReaderCommentFactory
from comments.models import (
    CaseItem,
    CommentLogEntry,
    CommentModerationTask,
    DecisionBatch,
    Discussion,
    DiscussionSettingsTask,
    ExpertReviewTask,
    ModerationCase,
    PageCommentWorkflow,
    ReaderComment,
    RejectionReason,
    tasks,
)
from comments.notifications import get_notes
from comments.status import CaseOutcome, Status
from settings.mail import mail
from tests.factories import UserFactory, make_staff
from tests.mail import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


def make_workflow(*tasks, name="Second look"):
    workflow = Workflow.objects.create(name=name)
    for place, task in enumerate(tasks):
        Step.objects.create(workflow=workflow, task=task, sort_order=place)
    return workflow


def choose(page, workflow):
    PageCommentWorkflow.objects.create(page_id=page.pk, workflow=workflow)


@pytest.fixture
def task():
    return CommentModerationTask.objects.create(name="Moderators")


@pytest.fixture
def workflow(column, task):
    """The workflow of the column, with one task."""
    workflow = make_workflow(task)
    choose(column, workflow)
    return workflow


@pytest.fixture
def moderator(column):
    return make_staff(moderates=[column])


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Return the context in which what follows a commit is done at its end."""

    @contextmanager
    def commit():
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit


def act(case, user, name, **kwargs):
    state = case.current_workflow_task_state
    state.task.specific.on_action(state, user, name, **kwargs)


def get_statuses(comments):
    found = dict(ReaderComment.objects.values_list("pk", "status"))
    return [found[comment.pk] for comment in comments]


def recount():
    return [
        (discussion.comment_count, discussion.waiting_count)
        == (
            discussion.reader_comments.filter(status=Status.APPROVED).count(),
            discussion.reader_comments.waiting().count(),
        )
        for discussion in Discussion.objects.all()
    ]


def test_escalating_opens_a_case_and_begins_its_workflow(article, moderator, workflow):
    comments = ReaderCommentFactory.create_batch(2, page=article)

    (case,) = actions.escalate(comments, user=moderator, note="Is this libel?")

    assert case.is_open
    assert case.page == article.page_ptr
    assert case.opened_by == moderator
    assert case.current_workflow_state.workflow == workflow
    assert [(item.comment, item.note, item.added_by) for item in case.items.order_by("pk")] == [
        (comment, "Is this libel?", moderator) for comment in comments
    ]
    assert get_statuses(comments) == [Status.HELD, Status.HELD]
    entries = CommentLogEntry.objects.filter(action="comments.escalated")
    assert {entry.data["case"] for entry in entries} == {case.pk}
    assert entries.count() == 2
    assert "Is this libel?" not in str(list(entries.values()))


def test_a_page_has_one_open_case(article, moderator, workflow):
    first, second = ReaderCommentFactory.create_batch(2, page=article)

    (case,) = actions.escalate([first], user=moderator)
    (same,) = actions.escalate([first, second], user=moderator, note="Once more")

    assert case == same
    assert case.items.count() == 2
    assert case.items.get(comment=first).note == ""
    assert WorkflowState.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationCase.objects.create(discussion=first.discussion)
    ModerationCase.objects.create(discussion=first.discussion, is_open=None)
    ModerationCase.objects.create(discussion=first.discussion, is_open=None)


def test_comments_of_several_pages_go_into_several_cases(column, moderator, workflow):
    comments = [ReaderCommentFactory(page=ArticlePageFactory(parent=column)) for _ in range(3)]

    cases = actions.escalate(comments, user=moderator)

    assert {case.page.pk for case in cases} == {comment.page.pk for comment in comments}


@pytest.mark.parametrize("status", [one for one in Status if one != Status.HELD])
def test_only_what_waits_is_escalated(article, moderator, workflow, status):
    waiting = ReaderCommentFactory(page=article)
    other = ReaderCommentFactory(page=article, status=status)

    with pytest.raises(EscalationNotPossible) as error:
        actions.escalate([waiting, other], user=moderator)

    assert error.value.comments == [other]
    assert not CaseItem.objects.exists()


def test_who_does_not_moderate_escalates_nothing(article, workflow):
    comment = ReaderCommentFactory(page=article)

    for user in (make_staff(), make_staff(pages=[ColumnPageFactory()]), UserFactory()):
        with pytest.raises(ModerationDenied):
            actions.escalate([comment], user=user)
    assert not ModerationCase.objects.exists()


def test_without_a_workflow_nothing_is_escalated(article, moderator):
    comment = ReaderCommentFactory(page=article)

    with pytest.raises(EscalationNotPossible) as error:
        actions.escalate([comment], user=moderator)

    assert "No workflow" in str(error.value)
    assert not ModerationCase.objects.exists()
    assert not CommentLogEntry.objects.exists()


def test_the_nearest_section_says_which_workflow(article, column, task, moderator):
    from django.contrib.contenttypes.models import ContentType

    def escalate():
        comment = ReaderCommentFactory(page=article)
        (case,) = actions.escalate([comment], user=moderator)
        chosen = case.current_workflow_state.workflow
        actions.cancel_case(case, user=moderator)
        return chosen

    everywhere = make_workflow(task, name="All cases")
    content_type = ContentType.objects.get_for_model(ModerationCase)
    WorkflowContentType.objects.create(content_type=content_type, workflow=everywhere)
    assert escalate() == everywhere
    root = make_workflow(task, name="Root")
    choose(column.get_parent(), root)
    assert escalate() == root
    near = make_workflow(task, name="Column")
    choose(column, near)
    assert escalate() == near
    near.active = False
    near.save()
    assert escalate() == root


@pytest.mark.parametrize(
    ("name", "kwargs", "status", "reason"),
    [
        ("approve", {}, Status.APPROVED, ""),
        ("reject", {"reason": "abusive", "comment": "Libel."}, Status.REJECTED, "abusive"),
        ("spam", {}, Status.SPAM, ""),
    ],
)
def test_the_last_task_decides(
    article, moderator, workflow, committing, name, kwargs, status, reason
):
    comments = ReaderCommentFactory.create_batch(3, page=article)
    (case,) = actions.escalate(comments[:2], user=moderator)

    with committing():
        act(case, moderator, name, **kwargs)

    case.refresh_from_db()
    assert not case.is_open
    assert case.closed_at
    assert case.outcome == status
    assert get_statuses(comments) == [status, status, Status.HELD]
    assert set(ReaderComment.objects.filter(status=status).values_list("reason", flat=True)) == {
        reason
    }
    assert not case.workflow_in_progress
    assert all(recount())
    batch = DecisionBatch.objects.undoable(moderator).exclude(decision="escalated").get()
    assert batch.count == 2
    with committing():
        actions.undo_batch(batch.uuid, user=moderator)
    assert get_statuses(comments) == [Status.HELD] * 3
    case.refresh_from_db()
    assert not case.is_open


def test_other_tasks_stand_before_and_after(article, column, task, moderator):
    legal = GroupApprovalTask.objects.create(name="Legal")
    lawyer = make_staff()
    legal.groups.set(lawyer.groups.all())
    choose(column, make_workflow(task, legal))
    comments = ReaderCommentFactory.create_batch(2, page=article)
    (case,) = actions.escalate(comments, user=moderator)

    act(case, moderator, "approve")
    case.refresh_from_db()
    assert case.is_open
    assert get_statuses(comments) == [Status.HELD] * 2
    assert case.current_workflow_task.specific == legal
    act(case, lawyer, "approve")

    case.refresh_from_db()
    assert case.outcome == CaseOutcome.APPROVED
    assert get_statuses(comments) == [Status.APPROVED] * 2


def test_changes_requested_by_another_task_reject_the_comments(article, column, moderator):
    legal = GroupApprovalTask.objects.create(name="Legal")
    choose(column, make_workflow(legal))
    comment = ReaderCommentFactory(page=article)
    (case,) = actions.escalate([comment], user=moderator)

    act(case, UserFactory(), "reject", comment="No.")

    case.refresh_from_db()
    assert case.outcome == CaseOutcome.REJECTED
    assert get_statuses([comment]) == [Status.REJECTED]
    assert not case.current_workflow_state


def test_a_case_whose_comments_were_all_decided_closes_itself(
    article, moderator, workflow, committing
):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    (case,) = actions.escalate(comments, user=moderator)

    with committing():
        actions.approve(comments[:1], user=moderator)
    case.refresh_from_db()
    assert case.is_open
    with committing():
        actions.withdraw(comments[1:])

    case.refresh_from_db()
    assert case.outcome == CaseOutcome.SINGLY
    assert not case.is_open
    assert not case.workflow_in_progress
    assert get_statuses(comments) == [Status.APPROVED, Status.WITHDRAWN]


def test_what_was_decided_meanwhile_stays(article, moderator, workflow, committing):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    (case,) = actions.escalate(comments, user=moderator)
    with committing():
        actions.mark_spam(comments[:1], user=moderator)

    act(case, moderator, "approve")

    assert get_statuses(comments) == [Status.SPAM, Status.APPROVED]


def test_a_cancelled_case_leaves_its_comments_waiting(article, moderator, workflow):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    (case,) = actions.escalate(comments, user=moderator)

    case = actions.cancel_case(case, user=moderator)

    assert case.outcome == CaseOutcome.CANCELLED
    assert not case.is_open
    assert get_statuses(comments) == [Status.HELD] * 2
    with pytest.raises(CaseClosed):
        actions.cancel_case(case, user=moderator)
    (again,) = actions.escalate(comments, user=moderator)
    assert again != case


def test_only_who_moderates_cancels(article, moderator, workflow):
    (case,) = actions.escalate([ReaderCommentFactory(page=article)], user=moderator)

    with pytest.raises(ModerationDenied):
        actions.cancel_case(case, user=make_staff(pages=[ColumnPageFactory()]))
    assert ModerationCase.objects.open().get() == case


def test_two_who_act_at_once_are_told_apart(article, moderator, workflow):
    (case,) = actions.escalate([ReaderCommentFactory(page=article)], user=moderator)
    state = case.current_workflow_task_state
    act(case, moderator, "spam")
    state.refresh_from_db()

    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, moderator, "approve")


def test_no_word_of_a_comment_is_in_a_revision_and_none_survives_it(article, moderator, workflow):
    comment = ReaderCommentFactory(page=article, subject="Zeppelin", author_email="z@example.org")
    (case,) = actions.escalate([comment], user=moderator, note="He lives in Elm Street.")

    content = str(list(Revision.objects.for_instance(case).values_list("content", flat=True)))
    assert "Zeppelin" not in content
    assert "z@example.org" not in content
    actions.remove([comment], user=moderator)
    assert "Elm Street" not in str(list(CaseItem.objects.values()))


def test_deleting_the_page_deletes_its_cases(article, moderator, workflow):
    actions.escalate([ReaderCommentFactory(page=article)], user=moderator)

    article.delete()

    assert not ModerationCase.objects.exists()
    assert not WorkflowState.objects.exists()


def test_a_case_follows_its_page_to_another_section(article, moderator, workflow):
    (case,) = actions.escalate([ReaderCommentFactory(page=article)], user=moderator)
    other = ColumnPageFactory()
    there = make_staff(moderates=[other])
    task = case.current_workflow_task.specific
    assert not task.get_actions(case, there)

    article.move(other, pos="last-child")

    case = ModerationCase.objects.get(pk=case.pk)
    assert task.get_actions(case, there)
    assert not task.get_actions(case, moderator)


def test_a_workflow_that_is_switched_off_leaves_comments_waiting(article, moderator, workflow):
    comment = ReaderCommentFactory(page=article)
    (case,) = actions.escalate([comment], user=moderator)

    workflow.deactivate()

    case.refresh_from_db()
    assert case.outcome == CaseOutcome.CANCELLED
    assert get_statuses([comment]) == [Status.HELD]


def count(function):
    with CaptureQueriesContext(connection) as queries:
        function()
    return len(queries)


def test_many_comments_cost_as_much_as_few(article, moderator, workflow, committing):
    def measure(number):
        comments = ReaderCommentFactory.create_batch(number, page=article)
        opened = []
        costs = [
            count(lambda: opened.extend(actions.escalate(comments[:1], user=moderator))),
            count(lambda: actions.escalate(comments, user=moderator)),
        ]
        with committing():
            costs.append(count(lambda: act(opened[0], moderator, "approve")))
        return costs

    measure(2)
    few = measure(3)

    assert measure(40) == few
    assert few[1] <= 12


def test_groups_narrow_who_decides(article, column, task, moderator, workflow):
    chief = make_staff(moderates=[column])
    task.groups.set(chief.groups.all())
    (case,) = actions.escalate([ReaderCommentFactory(page=article)], user=moderator)

    assert task.get_actions(case, chief)
    assert not task.get_actions(case, moderator)
    assert task.get_task_states_user_can_moderate(chief).count() == 1
    assert task.get_task_states_user_can_moderate(moderator).count() == 0


def test_the_home_page_is_asked_for_a_bounded_number(
    column, task, moderator, workflow, monkeypatch
):
    monkeypatch.setattr("comments.models.tasks.CASES_SHOWN", 2)
    comments = [ReaderCommentFactory(page=ArticlePageFactory(parent=column)) for _ in range(3)]
    actions.escalate(comments, user=moderator)
    elsewhere = make_staff(pages=[ColumnPageFactory()])

    assert task.get_task_states_user_can_moderate(moderator).count() == 2
    assert task.get_task_states_user_can_moderate(elsewhere).count() == 0


class TestUndoingAnEscalation:
    def test_the_comments_wait_as_before_and_an_empty_case_is_cancelled(
        self, article, workflow, moderator
    ):
        comments = ReaderCommentFactory.create_batch(2, page=article)
        (case,) = actions.escalate(comments, user=moderator)
        batch = DecisionBatch.objects.undoable(moderator).get()

        undone = actions.undo_batch(batch.uuid, user=moderator)

        assert (set(undone.done), undone.left) == (set(comments), [])
        case.refresh_from_db()
        assert (case.is_open, case.outcome) == (None, CaseOutcome.CANCELLED)
        assert not WorkflowState.objects.active().exists()
        assert set(ReaderComment.objects.waiting()) == set(comments)
        last = CommentLogEntry.objects.for_instance(comments[0]).first()
        assert last.message == "Undone: Reader comment: escalated"

    def test_what_others_put_into_the_case_stays_there(self, article, workflow, moderator, column):
        mine, theirs = ReaderCommentFactory.create_batch(2, page=article)
        actions.escalate([theirs], user=make_staff(moderates=[column]))
        (case,) = actions.escalate([mine, theirs], user=moderator)

        actions.undo_batch(DecisionBatch.objects.undoable(moderator).get().uuid, user=moderator)

        case.refresh_from_db()
        assert case.is_open
        assert [item.comment for item in case.items.all()] == [theirs]

    def test_what_was_decided_meanwhile_stays_decided(self, article, workflow, moderator, column):
        comments = ReaderCommentFactory.create_batch(2, page=article)
        actions.escalate(comments, user=moderator)
        actions.approve(comments[:1], user=make_staff(moderates=[column]))

        undone = actions.undo_batch(
            DecisionBatch.objects.undoable(moderator).get().uuid, user=moderator
        )

        assert (undone.done, undone.left) == (comments[1:], comments[:1])
        assert ReaderComment.objects.get(pk=comments[0].pk).status == "approved"


@pytest.fixture
def mailbox(settings):
    """The mailbox of a real SMTP server, to which the site sends."""
    server = MailServer()
    server.start()
    for name, value in mail(f"smtp://{server.hostname}:{server.port}").items():
        setattr(settings, name, value)
    yield server.mailbox
    server.stop()


def test_mails_tell_those_who_may_decide_and_those_who_asked(
    article, column, task, moderator, workflow, mailbox, committing
):
    chief, elsewhere = make_staff(moderates=[column]), make_staff(pages=[ColumnPageFactory()])
    publisher, superuser = make_staff(pages=[column]), UserFactory(is_superuser=True)
    comment = ReaderCommentFactory(
        page=article, subject="Zeppelin", body="Balloon", author_email="canary@example.org"
    )

    with committing():
        (case,) = actions.escalate([comment], user=moderator, note="Elm Street")
    assert mailbox.recipients == sorted([chief.email, publisher.email])
    for message in mailbox.messages:
        for part in message.walk():
            assert part.is_multipart() or "Elm Street" in part.get_content()
    with committing():
        act(case, chief, "reject", reason="abusive")

    assert mailbox.recipients == sorted([chief.email, publisher.email, moderator.email])
    texts = " ".join(
        f"{message['Subject']} {message.get_body().get_content()}" for message in mailbox.messages
    )
    assert article.title in texts
    assert f"/admin/snippets/comments/moderationcase/edit/{case.pk}/" in texts
    assert "is closed: Rejected" in texts
    for secret in ("Zeppelin", "Balloon", "canary"):
        assert secret not in texts
    assert elsewhere.email not in mailbox.recipients
    assert superuser.email not in mailbox.recipients


def test_a_case_that_grows_is_mailed_once_and_tells_what_is_true(
    article, column, moderator, workflow, mailbox, committing
):
    chief = make_staff(moderates=[column])
    ReaderCommentFactory.create_batch(5, page=article)
    waiting = ReaderComment.objects.waiting()
    batch = actions.start_batch(waiting, decision="escalated", user=moderator, note="A & <b>")
    while batch.finished_at is None:
        with committing():
            batch, _decided = actions.continue_batch(batch, waiting, limit=2)
    with committing():
        actions.escalate([ReaderCommentFactory(page=article)], user=moderator, note="Late")

    (message,) = mailbox.messages
    assert message["X-Envelope-To"] == chief.email
    assert message["Subject"] == f'The case about "{article.title}" needs a second look'
    text = message.get_body(["plain"]).get_content()
    assert "2 comments waited in the case. It may be more by now." in text
    assert "Note: A & <b>" in text
    for part in message.walk():
        if part.get_content_type() == "text/html":
            assert "A &amp; &lt;b&gt;" in part.get_content()


def test_a_mail_has_each_note_once_and_not_too_many(article, moderator, workflow):
    for number in (1, 1, 2, 3, 4, 5, 6):
        comment = ReaderCommentFactory(page=article)
        (case,) = actions.escalate([comment], user=moderator, note=f"Note {number}")
    actions.escalate([ReaderCommentFactory(page=article)], user=moderator)

    assert get_notes(case) == [f"Note {number}" for number in range(1, 6)]


def test_nothing_is_mailed_of_what_did_not_happen(article, column, workflow, mailbox, committing):
    make_staff(moderates=[column])
    comments = [ReaderCommentFactory(page=article), ReaderCommentFactory(page=ArticlePageFactory())]

    with committing(), pytest.raises(EscalationNotPossible):
        actions.escalate(comments)

    assert not ModerationCase.objects.exists()
    assert mailbox.messages == []


def test_what_comes_into_a_case_after_its_decision_waits(article, moderator, workflow):
    """Escalated while the last task was being approved: nobody has looked at it."""
    seen, late = ReaderCommentFactory.create_batch(2, page=article)
    (case,) = actions.escalate([seen, late], user=moderator)
    case.items.filter(comment=late).update(added_at=timezone.now() + timedelta(seconds=5))

    act(case, moderator, "approve")

    assert get_statuses([seen, late]) == [Status.APPROVED, Status.HELD]
    case.refresh_from_db()
    assert not case.is_open


# What a reviewer found: a case decides nothing that nobody has looked at.


def test_a_task_that_is_switched_off_approves_nothing(
    article, moderator, task, workflow, committing
):
    comment = ReaderCommentFactory(page=article)
    with committing():
        actions.escalate([comment], user=moderator)
    with committing():
        task.deactivate()

    assert get_statuses([comment]) == [Status.HELD]
    case = ModerationCase.objects.get()
    assert (case.is_open, case.outcome) == (None, CaseOutcome.CANCELLED)


def test_an_approval_before_a_task_that_is_switched_off_is_none(
    article, column, moderator, task, committing
):
    second = CommentModerationTask.objects.create(name="Second")
    choose(column, make_workflow(task, second))
    comment = ReaderCommentFactory(page=article)
    with committing():
        [case] = actions.escalate([comment], user=moderator)
    with committing():
        act(case, moderator, "approve")
    with committing():
        second.deactivate()

    assert get_statuses([comment]) == [Status.HELD]


@pytest.mark.parametrize("kind", ["none", "inactive", "settings"])
def test_a_workflow_in_which_nobody_decides_takes_no_comments(
    article, column, moderator, committing, kind
):
    tasks = {
        "none": list,
        "inactive": lambda: [CommentModerationTask.objects.create(name="Off", active=False)],
        "settings": lambda: [DiscussionSettingsTask.objects.create(name="Settings")],
    }[kind]()
    choose(column, make_workflow(*tasks))
    comment = ReaderCommentFactory(page=article)

    with committing(), pytest.raises(EscalationNotPossible):
        actions.escalate([comment], user=moderator)

    assert get_statuses([comment]) == [Status.HELD]
    assert not ModerationCase.objects.exists()


def test_a_case_in_which_nothing_waits_is_over(article, moderator, column, workflow, committing):
    first, second = ReaderCommentFactory.create_batch(2, page=article)
    other = make_staff(moderates=[column])
    with committing():
        actions.escalate([first], user=other)
    with committing():
        actions.escalate([second], user=moderator)
    with committing():
        actions.approve([first], user=other)
    batch = DecisionBatch.objects.get(user=moderator)
    with committing():
        actions.undo_batch(batch.uuid, user=moderator)

    case = ModerationCase.objects.get()
    assert (case.is_open, case.outcome) == (None, CaseOutcome.SINGLY)
    assert get_statuses([first, second]) == [Status.APPROVED, Status.HELD]


@pytest.mark.parametrize("kind", [ExpertReviewTask, GroupApprovalTask, CommentModerationTask])
def test_every_task_can_decide_a_case(article, column, moderator, client, committing, kind):
    group = Group.objects.create(name="Experts")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    expert = make_staff(moderates=[column])
    expert.groups.add(group)
    task = kind.objects.create(name="Second look")
    task.groups.add(group)
    choose(column, make_workflow(task))
    comment = ReaderCommentFactory(page=article)
    with committing():
        [case] = actions.escalate([comment], user=moderator)
    address = reverse("wagtailsnippets_comments_moderationcase:edit", args=[case.pk])

    for user in (expert, moderator):
        client.force_login(user)
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        assert client.get(address).status_code == 200
    with committing():
        act(case, expert, "approve")

    assert get_statuses([comment]) == [Status.APPROVED]


def test_an_author_of_the_page_is_no_expert_about_its_case(article, column, moderator, committing):
    author = AuthorPageFactory(account=moderator)
    article.bylines.create(author=author, sort_order=9)
    article.save()
    task = ExpertReviewTask.objects.create(name="Expert")
    choose(column, make_workflow(task))
    with committing():
        [case] = actions.escalate([ReaderCommentFactory(page=article)], user=None)

    assert task.is_involved(case, moderator)
    assert not task.is_involved(case, make_staff(moderates=[column]))


@pytest.mark.parametrize("change", ["edit", "escalate"])
def test_the_home_page_decides_nothing_that_has_changed(
    article, column, moderator, workflow, client, committing, change
):
    comment, other = ReaderCommentFactory.create_batch(2, page=article)
    with committing():
        [case] = actions.escalate([comment], user=make_staff(moderates=[column]))
    client.force_login(moderator)
    state = case.current_workflow_task_state
    address = reverse(
        "wagtailsnippets_comments_moderationcase:workflow_action",
        args=[case.pk, "approve", state.pk],
    )
    with committing():
        if change == "edit":
            actions.edit_comment(comment, body="Something vile")
        else:
            actions.escalate([other], user=moderator)

    with committing():
        response = client.post(address)

    assert response.status_code == 302
    assert response["Location"].endswith(
        reverse("wagtailsnippets_comments_moderationcase:edit", args=[case.pk])
    )
    assert get_statuses([comment, other]) == [Status.HELD, Status.HELD]


def test_what_is_edited_while_a_case_is_decided_is_not_approved_unseen(
    article, moderator, workflow, committing, monkeypatch
):
    comment = ReaderCommentFactory(page=article)
    with committing():
        [case] = actions.escalate([comment], user=moderator)
    state, seen = case.current_workflow_task_state, actions.get_case_digest(case)
    on_action = CommentModerationTask.on_action

    def edit_first(task, *args, **kwargs):
        # Between the look at the case and its decision.
        ReaderComment.objects.filter(pk=comment.pk).update(revision_number=1)
        return on_action(task, *args, **kwargs)

    monkeypatch.setattr(CommentModerationTask, "on_action", edit_first)
    with committing(), pytest.raises(CaseMoved):
        actions.act_on_case(
            case, "approve", user=moderator, task_state=str(state.pk), seen=seen, data={}
        )

    assert get_statuses([comment]) == [Status.HELD]
    assert ModerationCase.objects.get().is_open


def test_cases_of_another_task_hide_none_of_this_one(
    column, moderator, task, committing, monkeypatch
):
    monkeypatch.setattr(tasks, "CASES_SHOWN", 2)
    second = CommentModerationTask.objects.create(name="Second")
    choose(column, make_workflow(task, second))
    for _ in range(3):
        comment = ReaderCommentFactory(page=ArticlePageFactory(parent=column))
        with committing():
            [case] = actions.escalate([comment], user=moderator)
        with committing():
            act(case, moderator, "approve")
    last = ReaderCommentFactory(page=ArticlePageFactory(parent=column))
    with committing():
        actions.escalate([last], user=moderator)

    assert task.get_task_states_user_can_moderate(moderator).count() == 1
    assert second.get_task_states_user_can_moderate(moderator).count() == 2


def test_a_reason_that_is_offered_no_more_is_taken_from_a_screen_left_open(
    article, moderator, workflow, committing
):
    RejectionReason.objects.adopt()
    comment = ReaderCommentFactory(page=article)
    with committing():
        [case] = actions.escalate([comment], user=moderator)
    RejectionReason.objects.filter(code="advertising").update(is_active=False)
    cache.clear()

    with committing():
        actions.act_on_case(
            case,
            "reject",
            user=moderator,
            task_state=str(case.current_workflow_task_state.pk),
            seen=actions.get_case_digest(case),
            data={"reason": "advertising"},
        )

    comment.refresh_from_db()
    assert (comment.status, comment.reason) == (Status.REJECTED, "advertising")


def test_open_cases_come_first(article, column, moderator, workflow, client, committing):
    with committing():
        [still_open] = actions.escalate([ReaderCommentFactory(page=article)], user=moderator)
    other = ArticlePageFactory(parent=column)
    with committing():
        [closed] = actions.escalate([ReaderCommentFactory(page=other)], user=moderator)
    with committing():
        act(closed, moderator, "approve")
    client.force_login(moderator)

    shown = client.get(reverse("wagtailsnippets_comments_moderationcase:list")).text

    assert closed.opened_at > still_open.opened_at
    assert shown.index(article.title) < shown.index(other.title)
