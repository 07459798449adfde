"""Sitemaps list what anybody may read, with pictures and translations, and only when it changed."""

import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from columns.factories import ArticlePageFactory, BookFactory, ColumnPageFactory
from columns.images import prepare_renditions
from columns.sitemaps.news import find_news
from home.factories import HomePageFactory
from tests.magazine import make_image, make_magazine
from tests.pages import NOT_PUBLIC, count_queries, hide, read

pytestmark = pytest.mark.django_db

NAMES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
SITEMAP, NEWS = "/sitemap.xml", "/sitemap-news.xml"


def read_xml(client, address, *, root="urlset"):
    response = read(client, address)
    assert response["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == f"{{{NAMES['']}}}{root}"
    return tree


def read_sitemap(client, address=SITEMAP):
    """Return ``{address: {"lastmod", "pictures", "alternates"}}``."""
    found = {}
    for url in read_xml(client, address).iterfind("url", NAMES):
        links = url.iterfind("xhtml:link[@rel='alternate']", NAMES)
        found[url.findtext("loc", namespaces=NAMES)] = {
            "lastmod": url.findtext("lastmod", namespaces=NAMES),
            "pictures": [loc.text for loc in url.iterfind("image:image/image:loc", NAMES)],
            "alternates": {link.get("hreflang"): link.get("href") for link in links},
        }
    return found


def read_news(client):
    """Return the addresses of the news with their titles."""
    return {
        url.findtext("loc", namespaces=NAMES): url.findtext("news:news/news:title", "", NAMES)
        for url in read_xml(client, NEWS).iterfind("url", NAMES)
    }


def publish_now(**kwargs):
    now = timezone.now()
    return ArticlePageFactory(date=timezone.localdate(now), first_published_at=now, **kwargs)


def test_sitemap_lists_every_public_page(client):
    magazine = make_magazine()
    pages = Page.objects.filter(depth__gt=1)
    assert set(read_sitemap(client)) == {page.full_url for page in pages}
    assert magazine.article.full_url in read_sitemap(client)


@pytest.mark.parametrize("state", NOT_PUBLIC)
@pytest.mark.parametrize("address", [SITEMAP, NEWS])
def test_page_that_is_not_public_is_in_no_sitemap(client, state, address):
    article = publish_now(title="Secretword", slug="secretword")
    assert b"ecretword" in client.get(address).content
    hide(article, state)
    assert b"ecretword" not in client.get(address).content


def test_each_site_lists_its_own_pages(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ours = publish_now()
    root = HomePageFactory()
    Site.objects.create(hostname="other.example.org", root_page=root)
    theirs = publish_now(parent=ColumnPageFactory(parent=root))
    for address in (SITEMAP, NEWS):
        here = client.get(address).content.decode()
        there = client.get(address, headers={"host": "other.example.org"}).content.decode()
        assert (ours.full_url in here, theirs.full_url in here) == (True, False)
        assert (ours.full_url in there, theirs.full_url in there) == (False, True)


def test_pages_come_with_their_pictures(client):
    magazine = make_magazine()
    BookFactory(author=magazine.author, cover=make_image())
    for page in (magazine.article, magazine.author, magazine.column, magazine.issue):
        prepare_renditions(page)
    found = read_sitemap(client)
    numbers = {
        page: len(found[getattr(magazine, page).full_url]["pictures"])
        for page in (
            "home",
            "article",
            "link",
            "author",
            "column",
            "issue",
        )
    }
    # The author's portrait and the cover of a book are one image here, in two forms.
    assert numbers == {"home": 0, "article": 1, "link": 0, "author": 3, "column": 1, "issue": 1}
    for entry in found.values():
        for picture in entry["pictures"]:
            assert picture.startswith("http")


def test_reading_a_sitemap_makes_no_picture(client):
    article = ArticlePageFactory(social_image=make_image())
    assert read_sitemap(client)[article.full_url]["pictures"] == []


def test_translations_are_listed_with_each_other(client):
    article = ArticlePageFactory()
    german = Locale.objects.create(language_code="de")
    translated = article.copy_for_translation(german, copy_parents=True)
    assert read_sitemap(client)[article.full_url]["alternates"] == {}
    translated.save_revision().publish()
    found = read_sitemap(client)
    expected = {
        "de": translated.full_url,
        "en": article.full_url,
        "x-default": article.full_url,
    }
    assert found[article.full_url]["alternates"] == expected
    assert found[translated.full_url]["alternates"] == expected


def test_pages_tell_when_they_were_published(client):
    moment = datetime.datetime(2026, 5, 1, 9, tzinfo=datetime.UTC)
    article = ArticlePageFactory(last_published_at=moment)
    lastmod = read_sitemap(client)[article.full_url]["lastmod"]
    assert datetime.datetime.fromisoformat(lastmod) == moment


def test_more_pages_than_a_file_may_have_come_in_several(client, settings):
    settings.COLUMNS_SITEMAP_LIMIT = 2
    ArticlePageFactory()
    ArticlePageFactory()
    tree = read_xml(client, SITEMAP, root="sitemapindex")
    files = [loc.text for loc in tree.iterfind("sitemap/loc", NAMES)]
    root = Site.objects.get().root_url
    assert files == [f"{root}/sitemap.xml?p={number}" for number in (1, 2, 3)]
    parts = [set(read_sitemap(client, file)) for file in files]
    assert [len(part) for part in parts] == [2, 2, 1]
    assert set.union(*parts) == {page.full_url for page in Page.objects.filter(depth__gt=1)}


@pytest.mark.parametrize("number", ["0", "9", "x", "-1"])
def test_file_that_there_is_not_is_not_found(client, number):
    assert client.get(f"{SITEMAP}?p={number}").status_code == 404


def test_news_are_the_articles_of_the_last_two_days(client):
    site = Site.objects.get()
    site.site_name = "The Magazine"
    site.save()
    today = timezone.localdate()
    fresh = publish_now(title="Fresh & new\x0b <b>")
    for days in (-2, 3):
        ArticlePageFactory(date=today - datetime.timedelta(days=days))
    assert read_news(client) == {fresh.full_url: "Fresh & new <b>"}
    news = read_xml(client, NEWS).find("url/news:news", NAMES)
    assert news.findtext("news:publication/news:name", "", NAMES) == "The Magazine"
    assert news.findtext("news:publication/news:language", "", NAMES) == "en"
    published = news.findtext("news:publication_date", "", NAMES)
    assert datetime.datetime.fromisoformat(published).utcoffset() is not None


def test_news_grow_old(rf):
    article = publish_now()
    now = article.first_published_at
    request = rf.get(NEWS, headers={"host": "localhost"})
    for hours, is_news in ((0, True), (47, True), (49, False)):
        entries, outdated = find_news(request, now=now + datetime.timedelta(hours=hours))
        assert bool(entries) == is_news
        assert bool(outdated) != is_news


@pytest.mark.parametrize("address", [SITEMAP, NEWS])
def test_what_has_not_changed_is_not_sent_again(client, address):
    article = publish_now()
    article.save_revision().publish()
    first = read(client, address)
    assert first["Cache-Control"] == "public, no-cache"
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 304
        assert answer.content == b""
    article.unpublish()
    answer = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert answer.status_code == 200
    assert article.full_url not in answer.content.decode()


@pytest.mark.parametrize("change", ["publish", "unpublish", "restrict", "delete", "move"])
def test_every_change_that_readers_notice_is_a_change_of_the_sitemap(client, change):
    article, other = ArticlePageFactory(), ColumnPageFactory()
    before = read(client, SITEMAP)["ETag"]
    if change == "publish":
        article.save_revision().publish()
    if change == "unpublish":
        article.unpublish()
    if change == "restrict":
        PageViewRestriction.objects.create(page=article, restriction_type="login").save()
    if change == "delete":
        article.delete()
    if change == "move":
        article.move(other, pos="last-child")
    assert read(client, SITEMAP)["ETag"] != before


def test_saving_a_draft_is_no_change_of_the_sitemap(client):
    article = ArticlePageFactory()
    before = read(client, SITEMAP)["ETag"]
    article.save_revision(log_action=True)
    assert read(client, SITEMAP)["ETag"] == before


def test_sitemaps_cost_the_same_for_any_number_of_pages(client):
    def write():
        column = ColumnPageFactory(image=make_image(), image_alt="A stage")
        for _ in range(2):
            article = publish_now(parent=column, social_image=make_image())
            prepare_renditions(article)

    write()
    few = [count_queries(client, address) for address in (SITEMAP, NEWS)]
    for _ in range(4):
        write()
    assert [count_queries(client, address) for address in (SITEMAP, NEWS)] == few
    assert max(few) <= 15


def test_robots_are_told_of_both(client, settings):
    text = read(client, "/robots.txt").content.decode()
    for name in ("sitemap", "news_sitemap"):
        assert f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}{reverse(name)}\n" in text


def test_sitemaps_themselves_are_not_search_results(client):
    for address in (SITEMAP, NEWS):
        assert read(client, address)["X-Robots-Tag"] == "noindex"
        assert client.post(address).status_code == 405
