"""Approved comments in both versions of the API: their values, order, cost and headers."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from columns.factories import ArticlePageFactory
from comments.actions import approve, remove
from comments.factories import ReaderCommentFactory
from comments.models import Discussion, ReaderComment
from comments.status import Mode, Status
from tests.comments.doors import ROUTES, VERSIONS, get_address, make_comments, sign_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """Return ``(status, items, count)`` of a list, after checking that both versions agree."""

    def read_list(page, query=""):
        second = client.get(f"/api/v2/comments/?page={page.pk}{query}")
        third = client.get(f"/api/v3/comments/?page={page.pk}{query}")
        assert second.status_code == third.status_code == 200
        second, third = second.json(), third.json()
        assert second["items"] == third["items"]
        assert second["meta"]["total_count"] == third["count"]
        return third["items"], third["count"]

    return read_list


def test_a_comment_has_these_fields_and_no_others(client, article, read):
    parent, reply = make_comments(article, 2, network="n" * 64)
    ReaderComment.objects.filter(pk=reply.pk).update(parent=parent, root=parent, depth=1)

    items, count = read(article)

    assert count == 2
    assert items[1] == {
        "id": str(reply.uuid),
        "page": article.pk,
        "parent": str(parent.uuid),
        "depth": 1,
        "subject": reply.subject,
        "html": reply.html,
        "author_name": reply.author_name,
        "badge": None,
        "is_pick": False,
        "reaction_count": 0,
        "edited_at": None,
        "created_at": reply.created_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "url": f"http://127.0.0.1:8000/comments/{reply.uuid}/",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_one_comment_is_the_same_as_in_the_list(client, article, read, version):
    [comment] = make_comments(article, 1)
    items, _count = read(article)

    response = client.get(f"/api/{version}/comments/{comment.uuid}/")

    assert response.json() == items[0]


def test_the_address_of_a_comment_leads_to_it(client, article, read):
    make_comments(article, 1)
    [comment], _count = read(article)

    response = client.get(comment["url"].removeprefix("http://127.0.0.1:8000"))

    assert response.status_code == 302
    assert response["Location"].endswith(f"#comment-{comment['id']}")


def test_the_address_of_a_comment_is_in_the_language_of_its_page(client, article):
    german = Locale.objects.create(language_code="de")
    article.locale = german
    article.save()
    [comment] = make_comments(article, 1)

    for version in VERSIONS:
        response = client.get(
            f"/api/{version}/comments/{comment.uuid}/", headers={"Accept-Language": "en"}
        )
        assert response.json()["url"].endswith(f"/de/comments/{comment.uuid}/")


def test_html_of_another_version_of_the_text_format_is_not_given_out(article, read):
    ReaderCommentFactory(
        page=article, status=Status.APPROVED, body="New", html="<p>Old</p>", format_version=0
    )

    [comment], _count = read(article)

    assert comment["html"] == "<p>New</p>"


def test_comments_come_oldest_first_and_those_of_one_moment_in_their_order(article, read):
    comments = make_comments(article, 4)
    ReaderComment.objects.update(created_at=timezone.now())
    late = ReaderCommentFactory(
        page=article, status=Status.APPROVED, created_at=comments[0].created_at
    )

    items, _count = read(article)

    # The ids decide, in an order of the database's own; the parts of a list are in the same one.
    parts = [read(article, f"&limit=2&offset={offset}")[0] for offset in (0, 2, 4)]
    assert [item for part in parts for item in part] == items
    assert items[0]["id"] == str(late.uuid)
    assert {item["id"] for item in items[1:]} == {str(comment.uuid) for comment in comments}


def test_a_list_comes_in_parts(article, read):
    comments = make_comments(article, 25)

    first, count = read(article)
    second, _count = read(article, "&offset=20")
    third, _count = read(article, "&limit=2&offset=24")

    assert count == 25
    assert [item["id"] for item in first + second] == [str(c.uuid) for c in comments]
    assert [item["id"] for item in third] == [str(comments[-1].uuid)]


def test_beyond_the_end_there_is_nothing(article, read):
    make_comments(article, 1)

    assert read(article, "&offset=2147483647") == ([], 1)


def test_a_page_without_a_discussion_has_an_empty_list_and_still_no_discussion(article, read):
    assert read(article) == ([], 0)
    assert not Discussion.objects.exists()


def test_comments_of_another_page_are_not_in_the_list(article, read):
    make_comments(ArticlePageFactory(), 1)

    assert read(article) == ([], 0)


def test_a_closed_discussion_is_still_read(article, read):
    make_comments(article, 1)
    Discussion.objects.update(mode=Mode.CLOSED)

    assert read(article)[1] == 1


def test_the_count_follows_the_decisions(article, read):
    comment = ReaderCommentFactory(page=article, status=Status.HELD)
    assert read(article) == ([], 0)

    approve([comment])
    assert read(article)[1] == 1

    remove([comment])
    assert read(article) == ([], 0)


def test_a_reply_names_a_parent_that_is_gone(client, article, read):
    parent = ReaderCommentFactory(page=article, status=Status.REMOVED)
    ReaderCommentFactory(parent=parent, status=Status.APPROVED)

    [reply], count = read(article)

    assert (reply["parent"], count) == (str(parent.uuid), 1)
    assert client.get(f"/api/v3/comments/{parent.uuid}/").status_code == 404


@pytest.mark.parametrize(("kind", "version"), ROUTES)
def test_head_answers_as_get_does(client, article, kind, version):
    [comment] = make_comments(article, 1)
    address = get_address(kind, version, comment)

    head, get = client.head(address), client.get(address)

    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == get["Content-Type"]


@pytest.mark.parametrize(("kind", "version"), ROUTES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, article, kind, version, method):
    [comment] = make_comments(article, 1)

    response = getattr(client, method)(get_address(kind, version, comment))

    # Posting is in test_api_posting.py and test_api_v2_posts.py.
    is_door = (kind, method) == ("list", "post")
    assert response.status_code == (415 if is_door else 405)
    if version == "v3":
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code
        assert is_door or "GET" in response["Allow"]


@pytest.mark.parametrize(("kind", "version"), ROUTES)
def test_answers_to_guests_can_be_cached(client, article, kind, version):
    [comment] = make_comments(article, 1)
    client.force_login(UserFactory(is_superuser=True))

    response = client.get(get_address(kind, version, comment))

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "no-store" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("kind", ["list", "detail"])
def test_answers_to_a_token_stay_out_of_shared_caches(client, article, kind):
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    [comment] = make_comments(article, 1)

    response = client.get(get_address(kind, "v3", comment), headers=sign_in(UserFactory()))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "Authorization" in response["Vary"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_list_costs_a_fixed_number_of_queries_and_writes_nothing(client, article, version):
    # PostgreSQL writes the list of v3 itself, with all that is asked about the page.
    cost = 1 if (version, connection.vendor) == ("v3", "postgresql") else 2
    comments = make_comments(article, 20)
    ReaderComment.objects.exclude(pk=comments[0].pk).update(parent=comments[0], depth=1)
    costs = []

    for number in (5, 20, 20):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/api/{version}/comments/?page={article.pk}&limit={number}")
        assert len(response.json()["items"]) == number
        assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)
        costs.append(len(queries))

    assert costs[1:] == [cost, cost]
    assert costs[0] <= cost + 2  # The first request of a process also reads the content types.


@pytest.mark.parametrize("version", VERSIONS)
def test_one_comment_costs_two_queries(client, article, version, django_assert_num_queries):
    [comment] = make_comments(article, 1)
    client.get(f"/api/{version}/comments/{comment.uuid}/")

    with django_assert_num_queries(2):
        client.get(f"/api/{version}/comments/{comment.uuid}/")


def test_ids_are_uuids(article, read):
    make_comments(article, 1)

    assert UUID(read(article)[0][0]["id"]).version == 4
