"""The history of a page: the page's own entries, and what staff decided about its comments."""

import re
from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import LogFormatter
from wagtail.log_actions import registry as log_registry
from wagtail.models import PageLogEntry

from columns.factories import ArticlePageFactory
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry, DecisionBatch
from tests.factories import UserFactory, make_staff


def read(client, page, **query):
    response = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]), query)
    assert response.status_code == 200
    return response.text


def get_rows(html):
    """Return the text of each row of the listing, the first row first."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    texts = (re.sub(r"<[^>]+>", " ", row) for row in body.split("<tr")[1:])
    return [unescape(" ".join(text.partition(">")[2].split())) for text in texts]


def set_time(page, action, timestamp):
    for log in (PageLogEntry, CommentLogEntry):
        log.objects.filter(page=page.pk, action=action).update(timestamp=timestamp)


@pytest.fixture
def superuser(client, db):
    user = UserFactory(is_superuser=True, is_staff=True, username="Zoe")
    client.force_login(user)
    return user


@pytest.fixture
def make_editor(column):
    """Return the function that makes an editor of the column's pages with ``rights`` there."""

    def make(*rights, **kwargs):
        return make_staff(
            pages=[column],
            permissions=["add", "change"],
            moderates=[column] if rights else [],
            rights=rights,
            **kwargs,
        )

    return make


@pytest.fixture
def decided(article, comment, superuser):
    """A comment that was rejected for a reason."""
    actions.reject([comment], user=superuser, reason="abusive")
    return comment


def test_a_decision_says_who_what_from_to_why_and_leads_to_the_comment(client, article, decided):
    html = read(client, article)

    (row,) = [row for row in get_rows(html) if "Reader comment" in row]
    assert "Reader comment: Held → Rejected, because: Attacks or insults somebody" in row
    assert "Held subject" in row
    assert "Zoe" in row
    assert f'href="{reverse("reader_comments:inspect", args=[decided.pk])}"' in html
    assert decided.author_name not in " ".join(get_rows(html))
    assert decided.author_email not in html


def test_decisions_stand_among_the_entries_of_the_page_by_their_time(
    client, superuser, article, comment
):
    now = timezone.now()
    article.save_revision(user=superuser, log_action=True)
    actions.approve([comment], user=superuser)
    actions.set_discussion_mode(article, mode="closed", user=superuser)
    set_time(article, "wagtail.edit", now - timedelta(hours=3))
    set_time(article, "comments.approved", now - timedelta(hours=2))
    set_time(article, "comments.discussion_mode", now - timedelta(hours=1))

    _created, *rows = get_rows(read(client, article))

    words = ["Discussion: as on the site → closed", "Held → Approved", "Draft saved"]
    assert [word for word, row in zip(words, rows, strict=True) if word in row] == words


def test_what_the_page_had_stays_with_its_ways(client, superuser, article, decided):
    former = article.save_revision(user=superuser, log_action=True)
    article.save_revision(user=superuser, log_action=True)

    html = read(client, article)

    assert "Current draft" in html
    view = reverse("wagtailadmin_pages:revisions_view", args=[article.pk, former.pk])
    assert view in html


def test_a_batch_is_one_row_however_many_its_comments(client, superuser, article, comment):
    comments = ReaderCommentFactory.create_batch(12, page=article)
    actions.mark_spam(comments[:5])
    actions.approve(comments, user=superuser)

    html = read(client, article)

    (row,) = [row for row in get_rows(html) if "Approved" in row]
    assert "12 reader comments: Held, Spam → Approved" in row
    (address,) = re.findall(r'href="([^"]*)">Show these 12 comments<', html)
    assert set(client.get(unescape(address)).context["object_list"]) == set(comments)


def test_a_batch_over_several_pages_counts_what_is_of_this_page(
    client, superuser, article, column, comment
):
    other = ArticlePageFactory(parent=column)
    # Those of the other page come first and last.
    around = ReaderCommentFactory(page=other)
    own = [comment, ReaderCommentFactory(page=article)]
    actions.approve(
        [around, *own, *ReaderCommentFactory.create_batch(3, page=other)], user=superuser
    )

    html = read(client, article)
    assert "2 reader comments: Held → Approved" in get_rows(html)[0]
    (address,) = re.findall(r'href="([^"]*)">Show these 2 comments<', html)
    assert set(client.get(unescape(address)).context["object_list"]) == set(own)
    assert "4 reader comments: Held → Approved" in get_rows(read(client, other))[0]


def test_a_batch_in_steps_is_one_row(client, superuser, article):
    first, second = ReaderCommentFactory.create_batch(2, page=article)
    batch = DecisionBatch.objects.create(user=superuser, decision="approved")
    for one in (first, second):
        actions.change_status([one], status="approved", user=superuser, uuid=batch.uuid)

    rows = get_rows(read(client, article))

    assert sum("2 reader comments: Held → Approved" in row for row in rows) == 1
    assert sum("Approved" in row for row in rows) == 1


@pytest.mark.parametrize(
    ("decide", "line"),
    [
        (partial(actions.set_picks, is_pick=True), "2 reader comments: editors’ picks"),
        (actions.block_commenters, "2 commenters blocked"),
        (actions.hold, "2 reader comments: Approved → Held"),
    ],
)
def test_each_kind_of_decision_about_many_has_its_line(client, superuser, article, decide, line):
    comments = [
        ReaderCommentFactory(page=article, author_email=f"{name}@example.org") for name in "ab"
    ]
    actions.approve(comments)
    decide(comments, user=superuser)

    assert line in get_rows(read(client, article))[0]


def test_an_action_that_a_site_has_registered_itself_has_the_line_of_the_site(
    client, superuser, article, monkeypatch
):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    actions.approve(comments, user=superuser)
    theirs = type("TheirFormatter", (LogFormatter,), {"message": "Let through"})
    monkeypatch.setattr(log_registry, "get_formatter", lambda _entry: theirs())

    assert "Let through Show these 2 comments" in get_rows(read(client, article))[0]


def test_an_undone_decision_stays_and_so_does_who_took_it_back(client, superuser, article):
    held, spam = ReaderCommentFactory.create_batch(2, page=article)
    actions.mark_spam([spam])
    actions.approve([held, spam], user=superuser)
    actions.undo_batch(DecisionBatch.objects.get().uuid, user=superuser)

    rows = get_rows(read(client, article))

    assert "Undone: 2 reader comments: Approved → Held, Spam" in rows[0]
    assert "2 reader comments: Held, Spam → Approved" in rows[1]


@pytest.mark.parametrize(
    ("status", "decide"),
    [
        ("held", actions.approve),
        ("approved", partial(actions.set_picks, is_pick=True)),
        ("held", actions.block_commenters),
    ],
)
def test_a_decision_and_its_undoing_are_a_row_each_however_many_steps_they_took(
    client, superuser, article, status, decide
):
    comments = [
        ReaderCommentFactory(page=article, author_email=f"{name}@example.org", status=status)
        for name in "abc"
    ]
    before = len(get_rows(read(client, article)))
    decide(comments, user=superuser)
    uuid = DecisionBatch.objects.get().uuid
    while not actions.undo_batch(uuid, user=superuser, limit=1).is_complete:
        pass

    rows = get_rows(read(client, article))

    assert len(rows) == before + 2
    assert all("3 " in row for row in rows[:2])


def test_what_was_decided_outside_a_batch_stands_for_itself(client, superuser, article, comment):
    for subject in ("Alpha", "Omega"):
        one = ReaderCommentFactory(page=article, subject=subject)
        CommentLogEntry.objects.log_action(one, "comments.noted", user=superuser)

    html = read(client, article)

    assert sum("Note about the commenter" in row for row in get_rows(html)) == 2
    assert "Alpha" in html
    assert "Omega" in html


def test_a_removed_comment_leaves_its_decision_without_its_words(client, article, decided):
    actions.remove([decided])

    html = read(client, article)

    assert "Held subject" not in html
    assert f"Comment no. {decided.pk}" in html
    assert "Held → Rejected" in html


def test_a_deleted_comment_leaves_its_decision_without_a_way_to_it(client, article, decided):
    pk = decided.pk
    decided.delete()

    html = read(client, article)

    assert "Held → Rejected" in html
    assert reverse("reader_comments:inspect", args=[pk]) not in html


def test_whose_account_is_deleted_is_still_named_by_number(client, article, comment, make_user):
    gone = make_user("moderator")()
    actions.approve([comment], user=gone)
    pk = gone.pk
    gone.delete()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    assert str(pk) in get_rows(read(client, article))[0]


def test_the_page_of_a_comment_takes_its_decisions_with_it(
    client, article, decided, elsewhere, make_editor
):
    MovePageAction(article, elsewhere.get_parent(), pos="last-child").execute(
        skip_permission_checks=True
    )
    article.refresh_from_db()

    assert "Held → Rejected" in read(client, article)
    client.force_login(make_staff(pages=[elsewhere.get_parent()]))
    assert "Held → Rejected" in read(client, article)
    client.force_login(make_editor("moderate"))
    assert client.get(reverse("wagtailadmin_pages:history", args=[article.pk])).status_code == 302


@pytest.mark.parametrize(
    ("rights", "sees"),
    [
        (["moderate"], True),
        (["feature"], True),
        (["sanction"], True),
        (["settings"], False),
        ([], False),
    ],
)
def test_an_editor_of_the_page_reads_what_the_right_over_comments_allows(
    client, article, decided, make_editor, rights, sees
):
    client.force_login(make_editor(*rights))

    html = read(client, article)

    assert ("Held → Rejected" in html) is sees
    assert ("Held subject" in html) is sees
    assert ("About reader comments" in html) is sees
    assert ("Reject reader comment" in html) is sees
    assert ("Zoe" in html) is sees


def test_a_publisher_reads_them(client, article, decided, sign_in):
    sign_in("publisher")

    assert "Held → Rejected" in read(client, article)


def test_who_moderates_elsewhere_reads_the_history_of_the_page_alone(
    client, article, decided, column, elsewhere
):
    client.force_login(
        make_staff(
            pages=[column], permissions=["add", "change"], moderates=[elsewhere.get_parent()]
        )
    )

    html = read(client, article)

    assert "Held → Rejected" not in html
    assert "About reader comments" not in html


@pytest.mark.parametrize("role", ["moderator", "editor_elsewhere", "author", "admin_only"])
def test_who_may_not_edit_the_page_is_refused_as_before(client, article, decided, sign_in, role):
    sign_in(role)

    for name in ("history", "history_results"):
        answer = client.get(reverse(f"wagtailadmin_pages:{name}", args=[article.pk]))
        assert answer.status_code == 302, name


def test_a_page_type_without_discussion_has_the_list_of_wagtail(
    client, superuser, article, decided, without_articles
):
    html = read(client, article)

    assert "Held → Rejected" not in html
    assert "About reader comments" not in html


class TestFilters:
    @pytest.fixture
    def other(self, article, decided, column):
        """Another moderator, who has approved another comment of the page yesterday."""
        other = make_staff(moderates=[column])
        actions.approve([ReaderCommentFactory(page=article, subject="Second")], user=other)
        set_time(article, "comments.approved", timezone.now() - timedelta(days=1))
        article.save_revision(user=other, log_action=True)
        return other

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ({}, {"Rejected", "Approved", "Draft"}),
            ({"action": "comments.approved"}, {"Approved"}),
            ({"action": ["comments.approved", "wagtail.edit"]}, {"Approved", "Draft"}),
            ({"is_about_comments": "yes"}, {"Rejected", "Approved"}),
            ({"is_about_comments": "no"}, {"Draft"}),
            ({"is_commenting_action": "true"}, set()),
        ],
    )
    def test_by_kind_of_entry(self, client, article, other, query, words):
        listed = " ".join(get_rows(read(client, article, **query)))

        assert {word for word in ("Rejected", "Approved", "Draft") if word in listed} == words

    def test_by_user(self, client, article, other):
        rows = get_rows(read(client, article, user=other.pk))

        assert len(rows) == 2
        assert not any("Rejected" in row for row in rows)

    def test_by_date(self, client, article, other):
        yesterday = timezone.localdate() - timedelta(days=1)

        html = read(client, article, timestamp_from=yesterday, timestamp_to=yesterday)

        (row,) = get_rows(html)
        assert "Approved" in row

    def test_they_offer_what_both_logs_have_and_nothing_else(self, client, article, other):
        html = read(client, article)

        for offered in ("comments.approved", "comments.rejected", "wagtail.edit"):
            assert f'value="{offered}"' in html
        assert 'value="comments.spam"' not in html
        assert f'name="user" value="{other.pk}"' in html

    def test_the_results_alone_are_filtered_too(self, client, article, other):
        url = reverse("wagtailadmin_pages:history_results", args=[article.pk])

        html = client.get(url, {"action": "comments.approved"}).text

        assert "Second" in html
        assert "Held subject" not in html


def count_queries(client, page, **query):
    with CaptureQueriesContext(connection) as queries:
        html = read(client, page, **query)
    return len(queries), len(get_rows(html))


def test_any_number_of_decisions_costs_the_same_queries(client, superuser, article):
    actions.reject(ReaderCommentFactory.create_batch(3, page=article), user=superuser)
    for _ in range(5):
        actions.reject([ReaderCommentFactory(page=article)], user=superuser, reason="abusive")
    article.save_revision(user=superuser, log_action=True)
    read(client, article)
    few, rows_before = count_queries(client, article)
    for one in ReaderCommentFactory.create_batch(45, page=article):
        actions.reject([one], user=superuser, reason="abusive")
    actions.approve(ReaderCommentFactory.create_batch(20, page=article), user=superuser)
    article.save_revision(user=superuser, log_action=True)

    many, rows_after = count_queries(client, article)

    assert many == few
    assert (rows_before < 20, rows_after) == (True, 20)


def test_decisions_fill_pages_in_order_and_each_stands_once(client, superuser, article):
    comments = ReaderCommentFactory.create_batch(45, page=article)
    for place, one in enumerate(comments):
        one.subject = f"Subject {place:02}"
        one.save()
        actions.approve([one], user=superuser)

    pages = [get_rows(read(client, article, p=number)) for number in (1, 2, 3)]

    found = re.findall(r"Subject \d\d", " ".join(row for rows in pages for row in rows))
    assert found == [f"Subject {place:02}" for place in reversed(range(45))]


def test_what_runs_nowhere(client, superuser, article):
    script = "<script>alert(1)</script>"
    actions.approve([ReaderCommentFactory(page=article, subject=script)], user=superuser)

    html = read(client, article)

    assert script not in html
    assert "&lt;script&gt;alert(1)" in html
