"""Addresses of API v3: some are found sooner than others, and none is hidden by another."""

import pytest
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
