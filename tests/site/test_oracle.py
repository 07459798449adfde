"""Who sees what: everybody reads every address, and sees what one oracle says and nothing else.

The table of pages, comments and readers, and the oracle, are in ``oracle/states.py``. What is new
in the URL configuration gets a row in ``oracle/places.py``; a new operation of API v3 is found by
itself, and a new parameter of one gets a row in ``oracle/fillers.py``.
"""

import gc
import logging
from collections import defaultdict

import pytest
from django.http import HttpResponseNotFound
from django.views.defaults import page_not_found

from danceconnection import urls
from tests.site.oracle.allowed import Oracle
from tests.site.oracle.claims import CLAIMS, get_claim
from tests.site.oracle.fillers import FILLERS, OPTIONAL_FILLERS
from tests.site.oracle.markers import Found
from tests.site.oracle.places import COLUMN_PLACES, LEFT_OUT, NOTHING, PLACES
from tests.site.oracle.secrets import Secrets
from tests.site.oracle.states import ARTICLES, GUEST, MAIN, OTHER, may_see_page
from tests.site.oracle.surfaces import list_column_routes, list_routes, list_surfaces
from tests.site.oracle.visitors import list_visitors
from tests.site.oracle.walk import list_visits, read
from tests.site.oracle.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.markup]

#: Surfaces that show nothing to anybody, on purpose.
EMPTY = {
    "columns_preview": "a token of an editor opens it, and previews are the site's own here",
    "nothing": "there is nothing",
    "snippets_list": "no snippet is in the API",
    "snippets_detail": "no snippet is in the API",
    "snippets_revisions_list": "no snippet is in the API",
    "snippets_revisions_detail": "no snippet is in the API",
}
#: Operations of Wagtail's own that tell users their own address.
TELLS_OWN_MAIL = {"whoami"}
#: What is read in one walk: walks at different doors can be made side by side.
WALKS = {"pages": ("session", "cookie"), "API v3": ("token",), "public": ("public", "anybody")}


@pytest.fixture
def world(settings, caplog, monkeypatch):
    """The world of the table, in a site that shows so much at once that nothing is on page 2."""
    settings.ALLOWED_HOSTS = [MAIN, OTHER]
    settings.COLUMNS_ARTICLES_PER_PAGE = 1000
    settings.COLUMNS_FEED_ITEMS = 1000
    settings.COMMENTS_FEED_ITEMS = 1000
    settings.WAGTAILAPI_LIMIT_MAX = 1000
    caplog.set_level(logging.ERROR, logger="django.request")
    monkeypatch.setattr(urls, "handler404", answer_shortly, raising=False)
    return build()


@pytest.fixture
def few_collections():
    """Look for garbage less often, which takes a tenth of the time of thousands of requests."""
    threshold = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    yield
    gc.set_threshold(*threshold)


def answer_shortly(request, exception):
    """Answer 404 in a word: the page that says so was half of the walk. It is read for itself."""
    if request.path == NOTHING:
        return page_not_found(request, exception)
    return HttpResponseNotFound(str(exception))


def tell(faults):
    """Fail with the first of ``faults``, a list."""
    if faults:
        pytest.fail("\n".join([f"{len(faults)} faults", *map(str, faults[:20])]))


class TestEverySurfaceIsPlaced:
    """What is new has to be looked at by somebody: these tell what has to be done."""

    def test_every_route_has_its_place(self):
        routes = set(list_routes())
        nobody_placed = sorted(routes - PLACES.keys() - LEFT_OUT.keys())

        assert not nobody_placed, "A surface that nobody placed: give it a row in oracle/places.py."
        assert routes >= PLACES.keys() | LEFT_OUT.keys(), "A row without a route."

    def test_every_part_of_a_column_has_its_place(self):
        assert set(list_column_routes()) == COLUMN_PLACES.keys(), "A surface that nobody placed."

    def test_every_parameter_has_something_to_fill_in(self):
        nobody_placed = {
            surface.name: sorted(unknown)
            for surface in list_surfaces()
            if (unknown := surface.names - FILLERS.keys() - OPTIONAL_FILLERS.keys())
        }

        assert not nobody_placed, "A surface that nobody placed: see oracle/fillers.py."

    def test_every_claim_is_about_a_surface(self):
        assert {surface.name for surface in list_surfaces()} >= CLAIMS.keys()


# One test for each walk, which is long: what is found in its answers are promises of their own.
@pytest.mark.slow
@pytest.mark.usefixtures("few_collections")
@pytest.mark.parametrize("doors", WALKS.values(), ids=WALKS)
def test_everybody_sees_everywhere_just_what_the_oracle_says(world, subtests, doors):
    oracle, secrets = Oracle(world), Secrets()
    readings = walk(world, secrets, doors)

    with subtests.test("nobody sees more than the oracle allows"):
        nobody_sees_more(oracle, readings)
    with subtests.test("at the main addresses everybody sees all that the oracle allows"):
        everybody_sees_all(oracle, readings)
    with subtests.test("what anybody may see is somewhere"):
        everything_is_seen(oracle, readings)
    with subtests.test("no mail address and no digest is in any answer"):
        nothing_is_told(readings)
        assert min(len(secrets.mails), len(secrets.digests)) > len(ARTICLES)
    with subtests.test("every surface answers somebody, and none fails"):
        every_surface_answers(readings)
    if "public" in doors:
        with subtests.test("the search finds what anybody may see"):
            everything_is_found(oracle, readings)


def walk(world, secrets, doors):
    """Return what everybody gets everywhere at ``doors``."""
    visitors = list_visitors(world)
    return [
        read(visit, visitor, secrets)
        for surface in list_surfaces()
        if surface.door in doors
        for visit in list_visits(surface, world)
        for visitor in visitors[surface.door]
    ]


def nobody_sees_more(oracle, readings):
    faults = []
    for reading in readings:
        allowed = oracle.get_allowed(reading.visit, reading.visitor)
        for kind in Found._fields:
            if more := getattr(reading.found, kind) - getattr(allowed, kind):
                names = [oracle.names[kind][number] for number in sorted(more)]
                faults.append(f"{reading}: {kind} {names}")
    tell(faults)


def everybody_sees_all(oracle, readings):
    claims = [(reading, get_claim(oracle, reading.visit, reading.visitor)) for reading in readings]
    tell(
        [
            f"{reading}: {'; '.join(faults)}"
            for reading, claim in claims
            if claim and (faults := claim.find_faults(oracle, reading))
        ]
    )
    names = {reading.visit.surface.name for reading in readings}
    claimed = {reading.visit.surface.name for reading, claim in claims if claim}
    assert claimed == CLAIMS.keys() & names


def everything_is_seen(oracle, readings):
    allowed = [oracle.get_allowed(reading.visit, reading.visitor) for reading in readings]
    for kind in ("pages", "comments"):
        seen = set().union(*(getattr(reading.found, kind) for reading in readings))
        assert seen == set().union(*(getattr(found, kind) for found in allowed))


def nothing_is_told(readings):
    tell(
        [
            f"{reading}: {sorted(told)}"
            for reading in readings
            if (told := reading.secrets)
            and not (
                reading.visit.surface.name in TELLS_OWN_MAIL and told == {reading.visitor.mail}
            )
        ]
    )


def every_surface_answers(readings):
    statuses = defaultdict(set)
    for reading in readings:
        statuses[reading.visit.surface.name].add(reading.status)
    silent = {name for name, found in statuses.items() if not found & {200, 302}}
    assert silent == EMPTY.keys() & statuses.keys()
    tell([reading for reading in readings if reading.status >= 500])


def everything_is_found(oracle, readings):
    """All public articles, and of each the best one of its comments."""
    found = {"en": [], "de": []}
    for reading in readings:
        if reading.visit.surface.name == "search/" and reading.visit.host == MAIN:
            found["de" if reading.visit.address.startswith("/de/") else "en"].append(reading.found)
    for language, answers in found.items():
        pages = set().union(*(answer.pages for answer in answers))
        comments = set().union(*(answer.comments for answer in answers))
        public = [
            page
            for page in ARTICLES
            if (page.host, page.language) == (MAIN, language) and may_see_page(GUEST, page)
        ]
        assert pages >= {oracle.page_numbers[page.name] for page in public}
        assert {oracle.names["comments"][number][0] for number in comments} == {
            page.name for page in public if page.discussion != "hidden"
        }
