"""The loaded demo: what it holds, who may do what in it."""

import re
from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from wagtail.embeds.models import Embed
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, Site

from columns.models import ArticlePage, AuthorPage, ColumnPage, IssuePage
from comments.models import (
    CommentLogEntry,
    DecisionBatch,
    Discussion,
    GroupCommentPermission,
    ReaderComment,
    RejectionReason,
)
from comments.permissions import comment_policy
from comments.status import Mode, Status
from danceconnection.demo import content
from danceconnection.demo.accounts import ACCOUNTS, PASSWORD
from danceconnection.demo.art.gallery import PICTURES
from tests.keeping import kept
from tests.schema_org.checker import check_nodes, find_missing, read_nodes

# On every database it is loaded in test_demo_loading.
pytestmark = pytest.mark.markup

SCALE = 0.2
MOST_DISCUSSED = "whose-turn-is-it-to-notice"
NOT_DISCUSSED = "how-to-fight-in-a-small-apartment"
OWN_COLUMN = "at-close-range"


def load_demo(**options):
    """Run the command and return what it says."""
    output = StringIO()
    call_command("load_demo", scale=SCALE, stdout=output, **options)
    return output.getvalue()


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    """Load the demo once for the tests of this module."""
    with kept(django_db_blocker):
        load_demo()
        yield


@pytest.fixture
def demo(_demo, db):
    """The loaded demo; what a test changes in it is undone."""


@pytest.fixture
def log_in(client):
    """Return a function that logs in one of the demo's accounts and returns the user."""

    def log_in_as(username):
        assert client.login(username=username, password=PASSWORD)
        return get_user_model().objects.get(username=username)

    return log_in_as


def get_article(slug):
    return ArticlePage.objects.get(slug=slug)


# Loading


def test_everything_is_published(demo):
    assert ColumnPage.objects.live().count() == 3
    assert AuthorPage.objects.live().count() == 3
    assert IssuePage.objects.live().count() == 4
    assert ArticlePage.objects.live().count() == 12
    assert get_image_model().objects.count() == len(PICTURES)
    assert not Page.objects.filter(live=False).exists()
    assert not Page.objects.filter(has_unpublished_changes=True).exists()


def test_every_page_was_published_by_somebody_who_may(demo):
    published = PageLogEntry.objects.filter(action="wagtail.publish")
    assert published.count() == Page.objects.filter(depth__gt=1).count()
    columnist = published.filter(user__username="columnist").values_list("page_id", flat=True)
    column = ColumnPage.objects.get(slug=OWN_COLUMN)
    assert set(columnist) == set(column.get_children().values_list("pk", flat=True))


def test_the_second_run_keeps_what_a_person_edited(demo):
    article = get_article(MOST_DISCUSSED)
    article.title, article.slug = "Another headline", "another-address"
    article.save_revision().publish()
    get_article(NOT_DISCUSSED).delete()
    load_demo()
    assert ArticlePage.objects.get(pk=article.pk).title == "Another headline"
    assert ArticlePage.objects.count() == 11


def test_the_log_ins_are_told_each_time(demo):
    said = load_demo()
    assert PASSWORD in said
    assert all(account.username in said for account in ACCOUNTS)


# Reading


def test_every_page_of_the_demo_answers(demo, client):
    for page in Page.objects.filter(depth__gt=1).specific():
        answer = client.get(page.relative_url(Site.objects.get()))
        assert answer.status_code == 200, page
        assert page.title in answer.content.decode().replace("&#x27;", "'"), page


def test_every_page_of_the_demo_describes_itself(demo, client):
    for page in Page.objects.filter(depth__gt=1):
        nodes = read_nodes(client.get(page.url).content.decode())
        assert nodes, page
        assert check_nodes(nodes) == [], page
        assert find_missing(nodes, "required") == [], page


def test_embeds_play_what_the_site_itself_has(demo, client):
    for embed in Embed.objects.all():
        source = re.search(r'src="([^"]+)"', embed.html)[1]
        answer = client.get(source)
        assert b"".join(answer.streaming_content).startswith(b"RIFF")
    article = get_article("three-in-the-morning")
    assert "<audio" in client.get(article.url).content.decode()


def test_links_between_articles_lead_to_pages(demo):
    linked = [
        int(number)
        for article in ArticlePage.objects.all()
        for number in re.findall(r'linktype=\\"page\\" id=\\"(\d+)', str(article.body.raw_data))
        or re.findall(r'linktype="page" id="(\d+)"', str(article.body.raw_data))
    ]
    assert len(linked) == 3
    assert ArticlePage.objects.filter(pk__in=linked).count() == 3


def test_the_chosen_issue_is_the_current_one(demo):
    site = Site.objects.get(is_default_site=True)
    assert IssuePage.objects.current(site).slug == content.read_issues()["current"]


def test_one_article_has_two_authors_in_order(demo):
    article = get_article(NOT_DISCUSSED)
    assert [author.title for author in article.authors] == ["Nell Okafor-Byrne", "Philippa Quaye"]


# Comments


def test_there_are_some_sixty_comments_in_every_status(demo):
    statuses = Counter(ReaderComment.objects.values_list("status", flat=True))
    assert sum(statuses.values()) == 61
    assert set(statuses) == set(Status.values)


def test_one_article_has_thirty_one_approved_comments_and_one_has_none(demo):
    assert Discussion.of(get_article(MOST_DISCUSSED)).comment_count == 31
    assert not Discussion.objects.filter(page__slug=NOT_DISCUSSED).exists()


def test_comments_have_subjects_threads_and_the_dates_of_the_files(demo):
    written = {(c["name"], c["posted"]): c for c in content.read_comments()}
    kept = ReaderComment.objects.exclude(status=Status.REMOVED)
    assert {(c.author_name, c.created_at) for c in kept} <= set(written)
    assert all(comment.subject for comment in kept)
    assert set(ReaderComment.objects.values_list("depth", flat=True)) == {0, 1, 2, 3}
    for comment in kept.exclude(parent=None):
        assert comment.parent.created_at < comment.created_at
    for entry in CommentLogEntry.objects.all():
        assert entry.timestamp <= entry.comment.status_changed_at


def test_decisions_are_as_old_as_the_files_say(demo):
    assert DecisionBatch.objects.exists()
    for user in get_user_model().objects.all():
        assert not DecisionBatch.objects.undoable(user).exists()


def test_comments_were_rejected_for_reasons_that_have_a_name(demo):
    reasons = {comment["reason"] for comment in content.read_comments() if "reason" in comment}
    assert reasons
    assert all(RejectionReason.objects.is_known(reason) for reason in reasons)


def test_readers_see_every_kind_of_mark(demo):
    shown = get_article(MOST_DISCUSSED).reader_discussion.reader_comments.filter(
        status=Status.APPROVED
    )
    author = shown.get(badge="author")
    assert (author.author_name, author.user.username) == ("Nell Okafor-Byrne", "columnist")
    assert shown.filter(is_pick=True).count() == 2
    assert shown.filter(reaction_count__gt=0).count() >= 4
    edited = shown.get(edited_at__isnull=False)
    assert edited.created_at < edited.edited_at < edited.status_changed_at
    assert edited.revisions.get().body != edited.body


def test_a_removed_comment_with_a_reply_is_erased(demo):
    removed = ReaderComment.objects.get(status=Status.REMOVED, replies__status=Status.APPROVED)
    assert (removed.body, removed.author_name, removed.author_email) == ("", "", "")


def test_one_discussion_is_closed(demo):
    assert [d.page.slug for d in Discussion.objects.filter(mode=Mode.CLOSED)] == [
        "the-second-apology"
    ]


def test_no_mail_address_of_a_reader_is_on_a_page(demo, client):
    addresses = ReaderComment.objects.exclude(author_email="").values_list(
        "author_email", flat=True
    )
    for article in ArticlePage.objects.all():
        html = client.get(article.url).content.decode()
        assert not [address for address in addresses if address in html]


# Accounts


def test_the_accounts_are_these_four(demo):
    users = get_user_model().objects.order_by("username")
    assert [user.username for user in users] == sorted(account.username for account in ACCOUNTS)
    assert [user.username for user in users if user.is_superuser] == ["admin"]


def get_editable(user):
    """Return the slugs of the pages that ``user`` may edit and publish."""
    testers = {page: page.permissions_for_user(user) for page in Page.objects.filter(depth__gt=1)}
    editable = {page.slug for page, tester in testers.items() if tester.can_edit()}
    assert editable == {page.slug for page, tester in testers.items() if tester.can_publish()}
    return editable


def test_the_editor_edits_everything_below_home(demo, log_in, client):
    editor = log_in("editor")
    assert get_editable(editor) == set(
        Page.objects.filter(depth__gt=1).values_list("slug", flat=True)
    )
    assert client.get(reverse("wagtailimages:add")).status_code == 200
    home = Site.objects.get().root_page
    add = reverse("wagtailadmin_pages:add", args=["columns", "columnpage", home.pk])
    assert client.get(add).status_code == 200


def test_the_editor_has_no_rights_above_the_site(demo, log_in, client):
    editor = log_in("editor")
    assert not Page.get_first_root_node().permissions_for_user(editor).can_edit()
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302


def test_the_columnist_edits_the_own_column_only(demo, log_in, client):
    columnist = log_in("columnist")
    column = ColumnPage.objects.get(slug=OWN_COLUMN)
    below = column.get_descendants(inclusive=True).values_list("slug", flat=True)
    assert get_editable(columnist) == set(below)
    own, other = get_article(NOT_DISCUSSED), get_article("envy-read-slowly")
    edit = "wagtailadmin_pages:edit"
    assert client.get(reverse(edit, args=[own.pk])).status_code == 200
    assert client.get(reverse(edit, args=[other.pk])).status_code == 302


def test_the_columnist_moderates_the_own_column_only(demo):
    columnist = get_user_model().objects.get(username="columnist")
    assert comment_policy.user_moderates(columnist, get_article(MOST_DISCUSSED))
    assert not comment_policy.user_moderates(columnist, get_article("envy-read-slowly"))


def test_the_moderator_moderates_everywhere_and_edits_nothing(demo, log_in, client):
    moderator = log_in("moderator")
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert all(comment_policy.user_moderates(moderator, page) for page in ArticlePage.objects.all())
    assert get_editable(moderator) == set()
    article = get_article(MOST_DISCUSSED)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 302
    permission = GroupCommentPermission.objects.get()
    assert permission.page_id == Site.objects.get().root_page_id
