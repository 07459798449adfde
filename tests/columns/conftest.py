"""Fixtures of the tests of the publishing pages."""

import pytest
from wagtail.models import APIToken, Site

from tests.factories import UserFactory, make_staff


@pytest.fixture
def home_page(db):
    """The home page of the default site."""
    return Site.objects.get(is_default_site=True).root_page.specific


@pytest.fixture
def sign_in(client):
    """Return the test client, signed in as a user with page permissions on the given pages."""

    def sign_in_with(*pages, **kwargs):
        client.force_login(make_staff(pages=pages, **kwargs))
        return client

    return sign_in_with


@pytest.fixture
def make_token():
    """Return a function that makes a token of a user who may nothing but sign in."""
    return lambda **kwargs: APIToken.create_token(user=UserFactory(**kwargs), name="Test")[1]
