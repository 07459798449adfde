"""The site's own pages: front page, search, errors, and the frame around all of them."""

import datetime
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    ImageFactory,
    IssuePageFactory,
    make_image_file,
)
from columns.images import prepare_renditions
from tests.factories import make_staff
from tests.pages import check_markup, count_queries, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def home_page():
    return Site.objects.get(is_default_site=True).root_page.specific


def read_text(client, address, **kwargs):
    return read(client, address, **kwargs).content.decode()


def test_front_page_shows_current_issue_columns_and_newest_articles(client, home_page):
    home_page.tagline = "A tagline"
    home_page.save()
    column = ColumnPageFactory(title="A Column", tagline="Its tagline")
    ArticlePageFactory(parent=column, title="Newest", date=datetime.date(2026, 9, 1))
    ArticlePageFactory(parent=column, title="A draft", live=False)
    IssuePageFactory(cover_headline="On the cover")
    html = read_text(client, "/")
    check_markup(html)
    for words in ("A tagline", "A Column", "Its tagline", "Newest", "On the cover"):
        assert words in html
    assert "A draft" not in html


def test_empty_front_page_says_so(client):
    html = read_text(client, "/")
    check_markup(html)
    assert "There are no articles yet." in html


def test_front_page_costs_the_same_for_any_number_of_articles(client):
    def publish():
        images = [ImageFactory(file=make_image_file(size=(90, 60))) for _ in range(3)]
        author = AuthorPageFactory(portrait=images[0], portrait_alt="Somebody")
        column = ColumnPageFactory(image=images[1], image_alt="A column")
        article = ArticlePageFactory(parent=column, authors=[author], social_image=images[2])
        for page in (author, column, article):
            prepare_renditions(page)

    publish()
    few = count_queries(client, "/")
    for _ in range(4):
        publish()
    assert count_queries(client, "/") == few


def test_frame_has_landmarks_a_skip_link_and_the_language(client):
    html = read_text(client, "/")
    markup = check_markup(html)
    assert markup.named("html") == [{"lang": "en", "dir": "ltr"}]
    assert [len(markup.named(name)) for name in ("main", "footer")] == [1, 1]
    assert markup.named("a")[0]["href"] == "#content"
    assert markup.named("main")[0]["id"] == "content"


def test_sections_mark_where_the_reader_is(client):
    article = ArticlePageFactory()
    column = article.get_parent()
    assert f'href="{column.url}" aria-current="page"' in read_text(client, column.url)
    assert f'href="{column.url}" aria-current="true"' in read_text(client, article.url)


@pytest.mark.parametrize("address", ["/there/is/nothing/", "/%00/", "/topics/x/", "/de/nichts/"])
def test_unknown_address_is_answered_helpfully(client, address):
    article = ArticlePageFactory(title="A new one")
    ArticlePageFactory(title="A draft", live=False)
    html = read_text(client, address, status=404)
    check_markup(html)
    assert "This page is not here" in html
    assert 'id="search-query"' in html
    assert f'href="{article.url}"' in html
    assert "A draft" not in html


def test_unknown_address_costs_the_same_for_any_number_of_articles(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            read(client, "/there/is/nothing/", status=404)
        return len(queries)

    ArticlePageFactory()
    count()
    few = count()
    for _ in range(6):
        ArticlePageFactory()
    assert count() == few


def test_unknown_address_is_answered_where_there_is_no_site(client):
    Site.objects.all().delete()
    html = read_text(client, "/there/is/nothing/", status=404)
    check_markup(html)
    assert "This page is not here" in html


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("500.html", "Something went wrong"),
        ("403.html", "This page is not for everybody"),
        ("403_csrf.html", "This form could not be taken"),
        ("400.html", "That did not make sense to us"),
    ],
)
def test_pages_for_errors_need_neither_database_nor_request(template, words):
    html = render_to_string(template)
    check_markup(html)
    assert words in html


def test_fonts_that_every_page_needs_are_loaded_early_and_are_there(client):
    links = check_markup(read_text(client, "/")).named("link")
    fonts = [link["href"] for link in links if link["rel"] == "preload"]
    assert len(fonts) == 3
    paths = [finders.find(address.removeprefix("/static/")) for address in fonts]
    assert all(paths)
    assert sum(Path(path).stat().st_size for path in paths) < 70_000


def test_the_scripts_of_an_article_are_30_kilobytes_at_the_most(client, article):
    scripts = re.findall(r'<script[^>]* src="/static/([^"]+)"', read_text(client, article.url))
    sizes = {name: len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in scripts}
    assert {"comments/compose.js", "comments/partake.js", "comments/threads.js"} <= set(sizes)
    assert sum(sizes.values()) <= 30 * 1024


def test_userbar_is_there_for_editors_only(home_page):
    editor = Client()
    editor.force_login(make_staff(pages=[home_page]))
    assert "wagtail-userbar" in editor.get("/").content.decode()
    assert "wagtail-userbar" not in read_text(Client(), "/")


@pytest.fixture
def locked(article):
    """A restriction of an article whose title is a word of its own, for a password."""
    article.title = "Zyzzyva"
    article.save_revision().publish()
    return PageViewRestriction.objects.create(
        page=article.page_ptr, restriction_type="password", password="secret"
    )


@pytest.fixture
def article():
    return ArticlePageFactory()


def test_a_page_with_a_password_tells_nothing_before_it_and_opens_with_it(client, locked):
    address = locked.page.get_url()
    closed = client.get(address)
    html = closed.content.decode()
    check_markup(html)
    assert "This page has a password" in html
    assert "Zyzzyva" not in html
    assert 'rel="alternate"' not in html
    assert "no-store" in closed["Cache-Control"]

    door = re.search(r'action="(/_util/[^"]+)"', html)[1]
    wrong = client.post(door, {"password": "guess", "return_url": address})
    assert "Zyzzyva" not in wrong.content.decode()
    assert "not correct" in wrong.content.decode()

    opened = client.post(door, {"password": "secret", "return_url": address}, follow=True)
    assert "Zyzzyva" in opened.content.decode()


def test_a_page_for_accounts_leads_to_the_sites_own_door(client, locked):
    PageViewRestriction.objects.update(restriction_type="login", password="")
    html = client.get(locked.page.get_url(), follow=True).content.decode()
    check_markup(html)
    assert "The page is open to those who have an account." in html
    assert f'name="next" value="{locked.page.get_url()}"' in html
    assert "Zyzzyva" not in html
