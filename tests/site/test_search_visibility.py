"""Nothing that a reader may not see is found, in no state of pages, comments and index."""

import pytest
from wagtail.models import Locale, Page, PageViewRestriction, Site

from columns.factories import ArticlePageFactory, AuthorPageFactory, ColumnPageFactory
from comments import actions
from comments.models import ReaderComment
from comments.status import Mode, Status
from home.factories import HomePageFactory
from tests.pages import read
from tests.search import make_indexed_comment, searching

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

#: Words of which each is in one place of the article: title, standfirst, body, comment.
PLACES = ("titlecanary", "standfirstcanary", "bodycanary", "commentcanary")


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def restrict(page, restriction_type="login"):
    PageViewRestriction.objects.create(page=page, restriction_type=restriction_type, password="x")


def move_to_another_site(article):
    # Its own root, whose pages this site does not show.
    home = HomePageFactory(parent=Page.objects.get(depth=1))
    Site.objects.create(hostname="other.example.org", root_page=home)
    article.get_parent().move(home, pos="last-child")


def hide_page(article):
    Page.objects.filter(pk=article.pk).update(live=False, expired=True)


STATES = {
    "unpublished": lambda article: article.unpublish(),
    "expired": hide_page,
    "behind a login": restrict,
    "behind a password": lambda article: restrict(article, "password"),
    "for a group": lambda article: restrict(article, "groups"),
    "column behind a login": lambda article: restrict(article.get_parent()),
    "of another site": move_to_another_site,
    "outside every site": lambda article: article.get_parent().move(
        Page.objects.get(depth=1), pos="last-child"
    ),
    "deleted": lambda article: article.delete(),
}


def find(client, query, kind="all"):
    html = read(client, f"/search/?query={query}&kind={kind}").content.decode()
    return html.partition("</form>")[2].partition("</form>")[2]


def assert_nothing(client, words):
    for word in words:
        for kind in ("all", "articles", "comments"):
            html = find(client, word, kind)
            assert "site-result" not in html.replace("site-results-advice", "")
            assert not any(place in html for place in PLACES if place != word)


@pytest.fixture
def article(committing):
    article = ArticlePageFactory(
        parent=ColumnPageFactory(title="The Column"),
        title="An article titlecanary",
        standfirst="About standfirstcanary",
        body=[("paragraph", "<p>Text bodycanary</p>")],
    )
    make_indexed_comment(committing, page=article, body="Said commentcanary")
    return article


@searching
def test_a_public_article_and_its_comments_are_found(client, article):
    for word in PLACES:
        assert f'href="{article.url}"' in find(client, word)
    assert f'href="{article.url}"' in find(client, "titlecan")


@searching
@pytest.mark.parametrize("state", STATES)
def test_a_page_that_is_not_public_is_found_by_nothing(client, article, committing, state):
    with committing(execute=True):
        STATES[state](article)
    # Part of a word too: beginnings are looked for in titles.
    assert_nothing(client, [*PLACES, "titlecan"])


@searching
@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_a_comment_that_is_not_public_is_not_found_though_the_index_has_it(client, article, status):
    # Past the actions, so that the index does not hear of it.
    ReaderComment.objects.update(status=status)
    assert_nothing(client, ["commentcanary"])
    assert f'href="{article.url}"' in find(client, "titlecanary")


@searching
def test_comments_of_a_hidden_discussion_are_not_found_though_the_index_has_them(client, article):
    article.reader_discussion.mode = Mode.HIDDEN
    article.reader_discussion.save()
    assert_nothing(client, ["commentcanary"])


@searching
def test_a_removed_comment_leaves_nothing_to_find(client, article, committing):
    with committing(execute=True):
        actions.remove(list(ReaderComment.objects.all()))
    assert_nothing(client, ["commentcanary"])


@searching
def test_another_language_is_not_found(client, article):
    german = Locale.objects.create(language_code="de")
    home = Site.objects.get(is_default_site=True).root_page
    translated_home = home.copy_for_translation(german)
    translated_home.get_latest_revision().publish()
    html = read(client, "/de/search/?query=titlecanary").content.decode()
    assert article.url not in html
    assert f'href="{article.url}"' in find(client, "titlecanary")


@searching
def test_nobody_finds_an_article_by_an_author_who_is_not_public(client, committing):
    author = AuthorPageFactory(title="Secretive Pseudonym")
    with committing(execute=True):
        article = ArticlePageFactory(authors=[author], title="An article")
        article.save_revision().publish()
    assert f'href="{article.url}"' in find(client, "pseudonym")
    with committing(execute=True):
        author.unpublish()
    assert_nothing(client, ["pseudonym"])
    with committing(execute=True):
        author.save_revision().publish()
    assert f'href="{article.url}"' in find(client, "pseudonym")
    with committing(execute=True):
        restrict(author.get_parent())
    assert_nothing(client, ["pseudonym"])
    assert f'href="{article.url}"' in find(client, "article")


@searching
def test_what_a_stale_index_says_of_a_page_is_not_shown(client, article):
    # The index still has the old title; the row has not, and a page is shown as it is.
    Page.objects.filter(pk=article.pk).update(title="A new title")
    html = find(client, "titlecanary")
    assert "An article titlecanary" not in html
