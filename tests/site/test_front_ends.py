"""What front ends on other origins need: permission to ask, previews, an API, its description."""

import json
from io import StringIO
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import path

from columns.models import ArticlePage, IssuePage
from comments.models import ReaderComment
from comments.openapi import find_references
from tests.factories import UserFactory
from tests.site.own_api import api as own_api

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

ORIGIN = "https://reader.example.org"
COMMENTS = "/api/v3/comments/"
#: Not to be called by its path: the test gives it the operations.
OWN_API = "tests.site.own_api.api"


@pytest.fixture
def opened(settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]


def ask_before(client, address, method, *, origin=ORIGIN, headers="content-type"):
    """Ask as a browser does before it sends something to another origin."""
    return client.options(
        address,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": headers,
        },
    )


def make_comment(magazine):
    return {
        "page": magazine.article.pk,
        "body": "From another origin",
        "author_name": "Robin",
        "author_email": "robin@example.org",
    }


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_no_other_origin_may_ask_unless_it_is_named(client, magazine, version):
    response = client.get(
        f"/api/{version}/comments/?page={magazine.article.pk}", headers={"Origin": ORIGIN}
    )

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response
    asked = ask_before(client, COMMENTS, "POST")
    assert "Access-Control-Allow-Origin" not in asked


@pytest.mark.parametrize(
    "headers",
    [
        "content-type,idempotency-key",
        "comment-secret",
        "reader-key",
        "authorization",
        "if-none-match",
    ],
)
def test_an_origin_that_is_named_may_send_what_our_operations_take(client, opened, headers):
    response = ask_before(client, COMMENTS, "POST", headers=headers)

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    allowed = response["Access-Control-Allow-Headers"].split(", ")
    assert set(headers.split(",")) <= set(allowed)
    assert "Access-Control-Allow-Credentials" not in response


def test_another_one_may_not(client, opened):
    response = ask_before(client, COMMENTS, "POST", origin="https://evil.example.org")

    assert "Access-Control-Allow-Origin" not in response


def test_what_is_outside_of_the_api_stays_closed(client, opened, magazine):
    response = client.get(magazine.article.url, headers={"Origin": ORIGIN})

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response


def test_a_front_end_posts_without_cookies_and_reads_the_answer(client, opened, magazine):
    response = client.post(
        COMMENTS,
        make_comment(magazine),
        content_type="application/json",
        headers={"Origin": ORIGIN},
    )

    assert response.status_code == 202
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert {"Location", "Retry-After", "ETag"} <= set(
        response["Access-Control-Expose-Headers"].split(", ")
    )


def test_a_session_is_no_better_than_none(client, opened, magazine):
    boss = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(boss)

    response = client.post(
        COMMENTS,
        make_comment(magazine),
        content_type="application/json",
        headers={"Origin": "https://evil.example.org"},
    )

    # As a guest, whoever's cookie comes along: nothing is done in the name of a session.
    assert response.status_code == 202
    comment = ReaderComment.objects.get()
    assert (comment.user, comment.badge, comment.status) == (None, "", "held")


def test_what_needs_no_question_before_is_refused(client, magazine):
    """A form of a foreign page can post ``text/plain`` without asking."""
    response = client.post(COMMENTS, json.dumps(make_comment(magazine)), content_type="text/plain")

    assert response.status_code == 415
    assert not ReaderComment.objects.exists()


# Previews


@pytest.fixture
def headless(settings):
    settings.COLUMNS_HEADLESS_PREVIEW = True
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": f"{ORIGIN}/preview"}}


def preview(rf, page):
    """Return the parameters that the editor's preview of ``page`` hands to the front end."""
    request = rf.get("/")
    request.user = UserFactory(is_superuser=True)
    html = page.serve_preview(request, "").content.decode()
    address = html.split('src="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert address.startswith(f"{ORIGIN}/preview")
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_draft_is_previewed_with_its_token(client, rf, magazine, headless):
    article = ArticlePage.objects.get(pk=magazine.article.pk)
    article.title = "Not yet saved"
    article.topics.add("unheard")

    found = client.get("/api/v3/columns/preview/", preview(rf, article))

    assert found.status_code == 200, found.content
    assert "no-store" in found["Cache-Control"]
    answer = found.json()
    assert answer["type"] == "columns.ArticlePage"
    assert answer["page"]["title"] == answer["article"]["title"] == "Not yet saved"
    assert "unheard" in [topic["name"] for topic in answer["article"]["topics"]]
    assert answer["article"]["authors"][0]["id"] == magazine.author.pk
    assert answer["column"] is None
    assert "Not yet saved" not in client.get("/api/v3/columns/articles/").content.decode()


@pytest.mark.parametrize("name", ["column", "author", "issue", "home", "authors", "issues"])
def test_every_page_type_is_previewed(client, rf, magazine, headless, name):
    page = getattr(magazine, name)
    page.title = "A draft"

    answer = client.get("/api/v3/columns/preview/", preview(rf, page)).json()

    assert answer["page"]["title"] == "A draft"
    if name in answer:
        assert answer[name]["title"] == "A draft"


def test_a_page_that_was_never_saved_is_previewed(client, rf, magazine, headless):
    page = ArticlePage(title="New", slug="new", locale=magazine.home.locale)
    page.path, page.depth = f"{magazine.column.path}0099", magazine.column.depth + 1
    page.set_url_path(magazine.column)

    answer = client.get("/api/v3/columns/preview/", preview(rf, page)).json()

    assert answer["article"]["id"] == 0
    assert answer["article"]["column"]["id"] == magazine.column.pk


def test_an_issue_that_was_never_saved_is_previewed(client, rf, magazine, headless):
    page = IssuePage(title="New", slug="new", locale=magazine.home.locale)
    page.path, page.depth = f"{magazine.issues.path}0099", magazine.issues.depth + 1
    page.set_url_path(magazine.issues)

    answer = client.get("/api/v3/columns/preview/", preview(rf, page)).json()

    assert (answer["issue"]["id"], answer["issue"]["title"]) == (0, "New")
    assert answer["issue"]["previous"] is None
    assert answer["issue"]["next"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"token": "id=1:made:up"},
        {"content_type": "columns.columnpage"},
        {"content_type": "auth.user"},
        {"content_type": "nothing"},
        {"content_type": "comments.readercomment"},
    ],
)
def test_nothing_is_previewed_without_the_right_token(client, rf, magazine, headless, change):
    parameters = preview(rf, magazine.article) | change

    assert client.get("/api/v3/columns/preview/", parameters).status_code == 404


def test_a_token_does_not_last(client, rf, magazine, headless, monkeypatch):
    parameters = preview(rf, magazine.article)
    monkeypatch.setattr("columns.previews.TOKEN_SECONDS", -1)

    assert client.get("/api/v3/columns/preview/", parameters).status_code == 404


def test_where_previews_are_the_sites_own_no_token_opens_anything(client, rf, magazine, settings):
    settings.COLUMNS_HEADLESS_PREVIEW = True
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": f"{ORIGIN}/preview"}}
    parameters = preview(rf, magazine.article)
    settings.COLUMNS_HEADLESS_PREVIEW = False

    assert client.get("/api/v3/columns/preview/", parameters).status_code == 404
    request = rf.get("/")
    request.user = UserFactory(is_superuser=True)
    shown = magazine.article.serve_preview(request, "")
    assert ORIGIN not in shown.render().content.decode()


# An API of the site's own, and the description of any


@pytest.fixture(scope="module")
def own_urls():
    """The addresses of the site with an API of its own, in which the settings mount both parts."""
    from django.test import override_settings

    from columns import endpoints
    from comments.api import v3
    from danceconnection.urls import urlpatterns

    with override_settings(COLUMNS_APIS=[OWN_API], COMMENTS_APIS=[OWN_API]):
        endpoints.register()
        v3.register()

    module = ModuleType("own_urls")
    module.urlpatterns = [path("magazine-api/", own_api.urls), *urlpatterns]
    return module


def test_both_parts_can_be_in_an_api_of_the_sites_own(client, magazine, own_urls, settings):
    settings.ROOT_URLCONF = own_urls
    ours, wagtails = (
        client.get(f"/{api}/columns/articles/").json() for api in ("magazine-api", "api/v3")
    )

    assert ours == wagtails
    posted = client.post(
        "/magazine-api/comments/", make_comment(magazine), content_type="application/json"
    )
    assert posted.status_code == 202
    assert client.get("/magazine-api/pages/").status_code == 404


def export(*arguments):
    output = StringIO()
    call_command("export_openapi", *arguments, stdout=output)
    return json.loads(output.getvalue())


def test_the_exported_document_is_whole(client):
    served = client.get("/api/v3/openapi.json").json()
    document = export()

    assert document["paths"].keys() == served["paths"].keys()
    assert all("scheme" in scheme for scheme in document["components"]["securitySchemes"].values())
    assert set(find_references(document)) <= document["components"]["schemas"].keys()
    for address, item in document["paths"].items():
        for operation in item.values():
            statuses = operation["responses"].keys()
            assert any(str(status)[0] in "45d" for status in statuses), address
            assert {"AllowAnonymous": []} not in operation.get("security", [])
    assert "302" in document["paths"]["/api/v3/pages/find/"]["get"]["responses"]


def test_our_part_alone_is_exported_with_what_it_needs():
    document = export("--ours")

    assert all("/columns/" in path or "/comments/" in path for path in document["paths"])
    used = set(find_references(document["paths"]))
    assert used <= document["components"]["schemas"].keys()
    assert "ArticlePageSchema" not in document["components"]["schemas"]


@pytest.mark.parametrize("api", ["no.such.api", "django.conf.settings"])
def test_what_is_no_api_is_not_exported(api):
    with pytest.raises(CommandError, match=api):
        export("--api", api)


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        export("--output", str(tmp_path / "missing" / "openapi.json"))
