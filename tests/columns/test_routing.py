"""The short way to a page ends where Wagtail's own ends."""

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from columns.factories import ArticlePageFactory, ColumnPageFactory
from columns.pool import get_pool, open_pool
from columns.routing import find_route

pytestmark = pytest.mark.django_db


def ask_wagtail(path):
    request = RequestFactory().get("/")
    try:
        return Page.route_for_request(request, path)
    except Http404:
        return None


def take_short_way(path):
    return find_route(RequestFactory().get("/"), path)


def name_view(route):
    """Return what a route calls, without the page that the method is bound to."""
    view, *rest = route.args or [None]
    return view and view.__func__, rest, route.kwargs


@pytest.fixture
def article():
    return ArticlePageFactory()


def test_every_page_is_found_where_wagtail_finds_it(article):
    unpublished = ColumnPageFactory(live=False)
    below = ArticlePageFactory(parent=unpublished)
    for page in (article.get_site().root_page, article.get_parent(), article, below):
        path = page.url_path.removeprefix("/home/")
        found, expected = take_short_way(path), ask_wagtail(path)
        assert found is not None
        assert (found.page, type(found.page)) == (expected.page, type(expected.page))
        assert name_view(found) == name_view(expected)


def test_the_parts_of_a_column_are_found_too(article):
    path = article.get_parent().url_path.removeprefix("/home/") + "archive/2026/"

    found, expected = take_short_way(path), ask_wagtail(path)

    assert found.page == expected.page
    assert name_view(found) == name_view(expected)
    assert found.args[2] == {"year": "2026"}


@pytest.mark.parametrize("kind", ["draft", "missing", "below nothing", "wrong parent"])
def test_what_is_not_there_is_left_to_wagtail(article, kind):
    draft = ArticlePageFactory(parent=article.get_parent(), live=False)
    other = ColumnPageFactory()
    path = {
        "draft": draft.url_path.removeprefix("/home/"),
        "missing": "nothing/",
        "below nothing": f"nothing/{article.slug}/",
        "wrong parent": f"{other.slug}/{article.slug}/",
    }[kind]

    assert take_short_way(path) is None
    assert ask_wagtail(path) is None


def test_address_of_thousands_of_parts_makes_no_large_query(client, article):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/{'a/' * 4000}")

    assert response.status_code == 404
    assert len(queries) <= 10
    # Those that are asked on its way know the address as one value, if at all.
    assert sum(len(query["sql"]) for query in queries) < 100_000


def test_the_way_takes_two_queries_and_knows_that_nothing_is_restricted(article):
    Site.get_site_root_paths()
    path = article.url_path.removeprefix("/home/")

    with CaptureQueriesContext(connection) as queries:
        page = take_short_way(path).page
        assert list(page.get_view_restrictions()) == []
        assert page.get_parent().specific.title
        assert page.locale.language_code == "en"

    # The site, and the pages on the way; the page above is looked up by the tree's own means.
    assert len(queries) <= 3


@pytest.mark.parametrize("name", ["article", "column", "home", "root"])
def test_restrictions_of_all_pages_above_count(article, name):
    pages = dict(zip(("root", "home", "column"), article.get_ancestors(), strict=True))
    restricted = pages.get(name) or article.page_ptr
    restriction = PageViewRestriction.objects.create(page=restricted, restriction_type="login")

    found = take_short_way(article.url_path.removeprefix("/home/"))

    assert list(found.page.get_view_restrictions()) == [restriction]


def test_an_alias_has_the_restrictions_of_its_source(article):
    other = ColumnPageFactory()
    alias = article.create_alias(parent=other, update_slug="alias")
    restriction = PageViewRestriction.objects.create(
        page=article.page_ptr, restriction_type="login"
    )

    found = take_short_way(f"{other.slug}/alias/")

    assert found.page.pk == alias.pk
    assert list(found.page.get_view_restrictions()) == [restriction]


def test_each_language_has_its_own_tree(article):
    german = Locale.objects.create(language_code="de")
    home = article.get_site().root_page.specific
    home.copy_for_translation(german).save_revision().publish()
    translated = article.copy_for_translation(german, copy_parents=True)
    translated.save_revision().publish()
    Page.objects.filter(locale=german).update(live=True)
    Site.clear_site_root_paths_cache()
    path = translated.url_path.partition("/home-de/")[2]

    with translation.override("de"):
        assert take_short_way(path).page.pk == translated.pk
    assert take_short_way(article.url_path.removeprefix("/home/")).page.pk == article.pk


def test_a_pool_ends_with_its_request():
    with open_pool():
        get_pool().pages[1] = "page"
        assert get_pool().pages == {1: "page"}
    assert get_pool().pages == {}
