"""Every kind of change makes void what shows it, and nothing that has nothing to do with it.

For each change all pages are rendered before and after it. Whatever differs must have lost its
entry in the site cache.
"""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import RequestFactory
from wagtail.models import Page, Site

from comments import actions
from danceconnection.page_cache import store
from danceconnection.page_cache.address import get_key
from tests.pages import read

from .page_changes import CHANGES, NOTHING, edit, make_changing_magazine

pytestmark = [pytest.mark.django_db, pytest.mark.page_cache, pytest.mark.indexed]


@pytest.fixture
def magazine(settings):
    made = make_changing_magazine()
    settings.SITE_CACHE_SECONDS = 300
    return made


def read_all(client, addresses):
    """Return ``{id: HTML}``."""
    return {pk: client.get(address).content for pk, address in addresses.items()}


def read_afresh(client, addresses, settings):
    """Return ``{id: HTML}`` past the site cache."""
    settings.SITE_CACHE_SECONDS = 0
    Site.clear_site_root_paths_cache()
    pages = read_all(client, addresses)
    settings.SITE_CACHE_SECONDS = 300
    return pages


def find_kept(addresses):
    """Return the ids of the pages that the site cache still has."""
    requests = {pk: RequestFactory().get(address) for pk, address in addresses.items()}
    return {pk for pk, request in requests.items() if store.read(get_key(request))[0]}


def remember_cache(addresses):
    """Return all that the site cache holds of the pages, to be put back."""
    keys = [get_key(RequestFactory().get(address)) for address in addresses.values()]
    tokens = [store.get_page_key(pk) for pk in addresses]
    return cache.get_many([*keys, *tokens, store.EVERYTHING, store.CHANGES])


@pytest.mark.parametrize("subject", CHANGES)
def test_a_change_makes_void_what_shows_it(
    client, magazine, settings, subject, django_capture_on_commit_callbacks, empty_cache
):
    addresses = {page.pk: page.url for page in Page.objects.live().filter(depth__gt=1)}
    before = read_all(client, addresses)
    assert find_kept(addresses) == set(addresses)
    remembered = remember_cache(addresses)

    for name, (change, kept_names) in CHANGES[subject].items():
        with transaction.atomic():
            with django_capture_on_commit_callbacks(execute=True):
                change(magazine)
            kept = find_kept(addresses)
            after = read_afresh(client, addresses, settings)
            transaction.set_rollback(True)
        empty_cache()
        cache.set_many(remembered)
        changed = {pk for pk in addresses if before[pk] != after[pk]}
        assert not kept & changed, (name, Page.objects.filter(pk__in=kept & changed))
        if kept_names is NOTHING:
            assert (kept, changed) == (set(addresses), set()), name
        else:
            assert changed, name
            assert {getattr(magazine, kept_name).pk for kept_name in kept_names} <= kept, name


def test_the_next_reader_gets_the_change(client, magazine, django_capture_on_commit_callbacks):
    read(client, magazine.article.url)

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve([magazine.held])

    assert magazine.held.subject in read(client, magazine.article.url).content.decode()


def test_a_change_that_is_rolled_back_makes_nothing_void(client, magazine):
    addresses = {1: magazine.article.url}
    read_all(client, addresses)
    with transaction.atomic():
        edit("article", title="Never")(magazine)
        transaction.set_rollback(True)

    assert find_kept(addresses) == {1}
