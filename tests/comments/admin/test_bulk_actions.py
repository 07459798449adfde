"""Decisions about a selection."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail import hooks
from wagtail.models import Workflow, WorkflowTask

from columns.factories import ArticlePageFactory
from comments import actions
from comments.actions import continue_batch
from comments.admin.decisions import get_progress, get_summary
from comments.exceptions import CommentError
from comments.factories import ReaderCommentFactory
from comments.models import (
    CaseItem,
    CommenterEntry,
    CommentLogEntry,
    CommentModerationTask,
    DecisionBatch,
    ModerationCase,
    PageCommentWorkflow,
    ReaderComment,
    RejectionReason,
    RejectionReasonText,
)
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("article", "elsewhere")


def get_url(action, *ids, **listing):
    from urllib.parse import urlencode

    url = reverse("wagtail_bulk_action", args=["comments", "readercomment", action])
    return f"{url}?{urlencode({'id': ids, **listing}, doseq=True)}"


def confirm(client, url):
    """Press the button of the confirmation page and return the answer."""
    page = client.get(url)
    assert page.status_code == 200
    return client.post(url, {"seen": page.context["form"]["seen"].value()})


def count(status):
    return ReaderComment.objects.filter(status=status).count()


def get_texts(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("action", "status"),
    [("approve", Status.APPROVED), ("reject", Status.REJECTED), ("spam", Status.SPAM)],
)
def test_a_selection_is_decided_as_one_batch(client, moderator, article, action, status):
    chosen = ReaderCommentFactory.create_batch(3, page=article)
    ReaderCommentFactory(page=article)

    response = confirm(client, get_url(action, *[comment.pk for comment in chosen]))

    assert response.status_code == 302
    assert count(status) == 3
    assert count(Status.HELD) == 1
    assert CommentLogEntry.objects.count() == 3
    assert CommentLogEntry.objects.values("uuid").distinct().count() == 1
    assert "3 comments" in get_texts(response)[0]


def test_all_in_the_listing_are_those_of_its_filters_and_of_the_scope(
    client, moderator, article, elsewhere
):
    ReaderCommentFactory.create_batch(2, page=article, subject="Zeppelin")
    ReaderCommentFactory(page=article, subject="Balloon")
    ReaderCommentFactory(page=elsewhere, subject="Zeppelin")

    confirm(client, get_url("approve", "all", status="held", q="zeppelin"))

    approved = ReaderComment.objects.filter(status=Status.APPROVED)
    assert {(comment.subject, comment.page.pk) for comment in approved} == {
        ("Zeppelin", article.pk)
    }
    assert approved.count() == 2


def test_all_of_another_section_changes_nothing(client, sign_in, comment):
    sign_in("editor_elsewhere")
    url = get_url("approve", "all", page=comment.page.pk)

    assert comment.subject not in client.get(url).text
    client.post(url, {"seen": json.dumps({comment.pk: ["held", 0]})})

    comment.refresh_from_db()
    assert comment.status == Status.HELD
    assert not CommentLogEntry.objects.exists()


def test_what_came_after_the_confirmation_was_shown_is_not_decided(client, moderator, article):
    ReaderCommentFactory(page=article)
    url = get_url("approve", "all", status="held")
    seen = client.get(url).context["form"]["seen"].value()
    unseen = ReaderCommentFactory(page=article)

    client.post(url, {"seen": seen})

    unseen.refresh_from_db()
    assert unseen.status == Status.HELD
    assert count(Status.APPROVED) == 1


def test_a_comment_decided_meanwhile_stays_and_the_moderator_is_told(client, moderator, article):
    first, second = ReaderCommentFactory.create_batch(2, page=article)
    url = get_url("reject", first.pk, second.pk)
    seen = client.get(url).context["form"]["seen"].value()
    actions.approve([first])

    response = client.post(url, {"seen": seen})

    assert set(ReaderComment.objects.values_list("pk", "status")) == {
        (first.pk, Status.APPROVED),
        (second.pk, Status.REJECTED),
    }
    texts = " ".join(get_texts(response))
    assert "1 comment was edited or decided by somebody else" in texts
    assert str(second) in texts


def test_a_comment_edited_meanwhile_is_not_approved_unread(client, moderator, article):
    edited, other = ReaderCommentFactory.create_batch(2, page=article)
    url = get_url("approve", edited.pk, other.pk)
    seen = client.get(url).context["form"]["seen"].value()
    actions.edit_comment(edited, body="An advert now")

    response = client.post(url, {"seen": seen})

    assert dict(ReaderComment.objects.values_list("pk", "status")) == {
        edited.pk: Status.HELD,
        other.pk: Status.APPROVED,
    }
    assert "1 comment was edited" in " ".join(get_texts(response))
    confirm(client, get_url("approve", edited.pk))
    assert count(Status.APPROVED) == 2


def test_when_all_were_decided_meanwhile_nothing_is_said_to_be_done(client, moderator, comment):
    url = get_url("approve", comment.pk)
    seen = client.get(url).context["form"]["seen"].value()
    actions.reject([comment])

    (text,) = get_texts(client.post(url, {"seen": seen}))

    assert "somebody else" in text
    assert count(Status.REJECTED) == 1


def test_comments_that_cannot_take_the_decision_are_left_out(client, moderator, article, comment):
    approved = ReaderCommentFactory(page=article, status=Status.APPROVED)
    url = get_url("approve", comment.pk, approved.pk)

    assert "1 selected comment stays as it is" in client.get(url).text
    confirm(client, url)

    assert count(Status.APPROVED) == 2
    assert CommentLogEntry.objects.count() == 1


@pytest.mark.parametrize("ids", [["x"], ["9" * 30], ["²"], []])
def test_a_selection_that_is_none_breaks_nothing(client, moderator, comment, ids):
    response = client.get(get_url("approve", *ids))

    assert response.status_code == 200
    assert "None of the selected comments" in response.text


@pytest.mark.parametrize(
    "seen",
    [
        "",
        "[]",
        "1",
        '{"a": ["held", 0]}',
        '{"1": ["new", 0]}',
        '{"1": ["held", "x"]}',
        '{"1": ["held", Infinity]}',
        '{"1": ["held"]}',
        '{"1": "held"}',
        "{",
        "[" * 100_000,
        None,
    ],
    # The longest is too long for a name.
    ids=lambda seen: str(seen)[:20],
)
def test_a_form_that_is_not_ours_decides_nothing(client, moderator, comment, seen):
    data = {} if seen is None else {"seen": seen}

    response = client.post(get_url("approve", comment.pk), data)

    assert response.status_code == 200
    assert count(Status.HELD) == 1


def test_the_way_back_is_the_listing(client, moderator, comment):
    listing = reverse("reader_comments:index") + "?status=held&q=held"
    url = get_url("approve", comment.pk, next=listing)

    assert f'href="{escape(listing)}"' in client.get(url).text
    assert confirm(client, url).url == listing


def test_many_cost_as_much_as_few(client, moderator, article):
    def measure():
        ids = ReaderComment.objects.filter(status=Status.HELD).values_list("pk", flat=True)
        url = get_url("approve", *ids)
        seen = client.get(url).context["form"]["seen"].value()
        with CaptureQueriesContext(connection) as queries:
            client.post(url, {"seen": seen})
        return len(queries)

    ReaderCommentFactory.create_batch(2, page=article)
    measure()
    ReaderCommentFactory.create_batch(2, page=article)
    few = measure()
    ReaderCommentFactory.create_batch(25, page=article)

    assert measure() == few
    assert few <= 20


@pytest.fixture
def steps_of_two(monkeypatch):
    """More than two comments are too many to spell out, and a step decides two."""
    monkeypatch.setattr("comments.admin.bulk_actions.LARGEST_SELECTION", 2)
    monkeypatch.setattr("comments.admin.batch.continue_batch", partial(continue_batch, limit=2))


def begin(client, url):
    """Confirm a decision about very many, and return the address of its progress."""
    page = client.get(url)
    form = page.context["form"]
    response = client.post(url, {"seen_at": form["seen_at"].value()})
    assert response.status_code == 302
    assert not CommentLogEntry.objects.exists()
    return response.url


@pytest.mark.usefixtures("steps_of_two")
class TestMoreThanOneRequestTakes:
    """All that match, in steps of two."""

    LISTING = {"status": "held", "q": "zeppelin"}
    NEXT = "/admin/reader-comments/?status=held&q=zeppelin"

    @pytest.fixture(autouse=True)
    def comments(self, moderator, article, elsewhere):
        ReaderCommentFactory(page=article, subject="Balloon")
        ReaderCommentFactory(page=elsewhere, subject="Zeppelin")
        return ReaderCommentFactory.create_batch(5, page=article, subject="Zeppelin")

    @pytest.fixture
    def url(self):
        return get_url("approve", "all", next=self.NEXT, **self.LISTING)

    def test_the_confirmation_says_how_many_and_shows_some(self, client, url, monkeypatch):
        monkeypatch.setattr("comments.admin.bulk_actions.SHOWN", 2)

        page = client.get(url).text

        assert "5 comments:" in page
        assert "and 3 more." in page

    def test_each_step_decides_some_and_the_last_leads_back(self, client, url):
        progress = begin(client, url)
        counts = []
        for _step in range(2):
            assert client.post(progress).url == progress
            counts.append(count(Status.APPROVED))
            page = client.get(progress).text
            assert f'value="{counts[-1]}" max="5"' in page
        last = client.post(progress)

        assert counts == [2, 4]
        assert count(Status.APPROVED) == 5
        assert count(Status.HELD) == 2
        assert last.url == self.NEXT
        assert get_texts(last) == ["5 comments approved."]
        assert CommentLogEntry.objects.values("uuid").distinct().count() == 1

    def test_a_script_is_told_how_far_it_is(self, client, url):
        progress = begin(client, url)
        answers = [
            client.post(progress, headers={"Accept": "application/json"}).json() for _step in "123"
        ]

        assert [answer["count"] for answer in answers] == [2, 4, 5]
        assert [answer["next"] for answer in answers] == [None, None, self.NEXT]
        assert answers[0]["text"] == "2 comments approved. 5 in all."

    def test_what_came_or_changed_since_it_was_listed_stays(self, client, url, comments, article):
        seen_at = client.get(url).context["form"]["seen_at"].value()
        ReaderCommentFactory(page=article, subject="Zeppelin")
        actions.edit_comment(comments[0], subject="Zeppelin", body="An advert now")
        actions.reject([comments[1]])
        progress = client.post(url, {"seen_at": seen_at}).url
        for _step in range(2):
            last = client.post(progress)

        assert last.url == self.NEXT
        approved = ReaderComment.objects.filter(status=Status.APPROVED)
        assert {comment.pk for comment in approved} == {comment.pk for comment in comments[2:]}
        assert count(Status.HELD) == 4

    def test_what_somebody_decides_in_the_middle_stays_and_it_is_told(self, client, url, comments):
        progress = begin(client, url)
        client.post(progress)
        actions.mark_spam([comments[4]])
        last = client.post(progress)
        if last.url == progress:
            last = client.post(progress)

        assert count(Status.APPROVED) == 4
        assert get_texts(last)[0] == "4 comments approved."
        assert "1 comment was edited or decided by somebody else" in get_texts(last)[1]

    def test_it_is_undone_as_one(self, client, url):
        progress = begin(client, url)
        for _step in range(3):
            client.post(progress)
        uuid = CommentLogEntry.objects.values_list("uuid", flat=True)[0]

        client.post(reverse("reader_comments:undo"), {"uuid": uuid})

        assert count(Status.HELD) == 7
        assert client.get(progress).url == self.NEXT

    def test_nobody_else_goes_on_with_it(self, client, url, sign_in):
        progress = begin(client, url)

        for role in ("publisher", "editor_elsewhere", "superuser"):
            sign_in(role)
            assert client.get(progress).status_code == 404
            assert client.post(progress).status_code == 404
        assert count(Status.APPROVED) == 0

    def test_who_may_no_more_decides_no_more(self, client, url, moderator):
        progress = begin(client, url)
        moderator.groups.clear()

        assert client.post(progress).status_code == 302
        assert count(Status.APPROVED) == 0

    @pytest.mark.parametrize("minutes", [-5, 61])
    def test_a_list_that_is_too_old_is_looked_at_again(self, client, url, minutes):
        seen_at = timezone.now() - timedelta(minutes=minutes)

        response = client.post(url, {"seen_at": seen_at.isoformat()})

        assert "This list is too old." in response.text
        assert count(Status.APPROVED) == 0

    @pytest.mark.parametrize("steps", [0, 1])
    def test_a_listing_whose_filter_is_gone_is_said_to_be_gone(
        self, client, moderator, article, steps
    ):
        reason = RejectionReason.objects.create(code="own")
        RejectionReasonText.objects.create(reason=reason, language="en", label="Own")
        ReaderCommentFactory.create_batch(5, page=article, reason="own")
        url = get_url("approve", "all", next=self.NEXT, status="held", reason="own")
        form = client.get(url).context["form"]
        data = {name: form[name].value() for name in ("seen_at", "seen_count")}
        if steps:
            url, data = client.post(url, data).url, {}
            client.post(url)
        reason.delete()

        answer = client.post(url, data)

        assert answer.url == self.NEXT
        *done, told = get_texts(answer)
        assert done == ["2 comments approved."] * steps
        assert told.startswith("One of the filters of this list does not fit any more")
        assert count(Status.APPROVED) == 2 * steps
        assert not DecisionBatch.objects.filter(finished_at=None).exists()

    def test_filters_that_make_no_sense_select_nothing(self, client):
        url = get_url("approve", "all", status="held", same="0")

        assert "None of the selected comments" in client.get(url).text


def test_a_selection_is_picked_as_one_decision(client, moderator, article):
    shown = ReaderCommentFactory.create_batch(2, page=article, status=Status.APPROVED)
    held = ReaderCommentFactory(page=article)
    url = get_url("pick", *[comment.pk for comment in [*shown, held]])

    assert "1 selected comment stays as it is" in client.get(url).text
    answer = confirm(client, url)

    assert get_texts(answer) == ["2 comments picked."]
    assert list(ReaderComment.objects.filter(is_pick=True)) == shown
    batch = DecisionBatch.objects.undoable(moderator).get()
    client.post(reverse("reader_comments:undo"), {"uuid": batch.uuid})
    assert not ReaderComment.objects.filter(is_pick=True).exists()


def test_all_that_match_are_those_with_which_one_may_do_it(client, column, article, elsewhere):
    """Of two sections with different rights, a decision is about one, a pick about the other."""
    user = make_staff(moderates=[column], rights=["moderate"])
    features = make_staff(moderates=[elsewhere.get_parent()], rights=["feature"])
    user.groups.add(*features.groups.all())
    client.force_login(user)
    ReaderCommentFactory(page=article)
    ReaderCommentFactory(page=elsewhere)
    own, foreign = (
        ReaderCommentFactory(page=page, status=Status.APPROVED) for page in (article, elsewhere)
    )

    confirm(client, get_url("reject", "all", status="held"))
    confirm(client, get_url("pick", "all", status="approved"))

    assert count(Status.REJECTED) == 1
    assert ReaderComment.objects.get(status=Status.REJECTED).page.pk == article.pk
    assert list(ReaderComment.objects.filter(is_pick=True)) == [foreign]
    own.refresh_from_db()
    assert own.status == Status.APPROVED


def choose_workflow(column):
    workflow = Workflow.objects.create(name="Second look")
    task = CommentModerationTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=column.pk, workflow=workflow)


@pytest.mark.usefixtures("steps_of_two")
class TestMoreOfOtherDecisions:
    """All that match are escalated, picked, or their commenters blocked, in steps of two."""

    NEXT = "/admin/reader-comments/?status=&q=zeppelin"
    RIGHTS = {"escalate": "moderate", "pick": "feature", "block": "sanction"}
    #: What else the form takes.
    FIELDS = {
        "escalate": {"note": "Both?"},
        "pick": {},
        "block": {"block": "7", "text": "Insults"},
    }
    SUMMARIES = {
        "escalate": "%d comments escalated.",
        "pick": "%d comments picked.",
        "block": "%d commenters blocked.",
    }

    @pytest.fixture(params=RIGHTS)
    def kind(self, request):
        return request.param

    @pytest.fixture
    def user(self, client, column, kind):
        """Somebody who may do that and nothing else."""
        user = make_staff(moderates=[column], rights=[self.RIGHTS[kind]])
        client.force_login(user)
        return user

    @pytest.fixture
    def comments(self, column, article, elsewhere, kind):
        """Five that match, by as many people, and others."""
        choose_workflow(column)
        status = Status.HELD if kind == "escalate" else Status.APPROVED
        make = partial(ReaderCommentFactory, status=status)
        make(page=article, subject="Balloon")
        make(page=elsewhere, subject="Zeppelin")
        return [
            make(page=article, subject="Zeppelin", author_email=f"{number}@example.org")
            for number in range(5)
        ]

    @pytest.fixture
    def url(self, kind):
        return get_url(kind, "all", next=self.NEXT, status="", q="zeppelin")

    @pytest.fixture
    def start(self, client, kind, url):
        """Return the function that confirms it, and returns the address of its progress."""

        def confirm_all():
            form = client.get(url).context["form"]
            data = {"seen_at": form["seen_at"].value(), **self.FIELDS[kind]}
            answer = client.post(url, data)
            assert answer.status_code == 302
            return answer.url

        return confirm_all

    def test_nothing_is_left_for_another_time(self, client, user, comments, url):
        page = client.get(url).text

        assert "5 comments:" in page
        assert "all that match again" not in page

    def test_each_step_does_some_and_the_last_leads_back(self, client, user, comments, start, kind):
        progress = start()
        texts = []
        for _step in range(2):
            assert client.post(progress).url == progress
            page = client.get(progress)
            assert f'value="{page.context["batch"].count}" max="5"' in page.text
            texts.append(page.context["text"])
        last = client.post(progress)

        unit = " commenters" if kind == "block" else ""
        assert texts == [f"{self.SUMMARIES[kind] % number} 5{unit} in all." for number in (2, 4)]
        assert last.url == self.NEXT
        assert get_texts(last) == [self.SUMMARIES[kind] % 5]
        entries = CommentLogEntry.objects.all()
        assert {entry.comment_id for entry in entries} == {comment.pk for comment in comments}
        assert len({entry.uuid for entry in entries}) == 1

    def test_it_is_undone_as_one(self, client, user, comments, start, kind):
        progress = start()
        for _step in range(3):
            client.post(progress)
        batch = DecisionBatch.objects.undoable(user).get()
        undo = reverse("reader_comments:undo")

        text = get_texts(client.post(undo, {"uuid": batch.uuid}))[-1]

        assert (batch.count, batch.total) == (5, 5)
        assert "Undone: 5 comm" in text
        assert not ReaderComment.objects.filter(is_pick=True).exists()
        assert not ModerationCase.objects.open().exists()
        assert not CommenterEntry.objects.in_force().exists()

    def test_after_an_undo_in_the_middle_it_does_not_go_on(
        self, client, user, comments, start, kind
    ):
        progress = start()
        client.post(progress)
        client.post(reverse("reader_comments:undo"), {"uuid": DecisionBatch.objects.get().uuid})

        answer = client.post(progress)

        assert answer.url == self.NEXT
        assert get_texts(answer)[-1] == "This decision was undone and does not go on."
        assert DecisionBatch.objects.get().count == 2

    def test_what_others_decide_after_the_confirmation_is_told_of(
        self, client, user, comments, url, kind
    ):
        data = self.look(client, url, kind)
        actions.mark_spam(comments[:3])
        ReaderComment.objects.filter(pk=comments[3].pk).update(edited_at=timezone.now())

        texts = get_texts(client.post(client.post(url, data).url))

        assert texts[0] == self.SUMMARIES[kind].replace("s ", " ", 1) % 1
        assert texts[1].startswith("4 comm")

    def test_where_nothing_is_left_no_bar_is_shown(self, client, user, comments, url, kind):
        data = self.look(client, url, kind)
        actions.mark_spam(comments)

        answer = client.post(url, data)

        assert answer.url == self.NEXT
        texts = get_texts(answer)
        assert (len(texts), texts[0]) == (2, "Nothing was left to decide.")
        assert texts[1].startswith("5 comm")
        assert DecisionBatch.objects.get().note == ""

    @pytest.mark.parametrize("number", ["-1", "x", str(2**31)])
    def test_a_number_that_was_not_shown_decides_nothing(
        self, client, user, comments, url, kind, number
    ):
        data = self.look(client, url, kind) | {"seen_count": number}

        assert client.post(url, data).status_code == 200
        assert not DecisionBatch.objects.exists()

    def test_who_posts_again_is_told_once(self, client, user, comments, start, kind):
        progress = start()
        for _step in range(3):
            client.post(progress)

        answers = [client.post(progress) for _again in range(2)]

        assert [answer.url for answer in answers] == [self.NEXT] * 2
        assert get_texts(answers[-1]) == [self.SUMMARIES[kind] % 5]

    def look(self, client, url, kind):
        """Return what the form of the confirmation sends."""
        form = client.get(url).context["form"]
        hidden = {name: form[name].value() for name in ("seen_at", "seen_count")}
        return {**hidden, **self.FIELDS[kind]}

    def test_what_is_left_is_told_of(self, client, user, comments, start, kind):
        progress = start()
        client.post(progress)
        actions.edit_comment(comments[4], body="Another text")
        client.post(progress)

        texts = get_texts(client.post(progress))

        assert texts[0] == self.SUMMARIES[kind] % 4
        left = "1 commenter stays as before" if kind == "block" else "1 comment was edited"
        assert texts[1].startswith(left)

    def test_who_has_another_right_by_now_does_not_go_on(
        self, client, user, column, comments, start, kind
    ):
        progress = start()
        client.post(progress)
        rights = set(self.RIGHTS.values()) - {self.RIGHTS[kind]}
        user.groups.set(make_staff(moderates=[column], rights=rights).groups.all())

        for answer in (client.get(progress), client.post(progress)):
            assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))
        assert DecisionBatch.objects.get().count == 2

    def test_what_one_has_no_right_over_any_more_is_not_said_to_be_decided(
        self, client, user, article, comments, start, kind
    ):
        progress = start()
        client.post(progress)
        elsewhere = make_staff(moderates=[ArticlePageFactory()], rights=[self.RIGHTS[kind]])
        user.groups.set(elsewhere.groups.all())

        texts = get_texts(client.post(progress))

        assert texts[0] == self.SUMMARIES[kind] % 2
        assert texts[1].startswith("3 comm")
        assert "or you have no right" in texts[1]

    def test_leaving_the_rest_ends_it_and_tells_how_many_that_is(
        self, client, user, comments, start, kind
    ):
        progress = start()
        client.post(progress)

        answers = [client.post(progress, {"stop": "yes"}) for _again in range(2)]

        assert [answer.url for answer in answers] == [self.NEXT] * 2
        done = self.SUMMARIES[kind] % 2
        assert get_texts(answers[-1]) == [f"Stopped. {done} 3 are left as they were."]
        client.post(progress)
        batch = DecisionBatch.objects.get()
        assert (batch.count, batch.note) == (2, "")
        assert DecisionBatch.objects.undoable(user).get() == batch

    def test_the_page_has_the_words_for_when_the_script_stops(
        self, client, user, comments, start, kind
    ):
        assert 'data-stopped="It has stopped here' in client.get(start()).text

    def test_the_button_says_how_many(self, client, user, comments, url, kind):
        unit = "commenters" if kind == "block" else "comments"

        assert f"{kind.title()} 5 {unit}" in client.get(url).text

    def test_others_do_not_go_on_with_it(self, client, user, comments, start, sign_in):
        progress = start()

        for role in ("superuser", "moderator"):
            sign_in(role)
            assert client.get(progress).status_code == 404
            assert client.post(progress).status_code == 404

    def test_a_refusal_is_told_with_what_was_done(self, client, user, comments, start, kind):
        names = {
            "escalate": "before_comment_escalation",
            "pick": "before_comment_pick",
            "block": "before_commenter_block",
        }
        progress = start()
        client.post(progress)

        def refuse(**known):
            raise CommentError("Not on a Sunday.")

        with hooks.register_temporarily(names[kind], refuse):
            answer = client.post(progress)

        assert get_texts(answer) == [self.SUMMARIES[kind] % 2, "Not on a Sunday."]
        assert answer.url == self.NEXT

    def test_what_was_said_with_it_is_said_of_all(self, client, user, comments, start, kind):
        progress = start()
        for _step in range(3):
            client.post(progress)

        notes = CaseItem.objects.values_list("note", flat=True)
        blocks = CommenterEntry.objects.values_list("text", "until").distinct()
        if kind == "escalate":
            assert list(notes) == ["Both?"] * 5
        elif kind == "block":
            ((text, until),) = blocks
            week = timezone.now() + timedelta(days=7)
            assert text == "Insults"
            assert until == pytest.approx(week, abs=timedelta(minutes=1))

    def test_a_selection_that_was_edited_meanwhile_is_left(self, client, user, comments, kind):
        url = get_url(kind, comments[0].pk, comments[1].pk)
        form = client.get(url).context["form"]
        hidden = {name: form[name].value() for name in ("seen", "seen_at", "seen_count")}
        ReaderComment.objects.filter(pk=comments[0].pk).update(revision_number=1)

        texts = get_texts(client.post(url, {**hidden, **self.FIELDS[kind]}))

        assert len(texts) == 2
        assert [entry.comment_id for entry in CommentLogEntry.objects.all()] == [comments[1].pk]


@pytest.mark.parametrize("largest", [2, 500])
def test_what_has_no_workflow_is_told_with_its_page_and_the_rest_escalated(
    client, column, article, elsewhere, monkeypatch, largest
):
    """In steps of two, and at once."""
    monkeypatch.setattr("comments.admin.bulk_actions.LARGEST_SELECTION", largest)
    monkeypatch.setattr("comments.admin.batch.continue_batch", partial(continue_batch, limit=2))
    choose_workflow(column)
    client.force_login(make_staff(moderates=[column, elsewhere], rights=["moderate"]))
    for page in (elsewhere, elsewhere, article, article, elsewhere):
        ReaderCommentFactory(page=page)
    url = get_url("escalate", "all", status="held")
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in ("seen", "seen_at")}

    answer = client.post(url, data)
    while "/batch/" in answer.url:
        answer = client.post(answer.url)

    skipped = "3 comments are not escalated: no workflow for moderation cases"
    assert set(get_texts(answer)) == {
        "2 comments escalated.",
        f"{skipped} is chosen for {elsewhere.title}.",
    }
    assert CaseItem.objects.count() == 2


class TestBlockingASelection:
    """Those who wrote it are blocked, as they were when it was shown."""

    @pytest.fixture
    def user(self, client, column):
        user = make_staff(moderates=[column], rights=["sanction"])
        client.force_login(user)
        return user

    def look(self, client, *comments):
        """Return the address and what its form sends."""
        url = get_url("block", *[comment.pk for comment in comments])
        form = client.get(url).context["form"]
        hidden = {name: form[name].value() for name in ("seen", "seen_at", "seen_count")}
        return url, hidden | {"block": "1"}

    def test_whom_others_have_blocked_since_stays_so(self, client, user, comment):
        url, data = self.look(client, comment)
        entry = actions.block_commenter(comment)

        texts = get_texts(client.post(url, data))

        assert list(CommenterEntry.objects.in_force()) == [entry]
        assert len(texts) == 1
        assert texts[0].startswith("1 commenter stays as before")

    def test_whom_others_have_freed_since_stays_so(self, client, user, comment):
        actions.block_commenter(comment)
        url, data = self.look(client, comment)
        actions.lift_block(comment)

        client.post(url, data)

        assert not CommenterEntry.objects.in_force().exists()

    def test_a_block_that_was_there_is_replaced(self, client, user, comment):
        actions.block_commenter(comment)
        url, data = self.look(client, comment)

        assert get_texts(client.post(url, data)) == ["1 commenter blocked."]
        assert CommenterEntry.objects.in_force().get().until

    def test_a_list_of_any_age_is_decided_as_it_was_seen(self, client, user, comment):
        url, data = self.look(client, comment)
        seen_at = (timezone.now() - timedelta(hours=3)).isoformat()

        texts = get_texts(client.post(url, data | {"seen_at": seen_at}))

        assert texts == ["1 commenter blocked."]

    def test_it_is_told_of_persons_not_of_comments(self, client, user, article):
        make = partial(ReaderCommentFactory.create_batch, page=article)
        one, other = make(3, author_email="a@example.org"), make(2, author_email="b@example.org")
        url, data = self.look(client, *one, *other)
        edited = [comment.pk for comment in [*one[:2], *other]]
        ReaderComment.objects.filter(pk__in=edited).update(revision_number=1)

        texts = get_texts(client.post(url, data))

        assert len(texts) == 2
        assert texts[0].startswith("1 commenter stays as before")
        assert texts[1] == "1 commenter blocked."

    def test_whose_comments_are_erased_by_now_is_told_of(self, client, user, article):
        comments = ReaderCommentFactory.create_batch(2, page=article, author_email="a@example.org")
        url, data = self.look(client, *comments)
        actions.remove(comments)

        texts = get_texts(client.post(url, data))

        assert len(texts) == 1
        assert texts[0].startswith("1 commenter stays as before")
        assert not CommenterEntry.objects.exists()


def test_large_numbers_are_written_alike(client, moderator):
    assert get_summary("escalated", 1303) == "1,303 comments escalated."
    assert get_progress(DecisionBatch(decision="blocked", count=1000, total=2000)) == (
        "1,000 commenters blocked. 2,000 commenters in all."
    )


def test_what_is_in_a_case_is_not_escalated_again(client, moderator, column, article):
    choose_workflow(column)
    there, other = ReaderCommentFactory.create_batch(2, page=article)
    actions.escalate([there])
    url = get_url("escalate", there.pk, other.pk)

    assert "1 selected comment stays as it is" in client.get(url).text
    assert "1 comment:" in client.get(get_url("escalate", "all", status="held")).text


@pytest.mark.usefixtures("steps_of_two")
def test_whoever_wrote_much_is_blocked_once_and_the_bar_reaches_its_end(client, column, article):
    client.force_login(make_staff(moderates=[column], rights=["sanction"]))
    ReaderCommentFactory.create_batch(5, page=article, author_email="much@example.org")
    ReaderCommentFactory(page=article, author_email="little@example.org")
    url = get_url("block", "all", status="held")
    page = client.get(url)
    data = {"seen_at": page.context["form"]["seen_at"].value(), "block": "7"}
    progress = client.post(url, data).url

    answers = [
        client.post(progress, headers={"Accept": "application/json"}).json() for _step in range(4)
    ]

    assert "2 commenters will be blocked." in page.text
    assert [answer["count"] for answer in answers] == [1, 1, 2, 2]
    assert answers[0]["text"] == "1 commenter blocked. 2 commenters in all."
    assert answers[-1]["next"]
    assert CommenterEntry.objects.count() == 2
