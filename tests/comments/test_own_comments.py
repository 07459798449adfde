"""One's own comment: seen by its author while it waits, by nobody else, and changed for a time."""

import datetime

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments import actions, cookies
from comments.exceptions import DiscussionClosed, EditNotPossible
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import (
    CommentLogEntry,
    CommentRevision,
    CommentSettings,
    Discussion,
    ReaderComment,
)
from comments.status import Mode, Status
from tests.factories import UserFactory, make_staff

from .taking_part import TYPED, ask_own, post_comment

pytestmark = pytest.mark.usefixtures("article")

SECRET = TYPED["body"]


@pytest.fixture
def own(client, article):
    """A comment that waits, written in the browser ``client``."""
    assert post_comment(client, article).status_code == 302
    return ReaderComment.objects.get()


@pytest.fixture
def stranger():
    return Client()


def get_address(comment, door=""):
    return f"/comments/own/{comment.uuid}/{door}"


def be_late(comment, minutes=16):
    late = timezone.now() - datetime.timedelta(minutes=minutes)
    ReaderComment.objects.filter(pk=comment.pk).update(created_at=late)


def test_the_author_sees_the_waiting_comment_on_its_own_page_and_by_the_script(
    client, article, own
):
    page = client.get(get_address(own))

    assert page.status_code == 200
    assert "It is waiting for a moderator." in page.text
    assert SECRET in page.text
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    answer = ask_own(client, article)
    [waiting] = answer["waiting"]
    assert (waiting["id"], waiting["parent"]) == (str(own.uuid), None)
    assert SECRET in waiting["html"]
    assert "Waiting for a moderator" in waiting["html"]
    assert answer["own"] == [str(own.uuid)]
    assert TYPED["author_email"] not in page.text + waiting["html"]


def test_the_script_is_told_where_a_waiting_reply_stands(client, article):
    parent = ReaderCommentFactory(page=article, status=Status.APPROVED)
    post_comment(client, article, parent=str(parent.uuid))

    [waiting] = ask_own(client, article)["waiting"]

    assert waiting["parent"] == str(parent.uuid)


def test_nobody_else_sees_it_anywhere(stranger, article, own):
    staff = Client()
    staff.force_login(UserFactory(is_superuser=True))
    for browser in (stranger, staff):
        assert ask_own(browser, article)["waiting"] == []
        for address in (
            get_address(own),
            get_address(own, "edit/"),
            f"/comments/{own.uuid}/",
            article.url,
            f"/api/v2/comments/?page={article.pk}",
            f"/api/v3/comments/?page={article.pk}",
        ):
            page, _userbar, _items = browser.get(address).text.partition("<!-- Wagtail user bar")
            assert SECRET not in page


def test_an_id_that_exists_answers_like_one_that_does_not(stranger, own):
    other = ReaderComment()

    for door in ("", "edit/"):
        known, unknown = (stranger.get(get_address(one, door)) for one in (own, other))
        assert (known.status_code, known.content) == (404, unknown.content)
    known, unknown = (stranger.post(get_address(one, "withdraw/")) for one in (own, other))
    assert (known.status_code, known.content) == (404, unknown.content)
    own.refresh_from_db()
    assert own.status == Status.HELD


@pytest.mark.parametrize("forger", ["other key", "other salt", "changed", "rubbish"])
def test_a_forged_cookie_proves_nothing(stranger, own, settings, forger):
    entries = [[own.uuid.hex, 2**31]]
    value = signing.dumps(entries, salt=cookies.OWN_SALT)
    stranger.cookies["comments_own"] = {
        "other key": signing.dumps(entries, key="another", salt=cookies.OWN_SALT),
        "other salt": signing.dumps(entries, salt=cookies.READER_SALT),
        "changed": value[:-1] + ("a" if value[-1] != "a" else "b"),
        "rubbish": "\x00:::" * 20,
    }[forger]

    assert stranger.get(get_address(own)).status_code == 404
    stranger.cookies["comments_own"] = value
    assert stranger.get(get_address(own)).status_code == 200


def test_the_proof_expires_and_the_newest_are_kept(client, article, own, monkeypatch, settings):
    settings.COMMENTS_NETWORK_LIMIT = None
    for number in range(cookies.OWN_NUMBER):
        post_comment(client, article, body=f"Text {number}")

    assert client.get(get_address(own)).status_code == 404
    newest = ReaderComment.objects.order_by("-pk").first()
    assert client.get(get_address(newest)).status_code == 200
    assert len(client.cookies["comments_own"].value) < 2000
    later = timezone.now() + cookies.OWN_PERIOD
    monkeypatch.setattr(cookies.timezone, "now", lambda: later)
    assert client.get(get_address(newest)).status_code == 404


def test_a_page_that_the_reader_may_not_see_any_more_shows_nothing_of_it(client, article, own):
    PageViewRestriction.objects.create(page=article, restriction_type="login")

    assert client.get(get_address(own)).status_code == 404
    assert client.get("/comments/own/", {"page": article.pk}).status_code == 404


@pytest.mark.parametrize("page", ["", "x", "²", "-1", "9" * 30, "2147483647"])
def test_the_script_gets_404_for_what_is_no_page(client, db, page):
    assert client.get("/comments/own/", {"page": page}).status_code == 404


def test_a_browser_that_proves_nothing_costs_no_query_for_comments(
    stranger, article, own, django_assert_max_num_queries
):
    ask_own(stranger, article)
    with django_assert_max_num_queries(3) as queries:
        ask_own(stranger, article)
    assert not [query for query in queries if "comments_" in query["sql"].lower()]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.APPROVED, "It is public."),
        (Status.REJECTED, "A moderator decided not to show it."),
        (Status.SPAM, "A moderator decided not to show it."),
        (Status.WITHDRAWN, "You have withdrawn it."),
        (Status.UNCONFIRMED, "It is waiting for a moderator."),
    ],
)
def test_the_author_learns_what_became_of_it(client, article, own, status, told):
    ReaderComment.objects.filter(pk=own.pk).update(status=status)

    assert told in client.get(get_address(own)).text
    is_waiting = status == Status.UNCONFIRMED
    assert bool(ask_own(client, article)["waiting"]) == is_waiting


def test_a_removed_comment_is_gone_for_its_author_too(client, own):
    actions.remove([own])

    assert client.get(get_address(own)).status_code == 404


# Editing


def test_an_edit_replaces_the_text_and_keeps_the_earlier_one(client, article, own):
    shown = client.get(get_address(own, "edit/"))
    assert SECRET in shown.text

    response = client.post(get_address(own, "edit/"), {"subject": "", "body": "A <b>new</b> text."})

    assert (response.status_code, response["Location"]) == (302, get_address(own))
    own.refresh_from_db()
    assert (own.subject, own.body) == ("A new text.", "A <b>new</b> text.")
    assert "new" in own.html
    assert own.status == Status.HELD
    assert own.edited_at is not None
    [earlier] = own.revisions.all()
    assert (earlier.number, earlier.subject, earlier.body) == (0, TYPED["subject"], SECRET)
    assert own.revision_number == 1
    assert Discussion.objects.get(page=article).waiting_count == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("body", " ", "Write your comment here."),
        ("body", "x" * 10_001, "may have 10000 characters"),
        ("body", "<!-- hidden -->", "Nothing of this comment would show."),
        ("subject", "s" * 121, "at most 120 characters"),
    ],
)
def test_an_edit_passes_every_check_again(client, own, field, value, message):
    data = {"subject": "New", "body": "New", field: value}

    response = client.post(get_address(own, "edit/"), data)

    assert response.status_code == 422
    assert message in str(response.context["form"].errors[field])
    own.refresh_from_db()
    assert (own.body, own.revision_number) == (SECRET, 0)


def test_an_edit_of_a_public_comment_waits_again_and_the_log_says_why(client, article, own):
    actions.approve([own])

    client.post(get_address(own, "edit/"), {"subject": "New", "body": "With an advert now"})

    own.refresh_from_db()
    assert (own.status, own.reason) == (Status.HELD, "edited")
    assert "advert" not in Client().get(article.url).text
    discussion = Discussion.objects.get(page=article)
    assert (discussion.comment_count, discussion.waiting_count) == (0, 1)
    entry = CommentLogEntry.objects.get()
    assert (entry.user, entry.data["reason"]) == (None, "edited")


def test_a_site_may_trust_edits(client, article, own, settings):
    settings.COMMENTS_HOLD_EDITS = False
    actions.approve([own])
    version = Discussion.objects.get().version

    client.post(get_address(own, "edit/"), {"subject": "New", "body": "A better word"})

    assert "A better word" in Client().get(article.url).text
    assert Discussion.objects.get().version > version


@pytest.mark.parametrize("holds_edits", [True, False])
def test_the_form_says_that_a_moderator_reads_it_again_only_where_one_does(
    client, own, settings, holds_edits
):
    settings.COMMENTS_HOLD_EDITS = holds_edits
    actions.approve([own])

    page = client.get(get_address(own, "edit/")).text

    assert "you can change it" in page
    assert ("a moderator reads it again" in page) == holds_edits


def test_the_same_text_again_changes_nothing(own):
    actions.edit_comment(own, subject=own.subject, body=own.body)

    own.refresh_from_db()
    assert (own.edited_at, own.revision_number) == (None, 0)
    assert not CommentRevision.objects.exists()


def test_a_comment_is_edited_only_so_often_and_what_was_typed_is_kept(client, own, settings):
    settings.COMMENTS_MAX_EDITS = 1
    first = client.post(get_address(own, "edit/"), {"subject": "New", "body": "First edit"})

    second = client.post(get_address(own, "edit/"), {"subject": "New", "body": "Second edit"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "changed too often" in second.text
    assert "Second edit" in second.text
    own.refresh_from_db()
    assert (own.body, CommentRevision.objects.count()) == ("First edit", 1)
    settings.COMMENTS_MAX_EDITS = 2
    actions.edit_comment(own, body="Second edit")


def test_after_the_set_time_nothing_can_be_changed_and_what_was_typed_is_kept(client, own):
    be_late(own)

    page = client.get(get_address(own))
    assert get_address(own, "edit/") not in page.text
    assert client.get(get_address(own, "edit/")).status_code == 302
    response = client.post(get_address(own, "edit/"), {"subject": "New", "body": "Too late"})
    assert response.status_code == 409
    assert "Too late" in response.text
    assert client.post(get_address(own, "withdraw/")).status_code == 409
    own.refresh_from_db()
    assert (own.body, own.status) == (SECRET, Status.HELD)


def test_editors_set_the_time_for_their_site(client, article, own):
    CommentSettings.objects.create(site=article.get_site(), edit_minutes=60)
    be_late(own)

    client.post(get_address(own, "edit/"), {"subject": "New", "body": "In time"})

    own.refresh_from_db()
    assert own.body == "In time"


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.WITHDRAWN, Status.REMOVED])
def test_what_was_decided_is_not_edited(article, status):
    comment = ReaderCommentFactory(page=article, status=status)

    with pytest.raises(EditNotPossible):
        actions.edit_comment(comment, body="New")
    with pytest.raises(EditNotPossible):
        actions.withdraw_by_author(comment)

    comment.refresh_from_db()
    assert (comment.status, comment.body) != (Status.HELD, "New")


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.HIDDEN])
def test_a_closed_discussion_takes_no_edits_but_comments_can_be_withdrawn(article, own, mode):
    DiscussionFactory(page=article)
    Discussion.objects.update(mode=mode)

    with pytest.raises(DiscussionClosed):
        actions.edit_comment(own, body="New")
    actions.withdraw_by_author(own)

    own.refresh_from_db()
    assert (own.status, own.body) == (Status.WITHDRAWN, SECRET)


def test_a_trap_that_is_filled_keeps_the_text_as_it_is(client, own):
    data = {"subject": "New", "body": "New", "website": "https://spam.example"}

    assert client.post(get_address(own, "edit/"), data).status_code == 302
    own.refresh_from_db()
    assert own.body == SECRET


@pytest.mark.parametrize("door", ["edit/", "withdraw/"])
def test_another_site_cannot_make_a_browser_change_it(client, own, door):
    response = client.post(
        get_address(own, door),
        {"subject": "New", "body": "New"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert response.status_code == 403
    own.refresh_from_db()
    assert (own.body, own.status) == (SECRET, Status.HELD)


def test_the_author_withdraws_it(client, article, own):
    response = client.post(get_address(own, "withdraw/"))

    assert response.status_code == 302
    own.refresh_from_db()
    assert own.status == Status.WITHDRAWN
    assert Discussion.objects.get(page=article).waiting_count == 0
    assert client.get(get_address(own, "withdraw/")).status_code == 405


def test_a_moderator_does_not_decide_about_a_text_that_has_changed(client, article, own):
    moderator = make_staff(moderates=[article])
    staff = Client()
    staff.force_login(moderator)
    actions.edit_comment(own, body="An advert")
    data = {"decision": "approve", "seen": "held", "revision": "0"}

    response = staff.post(f"/admin/reader-comments/decide/{own.pk}/", data, follow=True)

    assert "was edited meanwhile" in response.text
    own.refresh_from_db()
    assert own.status == Status.HELD
    staff.post(f"/admin/reader-comments/decide/{own.pk}/", data | {"revision": "1"})
    own.refresh_from_db()
    assert own.status == Status.APPROVED


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 11])
def test_a_revision_that_is_no_number_is_a_bad_request(article, own, revision):
    staff = Client()
    staff.force_login(make_staff(moderates=[article]))
    data = {"decision": "approve", "seen": "held", "revision": revision}

    assert staff.post(f"/admin/reader-comments/decide/{own.pk}/", data).status_code == 400


def test_removing_erases_what_the_comment_said_before(own):
    actions.edit_comment(own, body="New")

    actions.remove([own])

    assert not CommentRevision.objects.exists()


def test_the_wish_for_mails_of_replies_is_kept_and_erased_with_the_comment(client, article):
    post_comment(client, article, notify_replies="on")
    comment = ReaderComment.objects.get()
    assert comment.notify_replies

    actions.remove([comment])

    comment.refresh_from_db()
    assert not comment.notify_replies
