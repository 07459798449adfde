"""The review page: one comment with its conversation and its history."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from columns.factories import ArticlePageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentRevision
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("elsewhere")


def review(client, comment, **query):
    return client.get(reverse("reader_comments:inspect", args=[comment.pk]), query)


def test_it_shows_the_comment_its_commenter_and_its_article(client, moderator, comment):
    page = review(client, comment).text

    assert comment.html in page
    assert comment.author_name in page
    assert comment.author_email in page
    assert comment.page.title in page
    assert f'href="{comment.page.url}"' in page


def test_it_shows_the_parents_from_the_first_of_the_thread(client, moderator, article):
    first = ReaderCommentFactory(page=article, status=Status.APPROVED)
    ReaderCommentFactory(parent=first)
    second = ReaderCommentFactory(parent=first, status=Status.REJECTED)
    third = ReaderCommentFactory(parent=second)

    response = review(client, third)

    assert response.context["parents"] == [first, second]
    assert second.html in response.text


def test_it_shows_the_replies(client, moderator, comment):
    reply = ReaderCommentFactory(parent=comment)

    assert list(review(client, comment).context["replies"]) == [reply]


def test_it_shows_who_decided_what_and_when(client, moderator, comment):
    actions.reject([comment], user=moderator, reason="rude")
    actions.approve([comment], user=moderator)

    page = review(client, comment).text

    assert "Reader comment: Held → Rejected, because: rude" in page
    assert "Reader comment: Rejected → Approved" in page
    assert page.count(moderator.username) >= 2


def test_it_shows_what_readers_have_flagged_and_why(client, moderator, article):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED)
    note = "Look: <b>my</b> address"
    actions.flag_comment(comment, reader_key="a", reason="private", note=note)
    actions.flag_comment(comment, reader_key="b", reason="spam")

    page = review(client, comment).text

    assert "It shows something private: “Look: &lt;b&gt;my&lt;/b&gt; address”" in page
    assert page.index("It is advertising or spam") < page.index("It shows something private")
    assert "Flags of readers" not in review(client, ReaderCommentFactory(page=article)).text


def test_it_shows_what_the_comment_said_before(client, moderator, article):
    comment = ReaderCommentFactory(page=article, subject="At first", body="I <em>hate</em>\nyou.")
    actions.edit_comment(comment, subject="Later", body="I like you.")

    page = review(client, comment).text

    assert re.search(r"<del>.*?At first.*?</del><ins>.*?Later.*?</ins>", page)
    assert re.search(
        r"I <del>.*?&lt;em&gt;hate&lt;/em&gt;\n.*?</del><ins>.*?like .*?</ins>you", page
    )
    assert "Edits by its author" not in review(client, ReaderCommentFactory(page=article)).text


def test_flags_and_earlier_texts_cost_the_same_however_many_there_are(
    client, moderator, article, settings
):
    def measure():
        with CaptureQueriesContext(connection) as queries:
            review(client, comment)
        return len(queries)

    settings.COMMENTS_FLAG_THRESHOLD = None
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED)
    review(client, comment)
    few = measure()
    for number in range(5):
        actions.flag_comment(comment, reader_key=str(number), reason="spam")
    for number in range(5):
        CommentRevision.objects.create(comment=comment, number=number, body="Before")

    assert measure() == few


@pytest.mark.parametrize(
    ("status", "decisions"),
    [
        (Status.HELD, ["approve", "reject", "spam"]),
        (Status.APPROVED, ["reject", "spam", "hold"]),
        (Status.REJECTED, ["approve"]),
        (Status.SPAM, ["approve", "reject"]),
        (Status.WITHDRAWN, []),
    ],
)
def test_it_offers_the_decisions_that_are_possible(client, moderator, article, status, decisions):
    comment = ReaderCommentFactory(page=article, status=status)

    offered = [decision.key for decision, _ in review(client, comment).context["decisions"]]

    assert offered == decisions


def test_a_removed_comment_can_be_looked_at(client, moderator, comment):
    actions.remove([comment])

    assert "The text of this comment was removed." in review(client, comment).text


def test_the_way_back_is_the_listing_and_never_another_site(client, moderator, comment):
    listing = reverse("reader_comments:index") + "?status=held"

    assert f'<a href="{listing}">Back to the list</a>' in review(client, comment, next=listing).text
    assert "evil.example" not in review(client, comment, next="https://evil.example/").text


def test_it_costs_the_same_in_a_long_thread(client, moderator, article):
    def measure(comment):
        with CaptureQueriesContext(connection) as queries:
            review(client, comment)
        return len(queries)

    parent = ReaderCommentFactory(page=article)
    reply = ReaderCommentFactory(parent=parent)
    measure(reply)
    few = measure(reply)
    for _ in range(10):
        reply = ReaderCommentFactory(parent=reply)
        ReaderCommentFactory(parent=reply)

    assert measure(reply.parent) <= few + 1


def test_a_comment_that_does_not_exist_is_answered_like_one_of_another_section(client, article):
    elsewhere = ReaderCommentFactory(page=ArticlePageFactory())
    client.force_login(make_staff(moderates=[article]))

    answers = [client.get(f"/admin/reader-comments/review/{pk}/") for pk in (elsewhere.pk, 99_999)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_article_can_be_read_beside_the_comment(client, moderator, article):
    comment = ReaderCommentFactory(page=article)

    html = client.get(reverse("reader_comments:inspect", args=[comment.pk])).text

    assert f'<iframe src="{article.url}" title="{article.title}" loading="lazy" sandbox>' in html
    # What is not published has nothing to show to readers.
    article.unpublish()
    assert "<iframe" not in client.get(reverse("reader_comments:inspect", args=[comment.pk])).text
