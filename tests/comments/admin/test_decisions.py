"""One decision about one comment, from the queue or the review page."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("article")


def decide(client, comment, decision, *, seen=Status.HELD, **data):
    return client.post(
        reverse("reader_comments:decide", args=[comment.pk]),
        {"decision": decision, "seen": seen, **data},
    )


def get_texts(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("decision", "status"),
    [("approve", Status.APPROVED), ("reject", Status.REJECTED), ("spam", Status.SPAM)],
)
def test_a_moderator_decides_with_one_click(client, moderator, comment, decision, status):
    response = decide(client, comment, decision)

    comment.refresh_from_db()
    assert comment.status == status
    entry = CommentLogEntry.objects.get()
    assert (entry.comment_id, entry.user, entry.action) == (
        comment.pk,
        moderator,
        f"comments.{status}",
    )
    (text,) = get_texts(response)
    assert "Held subject" in text


def test_an_approved_comment_can_be_held_again(client, moderator, article):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED)

    decide(client, comment, "hold", seen=Status.APPROVED)

    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_the_moderator_comes_back_to_the_same_listing(client, moderator, comment):
    listing = reverse("reader_comments:index") + "?status=held&q=subject&p=2"

    response = decide(client, comment, "approve", next=listing)

    assert response.status_code == 302
    assert response.url == listing


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", ""])
def test_a_foreign_address_to_come_back_to_is_ignored(client, moderator, comment, address):
    response = decide(client, comment, "approve", next=address)

    assert response.url == reverse("reader_comments:inspect", args=[comment.pk])


@pytest.mark.parametrize("decision", ["approve", "reject", "spam"])
def test_the_second_moderator_is_told_what_the_first_decided(
    client, moderator, column, comment, decision
):
    colleague = make_staff(moderates=[column])
    actions.approve([comment], user=colleague)

    response = decide(client, comment, decision, seen=Status.HELD)

    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert [entry.user for entry in CommentLogEntry.objects.all()] == [colleague]
    (text,) = get_texts(response)
    assert "Approved" in text
    assert "decided before" in text


@pytest.mark.parametrize(
    "data",
    [
        {"decision": "publish", "seen": "held"},
        {"decision": "approve", "seen": "new"},
        {"decision": "approve"},
        {"seen": "held"},
    ],
)
def test_a_form_that_is_not_ours_decides_nothing(client, moderator, comment, data):
    response = client.post(reverse("reader_comments:decide", args=[comment.pk]), data)

    assert response.status_code == 400
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_a_decision_needs_the_token_of_the_session(moderator, comment):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)

    response = decide(strict, comment, "approve")

    assert response.status_code == 403
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_a_comment_that_does_not_exist_is_not_found(client, moderator):
    url = reverse("reader_comments:decide", args=[9_999_999])

    assert client.post(url, {"decision": "approve", "seen": "held"}).status_code == 404
