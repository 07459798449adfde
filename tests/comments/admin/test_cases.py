"""Cases in the admin: escalating, the page of a case, Wagtail's own views of it, and their gate."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.admin import cases
from comments.admin.case_viewset import case_viewset
from comments.factories import ReaderCommentFactory
from comments.models import (
    CaseItem,
    CommentModerationTask,
    DecisionBatch,
    DiscussionSettingsTask,
    ModerationCase,
    PageCommentWorkflow,
)
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

    (text,) = get_texts(answer)
    assert "no workflow for moderation cases is chosen" in text
    assert comment.page.title in text


def test_the_page_of_a_case_shows_its_comments_and_what_can_be_done(
    client, moderator, case, comment
):
    page = client.get(case_url("edit", case.pk)).text

    assert comment.html in page
    assert comment.subject in page
    assert "Is this libel?" in page
    for label in ("Approve the comment", "Reject the comment", "Mark the comment as spam"):
        assert label in page
    assert comment.author_email not in page


def test_an_edit_is_told_with_one_stop(client, moderator, case, comment):
    actions.edit_comment(comment, body="Again")

    page = client.get(case_url("edit", case.pk)).text

    (told,) = re.findall(r"Edited by its author[^<]*", page)
    assert ".." not in told


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


class TestALargeCase:
    @pytest.fixture
    def case(self, workflow, article, monkeypatch):
        """A case of five comments, of which its page shows two at once."""
        monkeypatch.setattr(cases, "ITEMS_SHOWN", 2)
        monkeypatch.setattr(cases, "FEW", 1)
        comments = [ReaderCommentFactory(page=article, subject=f"No. {n}") for n in range(1, 6)]
        (case,) = actions.escalate(comments)
        return case

    @pytest.fixture
    def act(self, client, case):
        """Return the function that does an action as the page of the case was before."""
        url = case_url("edit", case.pk)
        state = case.current_workflow_task_state

        def act_on_case(name, seen):
            return client.post(url, {"action": name, "task_state": state.pk, "seen": seen})

        return act_on_case

    def test_the_top_says_how_many_there_are_and_where_all_are_read(self, client, moderator, case):
        page = client.get(case_url("edit", case.pk)).text
        top = page[page.index("reader-comment-case-summary") : page.index("<article")]

        assert "5 comments are in this case." in top
        assert "Here are numbers 1 to 2." in top
        assert f'<a href="{reverse("reader_comments:index")}?case={case.pk}">' in top
        assert "See all 5 comments in the queue" in top
        assert 'href="#decision"' in top
        assert 'id="decision"' in page

    def test_each_comment_is_on_a_part_of_the_page(self, client, moderator, case):
        url = case_url("edit", case.pk)
        parts = [
            re.findall(r"No\. \d", " ".join(row["comment"].subject for row in rows))
            for rows in (client.get(url, {"p": p}).context["rows"] for p in (1, 2, 3))
        ]

        assert parts == [["No. 1", "No. 2"], ["No. 3", "No. 4"], ["No. 5"]]
        middle = client.get(url, {"p": 2}).text
        assert 'href="?p=1" rel="prev"' in middle
        assert 'href="?p=3" rel="next"' in middle
        assert client.get(url, {"p": "x"}).status_code == 200

    def test_the_buttons_carry_the_number(self, client, moderator, case, article):
        actions.approve([case.items.first().comment])

        page = client.get(case_url("edit", case.pk)).text

        for label in (
            "Approve all 4 comments",
            "Reject all 4 comments",
            "Mark all 4 comments as spam",
        ):
            assert f">{label}</button>" in page
        assert "4 of them wait." in page
        assert "about all 4 comments that wait, those on the other pages too" in page
        home = client.get(reverse("wagtailadmin_home")).text
        assert "Approve all 4 comments with a note" in home

    def test_what_was_decided_meanwhile_is_left_and_counted(self, client, moderator, case, act):
        seen = get_seen(client, case_url("edit", case.pk))
        first, second, *_others = [item.comment for item in case.items.all()]
        actions.reject([first, second])

        answer = act("approve", seen)

        assert get_texts(answer) == [
            "3 comments approved.",
            "2 comments were edited or decided by somebody else meanwhile and stay as they are.",
        ]
        first.refresh_from_db()
        assert first.status == Status.REJECTED

    def test_nobody_decides_about_more_than_waited(self, client, moderator, case, act):
        (comment, *_others) = [item.comment for item in case.items.all()]
        actions.approve([comment])
        seen = get_seen(client, case_url("edit", case.pk))
        actions.hold([comment])

        answer = act("approve", seen)

        assert "look at the case again" in get_texts(answer)[0]
        assert ModerationCase.objects.open().get() == case

    @pytest.mark.parametrize("seen", ["", "x", "1", "-", "--", "None-0-²", "9" * 5000])
    def test_a_digest_that_makes_no_sense_decides_nothing(self, client, moderator, case, act, seen):
        answer = act("approve", seen)

        assert "look at the case again" in get_texts(answer)[0]

    def test_an_end_that_decides_nothing_is_told_of(self, client, moderator, case, act, workflow):
        passing = DiscussionSettingsTask.objects.create(name="Nobody looks")
        WorkflowTask.objects.create(workflow=workflow, task=passing, sort_order=9)

        answer = act("approve", get_seen(client, case_url("edit", case.pk)))

        assert get_texts(answer) == ["The case is over. Its comments wait as before."]
        assert case.items.waiting().count() == 5

    def test_the_next_task_is_told_of(self, client, moderator, case, act, workflow):
        second = CommentModerationTask.objects.create(name="Second")
        WorkflowTask.objects.create(workflow=workflow, task=second, sort_order=9)

        answer = act("approve", get_seen(client, case_url("edit", case.pk)))

        assert get_texts(answer) == ["Done. The case is at its next task."]
        assert ModerationCase.objects.open().get() == case


NAMES = {
    "edit": (),
    "history": (),
    "history_results": (),
    "workflow_history": (),
    "confirm_workflow_cancellation": (),
}


# Rights are the same on every SQL database.
@pytest.mark.markup
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


def test_the_list_says_of_each_case_whether_it_is_open_and_how_many_comments_it_has(
    client, moderator, case, column
):
    done = escalate_on(ArticlePageFactory(parent=column))
    actions.escalate([ReaderCommentFactory(page=done.page)])
    actions.cancel_case(done)

    answer = client.get(case_url("list"))

    cells = re.findall(
        r"<td[^>]*>\s*(Open|Cancelled)\s*</td>\s*<td[^>]*>\s*(\d+)\s*</td>", answer.text
    )
    assert cells == [("Open", "1"), ("Cancelled", "2")]
    # A telephone shows the first three columns.
    assert list(answer.context["table"].columns)[:3] == ["__str__", "state", "comment_count"]


def test_the_list_says_which_task_a_case_waits_for(client, moderator, case, column, workflow):
    WorkflowTask.objects.update(sort_order=0)
    legal = GroupApprovalTask.objects.create(name="Legal looks")
    WorkflowTask.objects.create(workflow=workflow, task=legal, sort_order=1)
    second = escalate_on(ArticlePageFactory(parent=column))
    state = second.current_workflow_task_state
    state.specific.approve(user=moderator)
    closed = escalate_on(ArticlePageFactory(parent=column))
    actions.cancel_case(closed)

    found = client.get(case_url("list")).context["object_list"]

    assert {one.pk: one.task_name for one in found} == {
        case.pk: "Moderators decide",
        second.pk: "Legal looks",
        closed.pk: "",
    }
    assert "Legal looks" in client.get(case_url("list")).text


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


@pytest.mark.parametrize("pk", ["abc", "_31", "1_0A", "9" * 30])
def test_what_is_no_id_is_no_case(client, moderator, case, pk):
    assert client.get(case_url("list") + f"edit/{pk}/").status_code == 404
    assert client.get(case_url("list") + f"history/{pk}/").status_code == 404


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


def list_cases(client, **query):
    """Return the cases that the listing has with ``query``, in its order."""
    answer = client.get(case_url("list"), query)
    assert answer.status_code == 200
    return list(answer.context["object_list"])


def list_comments(client, **query):
    answer = client.get(reverse("reader_comments:index"), query)
    assert answer.status_code == 200
    return set(answer.context["object_list"])


class TestTheQueue:
    def test_it_finds_all_comments_of_a_case_open_or_closed(
        self, client, moderator, case, comment, article
    ):
        outside = ReaderCommentFactory(page=article)

        assert list_comments(client, case=case.pk) == {comment}
        actions.cancel_case(case)
        assert list_comments(client, case=case.pk) == {comment}
        assert outside in list_comments(client)

    def test_it_finds_what_is_in_a_case_or_in_none(self, client, moderator, case, comment, article):
        outside = ReaderCommentFactory(page=article)

        assert list_comments(client, in_case="yes", status="held") == {comment}
        assert list_comments(client, in_case="no", status="held") == {outside}
        actions.cancel_case(case)
        assert list_comments(client, in_case="yes") == set()

    def test_the_filter_by_a_case_is_shown_where_it_is_used_and_ends_at_the_scope(
        self, client, moderator, case, foreign_case
    ):
        url = reverse("reader_comments:index")

        assert 'name="case"' not in client.get(url).text
        assert 'name="case"' in client.get(url, {"case": case.pk}).text
        # As in Wagtail, a filter that makes no sense leaves everything, of one's own part.
        for number in (foreign_case.pk, "9" * 30, "x"):
            assert not CaseItem.objects.filter(
                case=foreign_case, comment__in=list_comments(client, case=number)
            ).exists()


def escalate_on(page, **kwargs):
    (case,) = actions.escalate([ReaderCommentFactory(page=page)], **kwargs)
    return case


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({}, "open cancelled singly"),
            ({"status": "open"}, "open"),
            ({"status": "closed"}, "cancelled singly"),
            ({"outcome": "cancelled"}, "cancelled"),
            ({"outcome": "singly"}, "singly"),
            ({"status": "open", "outcome": "cancelled"}, ""),
            # As in Wagtail, a filter that makes no sense leaves everything.
            ({"status": "lost"}, "open cancelled singly"),
        ],
    )
    def test_by_status_and_by_outcome(
        self, client, moderator, case, column, query, names, django_capture_on_commit_callbacks
    ):
        found = {"open": case}
        for name in ("singly", "cancelled"):
            found[name] = escalate_on(ArticlePageFactory(parent=column))
        actions.cancel_case(found["cancelled"])
        with django_capture_on_commit_callbacks(execute=True):
            actions.approve([item.comment for item in found["singly"].items.all()])

        assert list_cases(client, **query) == [found[name] for name in names.split()]

    def test_by_a_section_with_all_pages_below_it_or_a_page(
        self, client, sign_in, case, foreign_case, column, article
    ):
        sibling = escalate_on(ArticlePageFactory(parent=column))
        sign_in("superuser")

        assert list_cases(client, page=column.pk) == [sibling, case]
        assert list_cases(client, page=article.pk) == [case]

    def test_by_whoever_escalated_something_into_it(
        self, client, moderator, case, column, article, make_user
    ):
        first, second = make_user("moderator")(), make_user("publisher")()
        opened = escalate_on(ArticlePageFactory(parent=column), user=first)
        actions.escalate([ReaderCommentFactory(page=article)], user=second)

        assert list_cases(client, escalated_by=first.pk) == [opened]
        assert list_cases(client, escalated_by=second.pk) == [case]
        assert list_cases(client, escalated_by=[first.pk, second.pk]) == [opened, case]

    def test_who_took_the_escalation_back_is_still_found(
        self, client, moderator, workflow, article
    ):
        case = escalate_on(article, user=moderator)
        actions.undo_batch(DecisionBatch.objects.get().uuid, user=moderator)

        assert list_cases(client, escalated_by=moderator.pk) == [case]

    def test_by_the_day_on_which_it_was_opened(self, client, moderator, case, column):
        old = escalate_on(ArticlePageFactory(parent=column))
        day = datetime(2026, 3, 14, 12, tzinfo=UTC)
        ModerationCase.objects.filter(pk=old.pk).update(opened_at=day)

        assert list_cases(client, opened_at_from="2026-03-14", opened_at_to="2026-03-14") == [old]
        assert list_cases(client, opened_at_from="2026-03-15") == [case]
        assert 'type="date" name="opened_at_from"' in client.get(case_url("list")).text

    def test_the_title_of_the_page_is_searched(self, client, moderator, case, column):
        page = ArticlePageFactory(parent=column, title="The Zeppelin flies")
        found = escalate_on(page)
        page.draft_title = "The airship lands"
        page.save()

        assert list_cases(client, q="zeppelin") == [found]
        assert list_cases(client, q="airship") == [found]
        assert list_cases(client, q="Held subject") == []

    def test_the_results_alone_are_filtered_too(self, client, moderator, case, column):
        done = escalate_on(ArticlePageFactory(parent=column))
        actions.cancel_case(done)

        html = client.get(case_url("list_results"), {"status": "open"}).text

        assert case_url("edit", case.pk) in html
        assert case_url("edit", done.pk) not in html

    def test_they_offer_what_one_moderates_and_nothing_else(
        self, client, moderator, case, foreign_case, column, elsewhere, make_user
    ):
        own, foreign = make_user("publisher")(), make_user("editor_elsewhere")()
        without_cases = ArticlePageFactory(parent=ColumnPageFactory(parent=column))
        ReaderCommentFactory(page=without_cases)
        actions.escalate([ReaderCommentFactory(page=case.page)], user=own)
        actions.escalate([ReaderCommentFactory(page=elsewhere)], user=foreign)

        html = client.get(case_url("list")).text

        assert re.findall(r'name="page" value="(\d*)"', html) == ["", str(column.pk)]
        assert re.findall(r'name="escalated_by" value="(\d*)"', html) == [str(own.pk)]
        assert foreign.username not in html
        assert elsewhere.get_parent().title not in html

    def test_what_is_not_offered_is_not_found_out_either(
        self, client, moderator, case, foreign_case, elsewhere, make_user
    ):
        foreign = make_user("editor_elsewhere")()
        actions.escalate([ReaderCommentFactory(page=elsewhere)], user=foreign)

        for query in (
            {"page": elsewhere.pk},
            {"page": "9" * 30},
            {"escalated_by": foreign.pk},
            {"escalated_by": "x"},
        ):
            assert list_cases(client, **query) == [case], query
        assert list_cases(client, q=elsewhere.title + " ") == []

    def test_a_right_to_pick_alone_offers_no_section(self, client, column, case, foreign_case):
        user = make_staff(moderates=[column], rights=["feature"])
        user.groups.add(*make_staff(moderates=[foreign_case.page]).groups.all())
        client.force_login(user)

        html = client.get(case_url("list"), {"page": column.pk}).text

        assert list_cases(client) == [foreign_case]
        assert f'name="page" value="{column.pk}"' not in html

    @pytest.mark.usefixtures("article")
    def test_any_number_of_cases_costs_the_same_queries(self, client, moderator, column, workflow):
        def count(**query):
            with CaptureQueriesContext(connection) as queries:
                list_cases(client, **query)
            return len(queries)

        def open_cases(number):
            for _ in range(number):
                user = make_staff(moderates=[column])
                escalate_on(ArticlePageFactory(parent=column), user=user)

        filters = {"status": "open", "page": column.pk, "q": "a", "opened_at_from": "2020-01-01"}
        open_cases(3)
        list_cases(client)
        few = count(), count(**filters)
        open_cases(12)

        assert (count(), count(**filters)) == few
