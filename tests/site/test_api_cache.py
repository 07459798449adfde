"""The API's public answers are kept like pages: for nobody in particular, and never a stale one."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import APIToken, PageViewRestriction

from columns.models import ArticlePage
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import Discussion
from comments.status import Mode, Status
from tests.factories import UserFactory
from tests.site.test_site_cache import RecordingBackend

pytestmark = [pytest.mark.django_db, pytest.mark.page_cache]

KEPT = [
    "columns/articles/",
    "columns/articles/?limit=20&order=date",
    "columns/articles/?column={column.pk}",
    "columns/articles/{article.pk}/",
    "columns/articles/{article.pk}/?body=html",
    "columns/",
    "columns/{column.pk}/",
    "columns/authors/",
    "columns/authors/{author.pk}/",
    "columns/issues/",
    "columns/issues/{issue.pk}/",
    "comments/?page={article.pk}",
    "comments/?page={article.pk}&limit=50&sort=newest",
    "comments/threads/?page={article.pk}",
]
#: What anybody can make up without end, or what is for one reader.
NOT_KEPT = [
    "columns/articles/?limit=7",
    "columns/articles/?offset=1",
    "columns/articles/?topic=dance",
    "columns/articles/?search=x",
    "columns/articles/?column=999999",
    "columns/articles/?made=up",
    "comments/?page={article.pk}&offset=1",
    # These views do not read what others do.
    "columns/?page=1",
    "columns/articles/?page=1",
    "columns/articles/{article.pk}/?author=1",
    "columns/authors/{author.pk}/?limit=20",
    "comments/?page={article.pk}&column=1",
    "comments/threads/?page={article.pk}&limit=20",
    # The same number, written otherwise.
    "columns/articles/?column=0{column.pk}",
    "comments/?page=0{article.pk}",
    # The same address, which would be told to all others in the header ``Link``.
    "columns/articles/?limit=10&limit=10",
    "comments/?page={article.pk}&page={article.pk}",
    "comments/?page={article.pk}&&&",
]


#: What is public and not kept, or not by everything that changes it.
ASKED_EACH_TIME = [
    *NOT_KEPT[:3],
    "columns/find/?path=/",
    "columns/issues/current/",
    "columns/navigation/",
    "columns/redirects/",
    "columns/site/",
    "columns/sitemap/",
    "columns/topics/",
    "comments/{comment.uuid}/",
    "comments/{comment.uuid}/place/",
    "comments/{comment.uuid}/replies/",
    "comments/counts/?page={article.pk}",
    "comments/discussions/{article.pk}/",
    "comments/latest/",
]


@pytest.fixture
def magazine(magazine, settings):
    magazine.comment = ReaderCommentFactory(page=magazine.article, status=Status.APPROVED)
    magazine.held = ReaderCommentFactory(page=magazine.article)
    settings.SITE_CACHE_SECONDS = 300
    return magazine


@pytest.fixture
def read(client, magazine):
    """Return a function that reads below ``/api/v3/``: ``(answer, number of queries)``."""

    def read_counted(address, **headers):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/api/v3/{address.format(**vars(magazine))}", headers=headers)
        return response, len(queries)

    return read_counted


@pytest.mark.parametrize("address", KEPT)
def test_the_second_reader_does_not_touch_the_database(read, address):
    first, _queries = read(address)

    second, queries = read(address)

    assert first.status_code == 200
    assert queries == 0
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())
    known, queries = read(address, **{"If-None-Match": first["ETag"]})
    assert (known.status_code, queries) == (304, 0)


@pytest.mark.parametrize("address", NOT_KEPT)
def test_what_can_be_made_up_is_not_kept(read, address):
    read(address)

    _second, queries = read(address)

    assert queries > 0


@pytest.mark.parametrize("address", ASKED_EACH_TIME)
def test_whoever_has_a_public_answer_already_is_told_so(read, address):
    first, _queries = read(address)

    known, _queries = read(address, **{"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (known.status_code, known.content) == (304, b"")
    assert known["ETag"] == first["ETag"]
    assert known["Cache-Control"] == first["Cache-Control"]


def test_a_public_answer_of_some_length_is_compressed(read):
    address = "comments/discussions/{article.pk}/"
    plain, _queries = read(address)

    packed, _queries = read(address, **{"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]


def test_an_answer_to_a_token_is_neither_tagged_nor_compressed(read):
    token = APIToken.create_token(user=UserFactory(), name="Test")[1]
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}

    answer, _queries = read("comments/discussions/{article.pk}/", **headers)

    assert answer.status_code == 200
    assert "ETag" not in answer
    assert "Content-Encoding" not in answer


def test_whoever_has_a_token_is_answered_past_the_cache(read, magazine):
    address = "comments/?page={article.pk}"
    _plain, _queries = read(address)
    token = APIToken.create_token(user=UserFactory(), name="Test")[1]

    mine, queries = read(address, Authorization=f"Bearer {token}")
    bad, _queries = read(address, Authorization="Bearer wrong")

    assert queries > 0
    assert "no-store" in mine["Cache-Control"]
    assert bad.status_code == 401


def test_an_approved_comment_is_there_for_the_next_reader(
    read, magazine, django_capture_on_commit_callbacks
):
    addresses = ["comments/?page={article.pk}", "comments/threads/?page={article.pk}"]
    counted = ["columns/articles/{article.pk}/", "columns/articles/?column={column.pk}"]
    before = {address: read(address)[0] for address in [*addresses, *counted]}

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve([magazine.held])

    for address in addresses:
        answer, _queries = read(address)
        assert str(magazine.held.uuid) not in before[address].text
        assert str(magazine.held.uuid) in answer.text
        assert answer["ETag"] != before[address]["ETag"]
    assert read(counted[0])[0].json()["comment_count"] == 2
    items = {item["id"]: item for item in read(counted[1])[0].json()["items"]}
    assert items[magazine.article.pk]["comment_count"] == 2


@pytest.mark.parametrize("address", KEPT)
def test_what_becomes_private_is_gone_at_once(
    read, magazine, address, django_capture_on_commit_callbacks
):
    read(address)

    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=magazine.home, restriction_type="login")

    answer, _queries = read(address)
    assert answer.status_code == 404 or magazine.article.title not in answer.text
    assert str(magazine.comment.uuid) not in answer.text


def test_a_hidden_discussion_is_gone_at_once(read, magazine, django_capture_on_commit_callbacks):
    address = "comments/?page={article.pk}"
    read(address)

    with django_capture_on_commit_callbacks(execute=True):
        actions.set_discussion_mode(magazine.article, mode=Mode.HIDDEN)

    assert read(address)[0].status_code == 404
    assert Discussion.objects.get(page=magazine.article).mode == Mode.HIDDEN


def test_a_new_headline_is_in_every_answer(read, magazine, django_capture_on_commit_callbacks):
    addresses = [
        "columns/articles/",
        "columns/articles/{article.pk}/",
        "columns/articles/{link.pk}/",
        "columns/issues/{issue.pk}/",
    ]
    for address in addresses:
        read(address)

    with django_capture_on_commit_callbacks(execute=True):
        page = ArticlePage.objects.get(pk=magazine.article.pk)
        page.title = "A new headline"
        page.save_revision().publish()

    for address in addresses:
        assert "A new headline" in read(address)[0].text, address


def test_proxies_forget_the_addresses_of_the_api(
    magazine, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "tests.site.test_site_cache.RecordingBackend"}
    }
    monkeypatch.setattr(RecordingBackend, "forgotten", [])

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve([magazine.held])

    root = f"{settings.WAGTAILAPI_BASE_URL}/api/v3"
    assert {
        f"{root}/columns/articles/",
        f"{root}/columns/articles/{magazine.article.pk}/",
        f"{root}/columns/{magazine.column.pk}/",
        f"{root}/comments/?page={magazine.article.pk}",
        f"{root}/comments/threads/?page={magazine.article.pk}",
    } <= set(RecordingBackend.forgotten)
    assert f"{root}/columns/authors/{magazine.article.pk}/" not in RecordingBackend.forgotten


@pytest.mark.parametrize(
    "path",
    [
        "api/v3/comments/?page={}",
        "api/v3/comments/threads/?page={}",
        "api/v3/columns/articles/{}/",
        "comments/feeds/pages/{}.atom",
    ],
)
def test_what_is_unchanged_varies_as_the_answer_does(client, magazine, path):
    ReaderCommentFactory(page=magazine.article, status=Status.APPROVED)
    address = f"/{path.format(magazine.article.pk)}"
    first = client.get(address)

    second = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    vary = [{name.strip().lower() for name in each["Vary"].split(",")} for each in (first, second)]
    assert vary[0] == vary[1]
    assert "accept-encoding" in vary[1]


def test_a_tag_knows_in_which_charset_an_address_was_read(client, magazine):
    address = f"/api/v3/comments/?page={magazine.article.pk}&sor%5Cx74=newest"

    tags = {
        client.get(address, headers=headers)["ETag"]
        for headers in ({}, {"Content-Type": "text/plain; charset=unicode_escape"})
    }

    assert len(tags) == 2
