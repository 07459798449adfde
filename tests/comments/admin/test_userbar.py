"""The userbar of a page: what waits there, and decisions in place."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from columns.factories import ArticlePageFactory
from comments.admin.userbar import WAITING_LIMIT
from comments.factories import ReaderCommentFactory
from comments.status import Status
from tests.factories import make_staff

from .conftest import INSIDERS, ROLES

pytestmark = [pytest.mark.markup, pytest.mark.usefixtures("elsewhere")]


def read_userbar(client, page):
    return client.get(page.url).text.partition("wagtail-userbar-template")[2]


def get_form(userbar, comment):
    """Return the address and the hidden fields of the form that decides about ``comment``."""
    pattern = rf'<form id="reader-comment-{comment.pk}" .*?action="(.*?)".*?>(.*?)</form>'
    action, inner = re.search(pattern, userbar, re.DOTALL).groups()
    fields = re.findall(r'name="(\w+)" value="(.*?)"', inner)
    return unescape(action), {name: unescape(value) for name, value in fields}


@pytest.fixture
def careful_client(make_user):
    """A client that is held to the token, with the moderator of the column signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("moderator")())
    return client


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_decide_see_what_waits(client, sign_in, article, comment, role):
    sign_in(role)

    html = client.get(article.url).text

    assert ("1 comment waits here" in html) == (role in INSIDERS)
    assert (comment.subject in html) == (role in INSIDERS)
    assert (reverse("reader_comments:decide", args=[comment.pk]) in html) == (role in INSIDERS)


def test_other_rights_do_not_show_what_waits(client, article, comment, column):
    client.force_login(make_staff(moderates=[column], rights=["feature", "settings"]))

    assert comment.subject not in client.get(article.url).text


def test_a_reader_gets_no_cookie_and_a_page_that_may_be_kept(client, article, comment):
    response = client.get(article.url)

    assert not response.cookies
    assert "public" in response["Cache-Control"]


def test_a_moderators_page_is_kept_by_nobody(client, moderator, article, comment):
    response = client.get(article.url)

    assert "public" not in response["Cache-Control"]


def test_the_number_leads_to_what_waits_on_this_page(client, moderator, column, article, comment):
    ReaderCommentFactory(page=ArticlePageFactory(parent=column))

    userbar = read_userbar(client, article)

    assert f"/reader-comments/?status=held&amp;page={article.pk}" in userbar
    assert "1 comment waits here" in userbar


def test_the_oldest_come_first_and_no_more_than_there_is_room_for(client, moderator, article):
    comments = ReaderCommentFactory.create_batch(WAITING_LIMIT + 2, page=article)

    userbar = read_userbar(client, article)

    assert f"{WAITING_LIMIT + 2} comments wait here" in userbar
    shown = [int(pk) for pk in re.findall(r'<form id="reader-comment-(\d+)"', userbar)]
    assert shown == [comment.pk for comment in comments[:WAITING_LIMIT]]


@pytest.mark.parametrize(
    ("decision", "status", "said"),
    [("approve", Status.APPROVED, "Approved: "), ("reject", Status.REJECTED, "Rejected: ")],
)
def test_a_decision_leads_back_to_the_page_and_says_what_was_done(
    careful_client, article, comment, decision, status, said
):
    action, fields = get_form(read_userbar(careful_client, article), comment)

    response = careful_client.post(action, {**fields, "decision": decision})

    assert response.status_code == 302
    assert response["Location"] == f"{article.url}#reader-comments-waiting"
    comment.refresh_from_db()
    assert comment.status == status
    userbar = read_userbar(careful_client, article)
    assert f"{said}{comment}" in userbar
    assert "waits here" not in userbar
    assert said not in read_userbar(careful_client, article)


def test_without_the_token_nothing_is_decided(careful_client, article, comment):
    action, fields = get_form(read_userbar(careful_client, article), comment)
    del fields["csrfmiddlewaretoken"]

    assert careful_client.post(action, {**fields, "decision": "approve"}).status_code == 403
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_who_comes_second_is_told(careful_client, article, comment):
    action, fields = get_form(read_userbar(careful_client, article), comment)
    first = Client()
    first.force_login(make_staff(moderates=[article]))
    first.post(action, {"decision": "reject", "seen": "held"})

    careful_client.post(action, {**fields, "decision": "approve"})

    comment.refresh_from_db()
    assert comment.status == Status.REJECTED
    assert comment.subject in read_userbar(careful_client, article)


def test_every_entry_is_an_item_of_the_menu_and_first_in_its_place(
    client, moderator, article, comment
):
    userbar = read_userbar(client, article)

    items = re.findall(
        r'<li class="[^"]*reader-comments-userbar[^"]*" role="presentation">\s*<(\w+) ([^>]*)>',
        userbar,
    )
    assert [tag for tag, _ in items] == ["a", "a", "button", "button"]
    assert all('role="menuitem"' in attributes for _, attributes in items)
    assert f'aria-label="Approve: {comment}"' in userbar


def test_nothing_is_there_where_nothing_waits(client, moderator, article):
    assert "reader-comments-userbar" not in read_userbar(client, article)


def test_what_readers_wrote_is_escaped(client, moderator, article):
    ReaderCommentFactory(
        page=article, subject="<b>s</b>", author_name="<i>n</i>", body="x <script>y</script>"
    )

    userbar = read_userbar(client, article)

    assert "&lt;b&gt;s" in userbar
    assert "<b>s" not in userbar
    assert "<i>n" not in userbar
    assert "<script>y" not in userbar


def test_a_page_without_discussion_shows_nothing(client, sign_in, column, comment):
    sign_in("superuser")

    assert "reader-comments-userbar" not in read_userbar(client, column)


def test_the_preview_in_the_editor_offers_no_decision(client, sign_in, article, comment):
    sign_in("superuser")
    address = reverse("wagtailadmin_pages:view_draft", args=[article.pk])

    assert "reader-comments-userbar" not in client.get(address).text


def test_many_cost_as_much_as_few(client, moderator, article, comment):
    def count():
        with CaptureQueriesContext(connection) as queries:
            read_userbar(client, article)
        return len(queries)

    count()
    few = count()
    ReaderCommentFactory.create_batch(8, page=article)

    assert count() == few
