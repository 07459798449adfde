"""What a reader may not see appears nowhere: by state of the comment, of its page, by reader."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import PageViewRestriction, Site

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import registry
from comments.factories import DiscussionFactory, GroupFactory, ReaderCommentFactory
from comments.models import ReaderComment
from comments.querysets import get_commentable_pages, get_pages_visible_to, get_prepared_shape
from comments.status import Mode, Status
from comments.threads import get_discussion_view
from home.factories import HomePageFactory
from tests.factories import UserFactory

#: Who sees an approved comment on a page in which state.
READERS = ("anonymous", "account", "member", "superuser")
SEEN_BY = {
    "live": set(READERS),
    "unpublished": set(),
    "hidden discussion": set(),
    "page type not registered": set(),
    "login": {"account", "member", "superuser"},
    "groups": {"member", "superuser"},
    "password": set(),
    "column behind login": {"account", "member", "superuser"},
}


@pytest.fixture
def group(db):
    return GroupFactory()


@pytest.fixture
def readers(group):
    member = UserFactory()
    member.groups.add(group)
    return {
        "anonymous": AnonymousUser(),
        "account": UserFactory(),
        "member": member,
        "superuser": UserFactory(is_superuser=True),
    }


@pytest.fixture
def page_in(group):
    """Make a page in a state of the table."""

    def make(state):
        if state == "page type not registered":
            return ColumnPageFactory()
        page = ArticlePageFactory()
        if state == "unpublished":
            page.unpublish()
        if state == "hidden discussion":
            DiscussionFactory(page=page, mode=Mode.HIDDEN)
        if state in {"login", "groups", "password"}:
            restriction = PageViewRestriction.objects.create(
                page=page, restriction_type=state, password="secret"
            )
            restriction.groups.add(group)
        if state == "column behind login":
            PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
        return page

    return make


@pytest.mark.parametrize("state", SEEN_BY)
@pytest.mark.parametrize("reader", READERS)
def test_who_sees_an_approved_comment(page_in, readers, state, reader):
    comment = ReaderCommentFactory(page=page_in(state), status=Status.APPROVED)

    seen = ReaderComment.objects.visible_to(readers[reader]).filter(pk=comment.pk).exists()

    assert seen == (reader in SEEN_BY[state])


@pytest.mark.parametrize("status", Status)
def test_readers_see_approved_comments_only(article, readers, status):
    comment = ReaderCommentFactory(page=article, status=status)

    for user in readers.values():
        assert ReaderComment.objects.visible_to(user).count() == (status == Status.APPROVED)
    view = get_discussion_view(article)
    shown = [node.comment for node in view.nodes]
    assert shown == ([comment] if status == Status.APPROVED else [])
    assert view.comment_count == len(shown)


def test_a_password_opens_a_page_for_the_session_that_gave_it(page_in):
    comment = ReaderCommentFactory(page=page_in("password"), status=Status.APPROVED)
    restriction = PageViewRestriction.objects.get()
    visible = ReaderComment.objects.visible_to(
        AnonymousUser(), passed_restrictions=[restriction.pk]
    )

    assert list(visible) == [comment]


def test_a_default_of_hidden_hides_what_nobody_has_opened(article, settings):
    settings.COMMENTS_DEFAULT_MODE = "hidden"
    ReaderCommentFactory(page=article, status=Status.APPROVED)
    opened = ArticlePageFactory()
    DiscussionFactory(page=opened, mode=Mode.OPEN)
    comment = ReaderCommentFactory(page=opened, status=Status.APPROVED)

    assert list(ReaderComment.objects.visible_to(AnonymousUser())) == [comment]
    assert not get_discussion_view(article).is_shown
    assert get_discussion_view(article).comment_count == 0


def test_pages_for_readers_are_the_published_ones(article):
    home_page = Site.objects.get().root_page
    draft = ArticlePageFactory(live=False)

    visible = get_pages_visible_to(AnonymousUser())

    assert {home_page.pk, article.pk} <= {page.pk for page in visible}
    assert draft.pk not in {page.pk for page in visible}
    assert [page.pk for page in get_commentable_pages(AnonymousUser())] == [article.pk]


def test_a_page_outside_every_site_is_visible_to_nobody(client, readers):
    elsewhere = ArticlePageFactory(parent=ColumnPageFactory(parent=HomePageFactory()))
    comment = ReaderCommentFactory(page=elsewhere, status=Status.APPROVED)

    for user in readers.values():
        assert not ReaderComment.objects.visible_to(user).exists()
        assert not get_commentable_pages(user).exists()
    assert client.get(f"/comments/{comment.uuid}/").status_code == 404
    assert client.get(f"/comments/post/{elsewhere.pk}/").status_code == 404
    assert client.get(f"/api/v2/comments/?page={elsewhere.pk}").status_code == 404
    assert client.get(f"/api/v3/comments/?page={elsewhere.pk}").status_code == 404


def test_a_page_whose_class_is_gone_has_no_discussion():
    assert registry.get_options(None) is None


def test_a_registered_page_type_has_options_and_another_has_none(article):
    assert registry.get_options(type(article)) is not None
    assert registry.get_options(type(article.get_parent().specific)) is None


@pytest.mark.django_db
def test_queries_that_are_written_once_follow_what_is_registered(without_articles):
    before = get_prepared_shape()

    registry.register("columns.ArticlePage")

    assert get_prepared_shape() != before


def test_a_page_type_is_registered_once_and_with_a_mode_that_exists():
    with pytest.raises(Exception, match="already"):
        registry.register("columns.ArticlePage")
    with pytest.raises(Exception, match="open, closed or hidden"):
        registry.register("blog.PostPage", default_mode="maybe")


class TestThreads:
    def texts(self, article, **kwargs):
        nodes = get_discussion_view(article, **kwargs).nodes
        return [(node.comment and node.comment.subject, node.depth) for node in nodes]

    def test_replies_follow_their_parent_in_order(self, article):
        def add(subject, **kwargs):
            return ReaderCommentFactory(subject=subject, status=Status.APPROVED, **kwargs)

        first = add("a", page=article)
        add("b", page=article)
        answer = add("a1", parent=first)
        add("a2", parent=first)
        add("a1x", parent=answer)

        expected = [("a", 0), ("a1", 1), ("a1x", 2), ("a2", 1), ("b", 0)]
        assert self.texts(article) == expected

    @pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
    def test_a_tombstone_stands_for_what_has_visible_replies(self, article, status):
        start = ReaderCommentFactory(page=article, status=Status.APPROVED)
        middle = ReaderCommentFactory(parent=start, status=Status.APPROVED)
        ReaderCommentFactory(parent=middle, subject="shown", status=Status.APPROVED)
        for comment in (start, middle):
            ReaderComment.objects.filter(pk=comment.pk).update(status=status)

        assert self.texts(article) == [(None, 0), (None, 1), ("shown", 2)]

    def test_a_thread_of_which_readers_see_nothing_takes_no_place(self, article, settings):
        settings.COMMENTS_THREADS_PER_PAGE = 1
        held = ReaderCommentFactory(page=article)
        ReaderCommentFactory(parent=held)
        ReaderCommentFactory(page=article, subject="shown", status=Status.APPROVED)

        assert self.texts(article) == [("shown", 0)]

    def test_reading_costs_the_same_for_any_number_of_comments(
        self, article, django_assert_max_num_queries
    ):
        for _ in range(10):
            start = ReaderCommentFactory(page=article, status=Status.APPROVED)
            ReaderCommentFactory(parent=start, status=Status.APPROVED)
        get_discussion_view(article)

        with django_assert_max_num_queries(4):
            assert len(get_discussion_view(article).nodes) == 20
