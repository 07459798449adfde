"""Public pages may be kept by everybody, and nothing else may be kept by anybody."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from columns.factories import AuthorPageFactory
from comments import guard
from comments.factories import DiscussionFactory
from comments.models import ReaderComment
from comments.status import Mode
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

NAMES = ["home", "column", "article", "authors", "author", "issues", "issue"]


def directives(response):
    return {part.strip() for part in response["Cache-Control"].split(",")}


def is_forbidden_to_keep(response):
    return {"private", "no-store"} <= directives(response)


@pytest.mark.parametrize("name", NAMES)
def test_public_page_may_be_kept_and_is_asked_for_again(client, magazine, name):
    address = getattr(magazine, name).url

    response = client.get(address)

    assert response.status_code == 200
    assert directives(response) == {"public", "max-age=0", "must-revalidate"}
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies
    known = {"If-None-Match": response["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    since = {"If-Modified-Since": response["Last-Modified"]}
    unchanged = client.get(address, headers=since)
    assert unchanged.status_code == 304
    assert unchanged.content == b""
    for header in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
        assert unchanged[header] == response[header]


@pytest.mark.parametrize("name", NAMES)
def test_head_is_answered_like_get_without_the_page(client, magazine, name):
    address = getattr(magazine, name).url

    head, full = client.head(address), client.get(address)

    assert (head.status_code, head.content) == (200, b"")
    for header in ("ETag", "Cache-Control", "Content-Length", "Content-Type"):
        assert head[header] == full[header]


def test_a_change_is_sent_to_whoever_has_the_former_page(client, magazine):
    known = client.get(magazine.author.url)
    magazine.author.title = "Another Name"
    magazine.author.save()

    for header, value in (
        ("If-None-Match", known["ETag"]),
        ("If-Modified-Since", known["Last-Modified"]),
    ):
        response = client.get(magazine.author.url, headers={header: value})
        assert response.status_code == 200
        assert "Another Name" in response.content.decode()


def test_what_a_browser_asks_for_in_vain_changes_nothing(client, magazine):
    plain = client.get(magazine.article.url)
    other = client.get(
        magazine.article.url,
        headers={"Accept-Language": "de", "User-Agent": "Other", "Cookie": "consent=yes"},
    )

    assert other.content == plain.content
    assert other["Content-Language"] == "en"


def test_page_is_compressed_for_who_takes_it_and_is_the_same_to_conditions(client, magazine):
    plain = client.get(magazine.article.url)
    small = client.get(magazine.article.url, headers={"Accept-Encoding": "gzip, br"})

    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content) / 2
    assert small["ETag"] == plain["ETag"]
    known = {"Accept-Encoding": "gzip", "If-None-Match": plain["ETag"]}
    assert client.get(magazine.article.url, headers=known).status_code == 304


def test_pages_with_something_secret_are_not_compressed(client, magazine):
    client.force_login(make_staff(pages=[magazine.home]))

    response = client.get(magazine.article.url, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response


@pytest.mark.parametrize(
    "address", ["/nothing/", "/search/?query=x", "/search/", "{article}?comment=held", "{post}"]
)
def test_what_is_for_one_reader_or_is_nothing_is_kept_by_nobody(client, magazine, address):
    article = magazine.article

    response = client.get(address.format(article=article.url, post=f"/comments/post/{article.pk}/"))

    assert is_forbidden_to_keep(response)
    assert "ETag" not in response


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_restricted_page_is_kept_by_nobody(client, magazine, kind):
    PageViewRestriction.objects.create(
        page=magazine.column, restriction_type=kind, password="secret"
    )

    response = client.get(magazine.article.url)

    assert is_forbidden_to_keep(response)


def test_page_of_a_reader_who_has_given_the_password_is_kept_by_nobody(client, magazine):
    restriction = PageViewRestriction.objects.create(
        page=magazine.article, restriction_type="password", password="secret"
    )
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()

    response = client.get(magazine.article.url)

    assert response.status_code == 200
    assert is_forbidden_to_keep(response)


def test_page_of_somebody_who_is_signed_in_is_kept_by_nobody(client, magazine):
    client.force_login(make_staff(pages=[magazine.home]))

    for name in NAMES:
        assert is_forbidden_to_keep(client.get(getattr(magazine, name).url))


def test_preview_is_kept_by_nobody(magazine):
    response = magazine.article.make_preview_request()

    assert response.status_code == 200
    assert is_forbidden_to_keep(response)


def test_lifetimes_are_those_of_the_settings(client, magazine, settings):
    settings.PAGE_MAX_AGE, settings.PAGE_SHARED_MAX_AGE = 30, 600

    response = client.get(magazine.home.url)

    assert directives(response) == {"public", "max-age=30", "s-maxage=600"}


def test_page_is_the_same_every_second_until_the_form_needs_a_new_note(
    client, magazine, monkeypatch
):
    def read(hours):
        moment = timezone.now().replace(hour=1, minute=0) + datetime.timedelta(hours=hours)
        with monkeypatch.context() as patch:
            patch.setattr(guard.timezone, "now", lambda: moment)
            return client.get(magazine.article.url)["ETag"]

    assert read(0) == read(0.01)
    assert read(0) != read(25)


@pytest.mark.parametrize(("hours", "status"), [(0, 302), (47, 302), (-2, 422), (80, 422)])
def test_a_page_that_was_kept_can_be_posted_from_for_the_life_of_a_form(
    client, magazine, monkeypatch, hours, status
):
    page = client.get(magazine.article.url).content.decode()
    token = page.split(f'name="{guard.TOKEN_FIELD}" value="')[1].split('"')[0]
    moment = timezone.now() + datetime.timedelta(hours=hours)
    if hours < 0:
        moment -= datetime.timedelta(hours=24)
    monkeypatch.setattr(guard.timezone, "now", lambda: moment)

    response = Client(enforce_csrf_checks=True).post(
        f"/comments/post/{magazine.article.pk}/",
        {
            "body": "From a copy.",
            "author_name": "Ada",
            "author_email": "ada@example.org",
            guard.TOKEN_FIELD: token,
        },
    )

    assert response.status_code == status
    assert ReaderComment.objects.count() == (status == 302)


def test_page_without_a_form_is_cacheable_too(client, magazine):
    DiscussionFactory(page=magazine.article, mode=Mode.HIDDEN)

    assert "public" in directives(client.get(magazine.article.url))


def test_error_of_a_view_is_kept_by_nobody(client):
    AuthorPageFactory()

    assert is_forbidden_to_keep(client.get("/comments/post/0/"))


def test_address_with_a_parameter_of_nobody_has_an_etag_and_leaves_no_note(client, magazine):
    response = client.get(f"{magazine.article.url}?utm_source=letter")

    assert "public" in directives(response)
    assert "Last-Modified" not in response
    known = {"If-None-Match": response["ETag"]}
    assert client.get(f"{magazine.article.url}?utm_source=x", headers=known).status_code == 304
