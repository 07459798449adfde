"""The site's own pages: front page, search, errors, and the frame around all of them."""

import datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import Site

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
from tests.search import searching

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


@searching
def test_search_finds_articles_by_their_words(client):
    article = ArticlePageFactory(title="A singular headline")
    html = read_text(client, "/search/?query=singular")
    check_markup(html)
    assert f'href="{article.url}"' in html
    assert "1 page found for “singular”" in html


def test_search_for_nothing_shows_the_form(client):
    html = read_text(client, "/search/")
    check_markup(html)
    assert 'id="search-query"' in html
    assert "found for" not in html


@searching
def test_search_keeps_in_paging_what_was_asked(client, monkeypatch):
    monkeypatch.setattr("danceconnection.views.RESULTS_PER_PAGE", 1)
    for _ in range(2):
        ArticlePageFactory(title="Grüße aus Bern")
    html = read_text(client, "/search/?query=gr%C3%BC%C3%9Fe")
    check_markup(html)
    assert 'href="?query=gr%C3%BC%C3%9Fe&amp;page=2"' in html
    second = read_text(client, "/search/?query=gr%C3%BC%C3%9Fe&page=2")
    assert 'rel="prev" href="?query=gr%C3%BC%C3%9Fe"' in second


def test_search_escapes_what_was_asked(client):
    html = read_text(client, "/search/?query=%22%3E%3Cscript%3E%26amp%3B")
    check_markup(html)
    assert 'value="&quot;&gt;&lt;script&gt;&amp;amp;"' in html
    assert "<script>" not in html


def test_unknown_address_is_answered_helpfully(client):
    html = read_text(client, "/there/is/nothing/", status=404)
    check_markup(html)
    assert "This page is not here" in html
    assert 'id="search-query"' in html


@pytest.mark.django_db(databases=[])
def test_page_for_errors_needs_neither_database_nor_request():
    html = render_to_string("500.html")
    check_markup(html)
    assert "Something went wrong" in html


def test_userbar_is_there_for_editors_only(home_page):
    editor = Client()
    editor.force_login(make_staff(pages=[home_page]))
    assert "wagtail-userbar" in editor.get("/").content.decode()
    assert "wagtail-userbar" not in read_text(Client(), "/")
