"""Approved comments in both versions of the API, and everything that is not in them."""

import datetime
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import APIToken, Locale, PageViewRestriction

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import registry
from comments.actions import approve, remove
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import Discussion, ReaderComment
from comments.status import Mode, Status
from tests.factories import UserFactory, make_staff

pytestmark = pytest.mark.django_db

CANARY = "canary@private.example.org"
VERSIONS = ("v2", "v3")
#: Every address at which a comment could appear, with the kind of object it names.
ROUTES = [
    ("list", "v2"),
    ("list", "v3"),
    ("detail", "v2"),
    ("detail", "v3"),
]
HIDDEN_STATUSES = sorted(set(Status) - {Status.APPROVED})


def get_address(kind, version, comment):
    page_id = comment.discussion.page_id
    query = f"?page={page_id}" if kind == "list" else f"{comment.uuid}/"
    return f"/api/{version}/comments/{query}"


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


def sign_in(user):
    """Return the header with a token of ``user``."""
    _token, secret = APIToken.create_token(user=user, name="test")
    return {"Authorization": f"Bearer {secret}"}


def make_comments(page, number, **kwargs):
    """Make approved comments, a minute apart, the oldest first."""
    start = timezone.now() - datetime.timedelta(days=1)
    return [
        ReaderCommentFactory(
            page=page,
            status=Status.APPROVED,
            created_at=start + datetime.timedelta(minutes=minute),
            author_email=CANARY,
            **kwargs,
        )
        for minute in range(number)
    ]


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


def test_comments_come_oldest_first_and_those_of_one_moment_in_their_order(article, read):
    comments = make_comments(article, 4)
    ReaderComment.objects.update(created_at=timezone.now())
    late = ReaderCommentFactory(
        page=article, status=Status.APPROVED, created_at=comments[0].created_at
    )

    items, _count = read(article)

    assert [item["id"] for item in items] == [str(c.uuid) for c in [late, *comments]]


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


# What is not visible


@pytest.mark.parametrize(("kind", "version"), ROUTES)
@pytest.mark.parametrize("status", HIDDEN_STATUSES)
def test_a_comment_that_is_not_approved_is_nowhere(client, article, status, kind, version):
    comment = ReaderCommentFactory(page=article, status=status, subject="Secret subject")
    headers = sign_in(make_staff(moderates=[article])) if version == "v3" else {}

    response = client.get(get_address(kind, version, comment), headers=headers)

    assert response.status_code == (200 if kind == "list" else 404)
    assert "Secret subject" not in response.content.decode()
    assert str(comment.uuid) not in response.content.decode()


def make_live(page):
    """Leave the page as it is."""


def make_unpublished(page):
    page.unpublish()


def make_hidden(page):
    DiscussionFactory(page=page, mode=Mode.HIDDEN)


def make_restriction(kind):
    def restrict(page):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="secret"
        )
        restriction.groups.add(Group.objects.get_or_create(name="Members")[0])

    return restrict


def restrict_column(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


#: What is done to the page, and who reads its comments with a token besides.
PAGE_STATES = {
    "live": (make_live, {"anonymous", "account", "member", "superuser"}),
    "unpublished": (make_unpublished, set()),
    "hidden": (make_hidden, set()),
    "login": (make_restriction("login"), {"account", "member", "superuser"}),
    "groups": (make_restriction("groups"), {"member", "superuser"}),
    "password": (make_restriction("password"), set()),
    "column": (restrict_column, {"account", "member", "superuser"}),
}


def get_headers(reader):
    if reader == "anonymous":
        return {}
    user = UserFactory(is_superuser=reader == "superuser")
    if reader == "member":
        user.groups.set(Group.objects.filter(name="Members"))
    return sign_in(user)


@pytest.mark.parametrize(("kind", "version"), ROUTES)
@pytest.mark.parametrize("reader", ["anonymous", "account", "member", "superuser"])
@pytest.mark.parametrize("state", PAGE_STATES)
def test_who_reads_the_comments_of_which_pages(client, article, state, reader, kind, version):
    change, readers = PAGE_STATES[state]
    change(article)
    [comment] = make_comments(article, 1)
    headers = get_headers(reader)
    # Version 2 knows nobody: it answers everybody as it answers guests.
    who = reader if version == "v3" else "anonymous"

    response = client.get(get_address(kind, version, comment), headers=headers)

    assert response.status_code == (200 if who in readers else 404)
    assert (str(comment.uuid) in response.content.decode()) == (who in readers)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_session_opens_nothing(client, article, version):
    make_restriction("login")(article)
    [comment] = make_comments(article, 1)
    client.force_login(UserFactory(is_superuser=True))

    for kind in ("list", "detail"):
        assert client.get(get_address(kind, version, comment)).status_code == 404


@pytest.mark.parametrize("version", VERSIONS)
def test_all_pages_without_comments_to_read_answer_alike(client, article, version):
    pages = [ColumnPageFactory(), *(ArticlePageFactory() for _state in PAGE_STATES)]
    for page, (change, readers) in zip(pages[1:], PAGE_STATES.values(), strict=True):
        if "anonymous" not in readers:
            change(page)
            make_comments(page, 1)
    ids = [page.pk for page in pages if page.pk != pages[1].pk]

    answers = [client.get(f"/api/{version}/comments/?page={pk}") for pk in [*ids, 2**31 - 1]]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_all_comments_that_are_not_to_be_read_answer_alike(client, article, version):
    make_restriction("login")(article)
    uuids = [make_comments(article, 1)[0].uuid, ReaderCommentFactory(page=article).uuid, uuid4()]

    answers = [client.get(f"/api/{version}/comments/{uuid}/") for uuid in uuids]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.fixture
def without_articles():
    """Let readers comment on no page type."""
    registry.unregister("columns.ArticlePage")
    yield
    registry.register("columns.ArticlePage")


@pytest.mark.parametrize(("kind", "version"), ROUTES)
def test_a_page_type_that_is_not_registered_has_no_comments(
    client, article, without_articles, kind, version
):
    [comment] = make_comments(article, 1)

    assert client.get(get_address(kind, version, comment)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/api/v2/comments/?page={page}",
        "/api/v3/comments/?page={page}",
        "/api/v2/comments/{uuid}/",
        "/api/v3/comments/{uuid}/",
        "/api/v2/pages/{page}/",
        "/api/v3/pages/{page}/",
        "/api/v2/pages/?fields=*&type=columns.ArticlePage",
        "/api/v3/pages/",
        "/api/v3/openapi.json",
        "/api/v3/schema/",
        "/api/v3/snippets/comments.ReaderComment/",
        "/api/v3/snippets/comments.Discussion/",
    ],
)
@pytest.mark.parametrize("is_staff", [False, True])
def test_no_private_data_of_a_commenter_is_in_any_answer(client, article, address, is_staff):
    [comment] = make_comments(article, 1, network="0badcafe" * 8)
    address = address.format(page=article.pk, uuid=comment.uuid)
    headers = sign_in(UserFactory(is_superuser=True)) if is_staff else {}

    text = client.get(address, headers=headers).content.decode()

    for private in (CANARY, "0badcafe", '"author_email"', '"network"', "body_source"):
        assert private not in text


# What is asked wrongly

BAD_PAGES = ["", "page=", "page=x", "page=0", "page=-1", "page=1.5", "page=%00", "page=1%00"]
BAD_PAGES += [f"page={2**70}", f"page={2**31}", "page=1&page=x", "page=%ED%A0%80", "page=null"]
BAD_PARTS = ["limit=0", "limit=-1", "limit=x", "offset=-1", "offset=x", "limit=%00"]
BAD_PARTS += [f"limit={2**70}", f"offset={2**70}", f"offset={2**31}"]


@pytest.mark.parametrize("query", [*BAD_PAGES, *(f"page=1&{part}" for part in BAD_PARTS)])
def test_a_bad_parameter_is_named(client, query):
    second = client.get(f"/api/v2/comments/?{query}")
    third = client.get(f"/api/v3/comments/?{query}")

    name = "page" if query in BAD_PAGES else query.split("&")[1].split("=")[0]
    assert second.status_code == 400
    assert second.json()["message"].startswith(f"{name}:")
    assert third.status_code == 422
    assert third["Content-Type"] == "application/problem+json"
    assert third.json()["errors"][0]["loc"] == ["query", name]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_limit_above_that_of_the_site_is_refused(client, article, settings, version):
    settings.WAGTAILAPI_LIMIT_MAX = 5

    response = client.get(f"/api/{version}/comments/?page={article.pk}&limit=6")

    assert response.status_code == 400
    assert "limit cannot be higher than 5" in response.content.decode()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_site_may_have_no_limit_or_one_below_the_default(
    client, article, settings, version, read
):
    make_comments(article, 3)
    settings.WAGTAILAPI_LIMIT_MAX = None
    assert read(article, "&limit=1000")[1] == 3

    settings.WAGTAILAPI_LIMIT_MAX = 2
    assert (
        len(client.get(f"/api/{version}/comments/?page={article.pk}&limit=2").json()["items"]) == 2
    )


@pytest.mark.parametrize(
    "parameter", ["order=author_email", "author_email=x", "fields=body", "status=held", "search=x"]
)
def test_version_2_refuses_parameters_that_it_does_not_know(client, article, parameter):
    response = client.get(f"/api/v2/comments/?page={article.pk}&{parameter}")

    assert response.status_code == 400
    assert parameter.split("=")[0] in response.json()["message"]


def test_version_3_says_that_an_id_is_none(client):
    assert client.get("/api/v3/comments/not-a-uuid/").status_code == 422
    assert client.get("/api/v2/comments/not-a-uuid/").status_code == 404


@pytest.mark.parametrize("credentials", ["Bearer wrong", "Bearer ", "Basic eDp5", "Bearer \x00"])
def test_a_bad_token_is_refused_and_not_taken_for_a_guest(client, article, credentials):
    [comment] = make_comments(article, 1)

    for kind in ("list", "detail"):
        response = client.get(
            get_address(kind, "v3", comment), headers={"Authorization": credentials}
        )
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"


def test_a_token_that_was_revoked_is_refused(client, article):
    headers = sign_in(UserFactory())
    APIToken.objects.update(revoked_at=timezone.now())

    response = client.get(f"/api/v3/comments/?page={article.pk}", headers=headers)

    assert response.status_code == 401


# HTTP


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

    assert response.status_code == 405


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
    make_restriction("login")(article)
    [comment] = make_comments(article, 1)

    response = client.get(get_address(kind, "v3", comment), headers=sign_in(UserFactory()))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "Authorization" in response["Vary"]


@pytest.mark.parametrize(("version", "cost"), [("v2", 3), ("v3", 3)])
def test_a_list_costs_a_fixed_number_of_queries_and_writes_nothing(client, article, version, cost):
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
