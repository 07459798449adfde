"""Lists of the publishing pages in the API: what they cost, and what they refuse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from columns.factories import ArticlePageFactory
from tests.factories import UserFactory
from tests.magazine import make_article, make_author, make_image

pytestmark = pytest.mark.django_db

TEASER_FIELDS = "kicker,standfirst,date,reading_time,authors,topics,column,social_image"
VERSIONS = ("v2", "v3")


def make_articles(magazine, number):
    """Make ``number`` articles, each with an author, and as many that they refer to."""
    images = [make_image(), make_image()]
    for count in range(number):
        image = images[count % 2]
        author = make_author(image=image)
        link = ArticlePageFactory(parent=magazine.column, authors=[author])
        make_article(column=magazine.column, author=author, link=link, image=image)


def count_queries(client, address):
    """Return the answer, the second time that ``address`` is read, and its number of queries."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    statements = [query["sql"].split()[0] for query in queries.captured_queries]
    assert not {"INSERT", "UPDATE", "DELETE"} & set(statements)
    return response.json(), len(statements)


def test_lists_cost_a_fixed_number_of_queries_and_write_nothing(client, magazine):
    make_articles(magazine, 9)
    articles = "type=columns.ArticlePage&"
    limits = {
        f"v2/pages/?{articles}order=-id&": 5,
        f"v2/pages/?{articles}order=-id&fields={TEASER_FIELDS}&": 11,
        f"v2/pages/?{articles}order=-id&fields=*&": 20,
        "v2/pages/?type=columns.AuthorPage&order=-id&fields=*&": 12,
        "v2/pages/?order=-id&": 5,
        f"v3/pages/?{articles}order=-pk&": 5,
        "v3/pages/?order=-pk&": 5,
    }

    costs = {}
    for address in limits:
        few, queries_of_few = count_queries(client, f"/api/{address}limit=5")
        many, queries_of_many = count_queries(client, f"/api/{address}limit=20")
        assert len(many["items"]) > len(few["items"]) == 5
        assert queries_of_few == queries_of_many
        costs[address] = queries_of_many

    assert costs == limits


@pytest.mark.parametrize("version", VERSIONS)
def test_a_detail_writes_nothing(client, magazine, version):
    count_queries(client, f"/api/{version}/pages/{magazine.article.pk}/")


def test_the_renditions_are_there_when_an_article_is_published(
    client, magazine, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for page in (magazine.author, magazine.column, magazine.issue, magazine.article):
            page.save_revision().publish()
    client.get("/api/v2/pages/")

    with CaptureQueriesContext(connection) as queries:
        client.get(f"/api/v3/pages/{magazine.article.pk}/")

    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_a_list_holds_the_same_values_as_the_details(client, magazine):
    make_articles(magazine, 2)

    items = client.get("/api/v2/pages/?type=columns.ArticlePage&fields=*").json()["items"]

    for item in items:
        detail = client.get(f"/api/v2/pages/{item['id']}/").json()
        del item["meta"], detail["meta"]
        assert item == detail


def test_a_list_can_be_filtered_by_topic(client, magazine):
    response = client.get("/api/v2/pages/?type=columns.ArticlePage&topics=dance")

    assert [item["id"] for item in response.json()["items"]] == [magazine.article.pk]


@pytest.mark.parametrize(
    "query",
    [
        "fields=secret",
        "fields=author_email",
        "fields=authors(name)",
        "date=yesterday",
        "kicker=%00",
        "search=%00",
        "search=" + "a+" * 2500,
        "offset=99999999999999999999",
        "limit=99999999999999999999",
        "limit=101",
        "id=99999999999999999999",
        "child_of=99999999999999999999",
        "order=body",
        "order=owner",
        "body=x",
        "corrections=x",
        "related_articles=1",
        "social_image=99999999999999999999",
        "owner=1",
    ],
)
def test_a_list_refuses_what_it_does_not_know(client, query):
    response = client.get(f"/api/v2/pages/?type=columns.ArticlePage&{query}")

    assert response.status_code == 400
    assert response.json()["message"]


def test_version_3_refuses_a_search_that_is_too_long(client, magazine):
    response = client.get("/api/v3/pages/", {"search": "a " * 2500})

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert "200 characters" in response.json()["detail"]


def test_a_session_changes_nothing_in_version_2(client, magazine):
    PageViewRestriction.objects.create(page=magazine.link, restriction_type="login")
    address = "/api/v2/pages/?type=columns.ArticlePage"
    anonymous = client.get(address)

    client.force_login(UserFactory(is_superuser=True))
    signed_in = client.get(address)

    assert signed_in.content == anonymous.content
    assert "Cookie" not in signed_in.get("Vary", "")


@pytest.mark.parametrize("endpoint", ["pages", "images", "documents", "comments"])
def test_version_2_has_no_pages_to_browse(client, endpoint):
    response = client.get(f"/api/v2/{endpoint}/", headers={"Accept": "text/html"})

    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_page_is_found_by_its_address(client, magazine, version):
    path = magazine.article.get_url_parts()[2]

    response = client.get(f"/api/{version}/pages/find/?html_path={path}")

    assert response.status_code == 302
    assert f"/api/{version}/pages/{magazine.article.pk}/" in response["Location"]


def test_children_of_a_column_are_listed(client, magazine):
    response = client.get(f"/api/v2/pages/?child_of={magazine.column.pk}")

    ids = {item["id"] for item in response.json()["items"]}
    assert ids == {magazine.article.pk, magazine.link.pk}
