"""Decisions about a selection."""

import json

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry, ReaderComment
from comments.status import Status


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
    return [str(message) for message in get_messages(response.wsgi_request)]


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
