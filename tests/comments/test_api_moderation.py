"""Moderating by token: the rules, rights and log of the admin, and no mail address anywhere."""

import datetime
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow, WorkflowTask

from columns.factories import ArticlePageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import (
    CaseItem,
    CommenterEntry,
    CommentLogEntry,
    CommentModerationTask,
    CommentSettings,
    DecisionBatch,
    Discussion,
    ModerationCase,
    PageCommentWorkflow,
    ReaderComment,
    RejectionReason,
)
from comments.status import Mode, Status
from tests.comments.doors import CANARY, sign_in
from tests.factories import UserFactory, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

ADDRESS = "/api/v3/comments/moderation/"


@pytest.fixture
def user(column):
    """Whoever has all rights in the column."""
    return make_staff(moderates=[column], rights=["moderate", "feature", "sanction", "settings"])


@pytest.fixture
def call(client, user):
    """Return the function that calls an operation with the token of ``user``."""
    headers = sign_in(user)

    def call_operation(method, path, data=None, expect=200, **query):
        options = {"headers": headers}
        if method == "get":
            options["query_params"] = query
        elif data is not None:
            options |= {"data": data, "content_type": "application/json"}
        response = getattr(client, method)(f"{ADDRESS}{path}", **options)
        assert response.status_code == expect, response.content
        assert CANARY not in response.text
        return response.json()

    return call_operation


def make(article, number=1, **kwargs):
    return ReaderCommentFactory.create_batch(number, page=article, author_email=CANARY, **kwargs)


def choose(comments):
    return [
        {"id": str(one.uuid), "status": one.status, "revision": one.revision_number}
        for one in comments
    ]


def ids(comments):
    return {str(comment.uuid) for comment in comments}


class TestTheQueue:
    def test_it_lists_what_one_moderates_and_nothing_else(self, call, article):
        mine = make(article, 2)
        make(ArticlePageFactory())

        items = call("get", "comments/", status="held")["items"]

        assert [item["id"] for item in items] == [str(one.uuid) for one in mine]
        assert items[0]["decisions"] == ["approve", "reject", "spam", "escalate", "block"]
        assert items[0]["explanation"]
        assert items[0]["record"]["total"] == 2
        assert items[0]["page"] == {"id": article.pk, "title": article.title, "is_live": True}

    FILTERS = [
        {"status": "flagged"},
        {"status": "approved"},
        {"commenter": "linn"},
        {"links": "true"},
        {"links": "false"},
        {"flags": "true"},
        {"reason": "abusive"},
        {"search": "badger"},
        {"date_from": "2026-02-01", "date_to": "2026-02-03"},
        {"language": "en"},
        {"language": "de"},
    ]

    @pytest.mark.parametrize("query", FILTERS)
    def test_a_filter_finds_what_it_finds_in_the_admin(self, call, client, article, user, query):
        day = datetime.datetime(2026, 2, 3, 23, 59, tzinfo=datetime.UTC)
        make(article, status=Status.APPROVED, subject="approved")
        make(article, author_name="Linnea", subject="Linnea")
        make(article, body="See https://example.org/", html='<a href="x">x</a>', subject="links")
        make(article, flag_count=2, subject="flags")
        make(article, status=Status.REJECTED, reason="abusive", subject="rejected")
        make(article, body="A Badger", subject="badger")
        make(article, created_at=day, subject="dated")
        names = {"search": "q", "date_from": "created_at_from", "date_to": "created_at_to"}
        words = {"true": "yes", "false": "no"}
        in_admin = {names.get(n, n): words.get(v, v) for n, v in query.items()}

        found = {item["subject"] for item in call("get", "comments/", **query)["items"]}

        client.force_login(user)
        listed = client.get(reverse("reader_comments:index"), in_admin).context["object_list"]
        assert found == {comment.subject for comment in listed}

    def test_all_by_one_commenter_and_of_one_section(self, call, article, column):
        one, two = make(article, 2)
        ReaderCommentFactory(page=article)
        other = make(ArticlePageFactory(parent=column))[0]

        same = call("get", "comments/", same=one.uuid)["items"]
        here = call("get", "comments/", page=article.pk)["items"]

        assert {item["id"] for item in same} == ids([one, two, other])
        assert len(here) == 3
        assert call("get", "comments/", page=2**31 - 1)["items"] == []
        assert call("get", "comments/", same=uuid4())["items"] == []

    def test_cursors_lead_through_it_at_the_same_cost(self, call, article):
        comments = make(article, 5)
        first = call("get", "comments/", limit=2)
        with CaptureQueriesContext(connection) as few:
            second = call("get", "comments/", limit=2, after=first["next"])
        make(article, 20)
        with CaptureQueriesContext(connection) as many:
            third = call("get", "comments/", limit=20, after=second["next"])

        found = [item["id"] for part in (first, second, third) for item in part["items"]]
        assert found[:5] == [str(comment.uuid) for comment in comments]
        assert len(many) == len(few) <= 12

    def test_one_is_read_with_its_history(self, call, article, user):
        (comment,) = make(article)
        actions.reject([comment], user=user, reason="abusive")

        answer = call("get", f"comments/{comment.uuid}/")

        assert answer["comment"]["status"] == "rejected"
        (line,) = answer["history"]
        assert line["batch"] == str(DecisionBatch.objects.get().uuid)
        assert "Rejected" in line["message"]

    def test_what_its_commenter_did_stands_in_its_history(self, call, article):
        (comment,) = make(article, status=Status.APPROVED)
        actions.edit_comment(comment, body="Said with more care.")

        answer = call("get", f"comments/{comment.uuid}/")

        assert [line["user"] for line in answer["history"]] == ["system"]


class TestDeciding:
    @pytest.mark.parametrize(
        ("decision", "before", "after"),
        [
            ("approve", Status.HELD, "approved"),
            ("reject", Status.APPROVED, "rejected"),
            ("spam", Status.HELD, "spam"),
            ("hold", Status.APPROVED, "held"),
        ],
    )
    def test_many_are_decided_as_one_and_undone(self, call, article, decision, before, after):
        comments = make(article, 3, status=before)
        data = {"decision": decision, "comments": choose(comments)}
        if decision == "reject":
            data["reason"] = "abusive"

        outcome = call("post", "decisions/", data)

        assert (set(outcome["done"]), outcome["left"]) == (ids(comments), [])
        assert set(ReaderComment.objects.values_list("status", flat=True)) == {after}
        assert CommentLogEntry.objects.filter(uuid=outcome["batch"]).count() == 3
        (listed,) = call("get", "decisions/")["items"]
        assert (listed["batch"], listed["count"]) == (outcome["batch"], 3)
        undone = call("post", f"decisions/{outcome['batch']}/undo/")
        assert (set(undone["done"]), undone["is_complete"]) == (ids(comments), True)
        assert set(ReaderComment.objects.values_list("status", flat=True)) == {before}
        again = call("post", f"decisions/{outcome['batch']}/undo/", expect=409)
        assert again["errors"][0]["type"] == "undo_not_possible"

    @pytest.mark.parametrize("decision", ["approve", "escalate", "block"])
    def test_what_others_decided_or_edited_meanwhile_is_left_and_named(
        self, call, article, column, decision
    ):
        choose_workflow(column)
        decided, edited, fresh = comments = make(article, 3)
        chosen = choose(comments)
        actions.mark_spam([decided])
        actions.edit_comment(edited, body="Something else")

        outcome = call("post", "decisions/", {"decision": decision, "comments": chosen})

        assert outcome["done"] == [str(fresh.uuid)]
        assert set(outcome["left"]) == ids([decided, edited])

    def test_what_is_picked_is_unpicked(self, call, article):
        (comment,) = make(article, status=Status.APPROVED)
        chosen = choose([comment])

        call("post", "decisions/", {"decision": "pick", "comments": chosen})
        comment.refresh_from_db()
        assert comment.is_pick

        call("post", "decisions/", {"decision": "unpick", "comments": chosen})
        comment.refresh_from_db()
        assert not comment.is_pick

    def test_what_changed_nothing_has_nothing_to_undo(self, call, article, column):
        choose_workflow(column)
        (waits,), (shown,) = make(article), make(article, status=Status.APPROVED)
        for decision, comment in (("escalate", waits), ("pick", shown)):
            data = {"decision": decision, "comments": choose([comment])}
            assert call("post", "decisions/", data)["batch"]
            assert call("post", "decisions/", data)["batch"] is None

    def test_a_commenter_is_blocked_and_free_again(self, call, article):
        (comment,) = make(article)
        until = (timezone.now() + datetime.timedelta(days=7)).isoformat()
        data = {"decision": "block", "comments": choose([comment]), "until": until, "note": "x"}

        call("post", "decisions/", data)

        assert CommenterEntry.objects.in_force().count() == 1
        assert call("delete", f"comments/{comment.uuid}/block/") == {"count": 1}
        assert not CommenterEntry.objects.in_force().exists()

    def test_whom_somebody_blocked_or_freed_since_is_left(self, call, article):
        blocked, freed, fresh = (
            ReaderCommentFactory(page=article, author_email=f"{name}@example.org")
            for name in ("blocked", "freed", "fresh")
        )
        comments = [blocked, freed, fresh]
        actions.block_commenter(freed)
        seen_at = call("get", "comments/")["seen_at"]
        theirs = actions.block_commenter(blocked, text="A colleague's")
        actions.lift_block(freed)

        data = {"decision": "block", "comments": choose(comments), "seen_at": seen_at}
        outcome = call("post", "decisions/", data)

        assert outcome["done"] == [str(fresh.uuid)]
        assert set(outcome["left"]) == ids([blocked, freed])
        in_force = CommenterEntry.objects.in_force()
        assert theirs in in_force
        assert in_force.count() == 2
        # Whoever has looked again replaces it.
        seen_at = call("get", f"comments/{blocked.uuid}/")["seen_at"]
        data = {"decision": "block", "comments": choose([blocked]), "seen_at": seen_at}
        assert call("post", "decisions/", data)["done"] == [str(blocked.uuid)]
        assert theirs not in CommenterEntry.objects.in_force()

    def test_a_block_that_was_not_seen_is_not_lifted(self, call, article):
        (comment,) = make(article)
        seen_at = call("get", f"comments/{comment.uuid}/")["seen_at"]
        actions.block_commenter(comment)
        path = f"comments/{comment.uuid}/block/"

        problem = call("delete", f"{path}?seen_at={seen_at}", expect=409)

        assert problem["errors"][0]["type"] == "sanction_changed"
        assert CommenterEntry.objects.in_force().count() == 1
        seen_at = call("get", "comments/")["seen_at"]
        assert call("delete", f"{path}?seen_at={seen_at}") == {"count": 1}

    @pytest.mark.parametrize(
        "seen_at",
        ["soon", "2026-01-01T00:00:00", "0001-01-01T00:00:00%2B14:00", "0.5", "1795806000"],
    )
    def test_a_time_that_is_none_is_named(self, call, article, seen_at):
        (comment,) = make(article)

        path = f"comments/{comment.uuid}/block/?seen_at={seen_at}"
        problem = call("delete", path, expect=422)

        assert "seen_at" in problem["errors"][0]["loc"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason": "because"}, "reason"),
            ({"reason": "abusive"}, "reason"),
            ({"decision": "publish"}, "decision"),
            ({"comments": []}, "comments"),
            ({"until": "2020-01-01T00:00:00Z"}, "until"),
            ({"until": "soon"}, "until"),
            ({"until": "9999-12-31T23:59:59-14:00"}, "until"),
            ({"seen_at": "soon"}, "seen_at"),
            ({"seen_at": "0001-01-01T00:00:00+14:00"}, "seen_at"),
            ({"note": "\x00"}, "note"),
            ({"more": 1}, "more"),
        ],
    )
    def test_what_makes_no_sense_is_named(self, call, article, changes, field):
        (comment,) = make(article)
        data = {"decision": "approve", "comments": choose([comment])} | changes

        problem = call("post", "decisions/", data, expect=422)

        assert field in problem["errors"][0]["loc"]
        comment.refresh_from_db()
        assert comment.status == Status.HELD

    def test_a_comment_of_another_section_spoils_the_whole(self, call, article):
        (mine,), (theirs,) = make(article), make(ArticlePageFactory())

        call(
            "post",
            "decisions/",
            {"decision": "approve", "comments": choose([mine, theirs])},
            expect=404,
        )

        assert set(ReaderComment.objects.values_list("status", flat=True)) == {"held"}

    def test_a_reply_by_staff_approves_what_it_answers(self, call, article, user):
        (comment,) = make(article)

        reply = call("post", f"comments/{comment.uuid}/reply/", {"body": "Thank you."}, expect=201)

        assert (reply["status"], reply["badge"]) == ("approved", "staff")
        comment.refresh_from_db()
        assert comment.status == Status.APPROVED

    def test_a_note_stays_with_the_staff(self, call, article):
        (comment,) = make(article)

        call("post", f"comments/{comment.uuid}/note/", {"text": "Known to us"})

        assert CommenterEntry.objects.get().text == "Known to us"


class TestAllThatMatch:
    def test_they_are_decided_in_steps(self, call, article, monkeypatch):
        monkeypatch.setattr(actions, "continue_batch", partial(actions.continue_batch, limit=2))
        spam = make(article, 3, author_name="Linn")
        others = make(article, 2)
        data = {"decision": "spam", "filter": {"status": "held", "commenter": "linn"}}

        batch = call("post", "decisions/all/", data, expect=202)
        assert (batch["total"], batch["count"], batch["is_finished"]) == (3, 0, False)
        late = make(article, author_name="Linn too late")
        steps = 0
        while not batch["is_finished"]:
            batch = call("post", f"decisions/{batch['batch']}/continue/")
            steps += 1

        assert (batch["count"], steps) == (3, 2)
        assert set(ReaderComment.objects.filter(status="spam")) == set(spam)
        assert set(ReaderComment.objects.waiting()) == {*others, *late}

    def test_the_admin_goes_on_with_what_was_begun_here(self, call, client, user, article):
        comments = make(article, 3)
        data = {
            "decision": "approve",
            "filter": {"status": "held", "same": str(comments[0].uuid), "links": False},
        }
        batch = call("post", "decisions/all/", data, expect=202)

        client.force_login(user)
        client.post(reverse("reader_comments:batch", args=[batch["batch"]]))

        assert set(ReaderComment.objects.values_list("status", flat=True)) == {"approved"}

    @pytest.mark.parametrize(
        ("decision", "right"),
        [("picked", "feature"), ("blocked", "sanction"), ("escalated", "moderate")],
    )
    def test_what_was_begun_in_the_admin_goes_on_here_by_its_own_right(
        self, client, column, article, decision, right
    ):
        choose_workflow(column)
        status = Status.HELD if decision == "escalated" else Status.APPROVED
        make(article, 2, status=status)
        user = make_staff(moderates=[column], rights=[right])
        batch = actions.start_batch(
            ReaderComment.objects.all(), decision=decision, user=user, query=f"status={status}"
        )
        address = f"{ADDRESS}decisions/{batch.uuid}/continue/"
        headers = sign_in(user)
        groups = list(user.groups.all())

        rights = {"moderate", "feature", "sanction"} - {right}
        user.groups.set(make_staff(moderates=[column], rights=rights).groups.all())
        assert client.post(address, headers=headers).status_code == 403
        user.groups.set(groups)
        answer = client.post(address, headers=headers).json()

        assert (answer["count"], answer["total"]) == ((1, 1) if decision == "blocked" else (2, 2))
        assert answer["is_finished"]

    @pytest.mark.parametrize(
        ("decision", "right"),
        [("pick", "feature"), ("block", "sanction"), ("escalate", "moderate")],
    )
    def test_whatever_is_decided_is_begun_by_its_own_right(
        self, client, column, article, decision, right
    ):
        choose_workflow(column)
        make(article, 2, status=Status.HELD if decision == "escalate" else Status.APPROVED)
        user = make_staff(moderates=[column], rights=[right])
        others = {"moderate", "feature", "sanction"} - {right}
        until = (timezone.now() + datetime.timedelta(days=7)).isoformat()
        data = {"decision": decision, "filter": {}, "note": "Why", "until": until}

        def post(user, path, data=None):
            return client.post(
                ADDRESS + path, data or {}, content_type="application/json", headers=sign_in(user)
            )

        denied = post(make_staff(moderates=[column], rights=others), "decisions/all/", data)
        assert denied.status_code == 403
        assert not DecisionBatch.objects.exists()
        begun = post(user, "decisions/all/", data)
        assert begun.status_code == 202
        answer = post(user, f"decisions/{begun.json()['batch']}/continue/").json()

        total = 1 if decision == "block" else 2
        assert (answer["count"], answer["total"], answer["is_finished"]) == (total, total, True)
        if decision == "block":
            entry = CommenterEntry.objects.get()
            assert (entry.text, entry.until.isoformat()) == ("Why", until)
        elif decision == "escalate":
            assert set(CaseItem.objects.values_list("note", flat=True)) == {"Why"}

    def test_a_block_of_all_does_not_end_in_the_past(self, call, article):
        make(article)
        past = (timezone.now() - datetime.timedelta(days=1)).isoformat()
        data = {"decision": "block", "filter": {}, "until": past}

        assert call("post", "decisions/all/", data, expect=422)
        assert not DecisionBatch.objects.exists()

    def test_the_time_to_undo_runs_from_the_last_step(self, call, article, monkeypatch):
        monkeypatch.setattr(actions, "continue_batch", partial(actions.continue_batch, limit=2))
        make(article, 3)
        batch = call("post", "decisions/all/", {"decision": "spam", "filter": {}}, expect=202)
        DecisionBatch.objects.update(created_at=F("created_at") - datetime.timedelta(minutes=40))
        ReaderComment.objects.update(
            status_changed_at=F("created_at") - datetime.timedelta(hours=1)
        )

        batch = call("post", f"decisions/{batch['batch']}/continue/")

        assert not batch["is_finished"]
        until = DecisionBatch.objects.get().undoable_until
        assert datetime.datetime.fromisoformat(batch["undoable_until"]) == pytest.approx(
            until, abs=datetime.timedelta(seconds=1)
        )
        assert call("get", "decisions/")["items"] == [batch]

    def test_where_nothing_matches_it_is_finished_at_once(self, call, article):
        data = {"decision": "spam", "filter": {"status": "held"}}

        batch = call("post", "decisions/all/", data, expect=202)

        assert (batch["total"], batch["is_finished"]) == (0, True)

    def test_nobody_goes_on_with_anothers(self, call, column, article):
        make(article)
        other = make_staff(moderates=[column])
        batch = actions.start_batch(
            ReaderComment.objects.all(), decision="spam", user=other, query="status=held"
        )

        call("post", f"decisions/{batch.uuid}/continue/", expect=404)
        call("post", f"decisions/{batch.uuid}/undo/", expect=409)


def choose_workflow(column):
    workflow = Workflow.objects.create(name="Look")
    task = CommentModerationTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=column.pk, workflow=workflow)


def get_ids(call, **query):
    return {item["id"] for item in call("get", "comments/", **query)["items"]}


class TestCases:
    @pytest.fixture
    def case(self, call, article, column):
        """What is answered about a case of two comments."""
        choose_workflow(column)
        comments = make(article, 2)
        data = {"decision": "escalate", "comments": choose(comments), "note": "Look"}
        call("post", "decisions/", data)
        (case,) = call("get", "cases/")["items"]
        return call("get", f"cases/{case['id']}/")["case"]

    def test_it_is_read_and_approved(self, call, case):
        answer = call("get", f"cases/{case['id']}/")
        assert answer["case"] == case
        assert (len(answer["items"]), answer["count"]) == (2, 2)
        assert case["actions"] == ["approve", "reject", "spam"]
        step = {"action": "approve", "task_state": case["task_state"], "seen": case["seen"]}

        closed = call("post", f"cases/{case['id']}/actions/", step)

        assert (closed["is_open"], closed["outcome"]) == (False, "approved")
        assert (case["task"], closed["task"]) == ("Look", "")
        assert set(ReaderComment.objects.values_list("status", flat=True)) == {"approved"}
        late = call("post", f"cases/{case['id']}/actions/", step, expect=409)
        assert late["errors"][0]["type"] == "case_moved"

    def test_it_is_rejected_for_a_reason_that_is_known(self, call, case):
        step = {"action": "reject", "task_state": case["task_state"], "seen": case["seen"]}

        wrong = call("post", f"cases/{case['id']}/actions/", step | {"reason": "x"}, expect=422)
        call("post", f"cases/{case['id']}/actions/", step | {"reason": "abusive"})

        assert wrong["errors"][0]["loc"] == ["body", "data", "reason"]
        assert set(ReaderComment.objects.values_list("reason", flat=True)) == {"abusive"}

    def test_it_is_cancelled(self, call, case):
        closed = call("post", f"cases/{case['id']}/cancel/")

        assert (closed["is_open"], closed["outcome"]) == (False, "cancelled")
        assert call("post", f"cases/{case['id']}/cancel/", expect=409)
        (listed,) = call("get", "cases/", is_open="false")["items"]
        assert listed.items() <= closed.items()

    def test_a_list_of_them_comes_in_parts_at_the_same_cost(self, call, case, column, user):
        call("get", "cases/")
        with CaptureQueriesContext(connection) as few:
            call("get", "cases/", limit=1)
        for _ in range(3):
            actions.escalate(make(ArticlePageFactory(parent=column)), user=user)
        with CaptureQueriesContext(connection) as many:
            first = call("get", "cases/", limit=3)
        second = call("get", "cases/", limit=3, before=first["next"])

        assert len(many) == len(few) <= 6
        assert [one["id"] for one in first["items"] + second["items"]] == sorted(
            ModerationCase.objects.values_list("pk", flat=True), reverse=True
        )
        assert second["next"] is None

    def test_a_large_case_is_shown_in_part(self, call, case, article, user, monkeypatch):
        monkeypatch.setattr("comments.api.v3.moderation.cases.CASE_SHOWN", 3)
        actions.escalate(make(article, 3), user=user)

        first = call("get", f"cases/{case['id']}/")
        second = call("get", f"cases/{case['id']}/", after=first["next"])
        again = call("get", f"cases/{case['id']}/", before=second["previous"])

        assert (len(first["items"]), first["count"]) == (3, 5)
        assert first["case"]["comment_count"] == first["case"]["waiting_count"] == 5
        assert first["previous"] is second["next"] is None
        assert {item["id"] for item in first["items"] + second["items"]} == ids(
            ReaderComment.objects.all()
        )
        assert again["items"] == first["items"]
        assert call("get", f"cases/{case['id']}/", after="x", expect=422)

    def test_as_many_are_decided_as_were_answered(self, call, case, article, user):
        step = {"action": "approve", "task_state": case["task_state"], "seen": case["seen"]}
        one, _two = ReaderComment.objects.all()
        (late,) = make(article)
        actions.escalate([late], user=user)

        moved = call("post", f"cases/{case['id']}/actions/", step, expect=409)
        step["seen"] = call("get", f"cases/{case['id']}/")["case"]["seen"]
        actions.reject([one], user=user)
        closed = call("post", f"cases/{case['id']}/actions/", step)

        assert moved["errors"][0]["type"] == "case_moved"
        assert (closed["done"], closed["left"]) == (2, 1)
        assert (closed["comment_count"], closed["waiting_count"]) == (3, 0)
        one.refresh_from_db()
        assert one.status == Status.REJECTED

    def test_what_waits_again_is_not_decided_unseen(self, call, case, user):
        one, two = ReaderComment.objects.all()
        actions.approve([one], user=user)
        now = call("get", f"cases/{case['id']}/")["case"]
        actions.hold([one], user=user)
        step = {"action": "spam", "task_state": now["task_state"], "seen": now["seen"]}

        moved = call("post", f"cases/{case['id']}/actions/", step, expect=409)

        assert now["waiting_count"] == 1
        assert moved["errors"][0]["type"] == "case_moved"
        two.refresh_from_db()
        assert two.status == Status.HELD

    def test_all_its_comments_are_found_in_the_queue(self, call, case, article, user):
        inside = ids(ReaderComment.objects.all())
        (outside,) = make(article)
        foreign = make(ArticlePageFactory(parent=article.get_parent()))
        (other,) = actions.escalate(foreign, user=user)

        assert get_ids(call, case=case["id"]) == inside
        assert get_ids(call, in_case="true") == inside | ids(foreign)
        assert get_ids(call, in_case="false") == ids([outside])
        actions.cancel_case(other)
        assert get_ids(call, case=other.pk) == ids(foreign)
        assert get_ids(call, in_case="true") == inside

    def test_nobody_finds_the_comments_of_a_foreign_case(self, call, case, article):
        page = ArticlePageFactory()
        choose_workflow(page)
        (foreign,) = actions.escalate(make(page))

        assert get_ids(call, case=foreign.pk) == set()
        assert get_ids(call, case=foreign.pk + 1) == set()

    def test_all_that_are_in_a_case_are_decided_in_steps(self, call, case, article):
        (outside,) = make(article)
        data = {"decision": "spam", "filter": {"case": case["id"], "in_case": True}}

        begun = call("post", "decisions/all/", data, expect=202)
        done = call("post", f"decisions/{begun['batch']}/continue/")

        assert (begun["total"], done["count"]) == (2, 2)
        outside.refresh_from_db()
        assert outside.status == Status.HELD

    def test_others_find_no_case(self, client, case):
        headers = sign_in(make_staff(moderates=[ArticlePageFactory()]))

        for method, path in (("get", ""), ("post", "cancel/")):
            response = getattr(client, method)(
                f"{ADDRESS}cases/{case['id']}/{path}", headers=headers
            )
            assert response.status_code == 404


class TestTheRest:
    def test_a_discussion_is_closed_with_its_trace(self, call, article):
        state = call("patch", f"discussions/{article.pk}/", {"mode": "closed"})

        assert (state["mode"], state["effective_mode"]) == ("closed", "closed")
        assert Discussion.objects.get(page=article).mode == Mode.CLOSED

    def test_whose_it_is_not_finds_no_discussion(self, call):
        elsewhere = ArticlePageFactory()

        call("patch", f"discussions/{elsewhere.pk}/", {"mode": "closed"}, expect=404)

        assert not Discussion.objects.filter(page=elsewhere, mode=Mode.CLOSED).exists()

    def test_the_reasons_are_those_of_the_site(self, call):
        assert "abusive" in {one["code"] for one in call("get", "reasons/")["items"]}

    @pytest.mark.parametrize("name", ["decisions", "waiting", "overturned", "flagged"])
    def test_a_report_has_rows(self, call, article, user, name):
        (comment,) = make(article, status=Status.APPROVED)
        actions.flag_comment(comment, reader_key="a", network="a", reason="spam")
        actions.mark_spam([comment], user=user)
        actions.approve([comment], user=make_staff(moderates=[article]))

        report = call("get", f"reports/{name}/")

        assert report["rows"]
        call("get", f"reports/{name}/", date_from="2020-01-01", date_to="2026-01-01", expect=422)


OPERATIONS = [
    ("get", "comments/"),
    ("get", "comments/{uuid}/"),
    ("post", "decisions/"),
    ("post", "decisions/all/"),
    ("post", "decisions/{uuid}/continue/"),
    ("get", "decisions/"),
    ("post", "decisions/{uuid}/undo/"),
    ("post", "comments/{uuid}/reply/"),
    ("post", "comments/{uuid}/note/"),
    ("delete", "comments/{uuid}/block/"),
    ("get", "reasons/"),
    ("get", "cases/"),
    ("get", "cases/1/"),
    ("post", "cases/1/actions/"),
    ("post", "cases/1/cancel/"),
    ("patch", "discussions/{page}/"),
    ("get", "reports/decisions/"),
    ("get", "reports/flagged/"),
    ("get", "reports/overturned/"),
    ("get", "reports/waiting/"),
    ("get", "settings/reasons/"),
    ("post", "settings/reasons/"),
    ("post", "settings/reasons/adopt/"),
    ("get", "settings/reasons/1/"),
    ("patch", "settings/reasons/1/"),
    ("delete", "settings/reasons/1/"),
    ("get", "settings/sites/"),
    ("get", "settings/sites/1/"),
    ("patch", "settings/sites/1/"),
    ("get", "settings/workflows/"),
    ("post", "settings/workflows/"),
    ("patch", "settings/workflows/1/"),
    ("delete", "settings/workflows/1/"),
]
BODIES = {
    "decisions/": lambda one: {"decision": "approve", "comments": choose([one])},
    "decisions/all/": lambda _one: {"decision": "approve", "filter": {}},
    "comments/{uuid}/reply/": lambda _one: {"body": "Mine"},
    "comments/{uuid}/note/": lambda _one: {"text": "Mine"},
    "cases/1/actions/": lambda _one: {"action": "approve", "task_state": "1", "seen": "1"},
    "discussions/{page}/": lambda _one: {"mode": "closed"},
    "settings/reasons/": lambda _one: {"code": "x", "texts": [{"language": "en", "label": "X"}]},
    "settings/reasons/1/": lambda _one: {"code": "x"},
    "settings/sites/1/": lambda _one: {"edit_minutes": 0},
    "settings/workflows/": lambda _one: {"page": 1, "workflow": 1},
    "settings/workflows/1/": lambda _one: {"workflow": 1},
}


def test_every_operation_is_in_the_list(client):
    paths = client.get("/api/v3/openapi.json").json()["paths"]
    prefix = "/api/v3/comments/moderation/"
    found = {
        (method, path.removeprefix(prefix))
        for path, operations in paths.items()
        if path.startswith(prefix)
        for method in operations
    }

    names = {
        "{comment_id}": "{uuid}",
        "{batch_id}": "{uuid}",
        "{case_id}": "1",
        "{reason_id}": "1",
        "{site_id}": "1",
        "{choice_id}": "1",
        "{page_id}": "{page}",
    }
    for old, new in names.items():
        found = {(method, path.replace(old, new)) for method, path in found}
    assert found == set(OPERATIONS)


# Rights are the same on every SQL database: so are the next tables.
@pytest.mark.markup
@pytest.mark.parametrize("kind", ["nobody", "session", "bad token", "reader", "elsewhere"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whoever_has_no_right_here_finds_and_changes_nothing(
    client, article, user, kind, method, path
):
    (comment,) = make(article, subject="Secret subject")
    before = read_all()
    headers = {
        "nobody": dict,
        "session": dict,
        "bad token": lambda: {"Authorization": "Bearer nonsense"},
        "reader": lambda: sign_in(UserFactory()),
        "elsewhere": lambda: sign_in(make_staff(pages=[ArticlePageFactory().get_parent()])),
    }[kind]()
    if kind == "session":
        client.force_login(user)
    options = {}
    if path in BODIES and method not in ("get", "delete"):
        options = {"data": BODIES[path](comment), "content_type": "application/json"}

    response = getattr(client, method)(
        ADDRESS + path.format(uuid=comment.uuid, page=article.pk), headers=headers, **options
    )

    if kind in ("nobody", "session", "bad token"):
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
    elif kind == "reader":
        assert response.status_code in (403, 404)
    else:
        assert response.status_code in (200, 202, 403, 404, 409)
    assert "Secret subject" not in response.text
    assert read_all() == before


def read_all():
    """Return everything that moderation changes."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            ReaderComment,
            CommentLogEntry,
            CommenterEntry,
            CaseItem,
            Discussion,
            RejectionReason,
            CommentSettings,
            PageCommentWorkflow,
        )
    ]


DECISIONS_BY_RIGHT = {
    "feature": {"pick", "unpick"},
    "sanction": {"block"},
    "settings": set(),
}


#: What a right opens besides reading: that is tested where it is its own.
OPENED_BY_RIGHT = {
    "feature": set(),
    "sanction": {("delete", "comments/{uuid}/block/")},
    "settings": {("patch", "discussions/{page}/")},
}


@pytest.fixture
def case(article, column, user):
    """A case with words in it that one right alone does not show."""
    choose_workflow(column)
    held = make(article)
    actions.note_commenter(held[0], text="Secret of the desk", user=user)
    (case,) = actions.escalate(held, note="Secret of the case", user=user)
    return case


@pytest.mark.markup
@pytest.mark.parametrize("right", OPENED_BY_RIGHT)
def test_with_one_right_nothing_else_is_read_or_changed(client, article, column, case, right):
    headers = sign_in(make_staff(moderates=[column], rights=[right]))
    comment = ReaderComment.objects.get(case_items__case=case)
    before = read_all()

    answers = {
        (method, path): ask(client, method, path, comment=comment, case=case, headers=headers)
        for method, path in OPERATIONS
        if (method, path) not in OPENED_BY_RIGHT[right]
    }

    statuses = {operation: answer.status_code for operation, answer in answers.items()}
    # 409: no decision of this user's own has that id.
    refused = {place for place, status in statuses.items() if status in (403, 404, 409)}
    assert {place for place in set(statuses) - refused if place[0] != "get"} == set()
    if right == "settings":
        assert set(statuses) - refused == set()
    assert {place: status for place, status in statuses.items() if status >= 500} == {}
    assert [place for place, answer in answers.items() if "Secret of" in answer.text] == []
    assert read_all() == before


def ask(client, method, path, *, comment, case, headers):
    """Return the answer to an operation with what it needs, about these two."""
    options = {}
    if path in BODIES and method not in ("get", "delete"):
        options = {"data": BODIES[path](comment), "content_type": "application/json"}
    path = path.replace("cases/1/", f"cases/{case.pk}/")
    path = path.format(uuid=comment.uuid, page=comment.discussion.page_id)
    return getattr(client, method)(ADDRESS + path, headers=headers, **options)


@pytest.mark.markup
@pytest.mark.parametrize("path", ["decisions/", "decisions/all/"])
@pytest.mark.parametrize("right", DECISIONS_BY_RIGHT)
def test_with_one_right_nothing_else_is_decided(client, article, column, right, path):
    chosen = [*make(article), *make(article, status=Status.APPROVED)]
    about = {"comments": choose(chosen)} if path == "decisions/" else {"filter": {}}
    headers = sign_in(make_staff(moderates=[column], rights=[right]))
    decisions = {"approve", "reject", "spam", "hold", "pick", "unpick", "escalate", "block"}
    if path == "decisions/all/":
        # There is none about all.
        decisions.remove("unpick")
    before = read_all()

    statuses = {
        decision: client.post(
            ADDRESS + path,
            {"decision": decision, **about},
            content_type="application/json",
            headers=headers,
        ).status_code
        for decision in decisions - DECISIONS_BY_RIGHT[right]
    }

    assert {name: status for name, status in statuses.items() if status not in (403, 404)} == {}
    assert read_all() == before


@pytest.mark.parametrize(
    ("right", "decision"),
    [("feature", "approve"), ("sanction", "approve"), ("moderate", "pick"), ("moderate", "block")],
)
def test_one_right_is_not_another(client, article, right, decision):
    headers = sign_in(make_staff(moderates=[article], rights=[right]))
    (comment,) = make(article, status=Status.APPROVED if decision == "pick" else Status.HELD)

    response = client.post(
        f"{ADDRESS}decisions/",
        {"decision": decision, "comments": choose([comment])},
        content_type="application/json",
        headers=headers,
    )

    assert response.status_code == 404
    assert not CommentLogEntry.objects.exists()


def test_answers_to_moderators_are_kept_nowhere(client, article, user):
    make(article)

    response = client.get(f"{ADDRESS}comments/", headers=sign_in(user))

    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
