"""Proxies forget the addresses of both APIs that show what has changed."""

import pytest
from wagtail.models import PageViewRestriction

from columns.models import ArticlePage
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import ReaderComment
from comments.status import Mode, Status
from tests.magazine import make_magazine
from tests.site.test_site_cache import RecordingBackend

pytestmark = [pytest.mark.django_db, pytest.mark.page_cache]


@pytest.fixture
def magazine(settings):
    made = make_magazine()
    made.comment = ReaderCommentFactory(page=made.article, status=Status.APPROVED)
    made.held = ReaderCommentFactory(page=made.article)
    made.other = ReaderCommentFactory(page=made.link, status=Status.APPROVED)
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "tests.site.test_site_cache.RecordingBackend"}
    }
    return made


@pytest.fixture
def forget(settings, monkeypatch, magazine, django_capture_on_commit_callbacks):
    """Return a function that makes a change, and returns which paths of the APIs are forgotten."""

    def forget_after(change):
        monkeypatch.setattr(RecordingBackend, "forgotten", [])
        with django_capture_on_commit_callbacks(execute=True):
            change()
        root = f"{settings.WAGTAILAPI_BASE_URL}/api/"
        return {
            address.removeprefix(root)
            for address in RecordingBackend.forgotten
            if address.startswith(root)
        }

    return forget_after


def get(model, page):
    return model.objects.get(pk=page.pk)


def of_page(page):
    """Return the addresses that show the page."""
    return {
        "v2/pages/",
        f"v2/pages/{page.pk}/",
        "v3/pages/",
        f"v3/pages/{page.pk}/",
        f"v3/columns/articles/{page.pk}/",
    }


def of_discussion(page):
    """Return the addresses that show the discussion of the page as a whole."""
    return {
        f"v2/comments/?page={page.pk}",
        f"v3/comments/?page={page.pk}",
        f"v3/comments/threads/?page={page.pk}",
        f"v3/comments/discussions/{page.pk}/",
        f"v3/comments/counts/?page={page.pk}",
        "v3/comments/latest/",
    }


def of_comment(comment):
    """Return the addresses that show the comment alone."""
    own = f"v3/comments/{comment.uuid}/"
    return {f"v2/comments/{comment.uuid}/", own, f"{own}place/", f"{own}replies/"}


def test_an_article_that_is_published_anew(magazine, forget):
    def publish():
        page = get(ArticlePage, magazine.article)
        page.title = "Another"
        page.save_revision().publish()

    forgotten = forget(publish)

    assert of_page(magazine.article) | of_discussion(magazine.article) <= forgotten
    # Its comments are what they were, however many there are.
    assert not of_comment(magazine.comment) & forgotten


def unpublish(magazine):
    get(ArticlePage, magazine.article).unpublish()


def restrict(magazine):
    PageViewRestriction.objects.create(page=magazine.column, restriction_type="login")


def hide(magazine):
    actions.set_discussion_mode(magazine.article, mode=Mode.HIDDEN)


def move(magazine):
    get(ArticlePage, magazine.article).move(magazine.authors)


@pytest.mark.parametrize("change", [unpublish, restrict, hide, move])
def test_comments_that_disappear_with_their_page(magazine, forget, change):
    forgotten = forget(lambda: change(magazine))

    assert of_discussion(magazine.article) | of_comment(magazine.comment) <= forgotten
    assert not of_comment(magazine.held) & forgotten
    if change is not hide:
        assert of_page(magazine.article) <= forgotten


def test_comments_that_are_deleted_with_their_page(magazine, forget):
    forgotten = forget(lambda: get(ArticlePage, magazine.link).delete())

    gone = of_page(magazine.link) | of_discussion(magazine.link) | of_comment(magazine.other)
    assert gone <= forgotten
    assert not of_comment(magazine.comment) & forgotten


def approve(magazine):
    actions.approve([magazine.held])
    return magazine.held


def reject(magazine):
    actions.reject([magazine.comment])
    return magazine.comment


def edit(magazine):
    return actions.edit_comment(magazine.comment, body="Something else")


def react(magazine):
    return actions.react(magazine.comment, reader_key="a", network="a", is_on=True)


def pick(magazine):
    return actions.pick_comment(magazine.comment)


@pytest.mark.parametrize("change", [approve, reject, edit, react, pick])
def test_a_comment_that_changes(magazine, forget, change):
    changed = []

    forgotten = forget(lambda: changed.append(change(magazine)))

    (comment,) = changed
    assert of_discussion(magazine.article) | of_comment(comment) <= forgotten
    assert not of_comment(magazine.other) & forgotten


@pytest.mark.parametrize("change", [approve, reject, edit, react, pick])
def test_what_a_changed_comment_answers(magazine, forget, change):
    parents = ReaderCommentFactory.create_batch(2, page=magazine.article, status=Status.APPROVED)
    for comment, parent in zip((magazine.comment, magazine.held), parents, strict=True):
        ReaderComment.objects.filter(pk=comment.pk).update(parent=parent)
        comment.refresh_from_db()
    changed = []

    forgotten = forget(lambda: changed.append(change(magazine)))

    (comment,) = changed
    assert of_comment(comment.parent) <= forgotten
    assert sum(bool(of_comment(parent) & forgotten) for parent in parents) == 1


@pytest.mark.parametrize("change", [unpublish, restrict, hide, move])
def test_no_more_comments_are_named_than_a_proxy_can_be_told_of(magazine, forget, change, settings):
    settings.PURGED_COMMENTS_LIMIT = 2
    first, *last = [
        magazine.comment,
        *ReaderCommentFactory.create_batch(2, page=magazine.article, status=Status.APPROVED),
    ]

    forgotten = forget(lambda: change(magazine))

    for comment in last:
        assert of_comment(comment) <= forgotten
    assert not of_comment(first) & forgotten
    assert of_discussion(magazine.article) <= forgotten


def test_answers_of_the_api_are_asked_for_each_time(magazine, client, settings):
    # What is purged of is no more than what proxies keep past this.
    settings.PAGE_SHARED_MAX_AGE = 600
    paths = {path for path in of_comment(magazine.comment) if path.startswith("v3")}
    for path in sorted(paths | of_discussion(magazine.article)):
        if path.startswith("v3"):
            assert "must-revalidate" in client.get(f"/api/{path}")["Cache-Control"], path


def test_comments_that_are_rendered_anew(magazine, forget):
    shown = [magazine.comment, magazine.other]
    ReaderComment.objects.update(html="As a former format had it")

    forgotten = forget(lambda: actions.rerender_comments([*shown, magazine.held]))

    assert of_comment(magazine.comment) | of_comment(magazine.other) <= forgotten
    assert not of_comment(magazine.held) & forgotten


def test_without_a_proxy_nothing_is_looked_for(magazine, forget, settings):
    del settings.WAGTAILFRONTENDCACHE

    assert forget(lambda: unpublish(magazine)) == set()
