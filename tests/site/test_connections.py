"""Connections to PostgreSQL are kept, and one that the server has ended is not used again."""

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.skipif("connection.vendor != 'postgresql'")]


@pytest.fixture
def kept(monkeypatch):
    """A connection that is looked at before its next use, and the questions about its state."""
    copy = connection.copy()
    copy.settings_dict = copy.settings_dict | {"CONN_HEALTH_CHECKS": True}
    questions = []
    is_usable = copy.is_usable
    monkeypatch.setattr(copy, "is_usable", lambda: questions.append(1) or is_usable())
    copy.questions = questions
    copy.connect()
    yield copy
    copy.close()


def begin_request(kept):
    kept.health_check_enabled, kept.health_check_done = True, False


def get_process(kept):
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_silent_connection_is_used_without_a_question(kept):
    process = get_process(kept)
    begin_request(kept)

    assert get_process(kept) == process
    assert kept.health_check_done
    assert kept.questions == []


def test_one_that_the_server_has_ended_is_made_anew(kept):
    process = get_process(kept)
    begin_request(kept)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        assert cursor.fetchone()[0]

    assert get_process(kept) != process
    assert kept.questions == [1]


def test_one_that_is_closed_here_is_made_anew(kept):
    process = get_process(kept)
    begin_request(kept)
    kept.connection.close()

    assert get_process(kept) != process
