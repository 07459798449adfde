"""What the API answers to parameters and tokens that are not right."""

import pytest
from django.utils import timezone
from wagtail.models import APIToken

from tests.comments.doors import VERSIONS, get_address, make_comments, sign_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

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
def test_a_site_may_have_no_limit_or_one_below_the_default(client, article, settings, version):
    make_comments(article, 3)

    def count_items(limit):
        response = client.get(f"/api/{version}/comments/?page={article.pk}&limit={limit}")
        return len(response.json()["items"])

    settings.WAGTAILAPI_LIMIT_MAX = None
    assert count_items(1000) == 3

    settings.WAGTAILAPI_LIMIT_MAX = 2
    assert count_items(2) == 2


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
