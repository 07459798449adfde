"""Every list in parts names the parts beside it in the header ``Link``, as RFC 8288 has it."""

import re

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site, Workflow, WorkflowTask

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentModerationTask, PageCommentWorkflow
from comments.status import Status
from tests.comments.doors import sign_in
from tests.factories import UserFactory
from tests.magazine import make_magazine

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ORIGIN = "https://reader.example.com"
LINK = re.compile(r'<([^<>]+)>; rel="(next|prev)"')


@pytest.fixture
def magazine():
    """A magazine with three of everything that is listed."""
    made = make_magazine()
    for number in range(2):
        extra = ArticlePageFactory(parent=ColumnPageFactory(), title=f"Extra {number}")
        ReaderCommentFactory(page=extra)
    made.comments = ReaderCommentFactory.create_batch(
        3, page=made.article, status=Status.APPROVED, subject="A badger"
    )
    for _ in range(3):
        reply = ReaderCommentFactory(page=made.article, parent=made.comments[0])
        actions.approve([reply])
    for number in range(3):
        Redirect.add_redirect(f"/old-{number}/", made.article)
    return made


#: The lists, with how many parts of one there are at least, and whether one can go back.
LISTS = [
    ("columns/articles/?limit=1", 3, True),
    ("columns/articles/?limit=1&order=title&column={column.pk}", 2, True),
    ("columns/?limit=1", 3, True),
    ("columns/redirects/?limit=1", 3, True),
    ("columns/sitemap/?limit=1", 3, False),
    ("comments/?limit=2&page={article.pk}", 3, True),
    ("comments/?page={article.pk}&sort=newest&limit=2", 3, True),
    ("comments/{first}/replies/?limit=1", 3, True),
    ("comments/moderation/comments/?limit=2&search=badger", 2, True),
]


@pytest.fixture
def read(client, magazine):
    """Return the function that reads an address and returns the answer with its links."""
    headers = sign_in(UserFactory(is_superuser=True))

    def read_links(address):
        response = client.get(address, headers=headers)
        assert response.status_code == 200, response.text
        links = {relation: url for url, relation in LINK.findall(response.headers.get("Link", ""))}
        return response.json(), links

    return read_links


def get_ids(answer):
    return [str(item.get("id") or item["path"]) for item in answer["items"]]


@pytest.mark.parametrize(("address", "number", "goes_back"), LISTS)
def test_links_lead_through_the_list_and_back(magazine, read, address, number, goes_back):
    names = vars(magazine) | {"first": magazine.comments[0].uuid}
    address = "http://testserver/api/v3/" + address.format(**names)
    addresses, parts, backwards = [address], [], []

    while addresses[-1]:
        answer, links = read(addresses[-1])
        assert ("next" in links) == (answer["next"] is not None)
        if goes_back:
            assert ("prev" in links) == (answer["previous"] is not None)
        parts.append(get_ids(answer))
        addresses.append(links.get("next"))
    before = links.get("prev")
    while before:
        answer, links = read(before)
        backwards.insert(0, get_ids(answer))
        before = links.get("prev")

    found = [one for part in parts for one in part]
    assert len(parts) >= number
    assert len(found) == len(set(found))
    assert all(url.startswith("http://testserver/api/v3/") for url in addresses[:-1])
    if goes_back:
        assert backwards == parts[:-1]


def test_threads_have_links(magazine, read, settings):
    settings.COMMENTS_THREADS_PER_PAGE = 1

    first, links = read(f"/api/v3/comments/threads/?page={magazine.article.pk}&sort=newest")
    second, after = read(links["next"])

    assert first["items"][0]["thread"] != second["items"][0]["thread"]
    assert "sort=newest" in after["next"]
    assert read(after["prev"])[0]["items"] == first["items"]


def test_cases_have_a_link_to_older_ones(magazine, read):
    workflow = Workflow.objects.create(name="Look")
    task = CommentModerationTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=magazine.column.pk, workflow=workflow)
    boss = UserFactory(is_superuser=True)
    for article in magazine.column.get_children():
        actions.escalate(ReaderCommentFactory.create_batch(1, page=article), user=boss)

    first, links = read("/api/v3/comments/moderation/cases/?limit=1")
    second, after = read(links["next"])

    assert first["items"][0]["id"] > second["items"][0]["id"]
    assert set(links) == {"next"}
    assert after == {}


def test_a_list_in_one_part_has_no_link(magazine, client):
    for address in (f"comments/?page={magazine.article.pk}", "columns/articles/"):
        assert "Link" not in client.get(f"/api/v3/{address}")


def test_the_first_part_has_its_plain_address(magazine, read):
    _answer, links = read("/api/v3/columns/articles/?limit=1&offset=1")

    assert links["prev"] == "http://testserver/api/v3/columns/articles/?limit=1"


def test_a_link_stays_at_the_host_that_was_asked(magazine, client, settings):
    settings.ALLOWED_HOSTS = ["other.example.org"]
    Site.objects.create(hostname="other.example.org", root_page=magazine.column)

    response = client.get(
        "/api/v3/columns/articles/?limit=1", headers={"Host": "other.example.org"}
    )

    assert response["Link"].startswith("<http://other.example.org/api/v3/columns/articles/?")


def test_what_stands_in_a_filter_stays_inside_of_the_link(magazine, client):
    text = 'x>; rel="prev", <https://evil.example.org/'

    response = client.get(
        "/api/v3/columns/articles/", query_params={"limit": 1, "extra": f"{text}\r\nX: y"}
    )

    ((url, relation),) = LINK.findall(response["Link"])
    assert relation == "next"
    assert url.startswith("http://testserver/api/v3/columns/articles/?limit=1&extra=x%3E%3B")


def test_a_front_end_of_another_origin_may_read_it(magazine, client, settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]

    response = client.get(
        f"/api/v3/comments/?page={magazine.article.pk}&limit=1", headers={"Origin": ORIGIN}
    )

    assert 'rel="next"' in response["Link"]
    assert "Link" in response["Access-Control-Expose-Headers"].split(", ")


def test_head_has_it_too(magazine, client):
    address = f"/api/v3/comments/?page={magazine.article.pk}&limit=1"

    assert client.head(address)["Link"] == client.get(address)["Link"]


def test_the_document_tells_of_it_at_every_list_in_parts(client):
    document = client.get("/api/v3/openapi.json").json()
    schemas = document["components"]["schemas"]
    told, listed = set(), set()
    for path, operations in document["paths"].items():
        if (
            not path.startswith(("/api/v3/comments/", "/api/v3/columns/"))
            or "get" not in operations
        ):
            continue
        answer = operations["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        for each in schema.get("anyOf", [schema]):
            name = each.get("$ref", "").rpartition("/")[2]
            if {"items", "next"} <= schemas.get(name, {}).get("properties", {}).keys():
                listed.add(path)
        if "Link" in answer.get("headers", {}):
            told.add(path)

    assert len(listed) > 10
    assert told == listed
