"""Tasks that articles go through: their discussion's settings, and a review by somebody else."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowPage, WorkflowState
from wagtail.models import WorkflowTask as Step

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    BylineFactory,
    ColumnPageFactory,
)
from comments import actions, registry
from comments.models import DiscussionSettingsTask, ExpertReviewTask
from comments.status import Mode
from tests.factories import UserFactory, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def column():
    return ColumnPageFactory()


@pytest.fixture
def article(column):
    return ArticlePageFactory(parent=column, live=False)


@pytest.fixture
def experts():
    """A member of the group that reviews."""
    return make_staff()


def submit(page, *tasks, user):
    """Send a draft of ``page`` through ``tasks``; return the state of the workflow."""
    workflow = Workflow.objects.create(name="Publishing")
    for place, task in enumerate(tasks):
        Step.objects.create(workflow=workflow, task=task, sort_order=place)
    WorkflowPage.objects.create(page_id=page.pk, workflow=workflow)
    page.save_revision(user=user)
    return workflow.start(page, user)


def make_settings_task(group_of, mode=Mode.OPEN):
    task = DiscussionSettingsTask.objects.create(name="Discussion", expected_mode=mode)
    task.groups.set(group_of.groups.all())
    return task


def make_review(group_of):
    task = ExpertReviewTask.objects.create(name="Expert")
    task.groups.set(group_of.groups.all())
    return task


@pytest.mark.parametrize(
    ("mode", "passes"),
    [(Mode.INHERITED, True), (Mode.OPEN, True), (Mode.CLOSED, False), (Mode.HIDDEN, False)],
)
def test_a_page_with_the_expected_discussion_goes_on_by_itself(article, experts, mode, passes):
    actions.set_discussion_mode(article, mode=mode)
    signing_off = GroupApprovalTask.objects.create(name="Signing off")
    checking = make_settings_task(experts)

    state = submit(article, checking, signing_off, user=UserFactory())

    now_at = WorkflowState.objects.get(pk=state.pk).current_task_state.task
    assert now_at.specific == (signing_off if passes else checking)
    first = TaskState.objects.get(task=checking)
    assert first.status == ("approved" if passes else "in_progress")
    assert bool(first.finished_at) is passes


def test_a_page_without_a_discussion_goes_on_by_itself(column, experts):
    assert registry.get_options(type(column)) is None

    submit(column, make_settings_task(experts), user=UserFactory(is_superuser=True))

    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_somebody_decides_about_an_unexpected_discussion(article, experts):
    actions.set_discussion_mode(article, mode=Mode.CLOSED)
    task = make_settings_task(experts)
    submit(article, task, GroupApprovalTask.objects.create(name="Next"), user=UserFactory())

    assert [name for name, _label, _form in task.get_actions(article, experts)]
    assert not task.get_actions(article, make_staff())
    state = article.current_workflow_task_state
    state.task.specific.on_action(state, experts, "approve")

    assert article.current_workflow_task.name == "Next"


def involve(part, article, expert):
    """Let ``expert`` take that part in ``article``; return who submits it."""
    if part == "owner":
        article.owner = expert
        article.save()
    elif part == "author":
        BylineFactory(article=article, author=AuthorPageFactory(account=expert))
    return expert if part == "submits" else UserFactory()


@pytest.mark.parametrize("part", ["owner", "author", "submits"])
def test_nobody_reviews_what_is_their_own(article, experts, part):
    article.save()
    submitter = involve(part, article, experts)
    colleague = UserFactory()
    colleague.groups.set(experts.groups.all())
    task = make_review(experts)
    submit(article, task, user=submitter)
    article.refresh_from_db()

    assert task.get_actions(article, experts) == []
    assert not task.get_task_states_user_can_moderate(experts).exists()
    assert task.get_actions(article, colleague)
    assert task.get_task_states_user_can_moderate(colleague).count() == 1


def test_a_superuser_reviews_nothing_of_their_own_either(article, experts):
    superuser = UserFactory(is_superuser=True)
    task = make_review(experts)
    submit(article, task, user=superuser)

    assert task.get_actions(article, superuser) == []
    assert task.get_actions(article, UserFactory(is_superuser=True))


def test_nobody_reviews_their_own_by_the_address_of_another_page(client, column, experts):
    """Wagtail asks whether one may act on the page of the address, whatever the task state."""
    own, other = (ArticlePageFactory(parent=column, live=False) for _ in range(2))
    task, after = make_review(experts), GroupApprovalTask.objects.create(name="Next")
    own_state = submit(own, task, after, user=experts).current_task_state
    other.save_revision(user=UserFactory())
    other_state = own_state.workflow_state.workflow.start(other, UserFactory()).current_task_state
    client.force_login(experts)
    statuses = []
    for state in (own_state, other_state):
        url = reverse("wagtailadmin_pages:workflow_action", args=[other.pk, "approve", state.pk])
        client.post(url, {"comment": ""})
        state.refresh_from_db()
        statuses.append(state.status)

    assert statuses == [TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_APPROVED]


@pytest.mark.parametrize(
    "model", ["commentmoderationtask", "discussionsettingstask", "expertreviewtask"]
)
def test_the_tasks_are_made_in_the_admin(client, model):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    assert model in client.get("/admin/workflows/tasks/select_type/").text
    assert client.get(f"/admin/workflows/tasks/add/comments/{model}/").status_code == 200
