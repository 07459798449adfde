"""The publishing pages in both versions of the API."""

import datetime
import json

import pytest
from wagtail.models import APIToken, Locale, PageViewRestriction

from columns.factories import (
    ArticlePageFactory,
    IssueContentFactory,
    IssuePageFactory,
    RelatedArticleFactory,
)
from columns.models import Byline, IssueSettings
from tests.factories import UserFactory
from tests.magazine import VIDEO, make_author, make_body, make_image

pytestmark = pytest.mark.django_db

#: What the form for a page's password sends.
SESAME = {"password": "sesame", "return_url": "/"}
#: All that is public of each page type, besides what Wagtail gives of every page.
PUBLIC_FIELDS = {
    "home": {"tagline", "current_issue"},
    "column": {"tagline", "introduction", "image", "columnists", "current_issue"},
    "article": {
        "kicker",
        "standfirst",
        "date",
        "updated",
        "reading_time",
        "body",
        "social_image",
        "authors",
        "column",
        "topics",
        "corrections",
        "related_articles",
        "current_issue",
    },
    "authors": {"current_issue"},
    "author": {
        "credentials",
        "portrait",
        "short_biography",
        "biography",
        "books",
        "links",
        "current_issue",
    },
    "issues": {"current_issue"},
    "issue": {
        "date",
        "number",
        "cover",
        "cover_headline",
        "dek",
        "contents",
        "current_issue",
    },
}
VERSIONS = ("v2", "v3")


@pytest.fixture
def read(client):
    """Return what both versions answer for a page, after checking that it is the same."""

    def read_page(page):
        answers = [client.get(f"/api/{version}/pages/{page.pk}/") for version in VERSIONS]
        assert [answer.status_code for answer in answers] == [200, 200]
        second, third = (answer.json() for answer in answers)
        del second["meta"], third["meta"]
        assert second == third
        return second

    return read_page


@pytest.mark.parametrize("name", PUBLIC_FIELDS)
def test_every_public_field_of_a_page_is_there_in_both_versions(magazine, read, name):
    data = read(getattr(magazine, name))

    assert set(data) == PUBLIC_FIELDS[name] | {"id", "title"}
    assert all(data.values())


def test_the_body_is_a_list_of_typed_blocks(magazine, read):
    paragraph, heading, figure, quote, embed, box = read(magazine.article)["body"]

    url = magazine.link.full_url
    assert paragraph["value"] == f'<p>As <a href="{url}">she wrote</a>.</p>'
    assert (heading["type"], heading["value"]) == ("heading", "A heading")
    assert figure["value"]["caption"] == f'<p><a href="{url}">In rehearsal</a></p>'
    assert figure["value"]["credit"] == "A. Photographer"
    assert figure["value"]["image"]["alt"] == "Two dancers"
    assert quote["value"] == {"quote": "It breathes.", "attribution": "A dancer"}
    assert embed["value"] == {
        "url": VIDEO,
        "caption": "The whole dance",
        "title": "A dance",
        "provider_name": "Video",
        "thumbnail_url": None,
        "html": "<iframe></iframe>",
        "width": 800,
        "height": 450,
    }
    assert box["value"] == {"title": "Where", "text": "<p>In the old hall.</p>"}
    assert all(block["id"] for block in (paragraph, heading, figure, quote, embed, box))


def test_an_image_comes_described_and_in_its_renditions(magazine, read):
    image = read(magazine.column)["image"]

    assert image["alt"] == "A stage"
    assert image["decorative"] is False
    assert (image["width"], image["height"]) == (320, 240)
    assert image["url"].startswith("http")
    assert set(image["renditions"]) == {"thumbnail", "teaser", "medium", "large"}
    assert image["renditions"]["thumbnail"]["width"] == 240


def test_a_decorative_image_has_no_description(magazine, read):
    magazine.column.image_decorative = True
    magazine.column.save()

    image = read(magazine.column)["image"]

    assert (image["alt"], image["decorative"]) == ("", True)


def test_an_image_without_its_file_is_null(magazine, read):
    image = make_image()
    image.file.storage.delete(image.file.name)
    article = ArticlePageFactory(body=make_body(image=image, link=magazine.link))

    data = read(article)

    assert data["social_image"] is None
    assert data["body"][2]["value"]["image"] is None


def test_a_damaged_image_is_null(magazine, read):
    image = make_image()
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(b"no image")
    magazine.column.image = image
    magazine.column.save()

    assert read(magazine.column)["image"] is None


def test_an_image_that_was_deleted_is_null(magazine, read):
    image = make_image()
    article = ArticlePageFactory(body=make_body(image=image, link=magazine.link))
    image.delete()

    assert read(article)["body"][2]["value"]["image"] is None


def test_without_a_social_image_the_first_figure_is_shared(magazine, read):
    magazine.article.social_image = None
    magazine.article.save()

    data = read(magazine.article)

    assert data["social_image"] == data["body"][2]["value"]["image"]


def test_an_article_without_images_has_no_social_image(read):
    assert read(ArticlePageFactory())["social_image"] is None


def test_an_embed_that_is_not_stored_is_its_address_alone(magazine, read):
    article = ArticlePageFactory(body=[("embed", {"embed": "https://x.example/", "caption": ""})])

    value = read(article)["body"][0]["value"]

    assert (value["url"], value["html"], value["width"]) == ("https://x.example/", "", None)


def test_authors_stand_in_the_order_of_the_byline(read):
    authors = [make_author(title="Zoe"), make_author(title="Adam")]
    article = ArticlePageFactory(authors=authors)

    names = [author["name"] for author in read(article)["authors"]]

    assert names == ["Zoe", "Adam"]


def test_topics_are_in_alphabetical_order(magazine, read):
    assert read(magazine.article)["topics"] == ["dance", "rehearsal"]


def make_unpublished(page):
    page.unpublish()


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("hide", [make_unpublished, make_private])
def test_pages_that_are_not_public_vanish_from_those_that_refer_to_them(magazine, read, hide):
    for page in (magazine.author, magazine.link, magazine.issue):
        hide(page)

    article, column = read(magazine.article), read(magazine.column)

    assert (article["authors"], article["related_articles"]) == ([], [])
    assert column["columnists"] == []
    assert article["current_issue"] is column["current_issue"] is None


@pytest.mark.parametrize("hide", [make_unpublished, make_private])
def test_contents_keep_a_headline_of_their_own_without_the_article(magazine, read, hide):
    IssueContentFactory(issue=magazine.issue, article=magazine.link, headline="In print only")
    hide(magazine.article)
    hide(magazine.link)

    [entry] = read(magazine.issue)["contents"]

    assert (entry["headline"], entry["article"]) == ("In print only", None)


def test_the_column_of_an_article_vanishes_when_it_is_unpublished(magazine, read):
    magazine.column.unpublish()

    assert read(magazine.article)["column"] is None


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("hide", [make_unpublished, make_private])
def test_a_page_that_is_not_public_is_not_found(client, magazine, hide, version):
    hide(magazine.article)

    assert client.get(f"/api/{version}/pages/{magazine.article.pk}/").status_code == 404


def test_a_password_that_a_session_has_given_opens_nothing_in_version_2(client, magazine):
    article = magazine.article
    address = f"/api/v2/pages/{article.pk}/"
    assert client.get(address).status_code == 200
    restriction = PageViewRestriction.objects.create(
        page=article, restriction_type="password", password="sesame"
    )
    client.post(f"/_util/authenticate_with_password/{restriction.pk}/{article.pk}/", SESAME)

    assert client.get(article.url).status_code == 200
    assert client.get(address).status_code == 404
    assert article.title not in client.get("/api/v2/pages/?limit=100").text


def test_the_current_issue_is_the_newest_where_none_was_chosen(magazine, read):
    IssueSettings.objects.all().delete()
    newest = IssuePageFactory(date=datetime.date(2026, 8, 1))

    assert read(magazine.home)["current_issue"]["id"] == newest.pk
    assert not IssueSettings.objects.exists()


def test_links_in_a_translation_lead_to_translations(magazine, client):
    german = Locale.objects.create(language_code="de")
    for page in (magazine.home, magazine.column, magazine.link, magazine.article):
        page.copy_for_translation(german).get_latest_revision().publish()
    article = magazine.article.get_translation(german)

    response = client.get(f"/api/v2/pages/{article.pk}/")

    url = magazine.link.get_translation(german).full_url
    assert "/de/" in url
    assert f'href="{url}"' in response.json()["body"][0]["value"]
    assert response.json()["column"]["title"] == magazine.column.title


def test_a_link_to_a_page_that_is_gone_stays_text(magazine, read):
    gone = ArticlePageFactory()
    article = ArticlePageFactory(body=[("paragraph", f'<a linktype="page" id="{gone.pk}">x</a>')])
    gone.delete()

    assert read(article)["body"][0]["value"] == "<a>x</a>"


def test_a_draft_is_read_with_its_own_rows(client, magazine):
    other = make_author(title="New author")
    magazine.article.bylines = [Byline(author=other)]
    magazine.article.title = "A new headline"
    magazine.article.save_revision()
    user = UserFactory(is_superuser=True)
    _token, secret = APIToken.create_token(user=user, name="test")

    response = client.get(
        f"/api/v3/pages/{magazine.article.pk}/?version=draft",
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert response.json()["title"] == "A new headline"
    assert [author["name"] for author in response.json()["authors"]] == ["New author"]


def test_related_articles_stand_in_their_order(magazine, read):
    other = ArticlePageFactory(parent=magazine.column)
    RelatedArticleFactory(source=magazine.article, article=other, sort_order=9)

    titles = [article["title"] for article in read(magazine.article)["related_articles"]]

    assert titles == [magazine.link.title, other.title]


def test_no_account_of_the_staff_is_in_any_answer(client, magazine):
    user = UserFactory(email="canary@staff.example.org")
    magazine.article.owner = user
    magazine.article.save()

    for version in VERSIONS:
        text = client.get(f"/api/{version}/pages/{magazine.article.pk}/").content.decode()
        assert "canary" not in json.dumps(json.loads(text))
