"""Browsers of readers who take part, and what they send, for the tests."""

import datetime

import pytest
from django.utils import timezone

from comments import guard

TYPED = {
    "subject": "What I think",
    "body": "My secret thought.",
    "author_name": "Ada Reader",
    "author_email": "ada@example.org",
}


def make_old_token(page):
    """Return the note of a form of ``page`` that was loaded a minute ago."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard.timezone, "now", lambda: past)
        return guard.make_token(page)


def post_comment(browser, page, *, door="", **changes):
    """Post the form of ``page`` in ``browser``, what is typed changed by the keywords."""
    data = {**TYPED, guard.TOKEN_FIELD: make_old_token(page), guard.TRAP_FIELD: "", **changes}
    return browser.post(f"/comments/post/{page.pk}/{door}", data)


def ask_own(browser, page):
    """Return what the private request of the script answers in ``browser`` for ``page``."""
    response = browser.get("/comments/own/", {"page": page.pk})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    return response.json()
