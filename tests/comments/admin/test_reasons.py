"""Why comments are where they are: reasons to reject, chosen, kept, shown and edited."""

import json

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry, RejectionReason, RejectionReasonText
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("article", "elsewhere")

QUEUE = "/admin/reader-comments/"
REASONS = "/admin/reader-comments-reasons/"


def reject(client, comment, **data):
    return client.post(
        reverse("reader_comments:decide", args=[comment.pk]),
        {"decision": "reject", "seen": comment.status, **data},
    )


def test_a_comment_is_rejected_for_a_reason(client, moderator, comment):
    page = client.get(f"{QUEUE}?status=held").text
    assert '<option value="off-topic">Off topic</option>' in page

    reject(client, comment, reason="off-topic")

    comment.refresh_from_db()
    assert (comment.status, comment.reason) == (Status.REJECTED, "off-topic")
    assert CommentLogEntry.objects.get().data["reason"] == "off-topic"
    for address in (QUEUE, reverse("reader_comments:inspect", args=[comment.pk])):
        assert "Rejected because: Off topic." in client.get(address).text
    review = client.get(reverse("reader_comments:inspect", args=[comment.pk])).text
    assert "Reader comment: Held → Rejected, because: Off topic" in review


def test_no_reason_is_needed(client, moderator, comment):
    reject(client, comment, reason="")

    comment.refresh_from_db()
    assert (comment.status, comment.reason) == (Status.REJECTED, "")
    assert "Rejected because" not in client.get(QUEUE).text


def test_an_unknown_reason_is_refused(client, moderator, comment):
    assert reject(client, comment, reason="<b>").status_code == 400

    comment.refresh_from_db()
    assert comment.status == Status.HELD


@pytest.mark.parametrize("decision", ["approve", "spam"])
def test_other_decisions_keep_no_reason(client, moderator, comment, decision):
    reject(client, comment, decision=decision, reason="off-topic")

    comment.refresh_from_db()
    assert comment.status != Status.HELD
    assert comment.reason == ""


@pytest.mark.parametrize(("reason", "kept"), [("abusive", "abusive"), ("", "")])
def test_many_are_rejected_for_one_reason(client, moderator, article, reason, kept):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    url = reverse("wagtail_bulk_action", args=["comments", "readercomment", "reject"])
    url += "?" + "&".join(f"id={comment.pk}" for comment in comments)
    assert '<option value="abusive">' in client.get(url).text
    seen = json.dumps({comment.pk: ["held", 0] for comment in comments})

    client.post(url, {"seen": seen, "reason": reason})

    for comment in comments:
        comment.refresh_from_db()
        assert (comment.status, comment.reason) == (Status.REJECTED, kept)


@pytest.mark.parametrize("door", ["one", "many"])
def test_what_is_no_longer_offered_is_taken_from_an_open_screen(client, moderator, comment, door):
    RejectionReason.objects.create(code="retired", is_active=False)

    if door == "one":
        reject(client, comment, reason="retired")
    else:
        url = reverse("wagtail_bulk_action", args=["comments", "readercomment", "reject"])
        seen = json.dumps({comment.pk: ["held", 0]})
        client.post(f"{url}?id={comment.pk}", {"seen": seen, "reason": "retired"})

    comment.refresh_from_db()
    assert (comment.status, comment.reason) == (Status.REJECTED, "retired")


def test_an_unknown_reason_rejects_none_of_many(client, moderator, comment):
    url = reverse("wagtail_bulk_action", args=["comments", "readercomment", "reject"])
    seen = json.dumps({comment.pk: ["held", 0]})

    client.post(f"{url}?id={comment.pk}", {"seen": seen, "reason": "unheard-of"})

    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_the_queue_says_why_each_comment_waits(client, moderator, article):
    ReaderCommentFactory(page=article)
    assert "Waits for a decision, as every comment does." in client.get(QUEUE).text
    approved = ReaderCommentFactory(page=article, status=Status.APPROVED)
    actions.hold([approved], reason="flagged")
    assert "Waits because readers flagged it." in client.get(QUEUE).text


def test_the_reasons_of_a_site_take_the_place_of_those_it_begins_with(client, moderator, comment):
    reason = RejectionReason.objects.create(code="dull")
    texts = RejectionReasonText.objects
    texts.create(reason=reason, language="de", label="Langweilig", message="")
    texts.create(reason=reason, language="en", label="Dull", message="")
    retired = RejectionReason.objects.create(code="old", is_active=False)
    texts.create(reason=retired, language="en", label="Old", message="")

    page = client.get(f"{QUEUE}?status=held").text

    assert '<option value="dull">Dull</option>' in page
    assert '<option value="off-topic">' not in page
    assert '<option value="old">' not in page
    assert [one.label for one in RejectionReason.objects.get_choices("de")] == ["Langweilig"]
    assert RejectionReason.objects.get_labels()["old"] == "Old"


def test_a_change_is_seen_at_once(db):
    reason = RejectionReason.objects.create(code="dull")
    assert RejectionReason.objects.get_labels()["dull"] == "dull"

    text = RejectionReasonText.objects.create(reason=reason, language="en", label="Dull")
    assert RejectionReason.objects.get_labels()["dull"] == "Dull"
    text.label = "Boring"
    text.save()
    assert RejectionReason.objects.get_labels()["dull"] == "Boring"
    reason.delete()
    assert "dull" not in RejectionReason.objects.get_labels()


def test_reasons_cost_no_query_once_they_are_known(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        RejectionReason.objects.get_choices()
    with django_assert_num_queries(0):
        RejectionReason.objects.get_choices()
        RejectionReason.objects.get_labels()


class TestEditing:
    def test_the_reasons_that_a_site_begins_with_can_be_taken_over(self, client, sign_in):
        sign_in("superuser")
        page = client.get(REASONS).text
        assert "Your comment has little to do with the article." in page
        before = RejectionReason.objects.get_choices()

        response = client.post(f"{REASONS}adopt/")

        assert response.status_code == 302
        assert RejectionReason.objects.get_choices() == before
        assert RejectionReason.objects.count() == len(before)
        client.post(f"{REASONS}adopt/")
        assert RejectionReason.objects.count() == len(before)
        assert "Edit these reasons" not in client.get(REASONS).text
        assert ModelLogEntry.objects.filter(action="wagtail.create").count() == len(before)

    @pytest.mark.parametrize(
        ("position", "place"), [("0", 0), ("3", 3), ("", 7), ("-1", 0), ("9" * 5000, 7)]
    )
    def test_they_are_put_into_another_order(self, client, sign_in, position, place):
        user = sign_in("superuser")
        last = RejectionReason.objects.adopt()[-2]

        response = client.post(f"{REASONS}reorder/{last.pk}/?position={position}")

        assert response.json() == {"success": True}
        codes = [one.code for one in RejectionReason.objects.get_choices()]
        assert codes.index(last.code) == place
        entry = ModelLogEntry.objects.get(action="wagtail.reorder")
        assert (entry.user, entry.object_id) == (user, str(last.pk))

    def test_one_is_written_with_its_texts(self, client, sign_in):
        sign_in("superuser")
        assert client.get(f"{REASONS}new/").status_code == 200

        response = client.post(
            f"{REASONS}new/",
            {
                "code": "dull",
                "is_active": "on",
                "texts-TOTAL_FORMS": 1,
                "texts-INITIAL_FORMS": 0,
                "texts-MIN_NUM_FORMS": 1,
                "texts-MAX_NUM_FORMS": 1000,
                "texts-0-language": "en",
                "texts-0-label": "Dull",
                "texts-0-message": "Your comment is dull.",
            },
        )

        assert response.status_code == 302
        (reason,) = RejectionReason.objects.get_choices()
        assert (reason.code, reason.label) == ("dull", "Dull")

    def test_two_texts_in_one_language_are_an_error_and_no_fault(self, client, sign_in):
        sign_in("superuser")
        text = {"language": "en", "label": "Dull", "message": ""}
        forms = {f"texts-{place}-{name}": value for place in (0, 1) for name, value in text.items()}

        response = client.post(
            f"{REASONS}new/",
            {
                "code": "dull",
                "texts-TOTAL_FORMS": 2,
                "texts-INITIAL_FORMS": 0,
                "texts-MIN_NUM_FORMS": 1,
                "texts-MAX_NUM_FORMS": 1000,
                **forms,
            },
        )

        assert response.status_code == 200
        assert not RejectionReason.objects.exists()

    @pytest.mark.parametrize("address", ["", "new/", "adopt/"])
    def test_moderators_without_the_permission_are_sent_away(self, client, moderator, address):
        assert client.post(f"{REASONS}{address}").status_code in (302, 405)
        assert client.get(f"{REASONS}{address}").status_code in (302, 405)
        assert not RejectionReason.objects.exists()

    def test_nobody_edits_them_without_the_models_permission(self, client, article):
        client.force_login(make_staff(moderates=[article]))

        assert client.get(REASONS).status_code == 302
