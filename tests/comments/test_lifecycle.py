"""What becomes of a discussion with its page, on every surface: the table says what is right."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import CommentLogEntry, Discussion, ReaderComment
from comments.permissions import comment_policy
from comments.status import Mode, Status
from comments.templatetags.comments_tags import most_discussed
from tests.comments.doors import ROUTES, get_address
from tests.factories import UserFactory, make_staff
from tests.search import make_indexed_comment, searching

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

SUBJECT = "Lifecyclecanary"


def unpublish(article):
    article.unpublish()


def republish(article):
    article.unpublish()
    article.save_revision().publish()


def expire(article):
    article.expire_at = timezone.now() - datetime.timedelta(hours=1)
    article.save()
    call_command("publish_scheduled", stdout=None)


def move(article):
    article.move(ColumnPageFactory(slug="moved-to"), pos="last-child")


def restrict(article):
    PageViewRestriction.objects.create(page=article, restriction_type="login")


def restrict_column(article):
    restrict(article.get_parent())


def delete(article):
    article.delete()


#: What happens → whether the public sees the comments, takes new ones, and moderators see them.
TABLE = {
    "nothing": (lambda _article: None, True, True),
    "unpublish": (unpublish, False, True),
    "republish": (republish, True, True),
    "expire": (expire, False, True),
    "move to another section": (move, True, True),
    "make private": (restrict, False, True),
    "make the section private": (restrict_column, False, True),
    "delete": (delete, False, False),
}


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def staff(db):
    return UserFactory(is_superuser=True, is_staff=True)


def read(client, address, **query):
    """Return the text that anybody gets, ``""`` for a page that is not there or asks to sign in."""
    response = client.get(address, query)
    assert response.status_code < 500
    return response.text if response.status_code == 200 else ""


def get_surfaces(comment):
    """Return ``{name: (address, query)}`` of every public place where the comment could be."""
    page = Page.objects.filter(pk=comment.discussion.page_id).first()
    page_id = comment.discussion.page_id
    feeds = {
        f"{kind} feed {extension}": (
            reverse(f"comments:{kind}_feed", args=[pk, extension]),
            {},
        )
        for extension in ("atom", "rss", "json")
        for kind, pk in (("page", page_id), ("section", page.get_parent().pk if page else page_id))
    }
    apis = {f"api {name} {version}": (get_address(name, version, comment), {})
            for name, version in ROUTES}  # fmt: skip
    return {
        "page": (page.url if page else "/gone/", {}),
        "search": ("/search/", {"q": SUBJECT, "query": SUBJECT, "kind": "comments"}),
        **feeds,
        **apis,
    }


def get_places(client, comment):
    """Return the names of the surfaces on which the public reads ``comment``."""
    places = set()
    for name, (address, query) in get_surfaces(comment).items():
        # The search shows again what was searched for, in its form.
        text = read(client, address, **query)
        if comment.body in text.replace("<mark>", "").replace("</mark>", ""):
            places.add(name)
    if client.get(reverse("comments:permalink", args=[comment.uuid])).status_code in {200, 302}:
        places.add("permalink")
    page_id = comment.discussion.page_id
    if page_id in {page.pk for page in most_discussed()}:
        places.add("most discussed")
    if client.get(reverse("comments:post", args=[page_id])).status_code == 200:
        places.add("form")
    return places


def get_all_places(comment):
    return {*get_surfaces(comment), "permalink", "most discussed", "form"}


def make_comment(committing, page):
    return make_indexed_comment(
        committing, page=page, subject=SUBJECT, body=f"{SUBJECT} says something"
    )


@searching
@pytest.mark.parametrize("event", TABLE)
def test_where_the_comments_of_a_page_are_after(client, committing, event):
    happen, is_public, _ = TABLE[event]
    article = ArticlePageFactory()
    comment = make_comment(committing, article)
    assert get_places(client, comment) == get_all_places(comment)

    with committing(execute=True):
        happen(article)

    assert get_places(client, comment) == (get_all_places(comment) if is_public else set())


@pytest.mark.parametrize("event", TABLE)
def test_moderators_keep_the_comments_while_there_is_a_page(client, committing, staff, event):
    happen, _, is_in_queue = TABLE[event]
    article = ArticlePageFactory()
    ReaderCommentFactory(page=article, subject=SUBJECT)
    with committing(execute=True):
        happen(article)
    client.force_login(staff)

    queue = client.get(reverse("reader_comments:index"), {"status": "held"})

    assert queue.status_code == 200
    assert (SUBJECT in queue.text) == is_in_queue


@pytest.mark.parametrize("event", TABLE)
def test_comments_are_posted_where_they_are_read(client, committing, event):
    happen, is_public, _ = TABLE[event]
    article = ArticlePageFactory()
    with committing(execute=True):
        happen(article)

    response = client.post(reverse("comments:post", args=[article.pk]), {"body": "New"})

    # A form that lacks its name comes back; elsewhere nothing takes it, not even to say so.
    assert (response.status_code == 422) == is_public
    assert ReaderComment.objects.count() == 0


def test_moving_changes_who_moderates_at_once(committing):
    article = ArticlePageFactory()
    comment = ReaderCommentFactory(page=article)
    target = ColumnPageFactory()
    before, after = (make_staff(moderates=[page]) for page in (article.get_parent(), target))

    with committing(execute=True):
        article.move(target, pos="last-child")

    def get_queue(user):
        return list(
            comment_policy.instances_user_has_permission_for(
                type(user).objects.get(pk=user.pk), "moderate"
            )
        )

    assert get_queue(before) == []
    assert get_queue(after) == [comment]


class TestCopies:
    """The ways to another page with the same text: each begins with no comments."""

    def copy(self, article):
        return article.copy(update_attrs={"slug": "copied"})

    def alias(self, article):
        return article.create_alias(update_slug="alias")

    def translate(self, article):
        locale, _ = Locale.objects.get_or_create(language_code="de")
        return article.copy_for_translation(locale, copy_parents=True)

    @searching
    @pytest.mark.parametrize("way", ["copy", "alias", "translate"])
    def test_the_other_page_has_none_of_the_comments(self, client, committing, way):
        article = ArticlePageFactory()
        comment = make_comment(committing, article)

        with committing(execute=True):
            other = getattr(self, way)(article)

        assert not ReaderComment.objects.filter(discussion__page_id=other.pk).exists()
        if other.live:
            assert comment.body not in read(client, other.url)
        assert get_places(client, comment) == get_all_places(comment)

    @pytest.mark.parametrize("way", ["copy", "translate"])
    def test_what_was_set_for_the_page_stays_there(self, way):
        article = ArticlePageFactory()
        DiscussionFactory(page=article, mode=Mode.CLOSED)

        other = getattr(self, way)(article)

        assert Discussion.of(other).mode == Mode.INHERITED
        assert Discussion.of(article).mode == Mode.CLOSED

    def test_a_copy_is_discussed_on_its_own(self, client, committing):
        article = ArticlePageFactory()
        with committing(execute=True):
            other = self.copy(article)
        mine = make_comment(committing, other)

        assert mine.body in read(client, other.url)
        assert mine.body not in read(client, article.url)

    def test_an_alias_has_its_discussion_hidden(self, client, committing):
        with committing(execute=True):
            alias = self.alias(ArticlePageFactory())

        assert alias.live
        assert Discussion.of(alias).mode == Mode.HIDDEN
        assert client.get(alias.url).status_code == 200
        assert 'id="discussion"' not in client.get(alias.url).text
        response = client.post(reverse("comments:post", args=[alias.pk]), {"body": "New"})
        assert not ReaderComment.objects.exists()
        assert response.status_code != 302

    def test_every_alias_of_a_section_has_its_discussion_hidden(self):
        article = ArticlePageFactory()
        column = article.get_parent().specific

        copy = column.create_alias(recursive=True, update_slug="section-alias")

        (alias,) = copy.get_children()
        assert Discussion.of(alias).mode == Mode.HIDDEN
        # A column takes no comments, so that nothing is kept for it.
        assert not Discussion.objects.filter(page=copy).exists()

    def test_publishing_the_original_does_not_open_the_alias(self, committing):
        article = ArticlePageFactory()
        alias = self.alias(article)

        with committing(execute=True):
            article.save_revision().publish()

        assert Discussion.of(alias).mode == Mode.HIDDEN

    def test_a_moderator_may_open_the_discussion_of_an_alias(self, client, committing, staff):
        alias = self.alias(ArticlePageFactory())

        with committing(execute=True):
            actions.set_discussion_mode(alias, mode=Mode.OPEN, user=staff)

        assert 'id="discussion"' in client.get(alias.url).text


class TestDeletion:
    def test_the_audit_log_stays_without_words_that_identify(self, committing, staff):
        article, other = ArticlePageFactory(), ArticlePageFactory()
        comment = ReaderCommentFactory(page=article, subject="About Jane Doe")
        kept = ReaderCommentFactory(page=other, subject="Another one")
        actions.approve([comment, kept], user=staff)

        with committing(execute=True):
            article.delete()

        entry = CommentLogEntry.objects.get(comment=comment.pk)
        assert (entry.user, entry.action, entry.label) == (staff, "comments.approved", "")
        assert "Jane" not in str(entry.data)
        assert CommentLogEntry.objects.get(comment=kept.pk).label == "Another one"

    def test_deleting_a_section_takes_all_its_discussions(self, committing, staff):
        article = ArticlePageFactory()
        comment = ReaderCommentFactory(page=article, subject="About Jane Doe")
        ReaderCommentFactory(parent=comment, status=Status.APPROVED)
        actions.approve([comment], user=staff)

        with committing(execute=True):
            article.get_parent().delete()

        assert not ReaderComment.objects.exists()
        assert not Discussion.objects.exists()
        assert not CommentLogEntry.objects.exclude(label="").exists()
        assert CommentLogEntry.objects.exists()
