"""Pages of any type in one query."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from columns import specific
from columns.factories import ArticlePageFactory, AuthorPageFactory
from columns.models import ArticlePage, AuthorPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    made = [ArticlePageFactory(title="An article"), AuthorPageFactory(title="An author")]
    Site.get_site_root_paths()
    return Q(pk__in=[page.pk for page in made])


@pytest.mark.parametrize("is_large", [False, True])
def test_pages_that_are_only_named_come_without_their_bodies(pages, monkeypatch, is_large):
    if is_large:
        monkeypatch.setattr(specific, "MOST_TYPES", 1)

    with CaptureQueriesContext(connection) as queries:
        found = specific.load_pages(pages, defer_streamfields=True)
        named = {type(page): (page.title, bool(page.full_url), page.locale.pk) for page in found}

    # Of a site with very many types, each type that is there is asked.
    assert len(queries) == (3 if is_large else 1)
    locale = found[0].locale_id
    assert named == {
        ArticlePage: ("An article", True, locale),
        AuthorPage: ("An author", True, locale),
    }
    article = next(page for page in found if isinstance(page, ArticlePage))
    assert article.get_deferred_fields() == {"body"}


def test_pages_come_whole_by_themselves(pages):
    found = specific.load_pages(pages)

    assert not any(page.get_deferred_fields() for page in found)


@pytest.mark.parametrize("text", ["", "x", "-1", "²", "9" * 19, "9" * 5000])
def test_what_is_no_id_names_no_page(text):
    assert specific.read_page_id(text) is None


def test_a_link_to_what_is_no_page_leads_nowhere():
    text = f'<p><a linktype="page" id="{"9" * 25}">there</a></p>'

    assert expand_db_html(text) == "<p><a>there</a></p>"


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_a_type_that_is_not_joined_are_asked_for_together(monkeypatch, number):
    articles = [ArticlePageFactory() for _ in range(number)]
    author = AuthorPageFactory()
    Site.get_site_root_paths()
    accessors = {AuthorPage: "authorpage"}
    # As a type that is made of another page type has none.
    monkeypatch.setattr(specific, "_get_accessors", lambda: accessors)
    specific._get_streamfields.cache_clear()
    condition = Q(pk__in=[page.pk for page in [author, *articles]])

    with CaptureQueriesContext(connection) as queries:
        found = specific.load_pages(condition, defer_streamfields=True)
        locales = {page.locale.pk for page in found}

    specific._get_streamfields.cache_clear()
    assert {page.pk for page in found} == {page.pk for page in [author, *articles]}
    assert {type(page) for page in found} == {ArticlePage, AuthorPage}
    assert not any(page.is_private for page in found)
    assert len(locales) == 1
    assert len(queries) == 3
