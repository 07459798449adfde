"""The search: what it finds, in which order, and how readers see it."""

import datetime

import pytest
from django.db import connection
from django.test import Client

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    IssuePageFactory,
)
from danceconnection.search import hits, results
from tests.factories import UserFactory
from tests.pages import check_markup, count_queries, read
from tests.search import make_indexed_comment, searching

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def search(client, parameters="", **kwargs):
    html = read(client, f"/search/?{parameters}", **kwargs).content.decode()
    return " ".join(html.split()).replace(" </", "</")


def get_links(html):
    """Return the addresses of the results in order."""
    part = html.partition('<ol class="site-results"')[2].partition("</ol>")[0]
    return [
        piece.partition('"')[0]
        for piece in part.split('<h2 class="columns-teaser-headline"><a href="')[1:]
    ]


@searching
def test_articles_are_found_and_counted_in_heading_and_title(client):
    article = ArticlePageFactory(title="A singular headline")
    ArticlePageFactory(title="Another one")
    html = search(client, "query=singular")
    check_markup(html)
    assert get_links(html) == [article.url]
    assert ">1 result for “singular”</h1>" in html
    assert "<title>1 result for “singular”" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'role="search"' in html


@searching
def test_a_result_shows_where_the_words_are(client):
    column = ColumnPageFactory(title="The Column")
    author = AuthorPageFactory(title="Ada Singular")
    ArticlePageFactory(
        parent=column,
        authors=[author],
        title='<b>Singular</b> & "more"',
        standfirst="",
        date=datetime.date(2026, 3, 1),
        body=[("heading", "Nothing"), ("paragraph", "<p>A <b>singular</b> &amp; rare text.</p>")],
    )
    html = search(client, "query=singular&kind=articles")
    check_markup(html)
    assert "&lt;b&gt;<mark>Singular</mark>&lt;/b&gt; &amp; &quot;more&quot;" in html
    assert "A <mark>singular</mark> &amp; rare text." in html
    assert "Ada <mark>Singular</mark>" in html
    assert '<p class="columns-kicker">The Column</p>' in html
    assert '<time datetime="2026-03-01">' in html


@searching
def test_authors_columns_and_issues_are_found_too(client):
    pages = {
        "authors": AuthorPageFactory(biography="<p>Writes of <i>waltzing</i>.</p>"),
        "columns": ColumnPageFactory(tagline="Waltzing weekly"),
        "issues": IssuePageFactory(dek="The waltzing issue"),
        "articles": ArticlePageFactory(standfirst="On waltzing"),
    }
    html = search(client, "query=waltzing")
    assert set(get_links(html)) == {page.url for page in pages.values()}
    assert html.lower().count("<mark>waltzing</mark>") == 4
    for kind, page in pages.items():
        narrowed = search(client, f"query=waltzing&kind={kind}")
        check_markup(narrowed)
        assert get_links(narrowed) == [page.url]
        assert f'href="?query=waltzing&amp;kind={kind}" aria-current="page"' in narrowed


@searching
def test_an_article_is_found_by_the_words_of_its_comments(client, committing):
    article = ArticlePageFactory(title="An article")
    found = [
        make_indexed_comment(
            committing, page=article, subject="On foxtrots", body="I <b>love</b> a foxtrot & more."
        )
        for _ in range(2)
    ]
    make_indexed_comment(committing, page=article, body="Something else.")
    for parameters in ("query=foxtrot", "query=foxtrot&kind=comments"):
        html = search(client, parameters)
        check_markup(html)
        assert get_links(html) == [article.url]
        assert "Found in 2 comments" in html
        assert any(f'href="/comments/{comment.uuid}/"' in html for comment in found)
        assert "I love a <mark>foxtrot</mark> &amp; more." in html
    assert ">Comments <span" in html
    assert found[0].author_name not in html
    assert "Nothing found" in search(client, f"query={found[0].author_email}")


@searching
def test_an_article_with_the_words_in_text_and_comments_is_one_result(client, committing):
    article = ArticlePageFactory(title="All of foxtrot")
    other = ArticlePageFactory(title="Other")
    for page in (other, article):
        make_indexed_comment(committing, page=page, body="A foxtrot.")
    html = search(client, "query=foxtrot")
    assert get_links(html) == [article.url, other.url]
    assert html.count("Found in 1 comment<") == 2


@searching
def test_titles_with_all_words_come_first(client):
    second = ArticlePageFactory(title="Elsewhere", standfirst="The quiet house, quiet house " * 5)
    first = ArticlePageFactory(title="A long title with a house that is quiet, or nearly so")
    assert get_links(search(client, "query=quiet+house")) == [first.url, second.url]


@searching
def test_the_newest_come_first_on_request(client, committing):
    old, new = (
        ArticlePageFactory(standfirst="A tango", date=datetime.date(year, 1, 1))
        for year in (2025, 2026)
    )
    author = AuthorPageFactory(title="Tango")
    html = search(client, "query=tango&order=date")
    assert get_links(html) == [new.url, old.url, author.url]
    assert 'href="?query=tango&amp;order=date" aria-current="page"' in html
    for article in (old, new):
        make_indexed_comment(committing, page=article, body="A rumba")
    assert get_links(search(client, "query=rumba&kind=comments&order=date")) == [new.url, old.url]


@searching
def test_words_in_quotation_marks_are_found_in_their_order(client):
    article = ArticlePageFactory(title="The second apology")
    ArticlePageFactory(title="An apology, second")
    assert get_links(search(client, "query=%22second+apology%22")) == [article.url]
    assert get_links(search(client, "query=the+%22second+apology%22")) == [article.url]


@searching
def test_little_words_keep_nothing_from_being_found(client):
    article = ArticlePageFactory(title="The second apology")
    ArticlePageFactory(title="A second helping")
    for query in ("the+second+apology", "a+second+apology+to+me"):
        html = search(client, f"query={query}")
        assert get_links(html) == [article.url]
        assert "Nothing has just these words." not in html


@searching
def test_some_of_the_words_are_found_where_nothing_has_all(client):
    article = ArticlePageFactory(title="A singular headline")
    for query in ("singular+nonexistent", "%22singular+nonexistent%22"):
        html = search(client, f"query={query}")
        assert get_links(html) == [article.url]
        assert "A <mark>singular</mark> headline" in html
        assert "Nothing has just these words." in html


@searching
def test_a_beginning_of_a_word_is_found_where_nothing_has_the_word(client):
    article = ArticlePageFactory(title="A singular headline")
    for query in ("singul", "singul*"):
        html = search(client, f"query={query}")
        assert get_links(html) == [article.url]
        assert "<mark>singular</mark>" in html
        assert "Nothing has just these words." in html


@searching
@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="PostgreSQL knows accents only by an extension"
)
def test_accents_make_no_difference(client):
    article = ArticlePageFactory(title="Das Café Zürich")
    html = search(client, "query=cafe+zurich")
    assert get_links(html) == [article.url]
    assert "<mark>Café</mark> <mark>Zürich</mark>" in html


def test_nothing_asked_shows_the_form_alone(client):
    for parameters in ("", "query=", "query=+%00", "kind=articles"):
        html = search(client, parameters)
        check_markup(html)
        assert 'id="search-query"' in html
        assert ">Search</h1>" in html
        assert "site-results-advice" not in html


@searching
def test_nothing_found_says_what_to_do(client):
    html = search(client, "query=%22no+such+thing%22")
    check_markup(html)
    assert "Nothing found for “&quot;no such thing&quot;”" in html
    assert "Leave out the quotation marks" in html
    assert "Type at least one word" in search(client, "query=%3F%21")


@searching
def test_another_kind_is_offered_where_the_one_asked_for_has_nothing(client):
    ArticlePageFactory(title="A singular headline")
    html = search(client, "query=singular&kind=authors")
    check_markup(html)
    assert "There is nothing of this kind" in html
    assert '<a href="?query=singular">All <span class="site-results-number">1</span>' in html


@searching
def test_paging_keeps_what_was_asked(client, monkeypatch):
    monkeypatch.setattr(results, "RESULTS_PER_PAGE", 1)
    articles = {ArticlePageFactory(title="Grüße aus Bern").url for _ in range(2)}
    html = search(client, "query=gr%C3%BC%C3%9Fe&order=date")
    check_markup(html)
    assert 'href="?query=gr%C3%BC%C3%9Fe&amp;order=date&amp;page=2"' in html
    second = search(client, "query=gr%C3%BC%C3%9Fe&order=date&page=2")
    assert 'rel="prev" href="?query=gr%C3%BC%C3%9Fe&amp;order=date"' in second
    assert '<ol class="site-results" start="2">' in second
    assert {*get_links(html), *get_links(second)} == articles
    assert get_links(search(client, "query=gr%C3%BC%C3%9Fe&order=date&page=9")) == get_links(second)


@searching
def test_more_results_than_are_looked_at_are_the_newest(client, monkeypatch):
    monkeypatch.setattr(hits, "MOST_HITS", 2)
    old, *newer = (ArticlePageFactory(title="A singular headline") for _ in range(3))
    html = search(client, "query=singular")
    assert "More than 2 results" in html
    assert get_links(html) == [article.url for article in reversed(newer)]
    assert old.url not in html


@searching
@pytest.mark.parametrize(
    "query",
    ["%22", "%22%22", "a%00b", "AND", "OR+NOT", "alpha+AND", "NEAR(alpha+beta%2C2)", "alpha*", "*",
     "title%3Aalpha", "-alpha", "%2Balpha", "%5Ealpha", "%7Btitle%7D+%3A+alpha", "alpha%25s", "%25",
     "'", "don't", "a%27%3B+DROP+TABLE+x", "(", "%5C", "%40alpha", "~alpha", "alpha%40%28x",
     "%D7%A9%D7%9C%D7%95%D7%9D", "%E2%80%AEevil", "%E0%A4%B9%E0%A4%BF", "%ED%A0%80", "%FF",
     "a+" * 500, "x" * 5000, "%F0%9F%8E%89", "<script>", "_", "a_b", "%22a+b%22+%22c+d%22+e"],
)  # fmt: skip
def test_any_query_is_answered(client, query):
    ArticlePageFactory(title="alpha beta")
    check_markup(search(client, f"query={query}"))


@searching
@pytest.mark.parametrize(
    "query", ["alpha+-beta", "alpha+NOT+beta", "beta+AND+alpha", "-alpha", "%2Bbeta+-gamma*"]
)
def test_no_sign_and_no_word_is_an_order(client, query):
    article = ArticlePageFactory(title="alpha beta", standfirst="not and")
    ArticlePageFactory(title="gamma")
    assert article.url in get_links(search(client, f"query={query}"))


def test_what_was_asked_is_escaped(client):
    html = search(client, "query=%22%3E%3Cscript%3E%26amp%3B")
    check_markup(html)
    assert 'value="&quot;&gt;&lt;script&gt;&amp;amp;"' in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    "parameters", ["kind=secret", "order=author_email", "order=-date", "kind=All", "order=%00"]
)
def test_kinds_and_orders_have_fixed_names(client, parameters):
    assert read(client, f"/search/?query=x&{parameters}", status=400)


@searching
def test_results_cost_the_same_for_any_number(client, committing):
    def publish():
        article = ArticlePageFactory(title="A singular headline", authors=[AuthorPageFactory()])
        make_indexed_comment(committing, page=article, body="singular")
        commented = ArticlePageFactory(title="Other")
        make_indexed_comment(committing, page=commented, body="singular")

    publish()
    few = count_queries(client, "/search/?query=singular")
    for _ in range(4):
        publish()
    assert count_queries(client, "/search/?query=singular") == few
    assert few <= 25


@searching
def test_results_are_kept_by_nobody_because_a_comment_may_be_removed_meanwhile(client):
    editor = Client()
    editor.force_login(UserFactory(is_staff=True))
    for browser in (client, editor):
        assert "no-store" in browser.get("/search/?query=x")["Cache-Control"]
