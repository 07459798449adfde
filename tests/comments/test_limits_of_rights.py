"""What a right does not reach, and what nobody gets around: found by a reviewer, kept by a test."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken

from columns.factories import ArticlePageFactory
from comments import actions
from comments.api.moderating import own_batches
from comments.exceptions import UndoNotPossible
from comments.factories import GroupCommentPermissionFactory, ReaderCommentFactory
from comments.models import CommentLogEntry, DecisionBatch, ReaderComment
from comments.moderation import reports
from comments.moderation.reasons import get_explanation
from comments.status import Status
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

NOTE = "Known to us from before"


@pytest.fixture
def comment(article):
    return ReaderCommentFactory(page=article, author_email="wren@example.org")


def test_a_block_reaches_as_far_as_the_right_to_block(column, article, comment):
    user = make_staff(moderates=[column], rights=["moderate"])
    GroupCommentPermissionFactory(group=user.groups.get(), page=article.page_ptr, right="sanction")
    elsewhere = ArticlePageFactory(parent=column)

    actions.block_commenter(comment, user=user)

    assert actions.is_blocked(comment.author_email, article)
    assert not actions.is_blocked(comment.author_email, elsewhere)
    # Whoever made it can lift it.
    assert actions.lift_block(comment, user=user) == 1


@pytest.mark.parametrize(
    ("right", "reads"),
    [("feature", False), ("moderate", True), ("sanction", True)],
)
def test_notes_and_addresses_are_for_those_who_can_write_some(
    client, column, comment, right, reads
):
    actions.note_commenter(comment, text=NOTE)
    client.force_login(make_staff(moderates=[column], rights=[right]))

    review = client.get(reverse("reader_comments:inspect", args=[comment.pk])).text
    queue = client.get(reverse("reader_comments:index")).text

    assert (NOTE in review) is reads
    assert (comment.author_email in review) is reads
    assert (comment.author_email in queue) is reads


@pytest.mark.parametrize("holds", [True, False])
def test_whoever_is_blocked_publishes_nothing_by_editing(settings, column, comment, holds):
    settings.COMMENTS_HOLD_EDITS = holds
    actions.approve([comment])
    actions.block_commenter(comment)
    comment.refresh_from_db()

    edited = actions.edit_comment(comment, body="Something else by now")

    assert edited.status == Status.REJECTED
    assert not ReaderComment.objects.visible().exists()


def test_a_long_decision_can_be_undone_from_its_last_step_on(column, article):
    user = make_staff(moderates=[column])
    comments = ReaderCommentFactory.create_batch(3, page=article)
    seen_at = timezone.now()
    candidates = ReaderComment.objects.filter(pk__in=[comment.pk for comment in comments])
    batch = actions.start_batch(candidates, decision=Status.SPAM, user=user, seen_at=seen_at)
    # The confirmation was open for half an hour.
    DecisionBatch.objects.update(created_at=seen_at - timedelta(minutes=30))
    ReaderComment.objects.update(status_changed_at=seen_at - timedelta(hours=1))
    batch.refresh_from_db()
    batch, _decided = actions.continue_batch(batch, candidates, limit=2)

    assert batch.finished_at is None
    assert list(DecisionBatch.objects.undoable(user)) == [batch]
    actions.undo_batch(batch.uuid, user=user)
    assert {comment.status for comment in ReaderComment.objects.all()} == {Status.HELD}


def test_a_decision_whose_last_step_is_long_ago_stays(column, article):
    user = make_staff(moderates=[column])
    comment = ReaderCommentFactory(page=article)
    candidates = ReaderComment.objects.filter(pk=comment.pk)
    batch = actions.start_batch(candidates, decision=Status.SPAM, user=user)
    batch, _decided = actions.continue_batch(batch, candidates)
    past = timezone.now() - timedelta(minutes=11)
    DecisionBatch.objects.update(stepped_at=past, finished_at=past)

    with pytest.raises(UndoNotPossible):
        actions.undo_batch(batch.uuid, user=user)


def test_the_decision_with_the_last_step_is_undone_first(column, article):
    user = make_staff(moderates=[column])
    first, second = ReaderCommentFactory.create_batch(2, page=article)
    candidates = ReaderComment.objects.filter(pk=first.pk)
    long_one = actions.start_batch(candidates, decision=Status.SPAM, user=user)
    actions.approve([second], user=user)
    actions.continue_batch(long_one, candidates)

    assert DecisionBatch.objects.undoable(user).first() == long_one


def test_what_is_not_finished_is_among_ones_own_decisions(column, article):
    user = make_staff(moderates=[column])
    ReaderCommentFactory(page=article)
    batch = actions.start_batch(ReaderComment.objects.all(), decision=Status.SPAM, user=user)

    assert list(own_batches(user)) == [batch]


@pytest.mark.parametrize("report", ["decisions", "waiting", "overturned", "flagged"])
@pytest.mark.parametrize(("first", "last"), [("9999-12-31", "9999-12-31"), ("0001-01-01", "")])
def test_no_period_breaks_a_report(client, column, report, first, last):
    client.force_login(make_staff(moderates=[column]))

    response = client.get(
        reverse(f"reader_comments:report_{report}"), {"first": first, "last": last}
    )

    assert response.status_code == 200


def test_a_block_of_nobody_is_not_lifted_with_an_error(client, column, article):
    nobody = ReaderCommentFactory(page=article, author_email="")
    client.force_login(make_staff(moderates=[column], rights=["moderate", "sanction"]))

    response = client.post(reverse("reader_comments:commenter", args=[nobody.pk]), {"lift": "on"})

    assert response.status_code == 302


def test_a_number_of_any_length_is_no_id(client, column):
    client.force_login(make_staff(moderates=[column]))
    address = reverse("wagtail_bulk_action", args=["comments", "readercomment", "approve"])

    assert client.get(address, {"id": "9" * 5000}).status_code == 200


# What the reports count.


def get_period():
    now = timezone.now()
    return now - timedelta(days=30), now + timedelta(days=1)


def test_what_was_undone_is_no_decision(column, article):
    user = make_staff(moderates=[column])
    comment = ReaderCommentFactory(page=article)
    actions.approve([comment], user=user)
    actions.reject([comment], user=user)
    actions.undo_batch(DecisionBatch.objects.undoable(user).first().uuid, user=user)

    assert reports.get_overturned(user, *get_period()) == []
    [week] = reports.get_decisions_by_week(user, *get_period())
    assert week.numbers == {Status.APPROVED: 1}


def test_an_undone_decision_does_not_end_the_waiting(column, article):
    user = make_staff(moderates=[column])
    days_ago = timezone.now() - timedelta(days=3)
    comment = ReaderCommentFactory(page=article, created_at=days_ago, status_changed_at=days_ago)
    actions.approve([comment], user=user)
    actions.undo_batch(DecisionBatch.objects.get().uuid, user=user)
    CommentLogEntry.objects.update(timestamp=days_ago + timedelta(minutes=1))
    actions.approve([ReaderComment.objects.get()], user=user)

    [time] = reports.get_waiting_times(user, *get_period())
    assert time.median > timedelta(days=2)


def test_a_reversal_counts_whatever_let_the_comment_wait_between(column, article):
    user = make_staff(moderates=[column])
    comment = ReaderCommentFactory(page=article)
    actions.approve([comment], user=user)
    comment.refresh_from_db()
    actions.hold([comment])
    actions.reject([ReaderComment.objects.get()], user=user)

    [overturned] = reports.get_overturned(user, *get_period())
    assert (overturned.former.action, overturned.latter.action) == (
        "comments.approved",
        "comments.rejected",
    )


def test_to_think_twice_and_decide_the_same_reverses_nothing(column, article):
    user = make_staff(moderates=[column])
    comment = ReaderCommentFactory(page=article)
    for act in (actions.approve, actions.hold, actions.approve):
        act([ReaderComment.objects.get(pk=comment.pk)], user=user)

    assert reports.get_overturned(user, *get_period()) == []


def test_what_staff_post_themselves_is_no_decision(column, article, client):
    user = make_staff(moderates=[column])
    token = APIToken.create_token(user=user, name="Test")[1]
    posted = client.post(
        "/api/v3/comments/",
        {"page": article.pk, "body": "From the desk"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert posted.status_code == 201
    assert reports.get_decisions_by_week(user, *get_period()) == []
    assert reports.get_waiting_times(user, *get_period()) == []


# What commenters and moderators are told.


def test_whoever_was_rejected_is_told_why_and_nobody_else_is(column, article, client):
    posted = client.post(
        "/api/v3/comments/",
        {
            "page": article.pk,
            "body": "Cheap ferns",
            "author_name": "Robin",
            "author_email": "robin@example.org",
        },
        content_type="application/json",
    ).json()
    address = f"/api/v3/comments/{posted['id']}/own/"
    secret = {"Comment-Secret": posted["secret"]}
    assert client.get(address, headers=secret).json()["rejection_message"] == ""

    actions.reject([ReaderComment.objects.get()], reason="advertising")

    own = client.get(address, headers=secret).json()
    assert (own["status"], own["rejection_message"]) == (
        "rejected",
        "Your comment advertises something.",
    )
    assert client.get(address, headers={"Comment-Secret": "wrong"}).status_code == 404
    assert client.get(f"/api/v3/comments/{posted['id']}/").status_code == 404


def test_what_the_system_decided_is_explained_by_nobody(article):
    comment = ReaderCommentFactory(page=article, status=Status.REJECTED, reason="blocked")

    assert get_explanation(comment) == ""


@pytest.mark.parametrize(
    ("rights", "is_there"), [(["moderate"], False), (["moderate", "settings"], True)]
)
def test_settings_are_offered_to_those_who_may_change_them(
    client, column, comment, rights, is_there
):
    client.force_login(make_staff(moderates=[column], rights=rights))

    review = client.get(reverse("reader_comments:inspect", args=[comment.pk])).text

    assert ("Settings of this discussion" in review) is is_there
