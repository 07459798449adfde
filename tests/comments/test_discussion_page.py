"""The discussion under an article, and the form, as readers get them."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import guard
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.status import Mode, Status
from tests.pages import check_markup, count_queries, read


def make_comment(page=None, **kwargs):
    return ReaderCommentFactory(page=page, **{"status": Status.APPROVED, **kwargs})


def read_text(client, address):
    return read(client, address).content.decode()


def make_token(page, *, seconds=60):
    """Return a note that the form was loaded some seconds ago."""
    loaded = timezone.now() - datetime.timedelta(seconds=seconds)
    return guard.signing.dumps([page.pk, int(loaded.timestamp())], salt=guard.SALT)


def test_comment_shows_subject_name_date_and_text(client, article):
    comment = make_comment(
        article, subject="On doors", author_name="Ingrid", body="A *plain* text.\n\nTwo paragraphs."
    )
    html = read_text(client, article.url)
    check_markup(html)
    assert f'id="{comment.anchor}"' in html
    assert "On doors</h3>" in html
    assert "Ingrid" in html
    assert "<p>Two paragraphs.</p>" in html
    assert reverse("comments:permalink", args=[comment.uuid]) in html
    assert "1 comment</h2>" in html


def test_address_of_a_commenter_is_nowhere(client, article):
    comment = make_comment(article, author_email="private@secret.example")
    reply = reverse("comments:post", args=[article.pk])
    for address in (article.url, f"{reply}?parent={comment.uuid}"):
        assert "secret.example" not in read_text(client, address)


def test_text_of_a_commenter_is_escaped(client, article):
    make_comment(
        article, subject="<b>bold</b>", author_name="<i>Eve</i>", body="<script>x</script>"
    )
    html = read_text(client, article.url)
    check_markup(html)
    assert "&lt;b&gt;bold" in html
    assert "&lt;i&gt;Eve" in html


@pytest.mark.parametrize("status", [status for status in Status if status != Status.APPROVED])
def test_comment_in_any_other_status_is_not_shown(client, article, status):
    make_comment(article, subject="Not for readers", status=status)
    html = read_text(client, article.url)
    assert "Not for readers" not in html
    assert "0 comments</h2>" in html


def test_reply_says_to_whom_and_stands_after_its_parent(client, article):
    first = make_comment(article, subject="First", author_name="Ingrid")
    make_comment(article, subject="Second")
    make_comment(parent=first, subject="Answer")
    html = read_text(client, article.url)
    check_markup(html)
    assert html.index("First</h3>") < html.index("Answer</h3>") < html.index("Second</h3>")
    assert 'data-depth="1"' in html
    assert f'href="#{first.anchor}">in reply to Ingrid' in html


def test_tombstone_keeps_the_place_of_a_removed_comment(client, article):
    gone = make_comment(article, subject="Gone", author_name="Eve", status=Status.REMOVED)
    make_comment(parent=gone, subject="Answer")
    html = read_text(client, article.url)
    check_markup(html)
    assert html.index("A comment that stood here is not shown.") < html.index("Answer</h3>")
    assert "in reply to a comment that is not shown" in html
    assert "Eve" not in html


def test_reply_link_names_the_comment_that_it_answers(client, article):
    comment = make_comment(article, subject="On doors", author_name="Ingrid")
    html = read_text(client, article.url)
    address = f"{reverse('comments:post', args=[article.pk])}?parent={comment.uuid}"
    assert (
        f'href="{address}">Reply<span class="comments-unseen"> to Ingrid: On doors</span>' in html
    )


def test_form_has_labels_and_a_note_that_the_address_is_private(client, article):
    html = read_text(client, article.url)
    markup = check_markup(html)
    labels = {label["for"] for label in markup.named("label")}
    fields = markup.named("input", "textarea")
    visible = [field for field in fields if field.get("type") != "hidden"]
    assert all(field["id"] in labels for field in visible)
    assert "The address is kept private and is shown to no reader." in html
    described = next(field for field in fields if field.get("name") == "author_email")
    assert f'id="{described["aria-describedby"]}"' in html


def test_trap_is_out_of_reach_of_people(client, article):
    html = read_text(client, article.url)
    trap = next(f for f in check_markup(html).named("input") if f["name"] == guard.TRAP_FIELD)
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    assert '<div class="comments-trap" aria-hidden="true">' in html


def test_public_page_carries_nothing_of_one_reader(client, article):
    html = read_text(client, article.url)
    assert "csrfmiddlewaretoken" not in html
    assert "sessionid" not in html
    assert "wagtail-userbar" not in html


def test_closed_discussion_shows_comments_and_no_form(client, article):
    DiscussionFactory(page=article, mode=Mode.CLOSED)
    make_comment(article, subject="Still here")
    html = read_text(client, article.url)
    check_markup(html)
    assert "Still here" in html
    assert "This discussion is closed" in html
    assert 'class="comments-form"' not in html
    assert 'class="comments-reply"' not in html


def test_hidden_discussion_shows_nothing(client, article):
    DiscussionFactory(page=article, mode=Mode.HIDDEN)
    make_comment(article, subject="Not for readers")
    html = read_text(client, article.url)
    assert "Not for readers" not in html
    assert 'id="discussion"' not in html


def test_reader_is_told_what_happens_to_the_comment(client, article):
    assert "Thank you for your comment." not in read_text(client, article.url)
    html = read_text(client, f"{article.url}?comment=held")
    check_markup(html)
    assert re.search(r'id="discussion-notice" role="status"[^>]*>\s*<p><strong>Thank you', html)


def test_reply_page_shows_the_comment_that_is_answered(client, article):
    comment = make_comment(article, subject="On doors", author_name="Ingrid", body="Knock first.")
    address = f"{reverse('comments:post', args=[article.pk])}?parent={comment.uuid}"
    html = read_text(client, address)
    check_markup(html)
    assert "Reply to Ingrid</h1>" in html
    assert "Knock first." in html
    assert f'name="parent" value="{comment.uuid}"' in html
    assert 'name="robots" content="noindex"' in html


def test_errors_are_summarised_and_stand_at_their_fields_with_what_was_typed(client, article):
    response = client.post(
        reverse("comments:post", args=[article.pk]),
        {
            "body": "Typed & kept",
            "author_email": "no address",
            guard.TOKEN_FIELD: make_token(article),
        },
    )
    html = response.content.decode()
    markup = check_markup(html)
    assert response.status_code == 422
    assert "<title>Error:" in html
    assert ">Typed &amp; kept</textarea>" in html
    assert 'value="no address"' in html
    assert 'href="#id_author_name">' in html
    wrong = next(f for f in markup.named("input") if f.get("name") == "author_email")
    assert wrong["aria-invalid"] == "true"
    assert "id_author_email_error" in wrong["aria-describedby"]
    assert 'id="id_author_email_error"' in html


def test_empty_comment_is_an_error_that_describes_its_field(client, article):
    response = client.post(
        reverse("comments:post", args=[article.pk]), {guard.TOKEN_FIELD: make_token(article)}
    )
    (text,) = check_markup(response.content.decode()).named("textarea")
    assert text["aria-describedby"] == "id_body_error comment-format"


def test_text_written_for_a_discussion_that_has_closed_is_not_lost(client, article):
    DiscussionFactory(page=article, mode=Mode.CLOSED)
    response = client.post(
        reverse("comments:post", args=[article.pk]),
        {
            "body": "A long and thoughtful text",
            "author_name": "Ingrid",
            "author_email": "ingrid@example.org",
            guard.TOKEN_FIELD: make_token(article),
        },
    )
    html = response.content.decode()
    check_markup(html)
    assert response.status_code == 409
    assert "A long and thoughtful text" in html


def test_discussion_costs_the_same_for_any_number_and_depth_of_replies(client, article):
    parent = make_comment(article)
    make_comment(parent=parent)
    few = count_queries(client, article.url)
    for _ in range(6):
        parent = make_comment(parent=parent)
        make_comment(article)
    assert count_queries(client, article.url) == few
