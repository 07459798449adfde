"""The site keeps whole pages: for nobody in particular, and never a stale one."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.models import PageViewRestriction, Site

from columns.models import ArticlePage
from comments import actions
from comments.factories import ReaderCommentFactory
from danceconnection.page_cache import checks, store
from tests.factories import UserFactory, make_staff
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.page_cache]

NAMES = ["home", "column", "article", "authors", "author", "issues", "issue"]


@pytest.fixture
def magazine(magazine, settings):
    magazine.held = ReaderCommentFactory(page=magazine.article)
    settings.SITE_CACHE_SECONDS = 300
    return magazine


def count(client, address, **headers):
    """Return the answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
    return response, len(queries)


def retitle(article, title):
    page = ArticlePage.objects.get(pk=article.pk)
    page.title = title
    page.save_revision().publish()


@pytest.mark.parametrize("name", NAMES)
def test_second_reader_does_not_touch_the_database(client, magazine, name):
    address = getattr(magazine, name).url
    first = read(client, address)

    second, queries = count(client, address)

    assert queries == 0
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())


def test_304_does_not_touch_the_database(client, magazine):
    first = read(client, magazine.article.url)

    for header in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        response, queries = count(client, magazine.article.url, **header)
        assert (response.status_code, queries) == (304, 0)


def test_head_is_answered_from_the_page_that_is_kept(client, magazine):
    first = read(client, magazine.article.url)

    with CaptureQueriesContext(connection) as queries:
        head = client.head(magazine.article.url)

    assert (head.status_code, head.content, len(queries)) == (200, b"", 0)
    assert head["Content-Length"] == first["Content-Length"]


def test_compressed_and_plain_pages_are_kept_apart(client, magazine):
    plain = read(client, magazine.article.url)
    small, _ = count(client, magazine.article.url, **{"Accept-Encoding": "gzip"})

    again, queries = count(client, magazine.article.url, **{"Accept-Encoding": "gzip, deflate"})
    assert (again.content, again["Content-Encoding"], queries) == (small.content, "gzip", 0)
    again, queries = count(client, magazine.article.url)
    assert (again.content, queries) == (plain.content, 0)


def test_parameters_that_pages_read_are_kept_in_any_order(client, magazine):
    address = magazine.article.url
    read(client, f"{address}?sort=newest&page=1")

    assert count(client, f"{address}?page=1&sort=newest")[1] == 0
    assert count(client, f"{address}?sort=discussed")[1] > 0


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x",
        "comment=held",
        "page=51",
        "page=01",
        "page=",
        "sort=",
        "sort=none",
        "page=1&page=1",
        "page=1&",
        "p%61ge=1",
    ],
)
def test_other_parameters_are_answered_afresh_and_fill_no_cache(client, magazine, query):
    address = f"{magazine.article.url}?{query}"
    client.get(address)

    assert count(client, address)[1] > 0


@pytest.mark.parametrize(("name", "query"), [("column", "page=2"), ("article", "sort=newest")])
def test_parameters_in_another_charset_leave_nothing_to_those_who_ask_in_ours(
    client, magazine, name, query
):
    address = f"{getattr(magazine, name).url}?{query}"
    # Views read the parameters in the charset that the request names for its body.
    client.get(address, headers={"Content-Type": "text/plain; charset=cp037"})

    assert count(client, address)[1] > 0


def test_hosts_are_kept_apart(client, magazine):
    read(client, magazine.home.url)

    with CaptureQueriesContext(connection) as queries:
        client.get(magazine.home.url, headers={"Host": "localhost"})
    assert len(queries)


def make_editor(magazine):
    browser = Client()
    browser.force_login(make_staff(pages=[magazine.home]))
    return browser


def make_member(magazine):
    browser = Client()
    browser.force_login(UserFactory())
    return browser


@pytest.mark.parametrize("make", [make_editor, make_member])
@pytest.mark.parametrize("is_first", [True, False])
def test_pages_of_somebody_and_of_nobody_never_meet(client, magazine, make, is_first):
    somebody = make(magazine)
    order = [somebody, client] if is_first else [client, somebody]
    for name in NAMES:
        address = getattr(magazine, name).url
        for browser in order:
            response = browser.get(address)
            is_private = "no-store" in response["Cache-Control"]
            assert is_private == (browser is somebody)
            has_userbar = "wagtail-userbar" in response.content.decode()
            assert has_userbar == (browser is somebody and make is make_editor)


def test_restricted_page_is_kept_for_nobody_who_may_read_it(client, magazine):
    PageViewRestriction.objects.create(page=magazine.article, restriction_type="login")
    member = make_member(magazine)

    assert "The first" not in client.get(magazine.article.url).content.decode()
    assert magazine.article.title in member.get(magazine.article.url).content.decode()
    for _ in range(2):
        assert client.get(magazine.article.url).status_code == 302


def test_page_that_becomes_restricted_is_gone_at_once(
    client, magazine, django_capture_on_commit_callbacks
):
    read(client, magazine.article.url)

    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=magazine.article, restriction_type="login")

    assert client.get(magazine.article.url).status_code == 302


def test_every_order_of_a_discussion_is_kept_and_shows_a_new_comment(
    client, magazine, django_capture_on_commit_callbacks
):
    addresses = [f"{magazine.article.url}{query}" for query in ("", "?sort=newest")]
    for address in addresses:
        read(client, address)
        assert count(client, address)[1] == 0

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve([magazine.held])

    for address in addresses:
        assert magazine.held.subject in read(client, address).content.decode()


def test_preview_is_made_afresh_and_kept_for_nobody(client, magazine):
    read(client, magazine.article.url)
    draft = ArticlePage.objects.get(pk=magazine.article.pk)
    draft.title = "Only a draft"

    preview = draft.make_preview_request()

    assert "Only a draft" in preview.content.decode()
    assert "Only a draft" not in read(client, magazine.article.url).content.decode()


def test_a_page_that_was_rendered_slowly_brings_nothing_back(
    client, magazine, monkeypatch, django_capture_on_commit_callbacks
):
    write = store.write

    def write_late(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            retitle(magazine.article, "Changed meanwhile")
        monkeypatch.setattr(store, "write", write)
        return write(*args, **kwargs)

    monkeypatch.setattr(store, "write", write_late)
    stale = client.get(magazine.article.url).content.decode()
    assert "Changed meanwhile" not in stale

    assert "Changed meanwhile" in read(client, magazine.article.url).content.decode()


def test_a_poster_is_told_and_nobody_else(client, magazine):
    told = client.get(f"{magazine.article.url}?comment=held").content.decode()

    assert "Thank you for your comment." in told
    for _ in range(2):
        page = read(client, magazine.article.url).content.decode()
        assert "Thank you for your comment." not in page
        assert magazine.held.subject not in page


def test_tokens_that_were_forgotten_make_pages_void(client, magazine):
    read(client, magazine.article.url)
    cache.delete(store.get_page_key(magazine.article.pk))

    assert count(client, magazine.article.url)[1] > 0
    assert count(client, magazine.article.url)[1] == 0


class AskedCache:
    """The cache, and the lists of keys that were asked for."""

    def __init__(self):
        self.asked = []

    def get_many(self, keys):
        self.asked.append(list(keys))
        return cache.get_many(keys)

    def __getattr__(self, name):
        return getattr(cache, name)


def test_while_nothing_changes_no_page_is_asked_for(client, magazine, monkeypatch):
    for _ in range(2):
        read(client, magazine.article.url)
    monkeypatch.setattr(store, "cache", AskedCache())

    assert count(client, magazine.article.url)[1] == 0
    ((_key, *others),) = store.cache.asked
    assert others == [store.CHANGES]


def test_after_a_change_elsewhere_the_pages_are_asked_for_once(client, magazine, monkeypatch):
    for _ in range(2):
        read(client, magazine.article.url)
    store.invalidate([2**31])
    monkeypatch.setattr(store, "cache", AskedCache())

    assert [count(client, magazine.article.url)[1] for _ in range(2)] == [0, 0]
    entry, tokens, again = store.cache.asked
    assert store.get_page_key(magazine.article.pk) in tokens
    assert again == entry


def test_a_change_after_the_pages_were_looked_at_is_seen(client, magazine):
    for _ in range(2):
        read(client, magazine.article.url)
    store.invalidate([magazine.article.pk])

    assert count(client, magazine.article.url)[1] > 0


class SilentCache:
    """A cache that is down: it takes everything and has nothing."""

    def get(self, key, default=None):
        return default

    def get_many(self, keys):
        return {}

    def add(self, *args):
        return False

    def set(self, *args):
        pass

    def set_many(self, *args):
        pass


def test_without_a_cache_the_site_is_slower_and_not_wrong(client, magazine, monkeypatch):
    monkeypatch.setattr(store, "cache", SilentCache())
    read(client, magazine.article.url)
    retitle(magazine.article, "Changed")

    assert "Changed" in read(client, magazine.article.url).content.decode()


def test_a_change_that_no_cache_could_take_is_passed_on_when_it_is_back(
    client, magazine, monkeypatch, django_capture_on_commit_callbacks
):
    read(client, magazine.article.url)
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(store, "cache", SilentCache())
        retitle(magazine.article, "Changed")
        store.invalidate([magazine.article.pk])

    assert "Changed" in read(client, magazine.article.url).content.decode()
    assert not store._missed["everything"]


def test_the_time_of_a_version_is_asked_for_once(monkeypatch):
    first = store.get_modified("list", "version 1", is_last=True)
    monkeypatch.setattr(store, "cache", SilentCache())

    assert store.get_modified("list", "version 1", is_last=True) == first


def test_a_later_version_has_a_later_time_in_every_process(monkeypatch):
    first = store.get_modified("other-list", "version 1", is_last=True)
    with monkeypatch.context() as other_process:
        other_process.setattr(store, "_modified_of", {})
        second = store.get_modified("other-list", "version 2", is_last=True)

    assert store.get_modified("other-list", "version 2", is_last=True) == second > first


@pytest.mark.parametrize(
    ("path", "number"), [("/feeds/articles.atom", 0), ("/api/v3/comments/?page={}", 1)]
)
def test_a_process_knows_by_itself_only_what_is_tagged_by_a_version(
    client, magazine, monkeypatch, path, number
):
    ReaderCommentFactory(page=magazine.article, status="approved")
    known = {}
    monkeypatch.setattr(store, "_modified_of", known)

    answer = client.get(path.format(magazine.article.pk))

    assert answer.status_code == 200
    assert answer["ETag"]
    assert len(known) == number


def test_a_content_that_comes_back_has_a_later_time():
    times = [store.get_modified("page", etag) for etag in ("one", "two", "one")]

    assert times == sorted(set(times))


def test_without_the_setting_nothing_is_kept(client, magazine, settings):
    settings.SITE_CACHE_SECONDS = 0
    read(client, magazine.article.url)

    assert count(client, magazine.article.url)[1] > 0


@pytest.mark.parametrize(
    ("backend", "seconds", "errors"),
    [
        ("django.core.cache.backends.locmem.LocMemCache", 300, ["danceconnection.E001"]),
        ("django.core.cache.backends.locmem.LocMemCache", 0, []),
        ("danceconnection.cache.LosableRedisCache", 300, []),
    ],
)
def test_check_refuses_a_cache_that_processes_do_not_share(settings, backend, seconds, errors):
    settings.SITE_CACHE_SECONDS = seconds
    settings.CACHES = {"default": {"BACKEND": backend}}

    assert [error.id for error in checks.check_cache_is_shared(None)] == errors


class RecordingBackend(BaseBackend):
    """A proxy that notes what it was told to forget."""

    forgotten: list = []

    def purge(self, url):
        self.forgotten.append(url)

    def purge_batch(self, urls):
        self.forgotten.extend(urls)


@pytest.fixture
def forgotten(settings, monkeypatch):
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": f"{__name__}.RecordingBackend"},
    }
    monkeypatch.setattr(RecordingBackend, "forgotten", [])
    return lambda: {*RecordingBackend.forgotten}


def test_proxies_forget_what_shows_a_change(
    magazine, forgotten, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.approve([magazine.held])

    shown_on = {
        page.full_url
        for page in (magazine.article, magazine.column, magazine.home, magazine.author)
    }
    assert shown_on <= forgotten()
    assert magazine.issues.full_url not in forgotten()


def test_proxies_forget_the_former_address(magazine, forgotten, django_capture_on_commit_callbacks):
    former = magazine.article.full_url
    with django_capture_on_commit_callbacks(execute=True):
        page = ArticlePage.objects.get(pk=magazine.article.pk)
        page.slug = "elsewhere"
        page.save_revision().publish()

    assert {former, page.full_url} <= forgotten()


def test_proxies_forget_all_pages_when_all_are_new(
    magazine, forgotten, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get(is_default_site=True)
        site.site_name = "Another name"
        site.save()

    assert {getattr(magazine, name).full_url for name in NAMES} <= forgotten()


def test_command_makes_all_pages_void(client, magazine):
    read(client, magazine.article.url)
    ArticlePage.objects.filter(pk=magazine.article.pk).update(title="Past the models")

    assert count(client, magazine.article.url)[1] == 0
    call_command("clear_site_cache")
    assert "Past the models" in read(client, magazine.article.url).content.decode()


def test_host_that_is_not_ours_is_refused(client, magazine):
    assert client.get(magazine.home.url, headers={"Host": "evil.example"}).status_code == 400
