"""Notes about commenters, and sanctions: who is blocked where, until when, and what is kept."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from columns.factories import ArticlePageFactory
from comments import actions
from comments.exceptions import ModerationDenied, SanctionNotPossible
from comments.factories import ReaderCommentFactory
from comments.models import (
    CommenterEntry,
    CommentLogEntry,
    DecisionBatch,
    Discussion,
    ReaderComment,
)
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "wren@example.org"


@pytest.fixture
def comment(article):
    return ReaderCommentFactory(page=article, author_name="Wren", author_email=ADDRESS)


@pytest.fixture
def moderator(column):
    return make_staff(moderates=[column], rights=["moderate", "sanction"])


def post(page, address=ADDRESS, body="A calm word."):
    return actions.submit_comment(page, body=body, author_name="Wren", author_email=address)


def test_what_a_blocked_commenter_posts_is_rejected_in_that_section(column, comment, moderator):
    actions.block_commenter(comment, user=moderator, text="Insults")

    here = post(ArticlePageFactory(parent=column))
    there = post(ArticlePageFactory())
    other = post(comment.page, "other@example.org")

    assert (here.status, here.reason) == (Status.REJECTED, "blocked")
    assert there.status == other.status == Status.HELD
    assert Discussion.objects.get(page=here.page).waiting_count == 0
    comment.refresh_from_db()
    assert comment.status == Status.HELD


@pytest.mark.parametrize("address", ["WREN@example.org", " wren@Example.org "])
def test_the_case_of_an_address_is_no_way_around(article, comment, address):
    actions.block_commenter(comment)

    assert post(article, address).status == Status.REJECTED


def test_a_block_ends_by_itself(article, comment):
    actions.block_commenter(comment, until=timezone.now() - timedelta(seconds=1))

    assert post(article).status == Status.HELD


def test_a_block_is_lifted(article, comment, moderator):
    actions.block_commenter(comment, user=moderator)

    assert actions.lift_block(comment, user=moderator) == 1
    assert actions.lift_block(comment, user=moderator) == 0
    assert post(article).status == Status.HELD
    assert [entry.action for entry in CommentLogEntry.objects.order_by("pk")] == [
        "comments.blocked",
        "comments.block_lifted",
    ]


def test_a_later_block_takes_the_place_of_the_former(article, comment):
    actions.block_commenter(comment)
    actions.block_commenter(comment, until=timezone.now() + timedelta(days=1))

    assert CommenterEntry.objects.in_force().count() == 1
    assert CommenterEntry.objects.in_force().get().until


def test_a_block_of_the_whole_site_is_not_lifted_in_a_section(column, comment, moderator):
    actions.block_commenter(comment)
    CommenterEntry.objects.update(page=column.get_parent())

    assert actions.lift_block(comment, user=moderator) == 0
    assert post(comment.page).status == Status.REJECTED


def test_a_right_for_one_page_reaches_no_further(column, article, comment):
    confined = make_staff(moderates=[article], rights=["sanction"])

    actions.block_commenter(comment, user=confined)

    assert CommenterEntry.objects.get().page_id == article.pk
    assert post(article).status == Status.REJECTED
    assert post(ArticlePageFactory(parent=column)).status == Status.HELD


@pytest.mark.parametrize(
    ("rights", "notes", "blocks"),
    [(["moderate"], True, False), (["sanction"], False, True), (["feature"], False, False)],
)
def test_each_needs_its_right(column, comment, rights, notes, blocks):
    user = make_staff(moderates=[column], rights=rights)
    work = {
        notes: lambda: actions.note_commenter(comment, text="x", user=user),
    }
    for allowed, act in [
        *work.items(),
        (blocks, lambda: actions.block_commenter(comment, user=user)),
    ]:
        before = CommenterEntry.objects.count()
        if allowed:
            act()
        else:
            with pytest.raises(ModerationDenied):
                act()
        assert CommenterEntry.objects.count() == before + allowed


def test_who_left_no_address_is_not_blocked(article):
    comment = ReaderCommentFactory(page=article, author_email="")

    with pytest.raises(SanctionNotPossible):
        actions.block_commenter(comment)
    assert actions.is_blocked("", article) is False


def test_no_address_is_kept(comment):
    actions.block_commenter(comment, text="Insults")

    assert ADDRESS not in str(list(CommenterEntry.objects.values()))
    assert len(CommenterEntry.objects.get().commenter_key) == 64


def test_posting_costs_two_queries_more_at_most(article, comment):
    def measure(number):
        with CaptureQueriesContext(connection) as queries:
            post(article, body=f"Text {number}", address=f"{number}@example.org")
        return len(queries)

    measure(1)
    few = measure(2)
    for _ in range(20):
        actions.note_commenter(comment, text="x")

    assert measure(3) == few


def test_the_page_beside_a_comment_blocks_and_lifts(client, comment, moderator):
    client.force_login(moderator)
    url = reverse("reader_comments:commenter", args=[comment.pk])
    review = reverse("reader_comments:inspect", args=[comment.pk])

    assert url in client.get(review).text
    empty = client.post(url, {"text": "", "block": ""})
    assert "Write a note, or choose" in empty.text
    client.post(url, {"text": "Insults again", "block": "7"})
    page = client.get(review).text
    assert "Insults again" in page
    assert "Blocked until" in page
    assert "Lift the block" in client.get(url).text
    client.post(url, {"lift": "1"})
    assert "Was blocked" in client.get(review).text
    assert post(comment.page).status == Status.HELD


@pytest.mark.parametrize("data", [{"block": "7"}, {"lift": "1"}])
def test_the_page_beside_a_comment_changes_no_block_that_it_did_not_show(
    client, comment, moderator, data
):
    client.force_login(moderator)
    url = reverse("reader_comments:commenter", args=[comment.pk])
    seen_at = client.get(url).context["form"]["seen_at"].value()
    theirs = actions.block_commenter(comment, text="A colleague's")

    told = client.post(url, data | {"seen_at": seen_at}, follow=True).text

    assert "was blocked or freed meanwhile" in told
    assert list(CommenterEntry.objects.in_force()) == [theirs]
    client.post(url, data | {"seen_at": client.get(url).context["form"]["seen_at"].value()})
    assert theirs not in CommenterEntry.objects.in_force()


@pytest.mark.parametrize("seen_at", ["soon", "0001-01-01T00:00:00+14:00", "9999-12-31 23:59:59-14"])
def test_a_time_that_is_none_changes_nothing(client, comment, moderator, seen_at):
    client.force_login(moderator)
    actions.block_commenter(comment)
    url = reverse("reader_comments:commenter", args=[comment.pk])

    assert client.post(url, {"lift": "1", "seen_at": seen_at}).status_code == 400
    client.post(url, {"block": "7", "seen_at": seen_at})

    assert CommenterEntry.objects.in_force().count() == 1
    assert CommenterEntry.objects.count() == 1


def test_notes_are_read_in_their_section_alone(client, comment, moderator):
    foreign = ReaderCommentFactory(page=ArticlePageFactory(), author_email=ADDRESS)
    actions.note_commenter(foreign, text="Told us about Elm Street")
    actions.note_commenter(comment, text="Friendly")
    client.force_login(moderator)

    page = client.get(reverse("reader_comments:inspect", args=[comment.pk])).text

    assert "Friendly" in page
    assert "Elm Street" not in page


def test_the_queue_says_that_a_commenter_is_blocked(client, article, comment, moderator):
    actions.block_commenter(comment)
    rejected = post(article)
    client.force_login(moderator)

    page = client.get(reverse("reader_comments:index"), {"reason": "blocked"})

    assert list(page.context["object_list"]) == [rejected]
    assert "its commenter is blocked here" in page.text
    assert ReaderComment.objects.count() == 2


class TestBlockingMany:
    def test_each_person_is_blocked_once_in_each_section_and_undone_at_once(
        self, column, comment, moderator
    ):
        again = ReaderCommentFactory(page=comment.page, author_email=ADDRESS.upper())
        other = ReaderCommentFactory(page=comment.page, author_email="other@example.org")
        (former,) = actions.block_commenters([comment], user=None, text="Earlier")

        entries = actions.block_commenters([comment, again, other], user=moderator, text="Insults")

        assert len(entries) == 2
        assert set(CommenterEntry.objects.in_force()) == set(entries)
        batch = DecisionBatch.objects.undoable(moderator).get()
        assert (batch.decision, batch.count) == ("blocked", 2)
        undone = actions.undo_batch(batch.uuid, user=moderator)
        assert (len(undone.done), undone.left) == (2, [])
        # What the block took the place of holds again.
        assert list(CommenterEntry.objects.in_force()) == [former]

    def test_a_block_that_somebody_has_lifted_is_left_as_it_is(self, comment, moderator):
        actions.block_commenters([comment], user=moderator)
        batch = DecisionBatch.objects.undoable(moderator).get()
        actions.lift_block(comment, user=moderator)
        lifted_at = CommenterEntry.objects.get().lifted_at

        undone = actions.undo_batch(batch.uuid, user=moderator)

        assert (undone.done, undone.left) == ([], [comment])
        assert CommenterEntry.objects.get().lifted_at == lifted_at

    def test_many_persons_cost_what_one_does(self, column, comment, moderator):
        costs = []
        for number in (2, 40):
            comments = [
                ReaderCommentFactory(page=comment.page, author_email=f"p{number}-{n}@example.org")
                for n in range(number)
            ]
            moderator = type(moderator).objects.get(pk=moderator.pk)
            with CaptureQueriesContext(connection) as blocking:
                actions.block_commenters(comments, user=moderator)
            uuid = DecisionBatch.objects.undoable(moderator).first().uuid
            moderator = type(moderator).objects.get(pk=moderator.pk)
            with CaptureQueriesContext(connection) as undoing:
                assert len(actions.undo_batch(uuid, user=moderator).done) == number
            costs.append((len(blocking), len(undoing)))

        assert costs[0] == costs[1]
        assert max(costs[0]) <= 20

    def test_all_of_them_or_none(self, comment, moderator):
        elsewhere = ReaderCommentFactory(page=ArticlePageFactory())

        with pytest.raises(ModerationDenied):
            actions.block_commenters([comment, elsewhere], user=moderator)

        assert not CommenterEntry.objects.exists()
        assert not DecisionBatch.objects.exists()

    def test_a_moderator_blocks_a_selection_and_takes_it_back(self, client, comment, moderator):
        client.force_login(moderator)
        url = reverse("wagtail_bulk_action", args=["comments", "readercomment", "block"])
        seen = {"seen": json.dumps({comment.pk: [comment.status, comment.revision_number]})}

        asked = client.get(url, {"id": comment.pk}).text
        wrong = client.post(f"{url}?id={comment.pk}", seen | {"block": "3000"})
        done = client.post(
            f"{url}?id={comment.pk}", seen | {"block": "30", "text": "x"}, follow=True
        )

        assert "For 30 days" in asked
        assert "1 commenter will be blocked." in asked
        assert wrong.status_code == 200
        assert "1 commenter blocked." in done.text
        (entry,) = CommenterEntry.objects.in_force()
        assert entry.until - entry.created_at == pytest.approx(
            timedelta(days=30), abs=timedelta(minutes=1)
        )
        uuid = DecisionBatch.objects.get().uuid
        undone = client.post(reverse("reader_comments:undo"), {"uuid": uuid}, follow=True)
        assert "1 commenter is as free to post as before." in undone.text
        assert not CommenterEntry.objects.in_force().exists()
