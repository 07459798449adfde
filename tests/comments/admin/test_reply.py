"""Replying from the desk: previewed, in the name of the account, with what waits approved."""

import pytest
from django.urls import reverse

from comments import actions
from comments.exceptions import CommentError, ModerationDenied
from comments.models import DecisionBatch, ReaderComment
from comments.status import Mode, Status


def get_url(comment):
    return reverse("reader_comments:reply", args=[comment.pk])


def test_a_comment_that_waits_is_approved_with_the_reply(client, moderator, comment):
    moderator.first_name, moderator.last_name = "Mona", "Derat"
    moderator.save()
    shown = client.get(get_url(comment)).text

    done = client.post(
        get_url(comment), {"body": "Thank <strong>you</strong>.", "revision": 0}, follow=True
    ).text

    assert "It is approved together with your reply." in shown
    assert "You write as Mona Derat." in shown
    assert "Replied to" in done
    reply = ReaderComment.objects.get(parent=comment)
    assert (reply.status, reply.badge, reply.user) == (Status.APPROVED, "staff", moderator)
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert DecisionBatch.objects.undoable(moderator).count() == 2


def test_a_preview_takes_nothing(client, moderator, comment):
    typed = {
        "body": "Thank <strong>you</strong>.<script>x()</script>",
        "revision": 0,
        "preview": "1",
    }

    page = client.post(get_url(comment), typed).text

    region = page[page.index("data-reader-comments-preview") :]
    assert "Thank <strong>you</strong>." in region
    assert "<script>x()" not in page
    assert "Thank &lt;strong&gt;you" in page
    assert ReaderComment.objects.count() == 1
    comment.refresh_from_db()
    assert comment.status == Status.HELD


@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_an_empty_reply_is_asked_for_again(client, moderator, comment, preview):
    page = client.post(get_url(comment), {"body": " ", "subject": "Kept", **preview}).text

    assert "Write your comment here." in page
    assert "Kept" in page
    assert ReaderComment.objects.count() == 1


def test_nobody_answers_a_text_that_was_edited_meanwhile(client, moderator, comment):
    actions.edit_comment(comment, subject="New", body="Another text")

    page = client.post(get_url(comment), {"body": "My answer", "revision": 0}).text

    assert "The comment was edited meanwhile. Please look at it again." in page
    assert "My answer" in page
    assert ReaderComment.objects.count() == 1
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_a_closed_discussion_takes_no_reply_and_approves_nothing(client, moderator, comment):
    actions.set_discussion_mode(comment.page, mode=Mode.CLOSED)

    page = client.post(get_url(comment), {"body": "My answer", "revision": 0}).text

    assert "This discussion is closed." in page
    comment.refresh_from_db()
    assert comment.status == Status.HELD


@pytest.mark.parametrize("status", [Status.SPAM, Status.REJECTED])
def test_what_readers_do_not_see_has_no_reply(moderator, comment, status):
    actions.change_status([comment], status=status)
    comment.refresh_from_db()

    with pytest.raises(CommentError):
        actions.answer_comment(comment, user=moderator, body="No")


def test_who_is_nobody_there_does_not_reply(make_user, comment):
    with pytest.raises(ModerationDenied):
        actions.answer_comment(comment, user=make_user("editor_elsewhere")(), body="No")
