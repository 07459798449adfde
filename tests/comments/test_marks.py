"""Reactions and flags: one for each reader, none for robots and other sites, private where due."""

import json
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from comments import actions
from comments.exceptions import (
    CommentNotShown,
    DiscussionClosed,
    ModerationDenied,
    PickNotPossible,
    TooManyMarks,
)
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import (
    CommentFlag,
    CommentLogEntry,
    CommentReaction,
    CommentSettings,
    Discussion,
    ReaderComment,
)
from comments.signals import (
    comment_flagged,
    comment_reaction_changed,
    comments_picked,
    comments_status_changed,
)
from comments.status import Mode, Status
from tests.factories import UserFactory, make_staff
from tests.pages import count_queries, read

from .taking_part import ask_own

AS_SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def comment(article):
    return ReaderCommentFactory(page=article, status=Status.APPROVED, subject="A public comment")


def react(browser, comment, headers=None, **data):
    return browser.post(f"/comments/{comment.uuid}/react/", data, headers=headers)


def flag(browser, comment, headers=None, **data):
    data = {"reason": "spam", **data}
    return browser.post(f"/comments/{comment.uuid}/flag/", data, headers=headers)


def count(comment):
    comment.refresh_from_db()
    return comment.reaction_count, comment.commentreactions.count()


# Reactions


def test_a_reader_without_script_reacts_and_comes_back_to_the_comment(client, article, comment):
    page = read(client, article.url).text
    assert f'action="/comments/{comment.uuid}/react/"' in page

    response = react(client, comment)

    assert (response.status_code, response["Location"]) == (302, f"/comments/{comment.uuid}/")
    assert count(comment) == (1, 1)
    assert "Helpful" in Client().get(article.url).text


def test_a_second_press_offers_to_take_it_back_and_loses_nothing(client, comment):
    react(client, comment)

    again = react(client, comment)

    assert again["Location"] == f"/comments/{comment.uuid}/react/"
    assert count(comment) == (1, 1)
    page = client.get(again["Location"])
    assert 'value="off"' in page.text
    assert "no-store" in page["Cache-Control"]
    react(client, comment, value="off")
    assert count(comment) == (0, 0)
    assert 'value="on"' in client.get(again["Location"]).text


def test_a_script_switches_it_and_is_told_the_number(client, article, comment):
    on = react(client, comment, headers=AS_SCRIPT, value="on").json()
    assert (on["is_on"], on["count"]) == (True, 1)
    assert ask_own(client, article)["reacted"] == [str(comment.uuid)]
    assert ask_own(Client(), article)["reacted"] == []

    off = react(client, comment, headers=AS_SCRIPT, value="off").json()

    assert (off["is_on"], off["count"]) == (False, 0)
    assert ask_own(client, article)["reacted"] == []
    assert "Helpful" in on["message"] != off["message"]


def test_each_reader_counts_once(client, comment):
    for browser in (client, client, Client(), Client()):
        react(browser, comment, headers=AS_SCRIPT, value="on")

    assert count(comment) == (3, 3)


def test_one_network_is_no_ballot_box(comment, settings):
    settings.COMMENTS_REACTIONS_PER_NETWORK = 2
    answers = [react(Client(), comment, headers=AS_SCRIPT) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Retry-After" in answers[2]
    assert count(comment) == (2, 2)
    other = Client(REMOTE_ADDR="192.0.2.77")
    assert react(other, comment, headers=AS_SCRIPT).status_code == 200


@pytest.mark.parametrize("leave", [react, flag])
def test_one_network_leaves_only_so_many_marks(article, settings, leave):
    settings.COMMENTS_MARK_LIMIT = (2, 600)
    comments = [ReaderCommentFactory(page=article, status=Status.APPROVED) for _ in range(3)]
    browser = Client()

    answers = [leave(browser, comment).status_code for comment in comments]

    assert answers[2] == 429
    assert answers[:2].count(429) == 0
    settings.COMMENTS_MARK_LIMIT = (2, 7200)
    assert 7000 < int(leave(browser, comments[2])["Retry-After"]) <= 7200
    settings.COMMENTS_MARK_LIMIT = None
    assert leave(browser, comments[2]).status_code < 400


def test_the_key_of_a_reader_is_random_and_the_database_keeps_a_digest(client, comment):
    response = react(client, comment)

    cookie = response.cookies["comments_reader"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/comments/", True, "Lax")
    reaction = CommentReaction.objects.get()
    assert re.fullmatch("[0-9a-f]{64}", reaction.reader_key)
    assert reaction.reader_key not in cookie.value
    assert react(Client(), comment).cookies["comments_reader"].value != cookie.value


def test_a_forged_key_is_a_new_reader(client, comment):
    react(client, comment)
    client.cookies["comments_reader"] = client.cookies["comments_reader"].value + "x"

    react(client, comment, headers=AS_SCRIPT)

    assert count(comment) == (2, 2)


def test_a_reaction_makes_a_new_version_of_the_discussion(article, comment):
    before = Discussion.objects.get().version

    actions.react(comment, reader_key="a")
    after = Discussion.objects.get().version
    actions.react(comment, reader_key="a")

    assert before < after == Discussion.objects.get().version


def test_editors_name_the_reaction_or_switch_it_off(client, article, comment):
    options = CommentSettings.objects.create(site=article.get_site(), reaction_name="Wise")
    assert "Wise" in read(client, article.url).text

    options.reaction_name = ""
    options.save()

    assert "/react/" not in read(client, article.url).text
    assert react(client, comment).status_code == 404
    assert client.get(f"/comments/{comment.uuid}/react/").status_code == 404
    with pytest.raises(CommentNotShown):
        actions.react(comment, reader_key="a")


# Flags


def test_a_reader_flags_a_comment_with_a_reason_and_a_note(client, article, comment):
    form = client.get(f"/comments/{comment.uuid}/flag/")
    assert "A public comment" in form.text
    assert f'href="/comments/{comment.uuid}/flag/"' in read(Client(), article.url).text

    response = flag(client, comment, reason="private", note="It is \x00 my\r\naddress")

    assert response.status_code == 200
    assert "Thank you" in response.text
    row = CommentFlag.objects.get()
    assert (row.comment, row.reason, row.note) == (comment, "private", "It is my address")
    comment.refresh_from_db()
    assert (comment.status, comment.flag_count) == (Status.APPROVED, 1)
    assert ask_own(client, article)["flagged"] == [str(comment.uuid)]


def test_a_reader_flags_a_comment_once(client, comment):
    flag(client, comment)
    assert flag(client, comment, reason="hate", headers=AS_SCRIPT).status_code == 200

    comment.refresh_from_db()
    assert comment.flag_count == 1
    assert CommentFlag.objects.get().reason == "spam"


@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": "x"}, {"note": "n" * 501}])
def test_a_flag_without_reason_or_with_too_long_a_note_comes_back(client, comment, data):
    response = flag(client, comment, headers=AS_SCRIPT, **data)

    assert response.status_code == 422
    assert "data-flag" in response.text
    assert 'class="comments-error"' in response.text
    assert not CommentFlag.objects.exists()


def test_enough_flags_put_the_comment_back_into_the_queue(article, comment):
    for number in range(3):
        flag(Client(REMOTE_ADDR=f"192.0.2.{number}"), comment)

    comment.refresh_from_db()
    assert (comment.status, comment.reason, comment.flag_count) == (Status.HELD, "flagged", 3)
    assert "A public comment" not in Client().get(article.url).text
    entry = CommentLogEntry.objects.get()
    assert (entry.user, entry.action, entry.data["reason"]) == (None, "comments.held", "flagged")
    staff = Client()
    staff.force_login(make_staff(moderates=[article]))
    assert "Flagged by 3 readers" in staff.get("/admin/reader-comments/?status=held").text


def test_one_person_with_many_browsers_hides_nothing(comment):
    for _ in range(5):
        flag(Client(), comment)

    comment.refresh_from_db()
    assert (comment.status, comment.flag_count) == (Status.APPROVED, 5)


def test_after_a_moderator_has_approved_it_again_the_count_begins_anew(article, comment):
    for number in range(3):
        actions.flag_comment(comment, reader_key=str(number), network=str(number), reason="spam")
    actions.approve([comment], user=make_staff(moderates=[article]))

    actions.flag_comment(comment, reader_key="new", network="new", reason="spam")

    comment.refresh_from_db()
    assert (comment.status, comment.flag_count) == (Status.APPROVED, 1)


def test_a_site_may_let_flags_hide_nothing(comment, settings):
    settings.COMMENTS_FLAG_THRESHOLD = None
    for number in range(9):
        actions.flag_comment(comment, reader_key=str(number), network=str(number), reason="spam")

    comment.refresh_from_db()
    assert (comment.status, comment.flag_count) == (Status.APPROVED, 9)


def test_a_robot_in_the_trap_is_thanked_and_flags_nothing(client, comment):
    assert flag(client, comment, website="https://spam.example").status_code == 200
    assert not CommentFlag.objects.exists()


def test_flags_are_told_to_no_reader(client, article, comment):
    flag(client, comment, note="canary-note")

    for address in (
        article.url,
        f"/api/v2/comments/{comment.uuid}/",
        f"/api/v3/comments/{comment.uuid}/",
    ):
        assert "canary-note" not in client.get(address).text
        assert "flag_count" not in client.get(address).text


# Both


@pytest.mark.parametrize("door", ["react", "flag"])
def test_reading_changes_nothing_and_sets_no_cookie(client, comment, door):
    before = ReaderComment.objects.values().get()

    response = client.get(f"/comments/{comment.uuid}/{door}/")

    assert response.status_code == 200
    assert not response.cookies
    assert ReaderComment.objects.values().get() == before
    assert not CommentReaction.objects.exists()
    assert client.put(f"/comments/{comment.uuid}/{door}/").status_code == 405


@pytest.mark.parametrize("leave", [react, flag])
@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://testserver"}, True),
    ],
)
def test_other_sites_make_nobody_react_or_flag(comment, leave, headers, is_taken):
    response = leave(Client(enforce_csrf_checks=True), comment, headers=headers)

    assert (response.status_code == 403) == (not is_taken)
    taken = CommentReaction.objects.count() + CommentFlag.objects.count()
    assert taken == is_taken


STATES = {
    "fine": (302, 200),
    "held": (404, 404),
    "rejected": (404, 404),
    "removed": (404, 404),
    "unknown": (404, 404),
    "unpublished": (404, 404),
    "login": (404, 404),
    "password": (404, 404),
    "hidden": (404, 404),
    # What is shown can be wrong, so that it can be flagged; there is nothing more to say to it.
    "closed": (409, 200),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("leave", [react, flag])
def test_only_what_a_reader_sees_takes_marks(client, article, comment, leave, state):
    if state in Status.values:
        ReaderComment.objects.update(status=state)
    elif state == "unknown":
        comment.uuid = uuid.uuid4()
    elif state == "unpublished":
        article.unpublish()
    elif state in ("login", "password"):
        PageViewRestriction.objects.create(page=article, restriction_type=state, password="x")
    elif state in Mode.values:
        Discussion.objects.update(mode=state)
    expected = STATES[state][leave is flag]

    assert leave(client, comment).status_code == expected

    taken = CommentReaction.objects.count() + CommentFlag.objects.count()
    assert taken == (expected in (200, 302))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_the_actions_ask_again_under_the_lock(article, status):
    comment = ReaderCommentFactory(page=article, status=status)

    with pytest.raises(CommentNotShown):
        actions.react(comment, reader_key="a")
    with pytest.raises(CommentNotShown):
        actions.flag_comment(comment, reader_key="a", reason="spam")


def test_the_action_refuses_reactions_to_a_closed_discussion(article, comment):
    DiscussionFactory(page=article)
    Discussion.objects.update(mode=Mode.CLOSED)

    with pytest.raises(DiscussionClosed):
        actions.react(comment, reader_key="a")


def test_limits_are_asked_by_the_action(comment, settings):
    settings.COMMENTS_MARK_LIMIT = (0, 600)

    with pytest.raises(TooManyMarks):
        actions.react(comment, reader_key="a", network="n")
    actions.react(comment, reader_key="a")


def test_marks_are_told_after_the_commit(comment, django_capture_on_commit_callbacks):
    sent = []

    def listen(sender, signal, **kwargs):
        sent.append((signal, [one.pk for one in kwargs.get("comments") or [kwargs["comment"]]]))

    signals = [comment_flagged, comments_picked, comment_reaction_changed]
    for signal in signals:
        signal.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.react(comment, reader_key="a")
            actions.flag_comment(comment, reader_key="a", reason="spam")
            actions.pick_comment(comment)
            assert sent == []
    finally:
        for signal in signals:
            signal.disconnect(listen)
    assert {signal for signal, _pks in sent} == set(signals)


def test_removing_a_comment_erases_who_reacted_and_flagged(article, comment):
    actions.react(comment, reader_key="a", network="n")
    actions.flag_comment(comment, reader_key="a", reason="spam", note="Note", network="n")

    actions.remove([comment])

    assert not CommentReaction.objects.exists()
    assert not CommentFlag.objects.exists()
    comment.refresh_from_db()
    assert (comment.reaction_count, comment.flag_count) == (0, 0)


# Editors' picks


def test_a_moderator_picks_a_comment_and_readers_see_it(client, article, comment):
    user = make_staff(moderates=[article])
    client.force_login(user)
    review = f"/admin/reader-comments/review/{comment.pk}/"
    assert "Make it an editors’ pick" in client.get(review).text

    client.post(f"/admin/reader-comments/pick/{comment.pk}/", {"pick": "on"})

    assert "Editors’ pick" in read(Client(), article.url).text
    entry = CommentLogEntry.objects.get()
    assert (entry.action, entry.user) == ("comments.picked", user)
    assert "editors’ pick" in client.get(review).text
    client.post(f"/admin/reader-comments/pick/{comment.pk}/", {"pick": "off"})
    assert "Editors’ pick" not in read(Client(), article.url).text
    assert CommentLogEntry.objects.filter(action="comments.unpicked").count() == 1


def test_who_does_not_moderate_here_picks_nothing(comment):
    with pytest.raises(ModerationDenied):
        actions.pick_comment(comment, user=UserFactory())

    comment.refresh_from_db()
    assert not comment.is_pick


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_only_approved_comments_are_picked(article, status):
    comment = ReaderCommentFactory(page=article, status=status)

    with pytest.raises(PickNotPossible):
        actions.pick_comment(comment, user=make_staff(moderates=[article]))


def test_a_pick_that_goes_back_to_the_queue_is_none_any_more(comment):
    actions.pick_comment(comment)
    actions.hold([comment])
    actions.approve([comment])

    comment.refresh_from_db()
    assert not comment.is_pick


# What the APIs tell


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_the_api_tells_the_public_facts_and_no_others(client, article, comment, version):
    actions.react(comment, reader_key="canary-key", network="canary-net")
    actions.flag_comment(comment, reader_key="canary-key", reason="spam", note="canary-note")
    actions.pick_comment(comment)
    ReaderComment.objects.update(badge="author", user=UserFactory(username="canary-user"))

    answer = client.get(f"/api/{version}/comments/{comment.uuid}/")

    facts = answer.json()
    assert (facts["badge"], facts["is_pick"], facts["reaction_count"]) == ("author", True, 1)
    assert facts["edited_at"] is None
    assert "canary" not in json.dumps(facts)


def test_a_status_that_flags_change_is_told_like_any_other(
    comment, django_capture_on_commit_callbacks
):
    sent = []

    def listen(**kwargs):
        sent.append(kwargs["status"])

    comments_status_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(3):
                actions.flag_comment(
                    comment, reader_key=str(number), network=str(number), reason="spam"
                )
    finally:
        comments_status_changed.disconnect(listen)
    assert sent == [Status.HELD]


# What it costs, and who sets it


def test_a_page_with_marks_costs_one_query_more_however_many_there_are(client, article, comment):
    few = count_queries(client, article.url)
    CommentSettings.objects.create(
        site=article.get_site(), guidelines="<p>Be <b>kind</b>.</p>", reaction_name="Wise"
    )
    for number in range(12):
        other = ReaderCommentFactory(page=article, status=Status.APPROVED, badge="staff")
        actions.react(other, reader_key=str(number))
        actions.pick_comment(other)

    with CaptureQueriesContext(connection) as queries:
        page = read(client, article.url).text

    assert page.count("Wise") >= 12
    assert "Be <b>kind</b>." in page
    settings = [query for query in queries if "comments_commentsettings" in query["sql"]]
    assert len(settings) == 1
    assert len(queries) == few


def test_looking_at_the_settings_changes_nothing_for_readers(client, article, settings):
    settings.COMMENTS_REACTION_NAME, settings.COMMENTS_EDIT_MINUTES = "Wise", 30
    client.force_login(UserFactory(is_superuser=True))

    client.get(f"/admin/settings/comments/commentsettings/{article.get_site().pk}/")

    options = CommentSettings.of(article)
    assert (options.reaction_name, options.edit_minutes) == ("Wise", 30)


def test_editors_change_the_settings_of_their_site_in_the_admin(client, article):
    client.force_login(UserFactory(is_superuser=True))
    address = f"/admin/settings/comments/commentsettings/{article.get_site().pk}/"
    assert client.get(address).status_code == 200
    data = {"guidelines": "null", "reaction_name": "Wise", "edit_minutes": "1441"}

    refused = client.post(address, data)
    assert refused.status_code == 200
    saved = client.post(address, data | {"edit_minutes": "30"})

    assert saved.status_code == 302
    options = CommentSettings.of(article)
    assert (options.reaction_name, options.edit_minutes) == ("Wise", 30)
    client.force_login(make_staff(moderates=[article]))
    assert client.get(address).status_code == 302
