"""What holds for moderation is changed by token as in the admin: reasons, settings, workflows."""

import json

import pytest
import swapper
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler
from wagtail.models import GroupSitePermission, ModelLogEntry, Site, Workflow, WorkflowTask
from wagtail.permissions import policy_registry

from columns.factories import ArticlePageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import (
    CommentModerationTask,
    CommentSettings,
    DiscussionSettingsTask,
    GroupCommentPermission,
    ModerationCase,
    PageCommentWorkflow,
    RejectionReason,
    RejectionReasonText,
    Right,
)
from tests.comments.doors import sign_in
from tests.factories import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v3/comments/moderation/settings/"
DULL = {
    "code": "dull",
    "texts": [
        {"language": "en", "label": "Dull", "message": "Your comment is dull."},
        {"language": "de", "label": "Langweilig"},
    ],
}


def make_user(*codenames, page=None):
    """Return a user with these permissions of models, and the right to settings at ``page``."""
    group = GroupFactory()
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    if page is not None:
        GroupCommentPermission.objects.create(group=group, page_id=page.pk, right=Right.SETTINGS)
    user = UserFactory()
    user.groups.add(group)
    return user


def get_root():
    return swapper.load_model("wagtailcore", "Page").objects.get(depth=1)


@pytest.fixture
def user():
    return make_user(
        "add_rejectionreason",
        "change_rejectionreason",
        "delete_rejectionreason",
        "change_commentsettings",
        "add_pagecommentworkflow",
        "change_pagecommentworkflow",
        "delete_pagecommentworkflow",
        page=get_root(),
    )


@pytest.fixture
def call(client, user):
    """Return the function that calls an operation below ``settings/``, as ``user`` by default."""

    def call_operation(method, path, data=None, expect=200, by=user):
        options = {"headers": sign_in(by)}
        if data is not None:
            options |= {"data": data, "content_type": "application/json"}
        response = getattr(client, method)(f"{ADDRESS}{path}", **options)
        assert response.status_code == expect, response.text
        if expect >= 400:
            assert response["Content-Type"] == "application/problem+json"
        return response.json() if response.content else None

    return call_operation


@pytest.fixture
def reason(call):
    """A reason with two texts, as the API has it."""
    return call("post", "reasons/", DULL, expect=201)


def get_log():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", "user"))


class TestReasons:
    def test_one_is_written_with_its_texts_and_its_trace(self, call, reason, user):
        assert reason == DULL | {
            "id": reason["id"],
            "is_active": True,
            "texts": [DULL["texts"][0], DULL["texts"][1] | {"message": ""}],
        }
        assert call("get", "reasons/")["items"] == [reason]
        assert call("get", f"reasons/{reason['id']}/") == reason
        assert get_log() == [("wagtail.create", user.pk)]
        (choice,) = RejectionReason.objects.get_choices("de")
        assert (choice.code, choice.label) == ("dull", "Langweilig")

    def test_moderators_choose_it_at_once(self, client, reason):
        article = ArticlePageFactory()
        boss = UserFactory(is_superuser=True)
        offered = client.get("/api/v3/comments/moderation/reasons/", headers=sign_in(boss)).json()
        comment = ReaderCommentFactory(page=article)

        actions.reject([comment], user=boss, reason="dull")

        assert [one["code"] for one in offered["items"]] == ["dull"]

    def test_what_is_not_named_stays(self, call, reason, user):
        changed = call("patch", f"reasons/{reason['id']}/", {"is_active": False})

        assert changed == reason | {"is_active": False}
        assert RejectionReason.objects.get_choices() == []
        assert get_log()[1:] == [("wagtail.edit", user.pk)]

    def test_texts_are_replaced_as_a_whole_and_keep_their_rows(self, call, reason):
        german = RejectionReasonText.objects.get(language="de").pk
        texts = [{"language": "de", "label": "Öde", "message": "Leider."}]

        changed = call("patch", f"reasons/{reason['id']}/", {"texts": texts, "code": "dreary"})

        assert (changed["texts"], changed["code"]) == (texts, "dreary")
        assert RejectionReasonText.objects.get().pk == german

    def test_its_place_is_changed_with_its_trace(self, call, user):
        codes = [one["code"] for one in call("post", "reasons/adopt/")["items"]]
        last = RejectionReason.objects.get(code=codes[-1])
        moves = [(0, [codes[-1], *codes[:-1]]), (1, [codes[0], codes[-1], *codes[1:-1]])]
        moves += [(2**31 - 1, codes), (2**31 - 1, codes)]

        for position, expected in moves:
            call("patch", f"reasons/{last.pk}/", {"position": position})
            assert [one["code"] for one in call("get", "reasons/")["items"]] == expected
            assert [one.code for one in RejectionReason.objects.get_choices()] == expected

        # To where it is already is no change.
        assert [action for action, _user in get_log()].count("wagtail.reorder") == 3

    def test_one_is_deleted_and_its_code_stays(self, call, reason, user):
        comment = ReaderCommentFactory(page=ArticlePageFactory())
        actions.reject([comment], reason="dull")

        call("delete", f"reasons/{reason['id']}/", expect=204)

        comment.refresh_from_db()
        assert comment.reason == "dull"
        assert not RejectionReasonText.objects.exists()
        assert get_log()[-1] == ("wagtail.delete", user.pk)
        call("get", f"reasons/{reason['id']}/", expect=404)
        call("patch", f"reasons/{reason['id']}/", {"is_active": True}, expect=404)
        call("delete", f"reasons/{reason['id']}/", expect=404)

    def test_those_that_are_built_in_are_taken_over_once(self, call, user):
        offered = RejectionReason.objects.get_choices()

        adopted = call("post", "reasons/adopt/")
        again = call("post", "reasons/adopt/")

        assert [one["code"] for one in adopted["items"]] == [one.code for one in offered]
        assert again == adopted
        assert get_log() == [("wagtail.create", user.pk)] * len(offered)

    @pytest.mark.parametrize(
        ("changes", "loc"),
        [
            ({"code": ""}, ["code"]),
            ({"code": None}, ["code"]),
            ({"code": "two words"}, ["code"]),
            ({"code": "x" * 41}, ["code"]),
            ({"code": "\x00"}, ["code"]),
            ({"code": "taken"}, ["code"]),
            ({"is_active": 2**70}, ["is_active"]),
            ({"is_active": "yes"}, ["is_active"]),
            ({"texts": []}, ["texts"]),
            ({"texts": [{"label": "Dull"}]}, ["texts", 0, "language"]),
            ({"texts": [{"language": "en", "label": ""}]}, ["texts", 0, "label"]),
            ({"texts": [{"language": "en", "label": "x" * 81}]}, ["texts", 0, "label"]),
            ({"texts": [{"language": "xx", "label": "Dull"}]}, ["texts", 0, "language"]),
            ({"texts": [{"language": "en", "label": "\ud800"}]}, ["texts", 0, "label"]),
            (
                {"texts": [DULL["texts"][1], {"language": "en", "label": " "}]},
                ["texts", 1, "label"],
            ),
            ({"code": "flagged"}, ["code"]),
            ({"code": "Edited"}, ["code"]),
            ({"code": "blocked"}, ["code"]),
            ({"texts": [DULL["texts"][0] | {"label": "<b>\u0007"}]}, ["texts", 0, "label"]),
            ({"texts": [DULL["texts"][0] | {"label": "a\nb"}]}, ["texts", 0, "label"]),
            ({"texts": [DULL["texts"][0] | {"label": "a\u202eb"}]}, ["texts", 0, "label"]),
            ({"texts": [DULL["texts"][0] | {"message": "a\u0085b"}]}, ["texts", 0, "message"]),
            ({"texts": [DULL["texts"][0]] * 2}, ["texts", 1]),
            ({"texts": [DULL["texts"][0] | {"more": 1}]}, ["texts", 0, "more"]),
            ({"more": 1}, ["more"]),
        ],
    )
    @pytest.mark.parametrize("door", ["post", "patch"])
    def test_what_makes_no_sense_is_named(self, call, reason, door, changes, loc):
        other = RejectionReason.objects.create(code="taken")
        RejectionReasonText.objects.create(reason=other, language="en", label="Taken")
        before = call("get", "reasons/")

        if door == "post":
            problem = call("post", "reasons/", DULL | {"code": "new"} | changes, expect=422)
        else:
            problem = call("patch", f"reasons/{reason['id']}/", changes, expect=422)

        assert problem["errors"][0]["loc"][:2] == ["body", "data"]
        assert loc in [error["loc"][2 : 2 + len(loc)] for error in problem["errors"]]
        assert not [error for error in problem["errors"] if "__all__" in error["loc"]]
        assert call("get", "reasons/") == before

    def test_a_message_has_lines_and_a_script_its_marks(self, call):
        text = {"language": "en", "label": "\u200fעב", "message": "One.\r\nTwo.\tThree."}

        made = call("post", "reasons/", {"code": "new", "texts": [text]}, expect=201)

        assert made["texts"] == [text]

    def test_a_new_one_is_the_last(self, call, client):
        adopted = [one["code"] for one in call("post", "reasons/adopt/")["items"]]
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        form = {
            "code": "another",
            "texts-TOTAL_FORMS": 1,
            "texts-INITIAL_FORMS": 0,
            "texts-MIN_NUM_FORMS": 1,
            "texts-MAX_NUM_FORMS": 1000,
            "texts-0-language": "en",
            "texts-0-label": "Another",
            "texts-0-message": "",
        }

        first = call("post", "reasons/", DULL, expect=201)
        client.post(reverse("rejection_reasons:add"), form)
        call("patch", f"reasons/{first['id']}/", {"is_active": False})

        codes = [one["code"] for one in call("get", "reasons/")["items"]]
        assert codes == [*adopted, "dull", "another"]

    @pytest.mark.parametrize("position", [-1, 2**70, "first", True])
    def test_what_is_no_place_is_named(self, call, reason, position):
        problem = call("patch", f"reasons/{reason['id']}/", {"position": position}, expect=422)

        assert problem["errors"][0]["loc"] == ["body", "data", "position"]

    def test_a_change_that_fails_moves_nothing(self, call):
        call("post", "reasons/adopt/")
        before = call("get", "reasons/")
        last = before["items"][-1]["id"]

        call("patch", f"reasons/{last}/", {"position": 0, "code": "two words"}, expect=422)

        assert call("get", "reasons/") == before

    def test_whoever_is_second_with_a_code_is_told(self, call, reason, monkeypatch):
        # As if the other one had been stored a moment after the form looked.
        monkeypatch.setattr(RejectionReason, "validate_unique", lambda *_args, **_kwargs: None)

        problem = call("post", "reasons/", DULL, expect=422)

        assert problem["errors"][0]["type"] == "unique"
        assert RejectionReason.objects.count() == 1

    def test_a_language_that_the_site_has_given_up_may_stay(self, call, reason):
        RejectionReasonText.objects.filter(language="de").update(language="fr")
        texts = call("get", f"reasons/{reason['id']}/")["texts"]
        texts[0]["label"] = "Duller"

        changed = call("patch", f"reasons/{reason['id']}/", {"texts": texts})

        assert [text["label"] for text in changed["texts"]] == ["Duller", "Langweilig"]

    @pytest.mark.parametrize(
        ("method", "path", "codename"),
        [
            ("post", "reasons/", "add_rejectionreason"),
            ("post", "reasons/adopt/", "add_rejectionreason"),
            ("patch", "reasons/{id}/", "change_rejectionreason"),
            ("delete", "reasons/{id}/", "delete_rejectionreason"),
        ],
    )
    def test_each_permission_opens_its_own_operations(self, call, reason, method, path, codename):
        codenames = {f"{name}_rejectionreason" for name in ("add", "change", "delete")}
        body = {"post": DULL | {"code": "new"}, "patch": {"position": 0}}.get(method)
        if path.endswith("adopt/"):
            body = None
        path = path.format(id=reason["id"])
        other, able = make_user(*(codenames - {codename})), make_user(codename)

        call(method, path, body, expect=403, by=other)
        assert call("get", "reasons/", by=other)["items"] == [reason]
        expected = {"reasons/": 201}.get(path, 204 if method == "delete" else 200)
        call(method, path, body, expect=expected, by=able)

    def test_a_list_costs_the_same_however_many_there_are(self, call, reason):
        call("get", "reasons/")
        with CaptureQueriesContext(connection) as few:
            call("get", "reasons/")
        for number in range(10):
            call("post", "reasons/", DULL | {"code": f"dull-{number}"}, expect=201)
        with CaptureQueriesContext(connection) as many:
            call("get", "reasons/")

        assert len(many) == len(few) <= 8

    def test_the_form_of_the_admin_knows_the_same_languages(self, client, reason):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        data = {
            "code": "new",
            "texts-TOTAL_FORMS": 1,
            "texts-INITIAL_FORMS": 0,
            "texts-MIN_NUM_FORMS": 1,
            "texts-MAX_NUM_FORMS": 1000,
            "texts-0-language": "xx",
            "texts-0-label": "New",
            "texts-0-message": "",
        }

        response = client.post(reverse("rejection_reasons:add"), data)

        assert "The site has no such language." in response.text
        assert not RejectionReason.objects.filter(code="new").exists()


@pytest.fixture
def site():
    return Site.objects.get(is_default_site=True)


class TestSettings:
    def test_without_a_row_it_is_read_what_is_in_force_and_nothing_is_written(
        self, call, site, settings
    ):
        settings.COMMENTS_EDIT_MINUTES = 7

        read = call("get", f"sites/{site.pk}/")

        assert read == {
            "site": site.pk,
            "name": site.site_name or site.hostname,
            "guidelines": "",
            "guidelines_html": "",
            "reaction_name": "Helpful",
            "edit_minutes": 7,
        }
        assert call("get", "sites/")["items"] == [read]
        assert not CommentSettings.objects.exists()

    def test_they_are_changed_with_their_trace(self, call, client, site, user):
        article = ArticlePageFactory()
        data = {"guidelines": "<p>Be <b>kind</b>.</p>", "reaction_name": "Wise", "edit_minutes": 0}

        changed = call("patch", f"sites/{site.pk}/", data)

        assert "Be <b>kind</b>." in changed["guidelines"]
        assert call("get", f"sites/{site.pk}/") == changed
        assert get_log() == [("wagtail.edit", user.pk)]
        shown = client.get(f"/api/v3/comments/discussions/{article.pk}/").json()
        assert (shown["reaction"], shown["edit_minutes"]) == ("Wise", 0)
        assert shown["guidelines"] == changed["guidelines_html"]

    def test_what_is_not_named_stays(self, call, site):
        before = call("patch", f"sites/{site.pk}/", {"guidelines": "<p>Be kind.</p>"})

        after = call("patch", f"sites/{site.pk}/", {"reaction_name": ""})

        assert after == before | {"reaction_name": ""}

    def test_guidelines_hold_no_more_than_in_the_admin(self, call, site):
        page = ArticlePageFactory()
        sent = (
            "<h2>Title</h2><script>alert(1)</script><p onclick='x()'>One</p>"
            f'<p><a href="javascript:alert(1)">two</a> <a linktype="page" id="{page.pk}">in</a></p>'
            '<ul><li>three</li></ul><embed embedtype="image" id="1" />'
        )

        changed = call("patch", f"sites/{site.pk}/", {"guidelines": sent})

        for wrong in ("<h2", "<script", "onclick", "javascript:", "<embed"):
            assert wrong not in changed["guidelines"]
        assert f'<a linktype="page" id="{page.pk}">in</a>' in changed["guidelines"]
        assert page.url in changed["guidelines_html"]
        assert CommentSettings.objects.get().guidelines == changed["guidelines"]

    def test_guidelines_lose_the_characters_that_nobody_sees(self, call, site):
        changed = call("patch", f"sites/{site.pk}/", {"guidelines": "<p>Be\u0007 k\u202eind.</p>"})

        assert changed["guidelines"].endswith(">Be kind.</p>")

    @pytest.mark.parametrize("sent", ["", " ", "<b>", "<p></p>", "<p>&nbsp;</p><ul><li></li></ul>"])
    def test_guidelines_without_a_word_are_none(self, call, client, site, sent):
        article = ArticlePageFactory()
        call("patch", f"sites/{site.pk}/", {"guidelines": "<p>Be kind.</p>"})

        changed = call("patch", f"sites/{site.pk}/", {"guidelines": sent})

        assert (changed["guidelines"], changed["guidelines_html"]) == ("", "")
        assert CommentSettings.objects.get().guidelines == ""
        assert "comments-guidelines" not in client.get(article.url).text

    @pytest.mark.parametrize(
        "attributes",
        ['id="abc"', f'id="{"9" * 24}"', f'id="{"9" * 5000}"', 'id="-1"', 'id=""', 'id="1.5"', ""],
    )
    def test_a_link_to_what_can_be_no_page_is_taken_out(self, call, client, site, attributes):
        article = ArticlePageFactory()
        good = f'<a linktype="page" id="{article.pk}">in</a>'
        sent = f'<p>{good} <a linktype="page" {attributes}>out <b>there</b></a></p>'

        changed = call("patch", f"sites/{site.pk}/", {"guidelines": sent})

        assert changed["guidelines"].endswith(f">{good} out <b>there</b></p>")
        assert CommentSettings.objects.get().guidelines == changed["guidelines"]
        assert "out <b>there</b>" in client.get(article.url).text

    def test_the_admin_keeps_no_such_link_either(self, client, site):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "abc", "parentId": 1}}
        block = {
            "key": "aaaaa",
            "text": "there",
            "type": "unstyled",
            "depth": 0,
            "inlineStyleRanges": [],
            "entityRanges": [{"offset": 0, "length": 5, "key": 0}],
        }
        guidelines = json.dumps({"blocks": [block], "entityMap": {"0": link}})
        address = reverse("wagtailsettings:edit", args=["comments", "commentsettings", site.pk])

        client.post(
            address, {"guidelines": guidelines, "reaction_name": "Wise", "edit_minutes": "5"}
        )

        assert CommentSettings.objects.get().guidelines == '<p data-block-key="aaaaa">there</p>'
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize(
        "data",
        [
            {"edit_minutes": -1},
            {"edit_minutes": 1441},
            {"edit_minutes": 2**70},
            {"edit_minutes": None},
            {"edit_minutes": False},
            {"edit_minutes": "5"},
            {"reaction_name": "x" * 31},
            {"reaction_name": "\x00"},
            {"reaction_name": "<b>\u0007"},
            {"reaction_name": "a\u009fb"},
            {"guidelines": "\x00"},
            {"guidelines": "<p>\ud800</p>"},
            {"guidelines": 1},
            {"site": 1},
        ],
    )
    def test_what_makes_no_sense_is_named(self, call, site, data):
        (name,) = data

        problem = call("patch", f"sites/{site.pk}/", data, expect=422)

        assert problem["errors"][0]["loc"] == ["body", "data", name]
        assert not CommentSettings.objects.exists()

    def test_a_right_over_one_site_is_none_over_another(self, call, site):
        other = Site.objects.create(hostname="other.example.org", root_page=site.root_page)
        group = GroupFactory()
        permission = Permission.objects.get(codename="change_commentsettings")
        GroupSitePermission.objects.create(group=group, site=other, permission=permission)
        by = UserFactory()
        by.groups.add(group)

        listed = call("get", "sites/", by=by)["items"]
        call("patch", f"sites/{other.pk}/", {"edit_minutes": 1}, by=by)

        assert [one["site"] for one in listed] == [other.pk]
        for pk in (site.pk, 2**31 - 1):
            call("get", f"sites/{pk}/", expect=404, by=by)
            call("patch", f"sites/{pk}/", {"edit_minutes": 2}, expect=404, by=by)
        assert CommentSettings.objects.get().site == other

    def test_without_the_right_nothing_is_there(self, call, site):
        nobody = make_user("change_rejectionreason")

        call("get", "sites/", expect=403, by=nobody)
        call("get", f"sites/{site.pk}/", expect=403, by=nobody)
        call("patch", f"sites/{site.pk}/", {"edit_minutes": 1}, expect=403, by=nobody)

    def test_a_list_costs_the_same_however_many_there_are(self, call, site):
        call("get", "sites/")
        with CaptureQueriesContext(connection) as few:
            call("get", "sites/")
        for number in range(5):
            Site.objects.create(hostname=f"{number}.example.org", root_page=site.root_page)
        with CaptureQueriesContext(connection) as many:
            assert len(call("get", "sites/")["items"]) == 6

        assert len(many) == len(few) <= 8


class TestWorkflows:
    @pytest.fixture
    def workflows(self):
        """Two workflows with a task for comments, and one that nobody uses any more."""
        task = CommentModerationTask.objects.create(name="Look")
        made = [Workflow.objects.create(name=name, active=name != "C") for name in ("B", "A", "C")]
        for workflow in made:
            WorkflowTask.objects.create(workflow=workflow, task=task)
        return made

    @pytest.fixture
    def article(self):
        return ArticlePageFactory()

    @pytest.fixture
    def choice(self, call, article, workflows):
        """The choice of the first workflow for the column of the article."""
        data = {"page": article.get_parent().pk, "workflow": workflows[0].pk}
        return call("post", "workflows/", data, expect=201)

    def test_one_is_chosen_with_its_trace_and_cases_go_through_it(
        self, call, choice, article, workflows, user
    ):
        column = article.get_parent()

        listed = call("get", "workflows/")

        assert choice == {
            "id": choice["id"],
            "page": column.pk,
            "title": column.title,
            "workflow": workflows[0].pk,
        }
        assert listed["items"] == [choice]
        # And one that every new site has.
        assert [one["name"] for one in listed["workflows"]][:-1] == ["A", "B"]
        assert get_log() == [("wagtail.create", user.pk)]
        boss = UserFactory(is_superuser=True)
        actions.escalate([ReaderCommentFactory(page=article)], user=boss)
        assert ModerationCase.objects.get().current_workflow_state.workflow == workflows[0]

    def test_another_one_is_chosen(self, call, choice, workflows, user):
        changed = call("patch", f"workflows/{choice['id']}/", {"workflow": workflows[1].pk})

        assert changed == choice | {"workflow": workflows[1].pk}
        assert call("get", "workflows/")["items"] == [changed]
        assert get_log()[1:] == [("wagtail.edit", user.pk)]

    def test_the_admin_shows_and_takes_the_same(self, client, choice, workflows):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        address = reverse("page_comment_workflows:edit", args=[choice["id"]])

        shown = client.get(address).text
        client.post(address, {"page": choice["page"], "workflow": workflows[1].pk})

        assert choice["title"] in shown
        assert PageCommentWorkflow.objects.get().workflow == workflows[1]

    @pytest.fixture(params=["no task", "a task for pages", "a task that nobody uses any more"])
    def unusable(self, request):
        """A workflow that is active, and through which no case can go."""
        workflow = Workflow.objects.create(name="AA")
        if request.param == "a task for pages":
            task = DiscussionSettingsTask.objects.create(name="Is it open?")
            WorkflowTask.objects.create(workflow=workflow, task=task)
        elif request.param == "a task that nobody uses any more":
            task = CommentModerationTask.objects.create(name="Old", active=False)
            WorkflowTask.objects.create(workflow=workflow, task=task)
        return workflow

    def test_what_no_case_can_go_through_is_neither_offered_nor_taken(
        self, call, choice, article, unusable
    ):
        data = {"page": article.pk, "workflow": unusable.pk}

        listed = call("get", "workflows/")["workflows"]
        problems = [
            call("post", "workflows/", data, expect=422),
            call("patch", f"workflows/{choice['id']}/", {"workflow": unusable.pk}, expect=422),
        ]

        assert unusable.name not in [one["name"] for one in listed]
        for problem in problems:
            (error,) = problem["errors"]
            assert error["loc"] == ["body", "data", "workflow"]
            assert error["type"] == "undecided"
            assert "decides about comments" in error["msg"]
        assert PageCommentWorkflow.objects.get().workflow_id == choice["workflow"]

    def test_the_admin_refuses_it_with_the_same_words(self, client, article, unusable):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))

        response = client.post(
            reverse("page_comment_workflows:add"), {"page": article.pk, "workflow": unusable.pk}
        )

        assert "decides about comments" in response.text
        assert not PageCommentWorkflow.objects.exists()

    def test_a_section_is_left_to_the_page_above(self, call, choice, user):
        call("delete", f"workflows/{choice['id']}/", expect=204)

        assert call("get", "workflows/")["items"] == []
        assert get_log()[1:] == [("wagtail.delete", user.pk)]
        call("patch", f"workflows/{choice['id']}/", {"workflow": 1}, expect=404)
        call("delete", f"workflows/{choice['id']}/", expect=404)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("page", 0),
            ("page", 2**31 - 1),
            ("page", 2**70),
            ("page", None),
            ("page", "taken"),
            ("workflow", 2**31 - 1),
            ("workflow", True),
            ("workflow", "inactive"),
            ("workflow", "\x00"),
            ("more", 1),
        ],
    )
    @pytest.mark.parametrize("door", ["post", "patch"])
    def test_what_makes_no_sense_is_named(self, call, choice, workflows, door, name, value):
        other = PageCommentWorkflow.objects.create(
            page_id=ArticlePageFactory().pk, workflow=workflows[0]
        )
        value = {"taken": other.page_id, "inactive": workflows[2].pk}.get(value, value)
        before = call("get", "workflows/")
        data = {"page": ArticlePageFactory().pk, "workflow": workflows[1].pk, name: value}

        path = "workflows/" if door == "post" else f"workflows/{choice['id']}/"
        problem = call(door, path, data, expect=422)

        assert [error["loc"] for error in problem["errors"]] == [["body", "data", name]]
        assert call("get", "workflows/") == before

    def test_each_permission_opens_its_own_operations(self, call, choice, article, workflows):
        codenames = {f"{name}_pagecommentworkflow" for name in ("add", "change", "delete")}
        data = {"page": article.pk, "workflow": workflows[0].pk}
        one = f"workflows/{choice['id']}/"
        operations = [
            ("post", "workflows/", data, "add_pagecommentworkflow"),
            ("patch", one, {"workflow": workflows[1].pk}, "change_pagecommentworkflow"),
            ("delete", one, None, "delete_pagecommentworkflow"),
        ]

        for method, path, body, codename in operations:
            other = make_user(*(codenames - {codename}), page=get_root())
            call(method, path, body, expect=403, by=other)
        viewer = make_user("view_pagecommentworkflow", page=get_root())
        assert call("get", "workflows/", by=viewer)["items"]
        call("get", "workflows/", expect=403, by=make_user("change_rejectionreason"))
        assert PageCommentWorkflow.objects.get().workflow == workflows[0]

    @pytest.fixture
    def elsewhere(self, workflows):
        """The choice of a workflow for another section, and that of the whole tree."""
        section = ArticlePageFactory().get_parent()
        pages = [section, get_root()]
        return [
            PageCommentWorkflow.objects.create(page_id=page.pk, workflow=workflows[0])
            for page in pages
        ]

    @pytest.fixture
    def local(self, article):
        """Who has all permissions of the model, and the right to settings in one section."""
        user = make_user(
            "add_pagecommentworkflow",
            "change_pagecommentworkflow",
            "delete_pagecommentworkflow",
            page=article.get_parent(),
        )
        user.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
        return user

    def test_the_workflows_of_other_sections_are_not_there(
        self, call, choice, article, elsewhere, workflows, local
    ):
        before = list(PageCommentWorkflow.objects.order_by("pk").values())
        free = ArticlePageFactory()

        assert call("get", "workflows/", by=local)["items"] == [choice]
        for other in elsewhere:
            one = f"workflows/{other.pk}/"
            call("patch", one, {"workflow": workflows[1].pk}, expect=404, by=local)
            call("delete", one, expect=404, by=local)
            for method, path in (("post", "workflows/"), ("patch", f"workflows/{choice['id']}/")):
                data = {"page": free.pk, "workflow": workflows[1].pk}
                problem = call(method, path, data, expect=422, by=local)
                assert problem["errors"][0]["loc"] == ["body", "data", "page"]

        assert list(PageCommentWorkflow.objects.order_by("pk").values()) == before
        data = {"page": article.pk, "workflow": workflows[0].pk}
        call("post", "workflows/", data, expect=201, by=local)
        call("patch", f"workflows/{choice['id']}/", {"workflow": workflows[1].pk}, by=local)
        call("delete", f"workflows/{choice['id']}/", expect=204, by=local)

    def test_without_a_right_over_any_page_the_permission_is_none(self, call, choice, article):
        nobody = make_user("add_pagecommentworkflow", "delete_pagecommentworkflow")
        data = {"page": article.pk, "workflow": 1}

        call("get", "workflows/", expect=403, by=nobody)
        call("post", "workflows/", data, expect=403, by=nobody)
        call("delete", f"workflows/{choice['id']}/", expect=403, by=nobody)

    def test_the_admin_shows_and_takes_no_more(
        self, client, choice, article, elsewhere, workflows, local
    ):
        client.force_login(local)
        before = list(PageCommentWorkflow.objects.order_by("pk").values())

        listed = client.get(reverse("page_comment_workflows:index"))

        assert [one.pk for one in listed.context["object_list"]] == [choice["id"]]
        for other in elsewhere:
            data = {"page": other.page_id, "workflow": workflows[1].pk}
            for name in ("edit", "delete", "history", "usage"):
                address = reverse(f"page_comment_workflows:{name}", args=[other.pk])
                assert client.get(address).status_code == 404
                assert client.post(address, data).status_code == 404
            other.delete()
            for address in (
                reverse("page_comment_workflows:add"),
                reverse("page_comment_workflows:edit", args=[choice["id"]]),
            ):
                form = client.post(address, data).context["form"]
                assert list(form.errors) == ["page"]
        assert list(PageCommentWorkflow.objects.values()) == before[:1]
        edit = reverse("page_comment_workflows:edit", args=[choice["id"]])
        client.post(edit, {"page": article.pk, "workflow": workflows[1].pk})
        assert PageCommentWorkflow.objects.get().page_id == article.pk
        client.post(reverse("page_comment_workflows:delete", args=[choice["id"]]))
        assert not PageCommentWorkflow.objects.exists()

    def test_code_without_a_user_chooses_for_any_page(self, article, workflows):
        form_class = get_edit_handler(PageCommentWorkflow).get_form_class()
        form = form_class({"page": article.pk, "workflow": workflows[0].pk})

        choice = actions.save_rules(form, user=None)

        assert PageCommentWorkflow.objects.get() == choice

    def test_the_policy_names_those_who_have_both(self, choice, article, local):
        policy = policy_registry.get_by_type(PageCommentWorkflow)
        stored = PageCommentWorkflow.objects.get()
        other = PageCommentWorkflow.objects.create(
            page_id=ArticlePageFactory().get_parent().pk, workflow=stored.workflow
        )
        make_user("change_pagecommentworkflow")
        make_user(page=article.get_parent())
        boss = UserFactory(is_superuser=True)

        everybody = set(policy.users_with_permission("change"))

        assert {local, boss} < everybody
        assert set(policy.users_with_permission_for_instance("change", stored)) == everybody
        assert local not in policy.users_with_permission_for_instance("change", other)
        assert policy.user_has_permission_for_instance(local, "change", stored)
        assert not policy.user_has_permission_for_instance(local, "change", other)
        assert not policy.user_has_permission_for_instance(local, "view", stored)

    def test_a_list_costs_the_same_however_many_there_are(self, call, choice, workflows):
        call("get", "workflows/")
        with CaptureQueriesContext(connection) as few:
            call("get", "workflows/")
        for _ in range(5):
            page = ArticlePageFactory()
            PageCommentWorkflow.objects.create(page_id=page.pk, workflow=workflows[0])
        with CaptureQueriesContext(connection) as many:
            assert len(call("get", "workflows/")["items"]) == 6

        assert len(many) == len(few) <= 9


def test_answers_are_kept_nowhere(client, user):
    response = client.get(f"{ADDRESS}reasons/", headers=sign_in(user))

    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.page_cache
def test_pages_show_new_guidelines_at_once(
    client, call, site, settings, django_capture_on_commit_callbacks
):
    article = ArticlePageFactory()
    settings.SITE_CACHE_SECONDS = 300
    assert "Be kind" not in client.get(article.url).text

    with django_capture_on_commit_callbacks(execute=True):
        call("patch", f"sites/{site.pk}/", {"guidelines": "<p>Be kind</p>"})

    assert "Be kind" in client.get(article.url).text


@pytest.mark.parametrize("may_enter", [False, True])
def test_rights_are_asked_by_token_and_not_the_way_into_the_admin(client, call, may_enter):
    article = ArticlePageFactory()
    comment = ReaderCommentFactory(page=article)
    entering = ["access_admin"] if may_enter else []
    holder = make_user("change_commentsettings", *entering, page=article)
    GroupCommentPermission.objects.create(
        group=holder.groups.get(), page_id=article.pk, right=Right.MODERATE
    )
    other = make_user("access_admin")
    queue = "/api/v3/comments/moderation/comments/"

    client.force_login(holder)
    assert (client.get("/admin/").status_code == 200) == may_enter
    client.logout()

    (settings,) = call("get", "sites/", by=holder)["items"]
    call("patch", f"sites/{settings['site']}/", {"edit_minutes": 7}, by=holder)
    assert CommentSettings.objects.get().edit_minutes == 7
    (item,) = client.get(queue, headers=sign_in(holder)).json()["items"]
    assert item["id"] == str(comment.uuid)
    # To enter is no right over anything.
    call("get", "sites/", expect=403, by=other)
    assert client.get(queue, headers=sign_in(other)).status_code == 403
