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

from comments import actions
from comments.actions import continue_batch
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry, DecisionBatch, ReaderComment
from comments.status import Status
from tests.factories import make_staff


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
        None,
    ],
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
        actions.edit_comment(comments[0], body="An advert now")
        actions.reject([comments[1]])
        progress = client.post(url, {"seen_at": seen_at}).url
        for _step in range(2):
            last = client.post(progress)

        assert last.url == self.NEXT
        assert count(Status.APPROVED) == 3
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
