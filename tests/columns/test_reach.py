"""Which site an address of the API belongs to."""

import pytest
from django.http import Http404
from wagtail.models import Site

from columns.endpoints.reach import get_site

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESSES = [
    ("one.example", 80),
    ("one.example", 8000),
    ("one.example", 9000),
    ("two.example", 80),
    ("three.example", 80),
]


@pytest.mark.parametrize(
    "sites",
    [
        [],
        [("one.example", 80, True)],
        [("one.example", 80, False)],
        [("one.example", 80, True), ("two.example", 80, False)],
        [("one.example", 80, False), ("two.example", 80, True)],
        [("one.example", 80, False), ("one.example", 8000, False)],
        [("one.example", 80, False), ("one.example", 8000, True)],
        [("one.example", 80, False), ("one.example", 8000, False), ("two.example", 80, True)],
    ],
)
@pytest.mark.parametrize(("host", "port"), ADDRESSES)
def test_the_site_of_an_address_is_the_one_that_wagtail_finds(rf, settings, sites, host, port):
    settings.ALLOWED_HOSTS = ["*"]
    root = Site.objects.get().root_page
    Site.objects.all().delete()
    for hostname, number, is_default in sites:
        Site.objects.create(
            hostname=hostname, port=number, is_default_site=is_default, root_page=root
        )
    expected = Site.find_for_request(rf.get("/", HTTP_HOST=host, SERVER_PORT=str(port)))
    request = rf.get("/", HTTP_HOST=host, SERVER_PORT=str(port))

    if expected is None:
        with pytest.raises(Http404):
            get_site(request)
    else:
        assert get_site(request) == expected


def test_a_process_that_does_not_know_a_new_site_yet_has_no_articles_there(client):
    root = Site.objects.get().root_page
    Site.get_site_root_paths()
    # Without a signal, as where another process has made it.
    Site.objects.bulk_create([Site(hostname="new.example", root_page=root)])

    answer = client.get("/api/v3/columns/articles/?site=new.example")

    assert answer.status_code == 200
    assert answer.json() == {"count": 0, "items": [], "next": None, "previous": None}
