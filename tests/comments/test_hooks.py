"""What other engineers hook into, held to a small application of their own (tests/moderating)."""

import logging

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail import hooks

from comments import actions
from comments.exceptions import CommentError
from comments.factories import ReaderCommentFactory
from comments.models import (
    DecisionBatch,
    Discussion,
    ReaderComment,
    RejectionReason,
    RejectionReasonText,
)
from comments.moderation.checks import Verdict
from comments.signals import comment_submitted
from comments.status import Status
from tests.factories import make_staff
from tests.moderating import hooks as example

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

LINK = "See http://example.org/"
GUEST = {"author_name": "Wren", "author_email": "wren@example.org"}


@pytest.fixture
def moderator(article):
    return make_staff(pages=[article])


@pytest.fixture(autouse=True)
def application():
    """The example application, installed."""
    with hooks.register_temporarily(example.HOOKS):
        yield


def post(article, body, **kwargs):
    return actions.submit_comment(article, body=body, **GUEST, **kwargs)


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ("A calm word.", Status.HELD, ""),
        (LINK, Status.HELD, "links"),
        ("WHAT A DAY", Status.REJECTED, "shouting"),
        ("Buy pills", Status.SPAM, "pills"),
        ("BUY PILLS", Status.SPAM, "pills"),
        (f"pills {LINK}", Status.SPAM, "pills"),
    ],
)
def test_the_severest_verdict_counts(article, body, status, reason):
    comment = post(article, body)

    stored = ReaderComment.objects.get()
    assert (comment.status, comment.reason) == (stored.status, stored.reason) == (status, reason)
    assert Discussion.objects.get().waiting_count == (status == Status.HELD)


def test_a_check_knows_what_is_answered(article):
    parent = ReaderCommentFactory(page=article, status=Status.APPROVED)

    assert post(article, "WHAT A DAY", parent=parent).status == Status.HELD


def test_an_edit_is_checked_again(article):
    comment = post(article, "A calm word.")

    edited = actions.edit_comment(comment, body="Buy pills")

    assert (edited.status, edited.reason) == (Status.SPAM, "pills")
    assert ReaderComment.objects.get().status == Status.SPAM
    assert Discussion.objects.get().waiting_count == 0


def test_an_approved_comment_that_is_edited_into_spam_is_public_no_more(article, settings):
    settings.COMMENTS_HOLD_EDITS = False
    comment = post(article, "A calm word.")
    actions.approve([comment])

    actions.edit_comment(comment, body="Buy pills")

    assert ReaderComment.objects.get().status == Status.SPAM
    assert Discussion.objects.get().comment_count == 0


def test_a_refusal_of_a_check_takes_nothing_and_the_form_says_why(client, article):
    with pytest.raises(CommentError, match="a little more"):
        post(article, "first!")

    response = client.post(
        reverse("comments:post", args=[article.pk]), {"body": "first!", "subject": "x", **GUEST}
    )
    assert not ReaderComment.objects.exists()
    assert response.status_code < 500


def test_a_fault_in_a_check_loses_no_comment(article, caplog):
    with (
        hooks.register_temporarily("register_comment_check", example.fail),
        caplog.at_level(logging.ERROR),
    ):
        comment = post(article, "Buy pills")

    assert comment.status == Status.SPAM
    assert "The word list is gone." in caplog.text


def test_the_queue_says_why_in_the_words_of_the_site(client, article, moderator):
    reason = RejectionReason.objects.create(code="links")
    RejectionReasonText.objects.create(reason=reason, language="en", label="Has links")
    post(article, LINK)
    client.force_login(moderator)

    assert "Waits because: Has links." in client.get(reverse("reader_comments:index")).text


@pytest.mark.parametrize("status", [Status.APPROVED, Status.WITHDRAWN, Status.REMOVED])
def test_no_check_approves_or_removes(status):
    with pytest.raises(ValueError, match="A check holds"):
        Verdict(status)


def test_whoever_moderates_is_not_checked(article, moderator):
    from comments.identity import get_commenter

    commenter = get_commenter(moderator, article)

    comment = actions.submit_comment(article, body="Buy pills", commenter=commenter)

    assert comment.status == Status.APPROVED


def test_the_site_adds_and_removes_filters_of_the_queue(client, article, moderator):
    found = ReaderCommentFactory(page=article, body="Hear, hear!")
    ReaderCommentFactory(page=article)
    client.force_login(moderator)

    response = client.get(reverse("reader_comments:index"), {"shout": "hear!"})

    assert list(response.context["object_list"]) == [found]
    assert "Shouts" in response.text
    assert 'name="links"' not in response.text


def test_the_site_adds_buttons_to_each_comment(client, article, moderator):
    comment = ReaderCommentFactory(page=article, subject="Zeppelin")
    client.force_login(moderator)

    for page in (
        client.get(reverse("reader_comments:index")).text,
        client.get(reverse("reader_comments:inspect", args=[comment.pk])).text,
    ):
        assert "In the archive" in page
        assert "?q=Zeppelin" in page


def test_a_decision_is_refused_through_every_door(client, article, moderator):
    comment = ReaderCommentFactory(page=article)
    client.force_login(moderator)

    with pytest.raises(example.OnlyBySeniors):
        actions.mark_spam([comment], user=moderator)
    answer = client.post(
        reverse("reader_comments:decide", args=[comment.pk]), {"decision": "spam", "seen": "held"}
    )

    assert "Only seniors mark as spam." in client.get(answer.url).text
    bulk = reverse("wagtail_bulk_action", args=["comments", "readercomment", "spam"])
    url = f"{bulk}?id={comment.pk}&next=/admin/"
    many = client.post(url, {"seen": client.get(url).context["form"]["seen"].value()})

    comment.refresh_from_db()
    assert comment.status == Status.HELD
    assert "Only seniors mark as spam." in client.get(many.url).text


def test_a_signal_comes_after_the_commit_with_the_verdict(
    article, django_capture_on_commit_callbacks
):
    heard = []

    def listen(comment, **kwargs):
        heard.append(comment.status)

    comment_submitted.connect(listen, dispatch_uid="tests.moderating")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            post(article, "Buy pills")
            assert heard == []
    finally:
        comment_submitted.disconnect(dispatch_uid="tests.moderating")
    assert heard == [Status.SPAM]


#: Each action with what it is called with; the hooks that stand before and after it.
PAIRS = {
    "comment_submit": lambda page, _one, _user: post(page, "A calm word."),
    "comment_edit": lambda _page, one, _user: actions.edit_comment(one, body="Another word."),
    "comment_decision": lambda _page, one, user: actions.hold([one], user=user),
    "comment_undo": lambda _page, _one, user: actions.undo_batch(
        DecisionBatch.objects.get().uuid, user=user
    ),
    "comment_pick": lambda _page, one, user: actions.pick_comment(one, user=user),
    "comment_reaction": lambda _page, one, _user: actions.react(one, reader_key="a"),
    "comment_flag": lambda _page, one, _user: actions.flag_comment(
        one, reader_key="a", reason="other"
    ),
    "commenter_block": lambda _page, one, user: actions.block_commenter(one, user=user),
    "discussion_mode": lambda page, _one, user: actions.set_discussion_mode(
        page, mode="closed", user=user
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_hooks_stand_before_and_after_each_action(article, moderator, name):
    one = ReaderCommentFactory(page=article, status=Status.APPROVED)
    if name == "comment_undo":
        actions.approve([ReaderCommentFactory(page=article)], user=moderator)
    called = []

    def listen(moment):
        def record(**kwargs):
            called.append((moment, sorted(kwargs)))

        return record

    with hooks.register_temporarily(
        [(f"{moment}_{name}", listen(moment)) for moment in ("before", "after")]
    ):
        PAIRS[name](article, one, moderator)

    assert [moment for moment, _known in called] == ["before", "after"]
    assert all(known for _moment, known in called)


@pytest.mark.parametrize("name", PAIRS)
def test_a_hook_before_an_action_refuses_it(article, moderator, name):
    one = ReaderCommentFactory(page=article, status=Status.APPROVED)
    if name == "comment_undo":
        actions.approve([ReaderCommentFactory(page=article)], user=moderator)

    def dump():
        models = apps.get_app_config("comments").get_models()
        return [list(model.objects.order_by("pk").values()) for model in models]

    def refuse(**kwargs):
        raise CommentError("Not today.")

    before = dump()
    with (
        hooks.register_temporarily(f"before_{name}", refuse),
        pytest.raises(CommentError, match="Not today"),
    ):
        PAIRS[name](article, one, moderator)

    assert dump() == before
