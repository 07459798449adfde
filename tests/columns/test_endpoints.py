"""The publishing pages in API v3 as front ends ask for them."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    IssueContentFactory,
    IssuePageFactory,
    RelatedArticleFactory,
)
from columns.images import prepare_renditions
from columns.models import ArticlePage, AuthorPage, ColumnPage
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.status import Mode, Status
from tests.magazine import make_article, make_author, make_image
from tests.pages import NOT_PUBLIC, WRITES, hide

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

ROOT = "/api/v3/columns/"
ARTICLES = f"{ROOT}articles/"
#: What Shows 4 of the issue allows, where it allows 12 for an article.
BUDGET_LIST = 8
BUDGET_DETAIL = 9


@pytest.fixture
def magazine(magazine):
    Site.get_site_root_paths()
    return magazine


@pytest.fixture
def get(client):
    """Return a function that reads an address below ``ROOT`` and returns its data."""

    def read(address="", *, status=200, **options):
        response = client.get(f"{ROOT}{address}", **options)
        assert response.status_code == status, response.content
        return response.json()

    return read


def ids(answer):
    return [item["id"] for item in answer["items"]]


def count_queries(client, address):
    """Return the tables that a second reading of ``address`` asks; none is written."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, response.content
    statements = [query["sql"] for query in queries]
    assert not [sql for sql in statements if sql.lstrip().upper().startswith(WRITES)]
    return [re.search(r"FROM \W?(\w+)", sql)[1] for sql in statements]


def make_many(magazine, number):
    """Make ``number`` articles with all that an article can have."""
    for count in range(number):
        author = make_author(title=f"Author {count}")
        article = make_article(
            column=magazine.column,
            author=author,
            link=magazine.link,
            title=f"Article {count}",
            date=datetime.date(2026, 1, 1) + datetime.timedelta(days=count),
        )
        IssueContentFactory(issue=magazine.issue, article=article)
    for page in Page.objects.live().specific():
        prepare_renditions(page)


def test_a_list_has_all_that_a_teaser_shows(get, magazine):
    ReaderCommentFactory(page=magazine.article, status=Status.APPROVED)
    ReaderCommentFactory(page=magazine.article, status=Status.HELD)

    answer = get("articles/")

    assert answer["count"] == 2
    teaser = next(item for item in answer["items"] if item["id"] == magazine.article.pk)
    assert teaser["title"] == magazine.article.title
    assert teaser["url"] == magazine.article.full_url
    assert teaser["locale"] == "en"
    assert teaser["topics"] == [
        {"name": "dance", "slug": "dance"},
        {"name": "rehearsal", "slug": "rehearsal"},
    ]
    assert teaser["column"] == {
        "id": magazine.column.pk,
        "title": magazine.column.title,
        "tagline": magazine.column.tagline,
        "url": magazine.column.full_url,
    }
    [author] = teaser["authors"]
    assert (author["id"], author["name"], author["url"]) == (
        magazine.author.pk,
        magazine.author.title,
        magazine.author.full_url,
    )
    assert author["portrait"]["alt"] == "The author"
    assert teaser["image"]["renditions"]["teaser"]["url"].endswith(".webp")
    assert teaser["comment_count"] == 1


def test_a_teaser_and_the_whole_article_say_the_same(get, magazine):
    teaser = get(f"articles/?column={magazine.column.pk}&topic=dance")["items"][0]
    article = get(f"articles/{magazine.article.pk}/")

    for name in teaser.keys() - {"authors"}:
        assert article[name] == teaser[name], name
    for short, whole in zip(teaser["authors"], article["authors"], strict=True):
        assert short.items() <= whole.items()


def test_wagtails_own_operation_and_ours_say_the_same_of_an_article(client, get, magazine):
    stock = client.get(f"/api/v3/pages/{magazine.article.pk}/").json()
    ours = get(f"articles/{magazine.article.pk}/")

    for name in ("kicker", "standfirst", "date", "updated", "reading_time", "body", "authors"):
        assert ours[name] == stock[name], name
    for name in ("column", "corrections"):
        assert ours[name] == stock[name], name
    assert ours["image"] == stock["social_image"]
    assert [topic["name"] for topic in ours["topics"]] == stock["topics"]
    assert [other["id"] for other in stock["related_articles"]] == [
        other["id"] for other in ours["related_articles"]
    ]


def test_an_article_leads_on(get, magazine):
    article = get(f"articles/{magazine.link.pk}/")

    assert article["issue"] is None
    other = article["previous"] or article["next"]
    assert other["id"] == magazine.article.pk
    assert get(f"articles/{magazine.article.pk}/")["issue"]["id"] == magazine.issue.pk


def test_the_body_comes_as_blocks_or_as_html(get, magazine):
    blocks = get(f"articles/{magazine.article.pk}/")
    html = get(f"articles/{magazine.article.pk}/?body=html")

    assert blocks["html"] is None
    assert [block["type"] for block in blocks["body"]][:2] == ["paragraph", "heading"]
    assert html["body"] is None
    assert "<h2>A heading</h2>" in html["html"]
    assert "iframe" not in html["html"]
    assert {**blocks, "body": None, "html": None} == {**html, "html": None}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("column={column.pk}", {"article", "link"}),
        ("author={author.pk}", {"article", "link"}),
        ("issue={issue.pk}", {"article"}),
        ("topic=dance", {"article"}),
        ("topic=none", set()),
        ("date_from={article.date}&date_to={article.date}", {"article"}),
        ("date_from=2999-01-01", set()),
        ("locale=en", {"article", "link"}),
        ("locale=de", set()),
        ("column=999999", set()),
        ("author=999999", set()),
        ("issue=999999", set()),
    ],
)
def test_articles_are_filtered(get, magazine, query, expected):
    magazine.link.date = datetime.date(2020, 1, 1)
    magazine.link.save()

    answer = get(f"articles/?{query.format(**vars(magazine))}")

    assert set(ids(answer)) == {getattr(magazine, name).pk for name in expected}
    assert answer["count"] == len(expected)


@pytest.mark.parametrize(
    ("order", "first"), [("date", "link"), ("-date", "article"), ("title", "a"), ("-title", "z")]
)
def test_articles_are_ordered(get, magazine, order, first):
    magazine.link.date = datetime.date(2020, 1, 1)
    magazine.link.save()
    magazine.a = ArticlePageFactory(title="AA first", date=datetime.date(2021, 1, 1))
    magazine.z = ArticlePageFactory(title="ZZ last", date=datetime.date(2021, 1, 1))

    assert ids(get(f"articles/?order={order}"))[0] == getattr(magazine, first).pk


def test_parts_of_a_list_join_to_the_whole(get, magazine):
    make_many(magazine, 3)
    whole = get("articles/?limit=100")

    offset, joined = 0, []
    while offset is not None:
        part = get(f"articles/?limit=2&offset={offset}")
        joined += part["items"]
        assert part["count"] == whole["count"] == 5
        assert part["previous"] == (offset - 2 if offset else None)
        offset = part["next"]

    assert joined == whole["items"]


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_public_is_nowhere(get, magazine, state):
    hide(magazine.article, state)

    assert magazine.article.pk not in ids(get("articles/"))
    get(f"articles/{magazine.article.pk}/", status=404)
    assert magazine.article.pk not in [item["id"] for item in get("sitemap/")["items"]]
    path = "/".join(["", *magazine.article.url_path.strip("/").split("/")[1:], ""])
    get(f"find/?path={path}", status=404)
    if "above" not in state and "site" not in state:
        link = get(f"articles/{magazine.link.pk}/")
        shown = [link["previous"], link["next"], *link["related_articles"]]
        assert magazine.article.pk not in [other["id"] for other in shown if other]
    if "site" not in state:
        issue = get(f"issues/{magazine.issue.pk}/")
        assert magazine.article.title not in str(issue)


@pytest.mark.parametrize("state", ["draft", "restricted"])
def test_nobody_learns_by_a_filter_what_a_hidden_author_wrote(get, magazine, state):
    assert get(f"articles/?author={magazine.author.pk}")["count"] == 2
    hide(magazine.author, state)

    assert get(f"articles/?author={magazine.author.pk}")["count"] == 0
    assert all(item["authors"] == [] for item in get("articles/")["items"])
    get(f"authors/{magazine.author.pk}/", status=404)


@pytest.mark.parametrize("state", ["draft", "restricted"])
def test_nobody_learns_by_a_filter_what_a_hidden_issue_names(get, magazine, state):
    hide(magazine.issue, state)

    assert get(f"articles/?issue={magazine.issue.pk}")["count"] == 0
    assert get(f"articles/{magazine.article.pk}/")["issue"] is None


def test_whoever_has_an_account_reads_what_is_for_people_with_accounts(get, magazine, make_token):
    PageViewRestriction.objects.create(page=magazine.article, restriction_type="login")
    headers = {"Authorization": f"Bearer {make_token()}"}

    answer = get(f"articles/{magazine.article.pk}/", headers=headers)

    assert answer["id"] == magazine.article.pk
    assert magazine.article.pk in ids(get("articles/", headers=headers))
    get(f"articles/{magazine.article.pk}/", status=404)


def test_a_shared_password_opens_nothing_here(client, get, magazine, make_token):
    PageViewRestriction.objects.create(
        page=magazine.article, restriction_type="password", password="open"
    )
    headers = {"Authorization": f"Bearer {make_token()}"}

    get(f"articles/{magazine.article.pk}/", status=404, headers=headers)


def test_a_bad_token_is_refused(client, magazine):
    response = client.get(ARTICLES, headers={"Authorization": "Bearer wrong"})

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Content-Type"] == "application/problem+json"


def test_a_list_costs_the_same_for_few_and_many(client, magazine):
    make_many(magazine, 2)
    few = count_queries(client, f"{ARTICLES}?limit=20")
    make_many(magazine, 18)

    many = count_queries(client, f"{ARTICLES}?limit=20")

    assert len(client.get(f"{ARTICLES}?limit=20").json()["items"]) == 20
    assert len(many) == len(few) <= BUDGET_LIST, " ".join(many)


def test_an_article_costs_the_same_for_few_and_many(client, magazine):
    address = f"{ARTICLES}{magazine.article.pk}/"
    make_many(magazine, 1)
    few = count_queries(client, address)
    make_many(magazine, 5)
    for number in range(4):
        other = ArticlePageFactory(title=f"Related {number}", authors=[magazine.author])
        RelatedArticleFactory(source=magazine.article, article=other, sort_order=number)

    many = count_queries(client, address)

    assert len(client.get(address).json()["related_articles"]) >= 4
    assert len(many) == len(few) <= BUDGET_DETAIL, " ".join(many)


def test_types_with_addresses_of_their_own_are_asked_once_for_a_whole_list(
    client, magazine, monkeypatch
):
    def get_url_parts(page, **_options):
        return 1, "https://own.example", f"/{page.slug}/"

    for model in (ArticlePage, AuthorPage, ColumnPage):
        monkeypatch.setattr(model, "get_url_parts", get_url_parts)
    make_many(magazine, 2)
    few = count_queries(client, f"{ARTICLES}?limit=20")
    make_many(magazine, 8)

    many = count_queries(client, f"{ARTICLES}?limit=20")

    items = client.get(f"{ARTICLES}?limit=20").json()["items"]
    assert {item["url"] for item in items} == {
        f"https://own.example/{each['slug']}/" for each in items
    }
    assert items[0]["column"]["url"] == f"https://own.example/{magazine.column.slug}/"
    assert all(author["url"].startswith("https://own.example/") for author in items[0]["authors"])
    assert len(many) == len(few) <= BUDGET_LIST + 3, " ".join(many)


@pytest.mark.parametrize(
    "address",
    ["", "authors/", "issues/", "issues/current/", "topics/", "site/", "navigation/", "sitemap/"],
)
def test_other_lists_cost_the_same_for_few_and_many(client, magazine, address):
    make_many(magazine, 1)
    for year in (2020, 2030):
        before = IssuePageFactory(date=datetime.date(year, 1, 1), cover=make_image(), cover_alt="A")
        prepare_renditions(before)
    few = count_queries(client, f"{ROOT}{address}")
    make_many(magazine, 3)
    for number in range(3):
        column = ColumnPageFactory(
            title=f"Column {number}", image=make_image(), image_alt="A stage"
        )
        issue = IssuePageFactory(title=f"Issue {number}", cover=make_image(), cover_alt="A cover")
        prepare_renditions(column)
        prepare_renditions(issue)

    many = count_queries(client, f"{ROOT}{address}")

    assert len(many) == len(few), many


def test_columns_authors_issues_and_topics_are_read(get, magazine):
    columns = get("")["items"]
    column = get(f"{magazine.column.pk}/")
    author = get(f"authors/{magazine.author.pk}/")
    issue = get(f"issues/{magazine.issue.pk}/")

    assert [item["article_count"] for item in columns if item["id"] == column["id"]] == [2]
    assert column["article_count"] == 2
    assert sum(part["article_count"] for part in column["archive"] if part["month"]) == 2
    assert column["columnists"][0]["id"] == author["id"] == magazine.author.pk
    assert {topic["slug"] for topic in column["topics"]} == {"dance", "rehearsal"}
    assert author["books"][0]["cover"]
    assert [each["id"] for each in author["columns"]] == [magazine.column.pk]
    assert author["article_count"] == 2
    assert issue["contents"][0]["article"]["id"] == magazine.article.pk
    assert issue["is_current"] is True
    assert get("issues/current/") == issue
    assert get("topics/")["items"][0]["article_count"] == 1
    assert get("authors/")["items"][0]["name"] == magazine.author.title


def test_an_issue_knows_its_neighbours(get, magazine):
    before = IssuePageFactory(title="Before", date=datetime.date(2026, 4, 1))
    after = IssuePageFactory(title="After", date=datetime.date(2026, 6, 1))

    issue = get(f"issues/{magazine.issue.pk}/")

    assert (issue["previous"]["id"], issue["next"]["id"]) == (before.pk, after.pk)
    assert ids(get("issues/?date_from=2026-05-15")) == [after.pk]


def test_a_site_is_described_with_its_navigation(get, magazine):
    site = get("site/")
    navigation = get("navigation/")["items"]

    assert site["homes"][0]["id"] == magazine.home.pk
    assert site["sitemaps"] == ["http://localhost/sitemap.xml", "http://localhost/sitemap-news.xml"]
    assert site["feeds"][0]["formats"]
    assert {item["id"] for item in navigation} == {
        magazine.column.pk,
        magazine.authors.pk,
        magazine.issues.pk,
    }
    hide(magazine.column, "draft")
    assert magazine.column.pk not in ids(get("navigation/"))


@pytest.fixture
def german(magazine):
    """The home page, the column and the article in German."""
    locale = Locale.objects.get_or_create(language_code="de")[0]
    home = magazine.home.copy_for_translation(locale)
    home.save_revision().publish()
    article = magazine.article.copy_for_translation(locale, copy_parents=True)
    article.title = "Auf Deutsch"
    article.save_revision().publish()
    Page.objects.filter(locale=locale).update(live=True)
    return SimpleNamespace(article=type(article).objects.get(pk=article.pk), home=home)


def test_translations_lead_to_each_other(get, magazine, german):
    english = get(f"articles/{magazine.article.pk}/")

    assert english["translations"] == [
        {
            "locale": "de",
            "id": german.article.pk,
            "title": "Auf Deutsch",
            "url": german.article.full_url,
        }
    ]
    assert ids(get("articles/?locale=de")) == [german.article.pk]
    assert get("site/")["homes"][1]["locale"] == "de"
    assert get("navigation/?locale=de")["items"][0]["url"].startswith("http://localhost/de/")
    entry = next(item for item in get("sitemap/")["items"] if item["id"] == magazine.article.pk)
    assert [alternate["locale"] for alternate in entry["alternates"]] == ["de", "en"]


def test_a_page_is_found_by_its_address_in_every_language(get, magazine, german):
    for page, locale in ((magazine.article, "en"), (german.article, "de")):
        path = page.get_url_parts()[2]

        found = get(f"find/?path={path}")

        assert (found["kind"], found["id"], found["locale"]) == ("page", page.pk, locale)
        assert found["type"] == "columns.ArticlePage"
        assert found["url"] == page.full_url
    assert get("find/?path=/")["id"] == magazine.home.pk


def test_a_part_of_a_column_is_found_and_nothing_else_is(get, magazine):
    path = magazine.column.get_url_parts()[2]

    found = get(f"find/?path={path}archive/2026/")

    assert (found["id"], found["route"]) == (magazine.column.pk, "/archive/2026/")
    get(f"find/?path={path}nothing/", status=404)
    get(f"find/?path={'/a' * 500}", status=404)
    get("find/?path=no-slash", status=422)


def test_redirects_have_their_targets(get, magazine):
    Redirect.objects.create(old_path="/former", redirect_page=magazine.article, is_permanent=True)
    Redirect.objects.create(old_path="/elsewhere", redirect_link="https://example.org/x")
    hidden = ArticlePageFactory(live=False, slug="hidden")
    Redirect.objects.create(old_path="/hidden", redirect_page=hidden)

    listed = get("redirects/")

    assert listed["count"] == 2
    assert [item["path"] for item in listed["items"]] == ["/elsewhere", "/former"]
    assert listed["items"][1]["url"] == magazine.article.full_url
    found = get("find/?path=/former/")
    assert (found["kind"], found["url"], found["id"], found["is_permanent"]) == (
        "redirect",
        magazine.article.full_url,
        magazine.article.pk,
        True,
    )
    get("find/?path=/hidden/", status=404)


def test_the_sitemap_joins_to_all_public_pages(get, magazine):
    after, joined = 0, []
    while after is not None:
        part = get(f"sitemap/?limit=2&after={after}")
        joined += part["items"]
        after = part["next"]

    public = Page.objects.live().filter(depth__gt=1)
    assert {item["url"] for item in joined} == {page.full_url for page in public}
    assert len(joined) == public.count()


def test_another_site_has_its_own(get, magazine):
    hide(magazine.article, "moved to another site")

    assert magazine.article.pk not in ids(get("articles/"))
    there = get("articles/?site=other.example.org")
    assert set(ids(there)) == {magazine.article.pk, magazine.link.pk}
    get("articles/?site=nowhere.example.org", status=404)
    get("articles/?site=other.example.org:99", status=404)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("articles/?limit=101", 400),
        ("articles/?limit=0", 422),
        ("articles/?offset=99999999999999999999", 422),
        ("articles/?offset=2147483647", 200),
        ("articles/?column=-1", 422),
        ("articles/?column=99999999999999999999", 422),
        ("articles/?topic=%00", 422),
        ("articles/?search=%00", 422),
        (f"articles/?search={'a+' * 200}", 400),
        ("articles/?date_from=yesterday", 422),
        ("articles/?locale=xx", 422),
        ("articles/?order=body", 422),
        ("articles/?site=%00", 422),
        ("articles/0/", 422),
        ("articles/99999999999999999999/", 422),
        ("articles/1/", 404),
        ("authors/1/", 404),
        ("issues/1/", 404),
        ("1/", 404),
        ("sitemap/?limit=101", 400),
        ("redirects/?limit=101", 400),
        ("navigation/?locale=xx", 422),
        ("navigation/?locale=de", 404),
        ("find/?path=/%00", 422),
        ("find/?path=/%2500", 404),
        ("find/?path=//[", 404),
        ("preview/?content_type=columns.articlepage&token=x", 404),
    ],
)
def test_what_cannot_be_is_answered_with_a_problem(client, db, magazine, address, status):
    response = client.get(f"{ROOT}{address}")

    assert response.status_code == status, response.content
    if status != 200:
        assert response["Content-Type"] == "application/problem+json"
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["", "articles/", "issues/current/", "site/", "sitemap/"])
def test_everybody_may_keep_what_everybody_gets(client, magazine, make_token, address):
    response = client.get(f"{ROOT}{address}")

    assert "public" in response["Cache-Control"]
    assert "Authorization" in response["Vary"]
    assert not response.cookies
    head = client.head(f"{ROOT}{address}")
    assert head.status_code == 200
    assert not head.content
    for_one = client.get(f"{ROOT}{address}", headers={"Authorization": f"Bearer {make_token()}"})
    assert "no-store" in for_one["Cache-Control"]


def test_a_session_changes_nothing(client, magazine, django_user_model):
    PageViewRestriction.objects.create(page=magazine.link, restriction_type="login")
    anonymous = client.get(ARTICLES)

    client.force_login(django_user_model.objects.create_superuser("boss"))

    assert client.get(ARTICLES).json() == anonymous.json()


def test_a_hidden_discussion_counts_nothing(get, magazine):
    ReaderCommentFactory(page=magazine.article, status=Status.APPROVED)
    discussion = magazine.article.reader_discussion
    assert get(f"articles/{magazine.article.pk}/")["comment_count"] == 1
    discussion.mode = Mode.HIDDEN
    discussion.save()

    assert get(f"articles/{magazine.article.pk}/")["comment_count"] == 0


def test_without_comments_nothing_is_counted(get, magazine, settings):
    settings.COLUMNS_COMMENT_COUNTS = None
    DiscussionFactory(page=magazine.article)

    assert get("articles/")["items"][0]["comment_count"] == 0


def test_an_image_whose_file_is_gone_breaks_no_list(get, magazine):
    image = magazine.article.social_image
    image.renditions.all().delete()
    default_storage.delete(image.file.name)

    answer = get("articles/?topic=dance")

    assert answer["items"][0]["image"] is None


def test_missing_renditions_are_made_and_then_found(client, get, magazine):
    magazine.article.social_image.renditions.all().delete()
    made = get("articles/?topic=dance")["items"][0]["image"]

    assert made == get(f"articles/{magazine.article.pk}/")["image"]
    count_queries(client, f"{ARTICLES}?topic=dance")


def test_an_unsaved_author_has_nothing_yet(rf):
    from columns.endpoints.parts import describe_author

    site = Site.objects.get(is_default_site=True)
    author = AuthorPageFactory.build(title="Not saved", locale=site.root_page.locale)

    described = describe_author(author, site=site)

    assert (described["id"], described["columns"], described["article_count"]) == (0, [], 0)
