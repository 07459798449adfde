"""An article that is read by queries which are written once says what any other way says."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, IntegerField, Value
from django.http import Http404
from wagtail.models import Locale, Page, Site

from columns.endpoints.details import describe_article, describe_stored_article
from columns.factories import ArticlePageFactory, ColumnPageFactory, CorrectionFactory
from columns.images import prepare_renditions
from columns.models import ArticlePage, Correction
from columns.prepared import STEP, Like, Many, Parameter, Prepared
from tests.magazine import make_article, make_author, make_magazine
from tests.pages import hide

pytestmark = [pytest.mark.django_db, pytest.mark.markup]


@pytest.fixture
def magazine(db):
    magazine = make_magazine()
    others = [
        make_article(
            column=magazine.column, author=make_author(title=name), link=magazine.link, title=name
        )
        for name in ("Before", "After")
    ]
    magazine.article.related_articles.create(article=others[0], sort_order=1)
    for page in Page.objects.live().specific():
        prepare_renditions(page)
    return magazine


@pytest.fixture
def describe(magazine):
    """Return a function that describes an article as it is stored, and as it is in memory."""
    site = Site.objects.get(is_default_site=True)

    def describe_twice(article, body="blocks"):
        user = AnonymousUser()
        stored = describe_stored_article(article.pk, user=user, site=site, body=body)
        fresh = ArticlePage.objects.get(pk=article.pk)
        return stored, describe_article(fresh, site=site, body=body)

    return describe_twice


@pytest.mark.parametrize("body", ["blocks", "html"])
def test_all_that_an_article_says_is_the_same_from_the_database_and_from_memory(
    magazine, describe, body
):
    stored, other = describe(magazine.article, body)

    assert stored == other
    assert list(stored) == list(other)
    assert all(stored[name] for name in ("authors", "column", "issue", "corrections"))
    assert len(stored["related_articles"]) > 1
    # The values belong to the question, and the statement stays.
    stored, other = describe(magazine.link, body)
    assert stored == other
    assert stored["id"] == magazine.link.pk


@pytest.mark.parametrize("state", ["draft", "expired", "restricted"])
@pytest.mark.parametrize("name", ["author", "issue", "link"])
def test_what_is_hidden_after_a_statement_was_written_is_not_shown(magazine, describe, name, state):
    describe(magazine.article)
    hide(getattr(magazine, name), state)

    stored, other = describe(magazine.article)

    assert stored == other
    hidden = getattr(magazine, name).pk
    named = [*stored["authors"], *stored["related_articles"], stored["issue"], stored["next"]]
    assert hidden not in [page["id"] for page in named if page]


def test_a_translation_leads_where_texts_and_lists_do(magazine, describe, settings):
    german, _made = Locale.objects.get_or_create(language_code="de")
    for page in (magazine.home, magazine.column, magazine.link, magazine.article):
        translated = page.copy_for_translation(german, copy_parents=True)
        translated.save_revision().publish()
    article = magazine.article.get_translation(german)

    for each in (magazine.article, article):
        stored, other = describe(each)
        assert stored == other
        assert len(stored["translations"]) == 1


def test_no_other_article_is_read_than_the_one_asked_for(magazine):
    site = Site.objects.get(is_default_site=True)

    with pytest.raises(Http404):
        describe_stored_article(magazine.column.pk, user=AnonymousUser(), site=site, body="blocks")


@pytest.mark.parametrize("number", [0, 1, STEP, STEP + 1])
def test_many_values_fill_up_a_statement_and_find_the_same(number):
    pages = ColumnPageFactory.create_batch(number)
    ids = Many("page", [page.pk for page in pages])
    query = Prepared(
        lambda count: Page.objects.filter(
            id__in=Many.list_parameters("page", count, IntegerField())
        ).values_list("pk")
    )

    found = query.fetch(ids.number, **ids.values)

    assert sorted(found) == sorted((page.pk,) for page in pages)
    assert ids.number % STEP == 0
    assert 0 <= ids.number - number < STEP


def test_a_path_is_like_those_below_it():
    article = ArticlePageFactory()
    column = article.get_parent()
    query = Prepared(
        lambda: Page.objects.filter(Like(F("path"), Parameter("below", CharField()))).values_list(
            "pk"
        )
    )

    assert query.fetch(below=f"{column.path}_%") == [(article.pk,)]
    assert query.fetch(below=f"{article.path}_%") == []


def test_a_link_to_what_cannot_be_leads_nowhere(magazine, describe):
    text = f'<p><a linktype="page" id="{10**18 - 1}">Nowhere</a></p>'
    CorrectionFactory(article=magazine.article, text=text)

    stored, other = describe(magazine.article)

    assert stored == other
    assert "<a>Nowhere</a>" in str(stored["corrections"])


def test_articles_that_say_themselves_where_they_are_are_asked(magazine, describe, monkeypatch):
    def get_url_parts(self, request=None):
        return (1, "https://other.example.org", f"/{self.slug}/")

    monkeypatch.setattr(ArticlePage, "get_url_parts", get_url_parts)

    stored, other = describe(magazine.article)

    assert stored == other
    assert stored["url"] == f"https://other.example.org/{magazine.article.slug}/"
    assert stored["next"]["url"].startswith("https://other.example.org/")


def test_corrections_keep_their_order(magazine, describe):
    Correction.objects.filter(article=magazine.article).update(sort_order=4)
    for day in range(3):
        CorrectionFactory(article=magazine.article, text=f"<p>{day}</p>", sort_order=3 - day)

    stored, other = describe(magazine.article)

    assert stored["corrections"] == other["corrections"]
    assert len(stored["corrections"]) == 4


def test_signs_that_stand_for_values_elsewhere_stay_what_they_are():
    page = ColumnPageFactory(title="100%s of it")
    ColumnPageFactory(title="100 of it")
    query = Prepared(
        lambda: Page.objects.filter(
            title__startswith="100%s", pk__gt=Parameter("least", IntegerField())
        ).values_list("pk", Value("50% and %s"))
    )

    assert query.fetch(least=0) == [(page.pk, "50% and %s")]
    assert query.fetch(least=page.pk) == []


class TestPrepared:
    """A query is written for each shape, and asked with other values."""

    @pytest.fixture
    def written(self):
        return []

    @pytest.fixture
    def query(self, written):
        def make(name):
            written.append(name)
            pages = Page.objects.filter(pk=Parameter("page", IntegerField()))
            return pages.values_list(name)

        return Prepared(make)

    def test_values_change_and_the_statement_stays(self, query, written):
        one, other = ColumnPageFactory.create_batch(2)

        found = [query.fetch("title", page=page.pk) for page in (one, other, one)]

        assert found == [[(one.title,)], [(other.title,)], [(one.title,)]]
        assert written == ["title"]

    def test_each_shape_has_a_statement(self, query, written):
        page = ColumnPageFactory()

        assert query.fetch("translation_key", page=page.pk) == [(page.translation_key,)]
        assert query.fetch("live", page=page.pk) == [(True,)]
        assert written == ["translation_key", "live"]

    def test_statements_are_not_kept_without_end(self, query, written, monkeypatch):
        monkeypatch.setattr("columns.prepared.MOST_STATEMENTS", 2)
        for name in ("title", "slug", "path", "title"):
            assert query.fetch(name, page=0) == []

        assert len(written) == 4
        assert len(query._statements) <= 2

    def test_a_query_that_finds_nothing_asks_nothing(self, django_assert_num_queries):
        nothing = Prepared(lambda: Page.objects.filter(pk__in=[]).values_list("pk"))

        with django_assert_num_queries(0):
            assert nothing.fetch() == []
