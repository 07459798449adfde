"""Cases in the admin: escalating, the page of a case, Wagtail's own views of it, and their gate."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from comments import actions
from comments.admin.case_viewset import case_viewset
from comments.factories import ReaderCommentFactory
from comments.models import CaseItem, CommentModerationTask, ModerationCase, PageCommentWorkflow
from comments.status import Status
from tests.factories import make_staff

from .test_bulk_actions import confirm, get_url


def get_texts(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def case_url(name, *args):
    return reverse(case_viewset.get_url_name(name), args=args)


def get_seen(client, url):
    """What the page of a case says it has shown."""
    return client.get(url).context["seen"]


@pytest.fixture
def task(db):
    return CommentModerationTask.objects.create(name="Moderators decide")


@pytest.fixture
def workflow(column, elsewhere, task):
    workflow = Workflow.objects.create(name="Second look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    for section in (column, elsewhere.get_parent()):
        PageCommentWorkflow.objects.create(page_id=section.pk, workflow=workflow)
    return workflow


@pytest.fixture
def case(workflow, comment):
    (case,) = actions.escalate([comment], note="Is this libel?")
    return case


@pytest.fixture
def foreign_case(workflow, elsewhere):
    (case,) = actions.escalate([ReaderCommentFactory(page=elsewhere, subject="Foreign subject")])
    return case


def test_a_comment_is_escalated_with_a_note_from_its_row(client, moderator, comment, workflow):
    queue = reverse("reader_comments:index") + "?status=held"
    url = f"{reverse('reader_comments:escalate', args=[comment.pk])}?next={queue}"
    assert url.split("?")[0] in client.get(queue).text

    page = client.get(url)
    answer = client.post(url, {"note": "Is this libel?", "next": queue})

    assert comment.html in page.text
    assert answer.url == queue
    assert get_texts(answer) == ["Escalated: “Held subject” by Holly."]
    item = CaseItem.objects.get()
    assert (item.comment, item.note, item.added_by) == (comment, "Is this libel?", moderator)
    assert case_url("edit", item.case_id) in client.get(queue).text


@pytest.mark.parametrize("name", ["escalate", "commenter"])
def test_a_page_below_the_queue_says_where_it_is(client, moderator, comment, workflow, name):
    page = client.get(reverse(f"reader_comments:{name}", args=[comment.pk])).text
    crumbs = page[page.index("w-breadcrumbs") : page.index("<form")]

    assert f'href="{reverse("reader_comments:index")}"' in crumbs
    assert {"escalate": "Escalate", "commenter": "Note or sanction"}[name] in crumbs


def test_what_was_decided_meanwhile_is_told(client, moderator, comment, workflow):
    actions.approve([comment])

    answer = client.post(reverse("reader_comments:escalate", args=[comment.pk]), {"note": ""})

    assert "Only comments that wait can be escalated." in get_texts(answer)[0]
    assert not ModerationCase.objects.exists()


def test_a_selection_is_escalated(client, moderator, article, workflow):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    approved = ReaderCommentFactory(page=article, status=Status.APPROVED)
    url = get_url("escalate", *[comment.pk for comment in [*comments, approved]])
    page = client.get(url)
    seen = page.context["form"]["seen"].value()
    actions.approve(comments[:1])

    answer = client.post(url, {"seen": seen, "note": "Both?"})

    assert "1 selected comment stays as it is" in page.text
    assert [item.comment for item in CaseItem.objects.all()] == comments[1:]
    assert CaseItem.objects.get().note == "Both?"
    assert len(get_texts(answer)) == 2
    assert "1 comment escalated." in get_texts(answer)


def test_a_selection_without_a_workflow_says_so(client, moderator, comment):
    url = get_url("escalate", comment.pk)

    answer = confirm(client, url)

    assert "No workflow" in get_texts(answer)[0]


def test_the_page_of_a_case_shows_its_comments_and_what_can_be_done(
    client, moderator, case, comment
):
    page = client.get(case_url("edit", case.pk)).text

    assert comment.html in page
    assert comment.subject in page
    assert "Is this libel?" in page
    for label in ("Approve the comments", "Reject the comments", "Mark the comments as spam"):
        assert label in page
    assert comment.author_email not in page


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"action": "approve"}, Status.APPROVED),
        ({"action": "reject", "reason": "abusive", "comment": "No."}, Status.REJECTED),
        ({"action": "spam"}, Status.SPAM),
        ({"action": "cancel"}, Status.HELD),
    ],
)
def test_a_case_is_decided_on_its_page(client, moderator, case, comment, data, status):
    url = case_url("edit", case.pk)
    state = case.current_workflow_task_state

    answer = client.post(url, data | {"task_state": state.pk, "seen": get_seen(client, url)})

    assert answer.url == url
    comment.refresh_from_db()
    assert comment.status == status
    assert comment.reason == data.get("reason", "")
    case.refresh_from_db()
    assert not case.is_open
    page = client.get(url).text
    assert 'name="action"' not in page
    assert data.get("comment", "") in page
    again = client.post(url, data | {"task_state": state.pk})
    assert get_texts(again)


@pytest.mark.parametrize("data", [{}, {"action": "publish"}, {"action": "reject", "reason": "no"}])
def test_what_is_no_action_does_nothing(client, moderator, case, comment, data):
    state = case.current_workflow_task_state

    url = case_url("edit", case.pk)
    data = {**data, "task_state": state.pk, "seen": get_seen(client, url)}
    answer = client.post(url, data)

    assert answer.status_code in (302, 400, 403)
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_the_home_page_leads_to_the_case_and_decides_it(client, moderator, case, comment):
    home = client.get(reverse("wagtailadmin_home")).text
    state = case.current_workflow_task_state
    action = case_url("workflow_action", case.pk, "approve", state.pk)

    assert case_url("edit", case.pk) in home
    assert action in home
    client.post(action, {"comment": "Fine."})

    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


@pytest.mark.parametrize("change", ["edited", "escalated"])
def test_nobody_decides_what_the_page_did_not_show(client, moderator, case, comment, change):
    url = case_url("edit", case.pk)
    state = case.current_workflow_task_state
    data = {"action": "approve", "task_state": state.pk, "seen": get_seen(client, url)}
    if change == "edited":
        actions.edit_comment(comment, body="An advert now")
    else:
        actions.escalate([ReaderCommentFactory(page=comment.page)])

    answer = client.post(url, data)

    assert "look at the case again" in get_texts(answer)[0]
    assert ModerationCase.objects.open().get() == case
    client.post(url, data | {"seen": get_seen(client, url)})
    assert not ModerationCase.objects.open().exists()


NAMES = {
    "edit": (),
    "history": (),
    "history_results": (),
    "workflow_history": (),
    "confirm_workflow_cancellation": (),
}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_views_of_a_case_are_for_its_moderators(client, sign_in, case, name):
    url = case_url(name, case.pk)

    for role in ("superuser", "moderator", "publisher"):
        sign_in(role)
        assert client.get(url).status_code == 200, role
    for role, status in (("editor_elsewhere", 404), ("author", 302), ("admin_only", 302)):
        sign_in(role)
        answer = client.get(url)
        assert answer.status_code == status, role
        assert "Held subject" not in answer.text


def test_no_view_of_a_case_is_left_out():
    names = {pattern.name for pattern in case_viewset.get_urlpatterns()}

    assert names == {
        *NAMES,
        "list",
        "list_results",
        "workflow_action",
        "collect_workflow_action_data",
        "workflow_history_detail",
    }


def test_the_list_shows_the_cases_of_the_scope(client, sign_in, case, foreign_case, elsewhere):
    foreign = elsewhere.title + " elsewhere"
    elsewhere.title = foreign
    elsewhere.save()
    url = case_url("list")

    for role, own, other in (
        ("moderator", True, False),
        ("editor_elsewhere", False, True),
        ("superuser", True, True),
    ):
        sign_in(role)
        page = client.get(url).text
        assert (case_url("edit", case.pk) in page) is own, role
        assert (case_url("edit", foreign_case.pk) in page) is other, role
    sign_in("admin_only")
    assert client.get(url).status_code == 302


def test_an_editor_of_another_section_decides_nothing(client, sign_in, case, foreign_case, comment):
    """Not even through the address of a case that is theirs, with the task of one that is not."""
    sign_in("editor_elsewhere")
    state = case.current_workflow_task_state
    attempts = [
        (case_url("edit", case.pk), {"action": "approve", "task_state": state.pk}),
        (
            case_url("edit", foreign_case.pk),
            {
                "action": "approve",
                "task_state": state.pk,
                "seen": get_seen(client, case_url("edit", foreign_case.pk)),
            },
        ),
        (case_url("workflow_action", case.pk, "approve", state.pk), {"comment": ""}),
        (case_url("workflow_action", foreign_case.pk, "approve", state.pk), {"comment": ""}),
        (case_url("collect_workflow_action_data", foreign_case.pk, "reject", state.pk), {}),
        (case_url("confirm_workflow_cancellation", case.pk), {}),
    ]

    for url, data in attempts:
        client.post(url, data)

    case.refresh_from_db()
    comment.refresh_from_db()
    assert case.is_open
    assert case.workflow_in_progress
    assert comment.status == Status.HELD
    home = client.get(reverse("wagtailadmin_home")).text
    assert case_url("edit", case.pk) not in home
    assert case_url("edit", foreign_case.pk) in home


def test_a_reviewer_who_moderates_nothing_sees_the_case_at_the_own_task(
    client, moderator, column, comment
):
    lawyer = make_staff()
    legal = GroupApprovalTask.objects.create(name="Legal")
    legal.groups.set(lawyer.groups.all())
    workflow = Workflow.objects.create(name="With a lawyer")
    for place, one in enumerate((CommentModerationTask.objects.create(name="First"), legal)):
        WorkflowTask.objects.create(workflow=workflow, task=one, sort_order=place)
    PageCommentWorkflow.objects.create(page_id=column.pk, workflow=workflow)
    (case,) = actions.escalate([comment], user=moderator)
    url = case_url("edit", case.pk)

    client.force_login(lawyer)
    assert client.get(url).status_code == 302
    state = case.current_workflow_task_state
    state.task.specific.on_action(state, moderator, "approve")
    page = client.get(url)
    assert page.status_code == 200
    assert comment.html in page.text
    assert comment.author_email not in page.text
    assert "Cancel the case" not in page.text
    assert url in client.get(reverse("wagtailadmin_home")).text
    state = ModerationCase.objects.get().current_workflow_task_state
    client.post(url, {"action": "cancel"})
    assert ModerationCase.objects.open().exists()
    seen = get_seen(client, url)
    client.post(url, {"action": "approve", "task_state": state.pk, "seen": seen})

    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert client.get(url).status_code == 302


def test_cases_are_in_the_menu_of_those_who_moderate(client, sign_in, case):
    for role, shown in (("moderator", True), ("admin_only", False)):
        sign_in(role)
        assert ("moderation-cases" in client.get(reverse("wagtailadmin_home")).text) is shown


def test_the_api_and_the_choosers_know_no_cases(client, sign_in, case, comment):
    sign_in("superuser")
    names = [pattern.name for pattern in case_viewset.get_urlpatterns()]

    assert "chooser" not in str(names)
    answer = client.get("/api/v3/openapi.json")
    assert answer.status_code == 200
    schema = answer.text
    assert "moderationcase" not in schema.lower()
    assert "readercomment" not in schema.lower().replace("readercommentschema", "")


def test_what_runs_nowhere(client, moderator, workflow, article):
    script = "<script>alert(1)</script>"
    comment = ReaderCommentFactory(page=article, subject=script, author_name=script, body=script)
    (case,) = actions.escalate([comment], user=moderator, note=script)

    page = client.get(case_url("edit", case.pk)).text

    assert script not in page
    assert "&lt;script&gt;alert(1)" in page
