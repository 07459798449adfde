"""What every page says of itself to machines is right by schema.org, complete, and no more."""

import datetime
import json

import pytest
from django.utils import timezone
from wagtail.models import Site

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    CorrectionFactory,
    IssueContentFactory,
    IssuePageFactory,
)
from columns.images import prepare_renditions
from columns.structured_data import Scene, describe_page, make_node
from comments.factories import ReaderCommentFactory
from comments.status import Status
from home.models import HomePage
from tests.magazine import make_article, make_image, make_magazine
from tests.pages import check_markup, count_queries, read
from tests.schema_org.checker import (
    VOCABULARY,
    check_nodes,
    find_missing,
    find_node,
    get_kinds,
    read_nodes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

PAGES = ("home", "column", "article", "link", "authors", "author", "issues", "issue")
#: What a page has not because there is nothing to say: the article without pictures.
ABSENT = {"link": {"Article.image", "Article.image.url"}}


@pytest.fixture
def magazine():
    """A magazine with every public field filled, published as editors publish."""
    site = Site.objects.get(is_default_site=True)
    site.site_name = "The Magazine"
    site.save()
    made = make_magazine()
    for name in PAGES:
        page = getattr(made, name)
        # Afresh: the tree has grown below the page since it was made.
        type(page).objects.get(pk=page.pk).save_revision().publish()
    ReaderCommentFactory(page=made.article, status=Status.APPROVED)
    return made


def read_page(client, address):
    html = read(client, address).content.decode()
    check_markup(html)
    return read_nodes(html)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_described_by_the_terms_of_schema_org(client, magazine, name):
    nodes = read_page(client, getattr(magazine, name).url)
    assert check_nodes(nodes) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_has_what_search_engines_require_and_recommend(client, magazine, name):
    nodes = read_page(client, getattr(magazine, name).url)
    assert find_missing(nodes, "required") == []
    assert set(find_missing(nodes, "recommended")) == ABSENT.get(name, set())


@pytest.mark.parametrize(
    ("name", "kinds"),
    {
        "home": {"WebSite", "Organization", "Periodical"},
        "column": {"CreativeWorkSeries", "CollectionPage", "BreadcrumbList"},
        "article": {"Article", "BreadcrumbList"},
        "authors": {"CollectionPage", "BreadcrumbList"},
        "author": {"ProfilePage", "Book", "BreadcrumbList"},
        "issues": {"CollectionPage", "BreadcrumbList"},
        "issue": {"PublicationIssue", "BreadcrumbList"},
    }.items(),
)
def test_each_page_type_is_what_it_is(client, magazine, name, kinds):
    nodes = read_page(client, getattr(magazine, name).url)
    assert {node["@type"] for node in nodes} == kinds


def test_article_says_all_that_is_known_of_it(client, magazine):
    article = magazine.article
    node = find_node(read_page(client, article.url), "Article")
    assert node["@id"] == f"{article.full_url}#article"
    assert node["url"] == node["mainEntityOfPage"] == article.full_url
    assert node["headline"] == article.title
    assert node["description"] == "The summary under the headline."
    assert node["datePublished"].startswith(article.date.isoformat())
    assert node["articleSection"] == magazine.column.title
    assert set(node["keywords"]) == {"dance", "rehearsal"}
    assert node["timeRequired"] == "PT1M"
    assert node["wordCount"] == article.count_words()
    assert node["inLanguage"] == "en"
    assert node["isAccessibleForFree"] is True
    (author,) = node["author"]
    assert author["name"] == magazine.author.title
    assert author["honorificSuffix"] == "Ph.D."
    assert author["url"] == magazine.author.full_url
    assert author["image"]["caption"] == "The author"
    assert node["publisher"]["name"] == "The Magazine"
    assert node["publisher"]["logo"]["url"].endswith("/static/danceconnection/icon.svg")


def test_article_stands_in_its_column_and_its_issue(client, magazine):
    node = find_node(read_page(client, magazine.article.url), "Article")
    column, issue = node["isPartOf"]
    assert column["@id"] == f"{magazine.column.full_url}#creativeworkseries"
    assert issue["@id"] == f"{magazine.issue.full_url}#publicationissue"
    assert issue["issueNumber"] == magazine.issue.number
    for whole in (column, issue):
        assert whole["isPartOf"]["@type"] == "Periodical"
    (alone,) = find_node(read_page(client, magazine.link.url), "Article")["isPartOf"]
    assert alone["@type"] == "CreativeWorkSeries"


def test_article_in_two_issues_belongs_to_the_first_one(client, magazine):
    earlier = IssuePageFactory(date=datetime.date(2025, 1, 1))
    IssueContentFactory(issue=earlier, article=magazine.article)
    node = find_node(read_page(client, magazine.article.url), "Article")
    assert node["isPartOf"][1]["url"] == earlier.full_url


def test_lead_image_comes_in_the_proportions_of_search_results(client):
    article = ArticlePageFactory(social_image=make_image())
    images = find_node(read_page(client, article.url), "Article")["image"]
    sizes = [
        tuple(int(image[side].removesuffix(" px")) for side in ("width", "height"))
        for image in images
    ]
    assert [round(width / height, 2) for width, height in sizes] == [1.78, 1.33, 1.0]


def test_corrections_are_told_in_words(client):
    article = ArticlePageFactory()
    CorrectionFactory(article=article, text="<p>It was <b>not</b> &amp; is.</p><p>So.</p>")
    (correction,) = find_node(read_page(client, article.url), "Article")["correction"]
    assert correction == {
        "@type": "CorrectionComment",
        "datePublished": "2026-06-01",
        "text": "It was not & is. So.",
    }


def test_authors_are_told_in_the_order_of_the_byline(client):
    authors = [AuthorPageFactory(title=name) for name in ("Zoe", "Ada", "Mia")]
    article = ArticlePageFactory(authors=authors)
    node = find_node(read_page(client, article.url), "Article")
    assert [author["name"] for author in node["author"]] == ["Zoe", "Ada", "Mia"]
    assert not any("image" in author for author in node["author"])


def test_author_is_a_person_with_books_links_and_articles(client, magazine):
    nodes = read_page(client, magazine.author.url)
    page, book = find_node(nodes, "ProfilePage"), find_node(nodes, "Book")
    person = page["mainEntity"]
    assert person["sameAs"] == ["https://author.example.org/"]
    assert person["description"] == "Writes about people."
    assert {part["url"] for part in page["hasPart"]} == {
        magazine.article.full_url,
        magazine.link.full_url,
    }
    assert book["author"]["@id"] == person["@id"]
    assert book["publisher"]["name"] == "A Publisher"
    assert book["datePublished"] == "2020"
    assert book["url"] == "https://books.example.org/1"


def test_issue_has_its_articles_with_their_pages(client, magazine):
    node = find_node(read_page(client, magazine.issue.url), "PublicationIssue")
    (part,) = node["hasPart"]
    assert (part["headline"], part["pageStart"]) == (magazine.article.title, 12)
    assert [author["name"] for author in part["author"]] == [magazine.author.title]


def test_lists_go_on_where_the_page_before_ended(client, settings):
    settings.COLUMNS_ARTICLES_PER_PAGE = 2
    articles = [ArticlePageFactory()]
    column = articles[0].get_parent().specific
    articles += [ArticlePageFactory(parent=column) for _ in range(2)]
    page = find_node(read_page(client, f"{column.url}?page=2"), "CollectionPage")
    assert page["url"] == f"{column.full_url}?page=2"
    assert page["mainEntity"]["numberOfItems"] == 3
    (item,) = page["mainEntity"]["itemListElement"]
    assert item["position"] == 3
    assert item["url"] == articles[0].full_url


def test_breadcrumbs_lead_from_the_front_page(client, magazine):
    def get_steps(page):
        node = find_node(read_page(client, page.url), "BreadcrumbList")
        return [(item["name"], item["item"]["@id"]) for item in node["itemListElement"]]

    home = ("The Magazine", magazine.home.full_url)
    for above, page in (
        (magazine.column, magazine.article),
        (magazine.authors, magazine.author),
        (magazine.issues, magazine.issue),
    ):
        step = (above.title, above.full_url)
        assert get_steps(above) == [home, step]
        assert get_steps(page) == [home, step, (page.title, page.full_url)]


def test_front_page_tells_where_to_search(client, magazine):
    site = find_node(read_page(client, "/"), "WebSite")
    address = site["potentialAction"]["target"]["urlTemplate"]
    assert address == f"{magazine.home.full_url}search/?query={{query}}"
    assert client.get(address.replace("{query}", "dance")).status_code == 200


def test_text_cannot_leave_the_data(client):
    title = "</script><script>alert(1)</script><!-- & \u2028 —"
    article = ArticlePageFactory(title=title)
    ReaderCommentFactory(page=article, status=Status.APPROVED, subject=title, author_name=title)
    html = read(client, article.url).content.decode()
    assert "<script>alert" not in html
    _head, *blocks = html.split('<script type="application/ld+json">')
    assert "\u2028" not in "".join(block.partition("</script>")[0] for block in blocks)
    node = find_node(read_nodes(html), "Article")
    assert node["headline"] == node["comment"][0]["name"] == title
    assert node["comment"][0]["author"]["name"] == title


def test_publication_is_the_moment_when_it_happened_on_the_day_of_the_article(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.get_default_timezone.cache_clear()
    try:
        moment = datetime.datetime(2026, 5, 1, 22, 30, tzinfo=datetime.UTC)
        later = moment + datetime.timedelta(days=3)
        article = ArticlePageFactory(
            date=datetime.date(2026, 5, 2), first_published_at=moment, last_published_at=later
        )
        node = find_node(read_page(client, article.url), "Article")
        assert node["datePublished"] == "2026-05-02T00:30:00+02:00"
        assert node["dateModified"] == "2026-05-05T00:30:00+02:00"
        imported = ArticlePageFactory(date=datetime.date(2019, 1, 1), first_published_at=moment)
        node = find_node(read_page(client, imported.url), "Article")
        assert node["datePublished"] == node["dateModified"] == "2019-01-01T00:00:00+01:00"
    finally:
        settings.TIME_ZONE = "UTC"
        timezone.get_default_timezone.cache_clear()


def test_saving_a_draft_is_no_change_of_the_article(client, magazine):
    before = find_node(read_page(client, magazine.article.url), "Article")["dateModified"]
    magazine.article.title = "Not yet"
    magazine.article.save_revision()
    after = find_node(read_page(client, magazine.article.url), "Article")
    assert after["dateModified"] == before
    assert after["headline"] != "Not yet"


def test_preview_is_not_described(magazine):
    article = magazine.article
    html = article.make_preview_request(preview_mode=article.default_preview_mode)
    assert "application/ld+json" not in html.content.decode()


def test_a_site_describes_its_own_page_type(client, magazine):
    def describe_ours(page, scene):
        return [make_node("WebPage", of=scene.address, name="Ours")]

    original = describe_page.dispatch(HomePage)
    describe_page.register(HomePage, describe_ours)
    try:
        (node,) = read_page(client, "/")
        assert (node["@type"], node["name"]) == ("WebPage", "Ours")
    finally:
        describe_page.register(HomePage, original)


def test_any_other_page_is_described_as_a_page(magazine, rf):
    request = rf.get("/")
    page = magazine.home
    nodes = describe_page.dispatch(object)(page, Scene(page, {"request": request}))
    assert [node["@type"] for node in nodes] == ["WebPage"]
    assert check_nodes(nodes) == []


def test_describing_costs_the_same_for_any_number_of_authors_and_topics(client, magazine):
    def write(*, authors):
        article = make_article(column=magazine.column, author=magazine.author, link=magazine.link)
        for number in range(authors - 1):
            article.bylines.create(author=AuthorPageFactory(), sort_order=number + 1)
            article.topics.add(f"topic {number}")
            CorrectionFactory(article=article)
        article.save()
        prepare_renditions(article)
        return article

    few, many = write(authors=2), write(authors=6)
    assert count_queries(client, few.url) == count_queries(client, many.url)


def test_the_vocabulary_knows_what_the_wishes_name():
    assert get_kinds("ProfilePage") == {"ProfilePage", "WebPage", "CreativeWork", "Thing"}
    assert len(json.dumps(VOCABULARY)) > 10_000
