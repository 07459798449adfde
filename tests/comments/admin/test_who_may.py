"""Each kind of user before each door, for each action: one table says who gets through.

A refusal leaves no trace in any table of comments, in Wagtail's log and in its workflows.
"""

import json

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import ModelLogEntry, PageLogEntry, TaskState, Workflow, WorkflowState
from wagtail.models import WorkflowTask as Step

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.admin.case_viewset import case_viewset
from comments.factories import ReaderCommentFactory
from comments.models import (
    CommentLogEntry,
    CommentModerationTask,
    DecisionBatch,
    PageCommentWorkflow,
    ReaderComment,
)
from comments.models.permission import Right
from comments.status import Mode, Status
from tests.comments.doors import sign_in as get_token
from tests.factories import UserFactory, make_staff
from tests.keeping import kept, read_again

# Rights are the same on every SQL database.
pytestmark = pytest.mark.markup

#: The texts and addresses of the section that others must not see.
CANARIES = ("Canary subject", "canary body", "Canary name", "canary@private.example.org")

MODERATES = frozenset({"administrator", "publisher", "moderate"})
PICKS = frozenset({"administrator", "publisher", "feature"})
SANCTIONS = frozenset({"administrator", "publisher", "sanction"})
SETS = frozenset({"administrator", "publisher", "settings"})
SEES = MODERATES | PICKS | SANCTIONS
#: Those who see comments and may edit the page too.
SEES_AND_EDITS = frozenset({"administrator", "publisher"})
NOBODY = frozenset()

#: Every kind of user. The rights are of groups that have this one right alone.
KINDS = (
    "anonymous",
    "reader",
    "author of the page",
    "editor elsewhere",
    "moderate",
    "feature",
    "sanction",
    "settings",
    "publisher",
    "administrator",
)

#: Door and action → who gets through. Each is a function of ``Doors``.
TABLE = {
    "see in the queue": SEES,
    "see on the review page": SEES,
    "see in the queue's export": SEES,
    "see in the report of flags": MODERATES,
    "see on the home page": MODERATES,
    "see in the case": MODERATES,
    "see in the list of cases": MODERATES,
    "see in the history of the page": SEES_AND_EDITS,
    "see in the userbar": MODERATES,
    "see beside the note": MODERATES | SANCTIONS,
    "see in the confirmation of many": MODERATES,
    "see on the form to escalate": MODERATES,
    "see in API v2": NOBODY,
    "see in API v3": NOBODY,
    "see in the API's detail": NOBODY,
    "see on the public page": NOBODY,
    "approve": MODERATES,
    "reject": MODERATES,
    "mark as spam": MODERATES,
    "approve the selection": MODERATES,
    "reject all that match": MODERATES,
    "pick the selection": PICKS,
    "escalate": MODERATES,
    "escalate the selection": MODERATES,
    "decide the case": MODERATES,
    "decide the case from the home page": MODERATES,
    "cancel the case": MODERATES,
    "undo another's decision": NOBODY,
    "go on with another's batch": NOBODY,
    "pick": PICKS,
    "unpick": PICKS,
    "keep a note about the commenter": MODERATES,
    "block the commenter": SANCTIONS,
    "block who wrote the selection": SANCTIONS,
    "reply from the desk": MODERATES,
    "see on the form to reply": MODERATES,
    "lift a block": SANCTIONS,
    "close the discussion": SETS,
    "delete through Wagtail's bulk action": NOBODY,
    "write to a comment through the API": NOBODY,
    "approve through the API": MODERATES,
    "pick through the API": PICKS,
    "block the commenter through the API": SANCTIONS,
    "close the discussion through the API": SETS,
    "see in the API's queue": SEES,
    "see in the API's review": SEES,
    "see in the API's case": MODERATES,
}


def get_method(name):
    """Return what the door ``name`` of the table is called in ``Doors``."""
    return name.replace(" ", "_").replace("'", "").lower()


class Doors:
    """Everything that somebody may try. Seeing returns a text, acting changes something or not."""

    def __init__(self, client, section, headers):
        self.client, self.headers = client, headers
        self.comment, self.shown = section.comment, section.shown
        self.case, self.batch = section.case, section.batch

    def read(self, url, query=None, **kwargs):
        response = self.client.get(url, query, **kwargs)
        assert response.status_code < 500
        if response.streaming:
            return b"".join(response.streaming_content).decode()
        return response.text if response.status_code == 200 else ""

    def read_with_token(self, url):
        return self.read(url, headers=self.headers)

    def try_door(self, name):
        return getattr(self, get_method(name))()

    def _bulk(self, action, **query):
        url = reverse("wagtail_bulk_action", args=["comments", "readercomment", action])
        return f"{url}?{'&'.join(f'{key}={value}' for key, value in query.items())}"

    def _case(self, name, *args):
        return reverse(case_viewset.get_url_name(name), args=[self.case.pk, *args])

    @property
    def seen(self):
        return {"seen": json.dumps({self.comment.pk: ["held", 0]})}

    def see_in_the_queue(self):
        return self.read(reverse("reader_comments:index"))

    def see_on_the_review_page(self):
        return self.read(reverse("reader_comments:inspect", args=[self.comment.pk]))

    def see_in_the_queues_export(self):
        return self.read(reverse("reader_comments:index"), {"export": "csv"})

    def see_in_the_report_of_flags(self):
        return self.read(reverse("reader_comments:report_flagged"))

    def see_on_the_home_page(self):
        # The panel names sections, whose titles are no secret; it leads to them by id.
        page = self.read(reverse("wagtailadmin_home"))
        section = self.comment.page.get_parent().pk
        return CANARIES[0] if f"page={section}" in page or self._case("edit") in page else page

    def see_in_the_case(self):
        return self.read(self._case("edit"))

    def see_in_the_list_of_cases(self):
        page = self.read(reverse(case_viewset.get_url_name("list")))
        return CANARIES[0] if self._case("edit") in page else page

    def see_in_the_history_of_the_page(self):
        page = self.comment.page.pk
        return self.read(reverse("wagtailadmin_pages:history", args=[page]))

    def see_in_the_userbar(self):
        return self.read(self.comment.page.url)

    def see_in_the_confirmation_of_many(self):
        return self.read(self._bulk("approve", id=self.comment.pk))

    def see_on_the_form_to_escalate(self):
        return self.read(reverse("reader_comments:escalate", args=[self.comment.pk]))

    def see_in_api_v2(self):
        return self.read_with_token(f"/api/v2/comments/?page={self.comment.page.pk}")

    def see_in_api_v3(self):
        return self.read_with_token(f"/api/v3/comments/?page={self.comment.page.pk}")

    def see_in_the_apis_detail(self):
        return "".join(
            self.read_with_token(f"/api/{version}/comments/{self.comment.uuid}/")
            for version in ("v2", "v3")
        )

    def see_on_the_public_page(self):
        page = self.read(self.comment.page.url)
        return page.partition("<template")[0].partition("wagtail-userbar")[0]

    def see_beside_the_note(self):
        return self.read(reverse("reader_comments:commenter", args=[self.comment.pk]))

    def _keep(self, **data):
        url = reverse("reader_comments:commenter", args=[self.comment.pk])
        self.client.post(url, data)

    def keep_a_note_about_the_commenter(self):
        self._keep(text="Known to us")

    def block_the_commenter(self):
        self._keep(block="7", text="")

    def block_who_wrote_the_selection(self):
        data = self.seen | {"block": "7", "text": ""}
        self.client.post(self._bulk("block", id=self.comment.pk), data)

    def reply_from_the_desk(self):
        url = reverse("reader_comments:reply", args=[self.comment.pk])
        self.client.post(url, {"body": "Thank you."})

    def see_on_the_form_to_reply(self):
        return self.read(reverse("reader_comments:reply", args=[self.comment.pk]))

    def lift_a_block(self):
        self._keep(lift="1")

    def _decide(self, decision, **data):
        url = reverse("reader_comments:decide", args=[self.comment.pk])
        self.client.post(url, {"decision": decision, "seen": "held", **data})

    def approve(self):
        self._decide("approve")

    def reject(self):
        self._decide("reject", reason="abusive")

    def mark_as_spam(self):
        self._decide("spam")

    def approve_the_selection(self):
        self.client.post(self._bulk("approve", id=self.comment.pk), self.seen)

    def reject_all_that_match(self):
        self.client.post(self._bulk("reject", id="all", status="held"), self.seen)

    def pick_the_selection(self):
        seen = {"seen": json.dumps({self.shown.pk: ["approved", 0]})}
        self.client.post(self._bulk("pick", id=self.shown.pk), seen)

    def escalate(self):
        url = reverse("reader_comments:escalate", args=[self.comment.pk])
        self.client.post(url, {"note": "Look"})

    def escalate_the_selection(self):
        self.client.post(self._bulk("escalate", id=self.comment.pk), self.seen | {"note": ""})

    def _act(self, action):
        state = self.case.current_workflow_task_state
        seen = actions.get_case_digest(self.case)
        data = {"action": action, "task_state": state.pk, "seen": seen}
        self.client.post(self._case("edit"), data)

    def decide_the_case(self):
        self._act("approve")

    def decide_the_case_from_the_home_page(self):
        state = self.case.current_workflow_task_state
        self.client.post(self._case("workflow_action", "approve", state.pk), {"comment": ""})

    def cancel_the_case(self):
        self._act("cancel")

    def undo_anothers_decision(self):
        self.client.post(reverse("reader_comments:undo"), {"uuid": self.batch.uuid})

    def go_on_with_anothers_batch(self):
        self.client.post(reverse("reader_comments:batch", args=[self.batch.uuid]))

    def pick(self):
        self.client.post(reverse("reader_comments:pick", args=[self.shown.pk]), {"pick": "on"})

    def unpick(self):
        ReaderComment.objects.filter(pk=self.shown.pk).update(is_pick=True)
        self.client.post(reverse("reader_comments:pick", args=[self.shown.pk]), {"pick": "off"})

    def close_the_discussion(self):
        url = reverse("reader_comments:discussion", args=[self.comment.page.pk])
        self.client.post(url, {"mode": Mode.CLOSED})

    def delete_through_wagtails_bulk_action(self):
        for model, pk in (("readercomment", self.comment.pk), ("moderationcase", self.case.pk)):
            try:
                url = reverse("wagtail_bulk_action", args=["comments", model, "delete"])
            except NoReverseMatch:
                continue
            self.client.post(f"{url}?id={pk}")

    def _decide_by_token(self, decision, comment):
        self.client.post(
            "/api/v3/comments/moderation/decisions/",
            json.dumps({"decision": decision, "comments": [{"id": str(comment.uuid)}]}),
            content_type="application/json",
            headers=self.headers,
        )

    def approve_through_the_api(self):
        self._decide_by_token("approve", self.comment)

    def pick_through_the_api(self):
        self._decide_by_token("pick", self.shown)

    def block_the_commenter_through_the_api(self):
        self._decide_by_token("block", self.comment)

    def close_the_discussion_through_the_api(self):
        self.client.patch(
            f"/api/v3/comments/moderation/discussions/{self.comment.page.pk}/",
            '{"mode": "closed"}',
            content_type="application/json",
            headers=self.headers,
        )

    def see_in_the_apis_queue(self):
        return self.read_with_token("/api/v3/comments/moderation/comments/")

    def see_in_the_apis_review(self):
        return self.read_with_token(f"/api/v3/comments/moderation/comments/{self.comment.uuid}/")

    def see_in_the_apis_case(self):
        return self.read_with_token(f"/api/v3/comments/moderation/cases/{self.case.pk}/")

    def write_to_a_comment_through_the_api(self):
        for version in ("v2", "v3"):
            url = f"/api/{version}/comments/{self.comment.uuid}/"
            for method in ("post", "put", "patch", "delete"):
                send = getattr(self.client, method)
                data = json.dumps({"status": "approved"})
                send(url, data, content_type="application/json", headers=self.headers)


def make_canary(page):
    """Make a comment that waits, and is full of what others must not see."""
    subject, body, name, address = CANARIES
    return ReaderCommentFactory(
        page=page, subject=subject, body=body, author_name=name, author_email=address
    )


def make_case(column, elsewhere):
    """Make an open case of the section, with a comment of its own, and a workflow for all."""
    workflow = Workflow.objects.create(name="Second look")
    task = CommentModerationTask.objects.create(name="Look")
    Step.objects.create(workflow=workflow, task=task)
    for section in (column, elsewhere.get_parent()):
        PageCommentWorkflow.objects.create(page_id=section.pk, workflow=workflow)
    (case,) = actions.escalate([make_canary(ArticlePageFactory(parent=column))])
    return case


def make_batch(column, article):
    """Make what a colleague has decided, and can undo."""
    colleague = make_staff(moderates=[column])
    spam = ReaderCommentFactory(page=article, subject=CANARIES[0])
    actions.mark_spam([spam], user=colleague)
    return DecisionBatch.objects.get()


@pytest.fixture(scope="module")
def _section(django_db_setup, django_db_blocker):
    """The section behind the doors, made once for the tests of this module."""
    with kept(django_db_blocker):
        column, elsewhere = ColumnPageFactory(), ArticlePageFactory()
        article = ArticlePageFactory(parent=column)
        yield {
            "column": column,
            "elsewhere": elsewhere,
            "article": article,
            "comment": make_canary(article),
            "shown": ReaderCommentFactory(page=article, status=Status.APPROVED),
            "case": make_case(column, elsewhere),
            "batch": make_batch(column, article),
        }


@pytest.fixture
def section(_section, db):
    """``column``, its ``article``, an article ``elsewhere``, and what there is to decide.

    ``comment`` waits and is full of what others must not see, ``shown`` is approved, ``case`` is
    open, and ``batch`` is what a colleague has decided.
    """
    return read_again(**_section)


@pytest.fixture
def make_kind(section):
    """Return the function that makes a user of a kind."""
    column, article = section.column, section.article

    def make(kind):
        if kind in Right.values:
            return make_staff(moderates=[column], rights=[kind])
        author = make_staff(pages=[column], permissions=["add", "change"])
        if kind == "author of the page":
            article.owner = author
            article.save()
        return {
            "anonymous": lambda: None,
            "reader": UserFactory,
            "author of the page": lambda: author,
            "editor elsewhere": lambda: make_staff(pages=[section.elsewhere.get_parent()]),
            "publisher": lambda: make_staff(pages=[column]),
            "administrator": lambda: UserFactory(is_superuser=True, is_staff=True),
        }[kind]()

    return make


def dump():
    """Return all that a door could change."""
    models = [
        model for model in apps.get_app_config("comments").get_models() if model._meta.managed
    ]
    models += [ModelLogEntry, PageLogEntry, TaskState, WorkflowState]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_table_is_whole():
    doors = {name for name in vars(Doors) if name[0] != "_"} - {
        "read",
        "read_with_token",
        "try_door",
        "seen",
    }

    assert doors == set(map(get_method, TABLE))
    assert {"moderate", "feature", "sanction", "settings"} == set(Right.values) <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_who_gets_through(kind, make_kind, section):
    shown = section.shown
    actions.flag_comment(shown, reader_key="a", network="a", reason="spam")
    ReaderComment.objects.filter(pk=shown.pk).update(subject=CANARIES[0])
    user = make_kind(kind)
    client = Client()
    headers = {}
    if user is not None:
        client.force_login(user)
        headers = get_token(user)
    doors = Doors(client, section, headers)
    found = {}
    for name in TABLE:
        if name.startswith("see "):
            before = dump()
            text = doors.try_door(name)
            # The approved comment is no secret where everybody reads it.
            is_public = any(word in name for word in ("public", "API", "userbar"))
            canaries = CANARIES[1:] if is_public else CANARIES
            found[name] = any(canary in text for canary in canaries)
            assert dump() == before, f"{name} wrote something"
    assert {name: kind in TABLE[name] for name in found} == found


@pytest.mark.parametrize("name", [name for name in TABLE if not name.startswith("see ")])
@pytest.mark.parametrize("kind", KINDS)
def test_who_changes_something(kind, name, make_kind, section):
    user = make_kind(kind)
    client = Client()
    headers = {}
    if user is not None:
        client.force_login(user)
        headers = get_token(user)
    doors = Doors(client, section, headers)
    if name == "unpick":
        ReaderComment.objects.filter(pk=section.shown.pk).update(is_pick=True)
    if name == "lift a block":
        actions.block_commenter(section.comment)
    before = dump()

    doors.try_door(name)

    assert (dump() != before) is (kind in TABLE[name])


def walk(patterns, prefix=""):
    """Yield ``(name, pattern)`` of all addresses, with the namespaces before the names."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}", pattern


OURS = (
    "reader_comments:",
    "rejection_reasons:",
    "webhooks:",
    "webhook_messages:",
    "page_comment_workflows:",
    "wagtailsnippets_comments_moderationcase:",
)


def test_an_editor_elsewhere_meets_nothing_at_any_address_of_the_admin(make_kind, section):
    """Addresses that come later are walked too: they are read off the URLconf."""
    client = Client()
    client.force_login(make_kind("editor elsewhere"))
    state = section.case.current_workflow_task_state
    values = {
        "pk": [section.comment.pk, section.case.pk, section.shown.pk],
        "page_id": [section.comment.page.pk],
        "uuid": [section.batch.uuid],
        "action_name": ["approve", "reject"],
        "task_state_id": [state.pk],
        "workflow_state_id": [state.workflow_state_id],
        "workflow_id": [state.workflow_state_id],
    }
    before = dump()
    walked = set()
    for name, pattern in walk(get_resolver().url_patterns):
        if not name.startswith(OURS):
            continue
        arguments = list(pattern.pattern.converters)
        assert set(arguments) <= set(values), f"{name} needs a value for {arguments}"
        for number in range(max((len(values[one]) for one in arguments), default=1)):
            chosen = {one: values[one][number % len(values[one])] for one in arguments}
            url = reverse(name, kwargs=chosen)
            for response in (client.get(url), client.get(url, {"export": "csv"}), client.post(url)):
                assert response.status_code < 500, name
                content = (
                    b"".join(response.streaming_content).decode()
                    if response.streaming
                    else response.text
                )
                assert not [canary for canary in CANARIES if canary in content], name
        walked.add(name)

    assert dump() == before
    assert {name.partition(":")[0] for name in walked} == {one.rstrip(":") for one in OURS}
    assert len(walked) >= 30
    assert not CommentLogEntry.objects.exclude(uuid=section.batch.uuid).exists()
