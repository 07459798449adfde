"""Search with OpenSearch, by one setting: what is sent there, what is asked, and what is shown.

The service is a fake (``tests.opensearch``): these tests are about the wiring.
"""

import json

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction, Site

from columns.factories import ArticlePageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.status import Status
from settings.search import search_backends
from tests import opensearch
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

PAGES = "test_wagtailcore_page"
COMMENTS = "test_comments_readercomment"


@pytest.fixture
def service(settings):
    with opensearch.running() as service:
        settings.WAGTAILSEARCH_BACKENDS = search_backends(service.url, prefix="test")
        yield service


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def test_rebuilding_sends_pages_and_visible_comments_and_nothing_about_commenters(service):
    article = ArticlePageFactory(title="A headline")
    shown, _held = (
        ReaderCommentFactory(
            page=article, status=status, body="Words", author_name="Canary", author_email="c@c.org"
        )
        for status in (Status.APPROVED, Status.HELD)
    )
    call_command("update_index", verbosity=0)

    assert service.get_documents(PAGES)[str(article.pk)]["title"] == "A headline"
    documents = service.get_documents(COMMENTS)
    assert list(documents) == [str(shown.pk)]
    assert documents[str(shown.pk)]["plain_text"] == "Words"
    everything = json.dumps([*documents.values(), *service.get_documents(PAGES).values()])
    assert "Canary" not in everything
    assert "c@c.org" not in everything


def test_decisions_are_followed(service, committing):
    comments = [ReaderCommentFactory(page=ArticlePageFactory()) for _ in range(2)]
    with committing(execute=True):
        actions.approve(comments)
    assert set(service.get_documents(COMMENTS)) == {str(comment.pk) for comment in comments}

    with committing(execute=True):
        actions.mark_spam(comments[:1])
    assert set(service.get_documents(COMMENTS)) == {str(comments[1].pk)}
    assert service.deleted == [(COMMENTS, str(comments[0].pk))]


def test_the_service_is_asked_for_public_pages_with_all_words(service, client):
    root = Site.objects.get(is_default_site=True).root_page
    read(client, "/search/?query=quiet+-house")
    name, asked = service.searches[0]
    query = json.dumps(asked["query"])
    assert name == PAGES
    assert '"query": "quiet house"' in query
    assert '"operator": "and"' in query
    assert '{"term": {"live_filter": true}}' in query
    assert json.dumps({"prefix": {"path_filter": root.path}}) in query
    assert any(name == COMMENTS for name, _ in service.searches)


def test_what_the_service_finds_is_shown_in_its_order(service, client):
    first, second = (ArticlePageFactory(title=title) for title in ("Other words", "More words"))
    comment = ReaderCommentFactory(page=second, status=Status.APPROVED, body="Some words")
    service.answers = {PAGES: [second.pk, first.pk], COMMENTS: [comment.pk]}
    html = read(client, "/search/?query=words").content.decode()
    assert html.index(f'href="{second.url}"') < html.index(f'href="{first.url}"')
    assert "Found in 1 comment<" in html
    assert "Some <mark>words</mark>" in html


def test_what_the_service_should_have_forgotten_is_not_shown(service, client):
    restricted = ArticlePageFactory(title="Canary words")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    unpublished = ArticlePageFactory(title="Canary words", live=False)
    public = ArticlePageFactory(title="Public words")
    comments = [
        ReaderCommentFactory(page=page, status=status, body="Canary words")
        for page, status in (
            (restricted, Status.APPROVED),
            (unpublished, Status.APPROVED),
            (public, Status.HELD),
            (public, Status.SPAM),
        )
    ]
    service.answers = {
        PAGES: [restricted.pk, unpublished.pk, public.pk],
        COMMENTS: [comment.pk for comment in comments],
    }
    html = read(client, "/search/?query=words").content.decode()
    assert "1 result for" in html
    assert f'href="{public.url}"' in html
    assert "Canary" not in html
    assert "Found in" not in html


def test_without_the_service_the_site_says_so_and_goes_on(settings, client, committing):
    with opensearch.running() as service:
        settings.WAGTAILSEARCH_BACKENDS = search_backends(service.url, prefix="test")
    response = read(client, "/search/?query=words", status=503)
    assert "The search does not answer just now." in response.content.decode()
    assert "no-store" in response["Cache-Control"]

    with committing(execute=True):
        article = ArticlePageFactory()
        comment = ReaderCommentFactory(page=article)
        actions.approve([comment])
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert read(client, article.url)
