"""What Wagtail's own part of the API is asked that no database takes is refused."""

import pytest

pytestmark = pytest.mark.django_db

LARGE = 2**70
ENDPOINTS = ["pages", "images", "documents"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("comments/?page={}", 422),
        ("comments/threads/?page={}", 422),
        ("columns/articles/{}/", 422),
        ("columns/authors/{}/", 422),
        ("columns/issues/{}/", 422),
    ],
)
def test_a_number_that_python_does_not_read_is_refused(client, address, status):
    response = client.get(f"/api/v3/{address.format('9' * 5_000)}")

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    "query",
    ["search=%00", "search=a%00b", f"offset={LARGE}", f"limit={LARGE}", f"id={LARGE}"],
)
def test_version_2_refuses_what_no_database_takes(client, endpoint, query):
    response = client.get(f"/api/v2/{endpoint}/?{query}")

    assert response.status_code == 400
    assert response.json()["message"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_version_2_refuses_an_unknown_way_to_combine_words(client, endpoint):
    response = client.get(f"/api/v2/{endpoint}/?search=a&search_operator=x")

    assert response.status_code == 400
    assert response.json() == {"message": "search_operator must be 'and' or 'or'"}


@pytest.mark.parametrize("endpoint", [*ENDPOINTS, "redirects"])
@pytest.mark.parametrize(
    "query",
    [
        "search=%00",
        "slug=a%00b",
        f"offset={LARGE}",
        f"offset=%2B{LARGE}.0",
        f"offset=0{LARGE:_}",
        "limit=2147483648",
    ],
)
def test_version_3_refuses_what_no_database_takes(client, endpoint, query):
    response = client.get(f"/api/v3/{endpoint}/?{query}")

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["loc"] == ["query", query.partition("=")[0]]


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_what_a_database_takes_is_answered(client, version, endpoint):
    response = client.get(f"/api/{version}/{endpoint}/?search=a&offset=1&limit=2")

    assert response.status_code == 200
