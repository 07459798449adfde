"""The page that tells a load balancer whether the site can serve."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper


@pytest.mark.django_db
def test_health_is_ok_while_the_database_answers(client):
    response = client.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_health_is_unavailable_without_a_database_and_says_no_more(client, monkeypatch):
    def fail(*arguments):
        raise OperationalError("the address of the server")

    monkeypatch.setattr(CursorWrapper, "execute", fail)
    response = client.get("/health/")

    assert (response.status_code, response.content) == (503, b"unavailable\n")
