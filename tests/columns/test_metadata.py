"""What pages say of themselves to programs in their head: addresses, languages, sharing."""

import datetime

import pytest
from wagtail.models import Locale, PageViewRestriction, Site

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    ImageFactory,
    IssuePageFactory,
    make_image_file,
)
from comments.factories import ReaderCommentFactory
from comments.status import Status
from comments.threads import get_discussion_view
from home.factories import HomePageFactory
from tests.magazine import make_magazine
from tests.pages import check_markup, read

pytestmark = [pytest.mark.django_db, pytest.mark.markup]


def read_head(client, address):
    """Return ``(metadata, links)``: values by name, and (relation, language, address) of links."""
    markup = check_markup(read(client, address).content.decode())
    metadata = {}
    for meta in markup.named("meta"):
        name = meta.get("property") or meta.get("name")
        metadata.setdefault(name, []).append(meta.get("content"))
    links = [
        (link["rel"], link.get("hreflang"), link["href"])
        for link in markup.named("link")
        if link["rel"] in {"canonical", "alternate"} and not link.get("type")
    ]
    return metadata, links


def translate(page, language="de"):
    locale, _ = Locale.objects.get_or_create(language_code=language)
    return page.copy_for_translation(locale, copy_parents=True)


def publish_translation(page, **fields):
    translated = translate(page)
    # The pages above are aliases, and public already.
    translated.save_revision().publish()
    return type(page).objects.get(pk=translated.pk)


def test_article_says_how_it_is_shared(client):
    image = ImageFactory(file=make_image_file(size=(320, 240)), description="A stage")
    authors = [AuthorPageFactory(title=name) for name in ("Ada", "Bo")]
    article = ArticlePageFactory(
        title="A headline",
        authors=authors,
        social_image=image,
        date=datetime.date(2026, 5, 1),
        first_published_at=datetime.datetime(2026, 5, 1, 9, tzinfo=datetime.UTC),
        last_published_at=datetime.datetime(2026, 5, 3, 9, tzinfo=datetime.UTC),
    )
    article.topics.add("dance", "work")
    article.save()
    metadata, _ = read_head(client, article.url)
    expected = {
        "og:type": ["article"],
        "og:title": ["A headline"],
        "og:url": [article.full_url],
        "og:locale": ["en"],
        "og:image:alt": ["A stage"],
        "author": ["Ada", "Bo"],
        "article:author": [author.full_url for author in authors],
        "article:section": [article.get_parent().title],
        "article:published_time": ["2026-05-01T09:00:00+00:00"],
        "article:modified_time": ["2026-05-03T09:00:00+00:00"],
        "twitter:card": ["summary_large_image"],
        "robots": ["max-image-preview:large"],
    }
    assert {name: metadata[name] for name in expected} == expected
    assert sorted(metadata["article:tag"]) == ["dance", "work"]
    assert metadata["og:image"][0].startswith("http")
    sides = int(metadata["og:image:width"][0]), int(metadata["og:image:height"][0])
    assert round(sides[0] / sides[1], 1) == 1.9


def test_page_without_an_image_has_a_plain_card(client):
    metadata, _ = read_head(client, ArticlePageFactory().url)
    assert metadata["twitter:card"] == ["summary"]
    assert "og:image" not in metadata


@pytest.mark.parametrize(
    "name", ["home", "column", "article", "authors", "author", "issues", "issue"]
)
def test_every_page_names_its_address(client, name):
    page = getattr(make_magazine(), name)
    metadata, links = read_head(client, page.url)
    assert links == [("canonical", None, page.full_url)]
    assert metadata["og:url"] == [page.full_url]
    assert metadata["og:title"] == [page.title]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?page=2", "?page=2"),
        ("?page=1", ""),
        ("?utm_source=elsewhere", ""),
        ("?page=2&utm_source=elsewhere", "?page=2"),
    ],
)
def test_part_of_a_list_has_an_address_of_its_own(client, settings, query, kept):
    settings.COLUMNS_ARTICLES_PER_PAGE = 1
    column = ColumnPageFactory()
    for _ in range(2):
        ArticlePageFactory(parent=column)
    metadata, links = read_head(client, column.url + query)
    assert links == [("canonical", None, column.full_url + kept)]
    assert metadata["og:url"] == [column.full_url + kept]


def test_page_of_a_discussion_has_an_address_of_its_own(client, settings):
    settings.COMMENTS_THREADS_PER_PAGE = 1
    article = ArticlePageFactory()
    for _ in range(2):
        ReaderCommentFactory(page=article, status=Status.APPROVED)
    following = get_discussion_view(article).threads.next_query
    kept = {
        "": "",
        following: following,
        "?comment=held": "",
        "?sort=newest": "",
        "?sort=oldest": "",
        f"{following}&comment=held": following,
    }
    for query, canonical in kept.items():
        _, links = read_head(client, article.url + query)
        assert links == [("canonical", None, article.full_url + canonical)]


def test_description_is_the_editors_own_or_what_the_page_is_about(client):
    author = AuthorPageFactory(short_biography="<p>Writes <b>much</b> &amp; well.</p><p>So.</p>")
    assert read_head(client, author.url)[0]["description"] == ["Writes much & well. So."]
    author.search_description = "Her own words"
    author.save()
    metadata, _ = read_head(client, author.url)
    assert metadata["description"] == metadata["og:description"] == ["Her own words"]


def test_long_description_is_cut_between_characters(client):
    article = ArticlePageFactory(standfirst="'" * 500)
    (description,) = read_head(client, article.url)[0]["description"]
    assert description == "'" * 199 + "…"


def test_translations_name_each_other_themselves_and_a_version_for_all(client):
    article = ArticlePageFactory()
    translated = publish_translation(article)
    expected = [
        ("alternate", "de", translated.full_url),
        ("alternate", "en", article.full_url),
        ("alternate", "x-default", article.full_url),
    ]
    for page, locale, other in ((article, "en", "de"), (translated, "de", "en")):
        metadata, links = read_head(client, page.url)
        assert links == [("canonical", None, page.full_url), *expected]
        assert metadata["og:locale"] == [locale]
        assert metadata["og:locale:alternate"] == [other]


def test_language_is_written_as_sharing_services_want_it(client, settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en", "English"), ("pt-br", "P")]
    article = ArticlePageFactory()
    translate(article, "pt-br").save_revision().publish()
    metadata, _ = read_head(client, article.url)
    assert metadata["og:locale:alternate"] == ["pt_BR"]


def test_second_page_of_a_list_has_no_translation(client, settings):
    settings.COLUMNS_ARTICLES_PER_PAGE = 1
    column = ColumnPageFactory()
    for _ in range(2):
        ArticlePageFactory(parent=column)
    publish_translation(column)
    assert len(read_head(client, column.url)[1]) == 4
    assert len(read_head(client, f"{column.url}?page=2")[1]) == 1


@pytest.mark.parametrize(
    "state", ["draft", "restricted", "restricted above", "outside of the site"]
)
def test_translation_that_is_not_public_is_not_named(client, state):
    article = ArticlePageFactory()
    translated = publish_translation(article)
    if state == "draft":
        translated.unpublish()
    if state == "restricted":
        PageViewRestriction.objects.create(page=translated, restriction_type="login")
    if state == "restricted above":
        parent = translated.get_parent()
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
    if state == "outside of the site":
        elsewhere = HomePageFactory()
        translated.get_parent().move(elsewhere, pos="last-child")
    metadata, links = read_head(client, article.url)
    assert links == [("canonical", None, article.full_url)]
    assert "og:locale:alternate" not in metadata


def test_issue_is_shared_with_its_cover(client):
    issue = IssuePageFactory(
        cover=ImageFactory(file=make_image_file(size=(320, 240))), cover_alt="Snow", dek="A dek"
    )
    metadata, _ = read_head(client, issue.url)
    assert metadata["og:image:alt"] == ["Snow"]
    assert metadata["og:description"] == ["A dek"]
    issue.cover_decorative = True
    issue.save()
    assert "og:image:alt" not in read_head(client, issue.url)[0]


def test_address_is_that_of_the_site_and_not_of_the_request(client):
    site = Site.objects.get(is_default_site=True)
    article = ArticlePageFactory()
    html = client.get(article.url, headers={"host": "127.0.0.1"}).content.decode()
    assert f'<link rel="canonical" href="{site.root_url}{article.url}">' in html
    assert "//127.0.0.1/" not in html
