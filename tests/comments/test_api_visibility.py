"""What the API shows to whom: by status of the comment, state of its page, and reader."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.status import Mode, Status
from tests.comments.doors import CANARY, ROUTES, VERSIONS, get_address, make_comments, sign_in
from tests.factories import UserFactory, make_staff

pytestmark = pytest.mark.django_db

HIDDEN_STATUSES = sorted(set(Status) - {Status.APPROVED})


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

    for private in (CANARY, "0badcafe", '"author_email":"', '"network"', "body_source"):
        assert private not in text
