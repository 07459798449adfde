"""Feeds of articles: what they hold, in which shape, and what reading them costs."""

import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.models import Page as BasePage

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    CorrectionFactory,
    IssueContentFactory,
    IssuePageFactory,
)
from columns.feeds.addresses import get_feed_addresses
from columns.feeds.writers import WRITERS
from columns.models import ArticlePage, AuthorPage
from tests.feeds import FORMATS, read_feed, read_items
from tests.magazine import make_article, make_author, make_embed, make_image
from tests.pages import Markup, count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

KINDS = ("site", "column", "author", "issue", "topic")
WHOLE_TEXTS = {
    "atom": lambda item: item.content[0].value,
    "rss": lambda item: item.content[0].value,
    "json": lambda item: item["content_html"],
}


def publish(subject, **kwargs):
    """Make an article that stands in the feeds of all kinds."""
    article = ArticlePageFactory(parent=subject["column"], authors=[subject["author"]], **kwargs)
    article.topics.add("rehearsal")
    article.save()
    IssueContentFactory(issue=subject["issue"], article=article)
    return article


@pytest.fixture
def subject():
    """A column, an author and an issue."""
    return {
        "column": ColumnPageFactory(title="A Column", tagline="Its tagline"),
        "author": AuthorPageFactory(title="Ada Example"),
        "issue": IssuePageFactory(title="An Issue"),
    }


def translate(article, **kwargs):
    """Publish ``article`` in German, with the pages above it, and return it."""
    german = Locale.objects.create(language_code="de")
    for page in article.get_ancestors(inclusive=True).filter(depth__gte=2).specific():
        translated = page.copy_for_translation(german)
        translated.save_revision().publish()
    for name, value in kwargs.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return translated


def get_address(kind, subject, extension="atom"):
    names = {
        "site": "articles",
        "topic": "topics/rehearsal",
        "column": f"columns/{subject['column'].pk}",
        "author": f"authors/{subject['author'].pk}",
        "issue": f"issues/{subject['issue'].pk}",
    }
    return f"/feeds/{names[kind]}.{extension}"


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_passes_a_strict_reader_and_holds_its_articles_newest_first(
    client, subject, kind, extension
):
    publish(subject, title="Older", date=datetime.date(2026, 3, 1))
    publish(subject, title="Newer", date=datetime.date(2026, 3, 2))
    ArticlePageFactory(title="Elsewhere", date=datetime.date(2026, 1, 1))

    titles = read_feed(client, get_address(kind, subject, extension))

    assert titles == ["Newer", "Older", *(["Elsewhere"] if kind == "site" else [])]


@pytest.mark.parametrize("extension", FORMATS)
def test_an_item_names_authors_topics_dates_and_image(client, subject, extension):
    second = AuthorPageFactory(title="Grace Example")
    article = publish(
        subject,
        title="Q & A <3",
        standfirst="Less < more & so on.",
        date=datetime.date(2026, 3, 1),
        social_image=make_image(),
    )
    article.bylines.add(article.bylines.model(author=second, sort_order=1))
    article.save()

    [item] = read_items(client, get_address("column", subject, extension))

    assert item["title"] == "Q & A <3"
    summary = "Less &lt; more &amp; so on." if extension == "rss" else "Less < more & so on."
    assert item["summary"] == summary
    assert [author["name"] for author in item["authors"]] == ["Ada Example", "Grace Example"]
    if extension == "json":
        assert item["date_published"] == item["date_modified"] == "2026-03-01T00:00:00+00:00"
        assert item["tags"] == ["rehearsal"]
        assert item["image"].endswith(".jpg")
        assert item["authors"][0]["url"] == subject["author"].full_url
    else:
        assert item.published_parsed[:6] == (2026, 3, 1, 0, 0, 0)
        assert [tag.term for tag in item.tags] == ["rehearsal"]
        assert [found.type for found in item.enclosures] == ["image/jpeg"]


def test_an_id_stays_when_its_page_moves_and_differs_by_language(client, subject):
    article = publish(subject)
    [before] = read_items(client, get_address("author", subject))
    translate(article, title="Deutsch")
    article.move(ColumnPageFactory(), pos="last-child")

    after = read_items(client, get_address("author", subject))

    assert before.id in {item.id for item in after}
    assert before.link not in {item.link for item in after}
    assert len({item.id for item in after}) == 2


def test_an_article_that_is_published_again_is_updated(client, subject):
    article = publish(subject)
    [before] = read_items(client, get_address("column", subject))
    article.title = "Better"
    article.save_revision().publish()

    [after] = read_items(client, get_address("column", subject))

    assert after.updated_parsed > before.updated_parsed
    assert after.published_parsed == before.published_parsed
    assert after.id == before.id


def test_a_moment_of_publishing_counts_on_the_day_that_the_article_bears(client, subject):
    article = publish(subject, date=datetime.date(2026, 3, 1))
    moment = datetime.datetime(2026, 3, 1, 17, 5, tzinfo=datetime.UTC)
    ArticlePage.objects.filter(pk=article.pk).update(first_published_at=moment)

    [item] = read_items(client, get_address("column", subject, "json"))
    assert item["date_published"] == "2026-03-01T17:05:00+00:00"

    ArticlePage.objects.filter(pk=article.pk).update(date=datetime.date(2026, 2, 1))
    [item] = read_items(client, get_address("column", subject, "json"))
    assert item["date_published"] == "2026-02-01T00:00:00+00:00"


@pytest.mark.parametrize("extension", FORMATS)
def test_a_whole_article_stands_by_itself(client, subject, extension):
    make_embed()
    link = ArticlePageFactory(title="Elsewhere")
    article = make_article(column=subject["column"], author=subject["author"], link=link)
    article.body.append(
        ("paragraph", '<p>A <a href="/documents/1/plan.pdf">plan</a> <a href="#x">below</a></p>')
    )
    article.save()

    [item] = read_items(client, get_address("column", subject, extension))

    html = WHOLE_TEXTS[extension](item)
    for words in (
        "she wrote",
        "A heading",
        "It breathes.",
        "In the old hall.",
        "Correction",
        "Two",
    ):
        assert words in html
    assert f'href="{link.full_url}"' in html
    assert 'href="http://localhost/documents/1/plan.pdf"' in html
    assert f'href="{article.full_url}#x"' in html
    markup = Markup(html)
    assert all(attrs["src"].startswith("http") for attrs in markup.named("img"))
    assert not markup.named("script", "iframe", "style")
    assert not [attrs for _name, attrs in markup.elements if {"class", "style", "id"} & set(attrs)]


@pytest.mark.parametrize("extension", FORMATS)
def test_a_site_may_give_teasers_only(client, subject, settings, extension):
    settings.COLUMNS_FEED_FULL_TEXT = False
    publish(subject, standfirst="The teaser.", body=[("paragraph", "<p>All the rest.</p>")])

    response = client.get(get_address("column", subject, extension))

    assert read_feed(client, get_address("column", subject, extension))
    assert "The teaser." in response.text
    assert "All the rest." not in response.text


def test_a_site_says_how_many_articles_a_feed_holds(client, subject, settings):
    settings.COLUMNS_FEED_ITEMS = 2
    for _ in range(3):
        publish(subject)

    assert len(read_feed(client, get_address("site", subject))) == 2


@pytest.mark.parametrize("extension", FORMATS)
def test_a_column_without_articles_has_an_empty_feed(client, extension):
    column = ColumnPageFactory()

    assert read_feed(client, f"/feeds/columns/{column.pk}.{extension}") == []
    first = client.get(f"/feeds/columns/{column.pk}.{extension}")
    assert "1970" in first["Last-Modified"]
    assert first.content == client.get(f"/feeds/columns/{column.pk}.{extension}").content


@pytest.mark.parametrize("extension", FORMATS)
def test_characters_that_xml_forbids_break_no_feed(client, subject, extension):
    poison = "a\x0bb\ufffec\x1fd"
    subject["author"].title = poison
    subject["author"].save()
    subject["column"].title = poison
    subject["column"].save()
    article = publish(
        subject, title=poison, standfirst=poison, body=[("paragraph", f"<p>{poison}</p>")]
    )
    article.topics.add(poison)
    article.save()
    CorrectionFactory(article=article, text=f"<p>{poison}</p>")

    [item] = read_items(client, get_address("column", subject, extension))

    assert item["title"] == "abcd"
    assert item["authors"][0]["name"] == "abcd"
    assert "abcd" in WHOLE_TEXTS[extension](item)


@pytest.mark.parametrize("writer", WRITERS.values())
def test_half_of_a_surrogate_pair_breaks_no_format(writer):
    described = {
        "title": "a\ud800b",
        "link": "http://localhost/",
        "description": "",
        "language": "en",
        "updated": datetime.datetime.now(datetime.UTC),
        "help": "",
        "stylesheets": [],
    }

    assert "ab" in writer(**described).writeString("utf-8").encode().decode()


@pytest.mark.parametrize(
    ("kind", "extension"), [*((kind, "atom") for kind in KINDS), ("site", "rss"), ("site", "json")]
)
def test_an_unchanged_feed_is_answered_with_304_at_fewer_queries(client, subject, kind, extension):
    publish(subject)
    address = get_address(kind, subject, extension)
    first = client.get(address)
    full = count_queries(client, address)

    for header, value in (
        ("If-None-Match", first["ETag"]),
        ("If-Modified-Since", first["Last-Modified"]),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, headers={header: value})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer["ETag"] == first["ETag"]
        assert answer["Cache-Control"] == first["Cache-Control"] == "public, max-age=300"
        assert len(queries) < full
        assert not answer.cookies


def test_formats_of_a_feed_have_etags_of_their_own(client, subject):
    publish(subject)

    tags = {client.get(get_address("site", subject, extension))["ETag"] for extension in FORMATS}

    assert len(tags) == 3


def change_headline(article, author):
    article.title = "Another headline"
    article.save()


def change_body(article, author):
    article.body = [("paragraph", "<p>Another text.</p>")]
    article.save()


def add_topic(article, author):
    article.topics.add("another")
    article.save()


def add_correction(article, author):
    CorrectionFactory(article=article)


def rename_author(article, author):
    author.title = "Another name"
    author.save()


def unpublish_author(article, author):
    author.unpublish()


def unpublish_article(article, author):
    article.unpublish()


def restrict_article(article, author):
    PageViewRestriction.objects.create(page=article, restriction_type="login")


def move_article(article, author):
    article.slug = "another-slug"
    article.save()


CHANGES = [
    change_headline,
    change_body,
    add_topic,
    add_correction,
    rename_author,
    unpublish_author,
    unpublish_article,
    restrict_article,
    move_article,
]


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_has_an_older_feed_gets_what_has_changed(client, subject, change):
    article = publish(subject)
    publish(subject)
    address = get_address("column", subject)
    first = client.get(address)

    change(ArticlePage.objects.get(pk=article.pk), AuthorPage.objects.get())
    answer = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert answer.status_code == 200
    assert answer.content != first.content


def test_whoever_goes_by_the_time_alone_learns_that_the_newest_article_is_gone(client, subject):
    publish(subject, date=datetime.date(2026, 3, 1))
    newest = publish(subject, date=datetime.date(2026, 3, 2))
    address = get_address("column", subject)
    first = client.get(address)

    newest.unpublish()
    answer = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})

    assert answer.status_code == 200
    assert len(read_feed(client, address)) == 1


def test_a_site_says_how_long_a_feed_is_kept(client, subject, settings):
    settings.COLUMNS_FEED_MAX_AGE = 7

    response = client.get(get_address("column", subject))

    assert response["Cache-Control"] == "public, max-age=7"


def test_feeds_cost_the_same_for_two_articles_and_for_twenty(client):
    make_embed()
    link = ArticlePageFactory()
    subject = {"column": ColumnPageFactory(), "author": make_author(), "issue": IssuePageFactory()}
    image = make_image()

    def add(number):
        for _ in range(number):
            article = make_article(
                column=subject["column"], author=subject["author"], link=link, image=image
            )
            IssueContentFactory(issue=subject["issue"], article=article)

    addresses = [get_address(kind, subject, form) for kind in KINDS for form in FORMATS]
    add(2)
    few = [count_queries(client, address) for address in addresses]
    add(18)

    assert [count_queries(client, address) for address in addresses] == few
    assert all(len(read_feed(client, address)) == 20 for address in addresses)


@pytest.mark.parametrize("extension", FORMATS)
def test_head_answers_like_get_without_the_feed(client, subject, extension):
    address = get_address("column", subject, extension)

    response = client.head(address)

    assert response.status_code == 200
    assert response.content == b""
    assert response["ETag"] == client.get(address)["ETag"]


def test_a_feed_takes_nothing(client, subject):
    assert client.post(get_address("site", subject)).status_code == 405


def test_an_answer_is_the_same_for_everybody(client, subject, sign_in):
    publish(subject)
    address = get_address("site", subject)
    stranger = Client().get(address, HTTP_HOST="testserver")

    member = sign_in(subject["column"]).get(address)

    assert member.content == stranger.content
    assert "Cookie" not in member["Vary"]
    assert "testserver" not in stranger.text


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/articles.txt",
        "/feeds/articles.",
        "/feeds/columns/0.atom",
        "/feeds/columns/99999999999999999999999.atom",
        "/feeds/authors/{column}.atom",
        "/feeds/issues/{column}.atom",
        "/feeds/topics/nothing.atom",
        "/feeds/topics/%00.atom",
        "/feeds/topics/rehearsal.html",
    ],
)
def test_there_is_nothing_at_other_addresses(client, subject, address):
    publish(subject)

    assert client.get(address.format(column=subject["column"].pk)).status_code == 404


def test_people_in_a_browser_get_xml_with_a_style(client, subject):
    publish(subject, title="A headline")
    address = get_address("column", subject)

    response = client.get(address, headers={"Sec-Fetch-Dest": "document"})

    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert "Sec-Fetch-Dest" in response["Vary"]
    assert '<?xml-stylesheet href="/static/columns/feed.css" type="text/css"?>' in response.text
    assert ">A headline</h:a>" in response.text
    json_feed = client.get(
        get_address("column", subject, "json"), headers={"Sec-Fetch-Dest": "document"}
    )
    assert json_feed["Content-Type"] == FORMATS["json"]


class TestLanguages:
    @pytest.fixture
    def german(self, subject):
        """The column and its article in German, below a German home page."""
        translated = translate(publish(subject, title="English"), title="Deutsch")
        return translated.get_parent().specific

    def test_the_feed_of_the_site_is_that_of_its_language(self, client, german):
        assert read_feed(client, "/feeds/articles.atom") == ["English"]
        assert read_feed(client, "/de/feeds/articles.atom") == ["Deutsch"]

    def test_the_feed_of_a_column_is_in_its_language_at_the_address_of_that(self, client, german):
        address = f"/de/feeds/columns/{german.pk}.json"
        [item] = read_items(client, address)

        assert item["language"] == "de"
        assert json.loads(client.get(address).content)["language"] == "de"
        assert f'href="http://localhost{address}"' in client.get(german.url).text

    def test_topics_are_those_of_the_language(self, client, german):
        assert read_feed(client, "/feeds/topics/rehearsal.atom") == ["English"]
        assert read_feed(client, "/de/feeds/topics/rehearsal.atom") == ["Deutsch"]


class TestReplies:
    """Where the articles of a feed are discussed, which a function of the site tells."""

    def test_feeds_name_the_feeds_of_the_comments(self, client, subject, settings):
        article = publish(subject)
        page = f"http://localhost/comments/feeds/pages/{article.pk}"

        [atom] = read_items(client, get_address("column", subject, "atom"))
        [rss] = read_items(client, get_address("column", subject, "rss"))

        assert [link.href for link in atom.links if link.rel == "replies"] == [f"{page}.atom"]
        assert rss.comments == f"{article.full_url}#discussion"
        assert rss.wfw_commentrss == f"{page}.rss"

    def test_a_site_without_discussions_names_none(self, client, subject, settings):
        settings.COLUMNS_FEED_REPLIES = None
        publish(subject)

        [atom] = read_items(client, get_address("column", subject, "atom"))
        [rss] = read_items(client, get_address("column", subject, "rss"))

        assert not [link for link in atom.links if link.rel == "replies"]
        assert "comments" not in rss


def get_links(client, address):
    """Return the addresses of the feeds of articles that the head of a page names, by title."""
    links = Markup(client.get(address).text).named("link")
    return {
        link["title"]: link["href"]
        for link in links
        if link["rel"] == "alternate"
        and "/feeds/" in link["href"]
        and "comments" not in link["href"]
    }


class TestFinding:
    @pytest.mark.parametrize("kind", ["site", "column", "author", "issue"])
    def test_a_page_names_its_feeds_and_each_of_them_answers(self, client, subject, kind):
        article = publish(subject)
        address = "/" if kind == "site" else subject[kind].url

        links = get_links(client, address)

        names = [] if kind == "site" else [subject[kind].title]
        expected = [f"{n} ({f.label})" for n in [*names, "Home"] for f in WRITERS.values()]
        assert list(links) == expected
        assert article.title
        for url in links.values():
            assert read_feed(client, url.removeprefix("http://localhost"))

    def test_an_article_names_the_feeds_of_its_column_and_the_box_has_them(self, client, subject):
        article = publish(subject)
        column = f"http://localhost/feeds/columns/{subject['column'].pk}"

        assert [url for url in get_links(client, article.url).values() if url.startswith(column)]
        html = client.get(article.url).text
        assert "Subscribe to A Column" in html
        assert {f"{column}.{extension}" for extension in FORMATS} <= {
            link.get("href") for link in Markup(html).named("a")
        }

    def test_an_article_below_a_column_that_nobody_sees_names_the_site_only(self, client, subject):
        article = publish(subject)
        subject["column"].live = False
        subject["column"].save()

        assert set(get_links(client, article.url).values()) == {
            f"http://localhost/feeds/articles.{extension}" for extension in FORMATS
        }

    def test_a_page_for_members_names_no_feed_of_its_own(self, client, subject, sign_in):
        PageViewRestriction.objects.create(page=subject["column"], restriction_type="login")
        page = sign_in(subject["column"]).get(subject["column"].url)

        assert page.status_code == 200
        assert f"/feeds/columns/{subject['column'].pk}." not in page.text
        assert "/feeds/articles.atom" in page.text

    def test_addresses_are_there_for_a_topic_and_cost_no_query(
        self, subject, django_assert_num_queries
    ):
        topic = publish(subject).topics.get()
        site = Site.objects.select_related("root_page").get()
        page = BasePage.objects.select_related("locale").get(pk=site.root_page_id)

        with django_assert_num_queries(0):
            feeds = get_feed_addresses(page, site=site, topic=topic)

        assert [feed.title for feed in feeds] == ["rehearsal", "Home"]
        assert feeds[0].formats[0].url == "http://localhost/feeds/topics/rehearsal.rss"

    def test_a_site_without_the_addresses_has_no_feeds(self, client, subject, settings):
        settings.ROOT_URLCONF = "tests.columns.urls_without_feeds"

        html = client.get(subject["column"].url).text

        assert "/feeds/columns/" not in html
        assert "/feeds/articles" not in html
        assert "Subscribe" not in html

    def test_the_place_for_mail_shows_nothing(self, client, subject):
        html = client.get(subject["column"].url).text

        assert "mail" not in html[html.index("columns-subscribe") :].partition("</aside>")[0]
