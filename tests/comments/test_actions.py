"""Every change of a discussion: what it does, what it refuses, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.actions import action_registry
from wagtail.models import PageLogEntry

from columns.factories import ArticlePageFactory
from comments import actions, conf
from comments.exceptions import (
    DiscussionClosed,
    ModerationDenied,
    ReplyNotPossible,
    TooManyComments,
    TransitionNotAllowed,
)
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import CommentLogEntry, Discussion, ReaderComment
from comments.signals import comment_submitted, comments_status_changed, discussion_mode_changed
from comments.status import TRANSITIONS, Mode, Status
from tests.factories import UserFactory, make_staff

WRITING = {
    "subject": "A subject",
    "body": "First line.\n\nSecond paragraph.",
    "author_name": "Reader",
    "author_email": "reader@example.org",
}


@pytest.fixture
def received():
    """Lists of what each signal sent, by the name of the signal."""
    sent = {"submitted": [], "status": [], "mode": []}

    def listen(key):
        return lambda **kwargs: sent[key].append(kwargs)

    receivers = {
        comment_submitted: listen("submitted"),
        comments_status_changed: listen("status"),
        discussion_mode_changed: listen("mode"),
    }
    for signal, receiver in receivers.items():
        signal.connect(receiver)
    yield sent
    for signal, receiver in receivers.items():
        signal.disconnect(receiver)


def counts(page):
    discussion = Discussion.objects.get(page=page)
    return discussion.comment_count, discussion.waiting_count


def test_a_new_comment_is_held_and_counted_as_waiting(
    article, received, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        comment = actions.submit_comment(article, **WRITING)

    comment.refresh_from_db()
    assert comment.status == Status.HELD
    assert comment.body == WRITING["body"]
    assert comment.html == conf.text_format().render(WRITING["body"])
    assert counts(article) == (0, 1)
    assert [kwargs["comment"] for kwargs in received["submitted"]] == [comment]
    assert not CommentLogEntry.objects.exists()


def test_a_comment_without_subject_gets_the_beginning_of_its_text(article):
    comment = actions.submit_comment(article, **WRITING | {"subject": ""})

    assert comment.subject == "First line. Second paragraph."


def test_a_reply_belongs_to_the_thread_of_its_parent(article):
    start = ReaderCommentFactory(page=article, status=Status.APPROVED)
    reply = ReaderCommentFactory(parent=start, status=Status.APPROVED)

    answer = actions.submit_comment(article, parent=reply, **WRITING)

    assert (answer.parent, answer.root, answer.depth) == (reply, start, 2)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_nobody_replies_to_a_comment_that_readers_do_not_see(article, status):
    parent = ReaderCommentFactory(page=article, status=status)

    with pytest.raises(ReplyNotPossible):
        actions.submit_comment(article, parent=parent, **WRITING)

    assert ReaderComment.objects.count() == 1


def test_nobody_replies_across_discussions(article):
    parent = ReaderCommentFactory(page=ArticlePageFactory(), status=Status.APPROVED)

    with pytest.raises(ReplyNotPossible):
        actions.submit_comment(article, parent=parent, **WRITING)


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.HIDDEN])
def test_a_discussion_that_is_not_open_takes_no_comments(article, mode):
    DiscussionFactory(page=article, mode=mode)

    with pytest.raises(DiscussionClosed):
        actions.submit_comment(article, **WRITING)

    assert not ReaderComment.objects.exists()


def test_the_default_of_the_site_closes_discussions_that_nobody_has_set(article, settings):
    settings.COMMENTS_DEFAULT_MODE = "closed"

    with pytest.raises(DiscussionClosed):
        actions.submit_comment(article, **WRITING)


def test_an_unpublished_page_takes_no_comments(article):
    article.unpublish()

    with pytest.raises(DiscussionClosed):
        actions.submit_comment(article, **WRITING)


def test_a_page_type_that_is_not_registered_takes_no_comments(article):
    with pytest.raises(DiscussionClosed):
        actions.submit_comment(article.get_parent().specific, **WRITING)


def test_posting_the_same_twice_makes_one_comment(article):
    first = actions.submit_comment(article, **WRITING)
    second = actions.submit_comment(article, **WRITING)
    other = actions.submit_comment(article, **WRITING | {"body": "Something else."})

    assert first == second != other
    assert counts(article) == (0, 2)


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REJECTED, Status.SPAM])
def test_what_was_withdrawn_or_refused_may_be_posted_again(article, status):
    first = actions.submit_comment(article, **WRITING)
    actions.change_status([first], status=status)

    assert actions.submit_comment(article, **WRITING) != first


def test_one_network_posts_only_so_many_comments(article, settings):
    settings.COMMENTS_NETWORK_LIMIT = (2, 600)
    for number in range(2):
        actions.submit_comment(article, network="a", **WRITING | {"body": f"Text {number}"})

    with pytest.raises(TooManyComments) as caught:
        actions.submit_comment(article, network="a", **WRITING)
    actions.submit_comment(article, network="b", **WRITING)

    assert 590 <= caught.value.retry_after <= 600
    assert ReaderComment.objects.count() == 3


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("target", Status)
def test_a_status_follows_another_only_as_the_table_says(article, status, target):
    comment = ReaderCommentFactory(page=article, status=status)

    if target in TRANSITIONS[status]:
        actions.change_status([comment], status=target)
        expected = target
    else:
        with pytest.raises(TransitionNotAllowed) as caught:
            actions.change_status([comment], status=target)
        assert caught.value.comments == [comment]
        expected = status

    comment.refresh_from_db()
    assert comment.status == expected
    assert counts(article) == (expected == Status.APPROVED, expected == Status.HELD)


def test_one_comment_that_cannot_follow_keeps_all_as_they_are(article):
    held = ReaderCommentFactory(page=article, status=Status.HELD)
    withdrawn = ReaderCommentFactory(page=article, status=Status.WITHDRAWN)

    with pytest.raises(TransitionNotAllowed):
        actions.approve([held, withdrawn])

    held.refresh_from_db()
    assert held.status == Status.HELD


def test_the_second_moderator_is_told_what_the_first_decided(article):
    comment = ReaderCommentFactory(page=article)
    moderator = make_staff(moderates=[article])
    actions.reject([comment], user=moderator, reason="off-topic")

    with pytest.raises(TransitionNotAllowed, match="Rejected"):
        actions.mark_spam([comment], user=moderator)

    comment.refresh_from_db()
    assert (comment.status, comment.reason) == (Status.REJECTED, "off-topic")


def test_a_decision_is_logged_with_who_from_and_to(article):
    comment = ReaderCommentFactory(page=article)
    moderator = make_staff(moderates=[article])

    actions.reject([comment], user=moderator, reason="off-topic")

    entry = CommentLogEntry.objects.get()
    assert (entry.user, entry.comment_id, entry.page_id) == (moderator, comment.pk, article.pk)
    assert entry.action == "comments.rejected"
    assert entry.data == {
        "from": "held",
        "to": "rejected",
        "reason": "off-topic",
        "was": {"reason": "", "is_pick": False, "flag_count": 0},
    }
    assert comment.author_name not in entry.label


def test_a_decision_is_told_after_the_commit(article, received, django_capture_on_commit_callbacks):
    comment = ReaderCommentFactory(page=article)

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve([comment])
        assert received["status"] == []

    (kwargs,) = received["status"]
    assert kwargs["comments"] == [comment]
    assert kwargs["status"] == Status.APPROVED
    assert kwargs["previous"] == {comment.pk: Status.HELD}


def test_who_moderates_elsewhere_decides_nothing_here(article):
    here = ReaderCommentFactory(page=article)
    elsewhere = ReaderCommentFactory(page=ArticlePageFactory())
    moderator = make_staff(moderates=[elsewhere.page])

    with pytest.raises(ModerationDenied):
        actions.approve([here, elsewhere], user=moderator)

    assert set(ReaderComment.objects.values_list("status", flat=True)) == {Status.HELD}
    assert not CommentLogEntry.objects.exists()


def test_removing_erases_text_and_identity(article):
    comment = ReaderCommentFactory(page=article, network="abc")
    moderator = make_staff(moderates=[article])
    actions.approve([comment], user=moderator)
    assert CommentLogEntry.objects.get().label == comment.subject

    actions.remove([comment], user=moderator)

    comment.refresh_from_db()
    assert set(CommentLogEntry.objects.values_list("label", flat=True)) == {""}
    erased = ("subject", "body", "html", "author_name", "author_email", "network")
    assert [getattr(comment, name) for name in erased] == [""] * 6


def test_many_comments_cost_as_many_queries_as_one(article):
    user = make_staff(moderates=[article.get_parent()])
    articles = [article, *(ArticlePageFactory(parent=article.get_parent()) for _ in range(3))]
    one = [ReaderCommentFactory(page=article)]
    many = [ReaderCommentFactory(page=articles[number % 4]) for number in range(40)]
    actions.approve([ReaderCommentFactory(page=article)], user=user)  # caches

    with CaptureQueriesContext(
        connection,
    ) as for_one:
        actions.approve(one, user=user)
    with CaptureQueriesContext(connection) as for_many:
        actions.approve(many, user=user)

    assert len(for_many) == len(for_one) <= 12
    assert CommentLogEntry.objects.count() == 42
    assert [counts(page) for page in articles] == [(12, 0), (10, 0), (10, 0), (10, 0)]


def test_a_mode_is_kept_outside_the_revisions_of_the_page(article, received):
    editor = make_staff(pages=[article])
    old_revision = article.save_revision()

    actions.set_discussion_mode(article, mode=Mode.CLOSED, user=editor)
    old_revision.publish()

    assert Discussion.objects.get(page=article).mode == Mode.CLOSED
    entry = PageLogEntry.objects.get(action="comments.discussion_mode")
    assert (entry.page_id, entry.user) == (article.pk, editor)
    assert entry.data == {"from": "inherited", "to": "closed"}


def test_who_may_not_moderate_does_not_close_a_discussion(article):
    with pytest.raises(ModerationDenied):
        actions.set_discussion_mode(article, mode=Mode.CLOSED, user=UserFactory())

    assert not Discussion.objects.filter(mode=Mode.CLOSED).exists()


def test_wagtails_registry_offers_the_same_decisions(article):
    comment = ReaderCommentFactory(page=article)
    moderator = make_staff(moderates=[article])
    approve = action_registry.get_action_class(ReaderComment, "approve")

    with pytest.raises(ModerationDenied):
        approve(comment, user=UserFactory()).execute()
    approved = approve(comment, user=moderator).execute()

    assert approved.status == Status.APPROVED
    assert CommentLogEntry.objects.get().user == moderator


def test_code_that_has_checked_the_right_still_says_who_decides(article):
    comment = ReaderCommentFactory(page=article)
    user = UserFactory()
    approve = action_registry.get_action_class(ReaderComment, "approve")

    approve(comment, user=user).execute(skip_permission_checks=True)

    assert CommentLogEntry.objects.get().user == user


def test_a_comment_that_is_gone_is_not_decided(article):
    comment = ReaderCommentFactory(page=article)
    ReaderComment.objects.all().delete()
    approve = action_registry.get_action_class(ReaderComment, "approve")

    with pytest.raises(ReaderComment.DoesNotExist):
        approve(comment).execute()


def test_a_recount_mends_the_counters(article):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED)
    Discussion.objects.update(comment_count=99, waiting_count=99)

    actions.recount(comment.discussion)

    assert counts(article) == (1, 0)
