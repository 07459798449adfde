"""Addresses of API v3: some are found sooner than others, and none is hidden by another."""

import pytest
from django.test import Client
from django.urls import resolve

from danceconnection.api import OFTEN, get_v3_urls

#: By their routes, the names of the first operations there.
NAMES = {str(pattern.pattern): pattern.name for pattern in reversed(get_v3_urls()[0])}
FIXED = sorted(route for route, name in NAMES.items() if name and "<" not in route)


def test_what_is_asked_for_most_comes_first():
    names = [pattern.name for pattern in get_v3_urls()[0]]
    sooner = list(dict.fromkeys(names))[: len(OFTEN)]

    assert sooner == list(OFTEN)


@pytest.mark.parametrize("route", FIXED)
def test_no_fixed_address_is_taken_for_another(route):
    assert resolve(f"/api/v3/{route}").url_name == NAMES[route]


@pytest.mark.parametrize("method", ["get", "head", "post", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ["", "nothing/", "columns/1/nothing/"])
@pytest.mark.django_db
def test_what_the_api_has_not_is_refused_as_everything_else(method, address):
    client = Client(enforce_csrf_checks=True)

    response = getattr(client, method)(f"/api/v3/{address}")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "public" not in response.get("Cache-Control", "")


@pytest.mark.django_db
def test_an_address_without_its_slash_is_still_redirected(client):
    assert client.get("/api/v3/comments?page=1")["Location"] == "/api/v3/comments/?page=1"
    assert client.get("/api/v3/openapi.json").status_code == 200


def test_an_answer_that_does_not_fit_its_schema_is_a_fault_of_the_server(
    client, magazine, monkeypatch
):
    monkeypatch.setattr("comments.api.v3.reading.describe_discussion", lambda _discussion: {})
    client.raise_request_exception = False

    answer = client.get(f"/api/v3/comments/discussions/{magazine.article.pk}/")
    refused = client.get("/api/v3/comments/discussions/0/")

    assert answer.status_code == 500
    assert refused.status_code == 422
