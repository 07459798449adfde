"""Posting from the page: what readers meet, and what robots and other sites do not get."""

import datetime
import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from columns.factories import ArticlePageFactory
from comments import guard
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import ReaderComment
from comments.status import Mode, Status
from comments.text import MAX_LENGTH
from tests.factories import UserFactory

TYPED = {
    "subject": "What I think",
    "body": "A first line.\r\n\r\nAnd <em>more</em>.",
    "author_name": "Ada Reader",
    "author_email": "ada@Example.org",
}


@pytest.fixture
def token(article, monkeypatch):
    """The note in a form that was loaded a minute ago."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(guard.timezone, "now", lambda: past)
        return guard.make_token(article)


@pytest.fixture
def post(client, article, token):
    """Post the form of ``article`` with what is typed, changed by the keywords."""

    def post_form(headers=None, page=article, browser=client, **changes):
        data = {**TYPED, guard.TOKEN_FIELD: token, guard.TRAP_FIELD: "", **changes}
        return browser.post(f"/comments/post/{page.pk}/", data, headers=headers or {})

    return post_form


def test_a_comment_is_taken_and_the_reader_told_that_it_waits(post, client, article):
    response = post()

    comment = ReaderComment.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/comments/own/{comment.uuid}/"
    assert comment.status == Status.HELD
    assert comment.body == "A first line.\n\nAnd <em>more</em>."
    assert comment.author_email == "ada@example.org"
    assert re.fullmatch("[0-9a-f]{64}", comment.network)
    assert mail.outbox == []
    told = client.get(response["Location"]).content.decode()
    assert "It is waiting for a moderator." in told
    assert "What I think" in told


def test_a_script_that_shows_waiting_comments_is_led_to_the_discussion(post, client, article):
    response = post(**{"return": "discussion"})

    assert response["Location"] == f"{article.url}?comment=held#discussion-notice"
    told = client.get(response["Location"]).content.decode()
    assert 'id="discussion-notice"' in told
    assert "What I think" not in told


def test_posting_needs_no_cookie_and_the_one_it_sets_is_for_comments_alone(post):
    response = post(browser=Client(enforce_csrf_checks=True))

    assert response.status_code == 302
    [cookie] = response.cookies.values()
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/comments/", True, "Lax")
    assert not cookie["secure"]
    assert "no-cache" in response["Cache-Control"]


def test_over_https_the_cookie_never_leaves_it(client, article, token):
    data = {**TYPED, guard.TOKEN_FIELD: token, guard.TRAP_FIELD: ""}

    response = client.post(f"/comments/post/{article.pk}/", data, secure=True)

    assert response.cookies["comments_own"]["secure"]


def test_an_account_that_is_signed_in_changes_nothing(post, client, article):
    client.force_login(UserFactory(is_superuser=True))

    post()

    assert ReaderComment.objects.get().status == Status.HELD


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("body", "  \n ", "Write your comment here."),
        ("body", "x" * (MAX_LENGTH + 1), f"may have {MAX_LENGTH} characters"),
        ("body", "<!-- hidden -->", "Nothing of this comment would show."),
        ("body", "\u200b", "Nothing of this comment would show."),
        ("author_name", "", "Tell us the name"),
        ("author_name", "\u3164 \u200b", "Tell us the name"),
        ("author_name", "n" * 81, "at most 80 characters"),
        ("author_email", "", "We need your address"),
        ("author_email", "nobody", "Enter an e-mail address"),
        ("author_email", '"<script>alert(1)</script>"@example.com', "Enter an e-mail address"),
        ("author_email", "=?utf-8?q?evil=40evil.example?=@example.com", "Enter an e-mail address"),
        ("author_email", "a@[127.0.0.1]", "Enter an e-mail address"),
        ("subject", "s" * 121, "at most 120 characters"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(post, field, value, message):
    response = post(**{field: value})

    assert response.status_code == 422
    assert message in str(response.context["form"].errors[field])
    shown = response.content.decode()
    for name, typed in {**TYPED, field: value}.items():
        if name != "body":
            assert response.context["form"][name].value() == typed
    assert f'id="id_{field}_error"' in shown or f"id_{field}" in shown
    assert not ReaderComment.objects.exists()


def test_what_was_typed_stands_in_the_form_escaped(post):
    response = post(author_email="nobody", body="</textarea><script>alert(1)</script>")

    shown = response.content.decode()
    assert "<script>alert(1)" not in shown
    assert "&lt;/textarea&gt;&lt;script&gt;" in shown


@pytest.mark.parametrize(
    "poison", ["\x00", "\x0b", "\ufffe", "\ud800", "\u202e", "\x1b"], ids=ascii
)
@pytest.mark.parametrize("field", TYPED)
def test_characters_that_break_readers_are_dropped_at_every_field(article, field, poison):
    from comments.forms import CommentForm

    form = CommentForm({**TYPED, field: TYPED[field] + poison})

    assert poison not in (form.cleaned_data[field] if form.is_valid() else "")


def test_the_limit_counts_what_is_kept(post):
    assert post(body="\x00" + "x" * MAX_LENGTH).status_code == 302
    assert len(ReaderComment.objects.get().body) == MAX_LENGTH


def test_a_subject_has_one_line(post):
    post(subject=" Two \r\n lines ")

    assert ReaderComment.objects.get().subject == "Two lines"


def test_a_robot_that_fills_the_trap_is_thanked_and_nothing_is_kept(post):
    genuine = post()
    ReaderComment.objects.all().delete()

    trapped = post(**{guard.TRAP_FIELD: "https://spam.example.com/"})

    without_id = [re.sub("[0-9a-f-]{36}", "…", one["Location"]) for one in (genuine, trapped)]
    assert without_id == ["/comments/own/…/"] * 2
    assert trapped.status_code == 302
    assert not ReaderComment.objects.exists()


def test_a_form_posted_at_once_comes_back_and_then_is_taken(post, article, token):
    fresh = guard.make_token(article)

    first = post(**{guard.TOKEN_FIELD: fresh})

    assert first.status_code == 422
    assert "very quick" in first.content.decode()
    assert first.context["form_token"] == fresh
    assert post(**{guard.TOKEN_FIELD: token}).status_code == 302


@pytest.mark.parametrize("kind", ["missing", "forged", "old", "other page", "future"])
def test_a_form_with_a_bad_note_comes_back_whole_with_a_good_one(post, article, monkeypatch, kind):
    def made(days, page=article):
        moment = timezone.now() + datetime.timedelta(days=days)
        with monkeypatch.context() as patch:
            patch.setattr(guard.timezone, "now", lambda: moment)
            return guard.make_token(page)

    notes = {
        "missing": "",
        "forged": "WzEsMV0:1:forged",
        "old": made(-3),
        "other page": made(0, page=ArticlePageFactory()),
        "future": made(1),
    }

    response = post(**{guard.TOKEN_FIELD: notes[kind]})

    assert response.status_code == 422
    assert response.context["form"]["subject"].value() == TYPED["subject"]
    assert response.context["form_token"] != notes[kind]
    assert (
        guard.keep_or_make_token({guard.TOKEN_FIELD: response.context["form_token"]}, article)
        == response.context["form_token"]
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({}, 302),
    ],
)
def test_another_site_does_not_post_through_its_visitors(post, headers, status):
    assert post(headers=headers).status_code == status
    assert ReaderComment.objects.count() == (status == 302)


def test_posting_twice_makes_one_comment(post):
    assert post().status_code == post().status_code == 302
    assert ReaderComment.objects.count() == 1


def test_too_many_comments_are_refused_with_the_time_to_wait(post, settings):
    settings.COMMENTS_NETWORK_LIMIT = (1, 600)
    post()

    response = post(body="Another one.")

    assert response.status_code == 429
    assert 590 <= int(response["Retry-After"]) <= 600
    assert response.context["form"]["body"].value() == "Another one."


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.HIDDEN])
def test_a_closed_discussion_refuses_and_keeps_what_was_typed(post, article, mode):
    DiscussionFactory(page=article, mode=mode)

    response = post()

    assert response.status_code == 409
    assert response.context["form"]["subject"].value() == TYPED["subject"]
    assert not ReaderComment.objects.exists()


def test_a_reply_hangs_at_its_parent(post, article):
    parent = ReaderCommentFactory(page=article, status=Status.APPROVED)

    post(parent=str(parent.uuid))

    assert ReaderComment.objects.get(status=Status.HELD).parent == parent


@pytest.mark.parametrize("kind", ["held", "other page", "unknown", "no uuid"])
def test_a_reply_to_what_is_not_there_comes_back_whole(post, client, article, kind):
    parents = {
        "held": ReaderCommentFactory(page=article).uuid,
        "other page": ReaderCommentFactory(page=ArticlePageFactory(), status="approved").uuid,
        "unknown": uuid.uuid4(),
        "no uuid": "1 OR 1=1",
    }
    before = ReaderComment.objects.count()

    for button in ({}, {"preview": "1"}):
        response = post(parent=str(parents[kind]), **button)
        assert response.status_code == 409
        html = response.content.decode()
        assert "no longer there" in html
        assert "And &lt;em&gt;more&lt;/em&gt;." in html
        assert 'name="parent"' not in html
    shown = client.get(f"/comments/post/{article.pk}/", {"parent": parents[kind]})
    assert shown.status_code == 404
    assert ReaderComment.objects.count() == before


def test_the_form_for_a_reply_shows_what_it_replies_to(client, article):
    parent = ReaderCommentFactory(page=article, status=Status.APPROVED, subject="To be answered")

    response = client.get(f"/comments/post/{article.pk}/", {"parent": parent.uuid})

    assert response.status_code == 200
    assert "To be answered" in response.content.decode()
    assert parent.author_email not in response.content.decode()


@pytest.mark.parametrize("kind", ["unpublished", "login", "password", "groups", "column", "none"])
def test_pages_that_a_reader_may_not_see_or_comment_on_are_all_alike(post, article, kind):
    pages = {"column": article.get_parent(), "none": type(article)(pk=2**31 - 1)}
    page = pages.get(kind, article)
    if kind == "unpublished":
        article.unpublish()
    elif kind not in pages:
        PageViewRestriction.objects.create(page=article, restriction_type=kind, password="x")

    response = post(page=page)

    assert response.status_code == 404
    assert not ReaderComment.objects.exists()


def test_who_has_given_the_password_of_a_page_may_comment_on_it(post, client, article):
    restriction = PageViewRestriction.objects.create(
        page=article, restriction_type="password", password="x"
    )
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()

    assert post().status_code == 302


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_a_comment_that_readers_do_not_see_has_no_permalink(client, article, status):
    comment = ReaderCommentFactory(page=article, status=status)

    assert client.get(f"/comments/{comment.uuid}/").status_code == 404
