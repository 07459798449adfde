"""Taking part through the API: posting once, with a secret of one's own, reacting and flagging."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks

from columns.factories import ArticlePageFactory
from comments import actions
from comments.api import posting
from comments.factories import ReaderCommentFactory
from comments.models import CommentFlag, CommentReaction, ReaderComment, TakenRequest
from comments.status import Mode, Status
from comments.text import engine
from tests.comments.doors import make_comments, sign_in
from tests.factories import UserFactory, make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v3/comments/"
TYPED = {
    "subject": "A word",
    "body": "Well <em>said</em>.",
    "author_name": "Robin",
    "author_email": "robin@private.example.org",
}


@pytest.fixture
def post(client):
    """Return the function that posts to a page."""

    def post_comment(target, headers=None, **changes):
        data = {"page": target.pk, **TYPED, **changes}
        return client.post(ADDRESS, data, content_type="application/json", headers=headers or {})

    return post_comment


def get_error(response, status):
    """Return the first error of a problem, after checking that it is one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    return response.json()["errors"][0]


class TestPosting:
    def test_a_guest_gets_a_receipt_and_a_secret(self, article, post):
        response = post(article)

        assert response.status_code == 202
        receipt = response.json()
        comment = ReaderComment.objects.get()
        assert (receipt["id"], receipt["status"]) == (str(comment.uuid), "held")
        assert (comment.body, comment.author_name) == (TYPED["body"], "Robin")
        assert len(comment.network) == 64
        assert TYPED["author_email"] not in response.text
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies

    def test_a_guest_costs_eight_queries_however_much_is_there(self, article, post):
        def measure(number):
            with CaptureQueriesContext(connection) as queries:
                assert post(article, body=f"Text {number}").status_code == 202
            return [one for one in queries if "SAVEPOINT" not in one["sql"].upper()]

        measure(0)
        # Page, lock, findings, authors, staff, comment, counter, webhooks.
        assert len(measure(1)) == 8
        for comment in make_comments(article, 12):
            actions.block_commenter(comment)
        make_staff(moderates=[article])

        assert len(measure(2)) == 8

    def test_a_text_is_parsed_once(self, article, post, monkeypatch):
        parsed = []
        parse = engine.parse
        monkeypatch.setattr(
            engine, "parse", lambda text, **kwargs: parsed.append(text) or parse(text, **kwargs)
        )

        assert post(article, subject="").status_code == 202

        assert parsed == [TYPED["body"]]
        assert ReaderComment.objects.get().subject == "Well said."

    def test_a_hook_of_the_site_gets_the_page_as_what_it_is(self, article, post):
        seen = []

        def note(comment, page):
            seen.append((type(page), page.kicker, page.locale, page.pk))

        with hooks.register_temporarily("before_comment_submit", note):
            assert post(article).status_code == 202

        assert seen == [(type(article), article.kicker, article.locale, article.pk)]

    def test_a_moderator_posts_as_oneself_and_is_shown_at_once(self, article, post):
        user = make_staff(moderates=[article])

        response = post(article, headers=sign_in(user), author_name="Somebody", author_email="")

        assert response.status_code == 201
        comment = ReaderComment.objects.get()
        assert (comment.user, comment.badge, comment.status) == (user, "staff", Status.APPROVED)
        assert comment.author_name != "Somebody"
        assert response["Location"] == response.json()["url"]
        assert str(comment.uuid) in response["Location"]

    def test_a_reply_stands_below_its_parent(self, article, post):
        [parent] = make_comments(article, 1)

        assert post(article, parent=str(parent.uuid)).status_code == 202

        assert ReaderComment.objects.get(author_name="Robin").parent == parent

    @pytest.mark.parametrize("kind", ["held", "elsewhere", "none"])
    def test_what_readers_do_not_see_is_not_replied_to(self, article, post, kind):
        parents = {
            "held": lambda: ReaderCommentFactory(page=article).uuid,
            "elsewhere": lambda: make_comments(ArticlePageFactory(), 1)[0].uuid,
            "none": uuid4,
        }

        error = get_error(post(article, parent=str(parents[kind]())), 409)

        assert error["type"] == "reply_not_possible"

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"body": " "}, "body", "required"),
            ({"body": "x" * 100_000}, "body", "max_length"),
            ({"author_name": ""}, "author_name", "required"),
            ({"author_email": "robin"}, "author_email", "invalid"),
            ({"subject": "x" * 500}, "subject", "max_length"),
        ],
    )
    def test_each_error_names_its_field(self, article, post, changes, field, code):
        error = get_error(post(article, **changes), 422)

        assert (error["type"], error["loc"]) == (code, ["body", "comment", field])
        assert error["msg"]
        assert not ReaderComment.objects.exists()

    @pytest.mark.parametrize(
        "changes",
        [
            {"body": "a\x00b"},
            {"author_name": "\ud800"},
            {"page": 2**70},
            {"page": -1},
            {"page": "one"},
            {"parent": "x"},
            {"unknown": 1},
            {"body": None},
            {"notify_replies": "perhaps"},
        ],
    )
    def test_what_no_client_means_is_refused(self, article, post, changes):
        get_error(post(article, **changes), 422)

        assert not ReaderComment.objects.exists()

    def test_a_closed_discussion_says_so(self, article, post):
        actions.set_discussion_mode(article, mode=Mode.CLOSED)

        assert get_error(post(article), 409)["type"] == "discussion_closed"

    def test_names_of_staff_are_reserved(self, article, post):
        user = make_staff(moderates=[article])
        user.first_name, user.last_name = "Mona", "Derat"
        user.save()

        error = get_error(post(article, author_name="mona derat"), 422)

        assert error["loc"] == ["body", "comment", "author_name"]

    def test_too_many_are_told_when_to_come_again(self, article, post, settings):
        settings.COMMENTS_NETWORK_LIMIT = (1, 600)
        post(article)

        response = post(article, body="Another one")

        assert get_error(response, 429)["type"] == "too_many_comments"
        assert 0 < int(response["Retry-After"]) <= 600

    def test_a_robot_is_thanked_like_everybody_else(self, article, post):
        real, robot = post(article).json(), post(article, website="https://spam.example").json()

        assert ReaderComment.objects.count() == 1
        assert set(robot) == set(real)
        assert (robot["status"], len(robot["secret"])) == ("held", len(real["secret"]))
        assert UUID(robot["id"]) != UUID(real["id"])

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_only_json_is_taken(self, client, article, kind):
        response = client.post(ADDRESS, '{"page": 1}', content_type=kind)

        assert response.status_code == 415

    def test_what_is_no_json_is_named(self, client):
        assert client.post(ADDRESS, "{", content_type="application/json").status_code == 400

    def test_a_body_larger_than_any_comment_is_not_read(self, client, article):
        data = {"page": article.pk, **TYPED, "body": "x" * 300_000}

        assert client.post(ADDRESS, data, content_type="application/json").status_code == 413

    @pytest.mark.parametrize("length", ["9" * 5_000, "-1", "²"])
    def test_a_length_that_is_none_is_refused_before_the_body_is_read(
        self, client, article, length
    ):
        data = {"page": article.pk, **TYPED}

        response = client.post(
            ADDRESS, data, content_type="application/json", CONTENT_LENGTH=length
        )

        assert response.status_code == 413

    def test_true_is_no_page(self, client):
        data = {"page": True, **TYPED}

        response = client.post(ADDRESS, data, content_type="application/json")

        assert response.status_code == 422
        assert response.json()["errors"][0]["loc"][-1] == "page"

    def test_a_bad_token_is_no_guest(self, article, post):
        response = post(article, headers={"Authorization": "Bearer nonsense"})

        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert not ReaderComment.objects.exists()

    def test_a_session_is_nobody_here(self, client, article, post):
        client.force_login(UserFactory(is_superuser=True))

        assert post(article).status_code == 202
        assert ReaderComment.objects.get().user is None

    def test_pages_that_one_does_not_see_are_not_there(self, article, post):
        article.unpublish()

        assert post(article).status_code == 404


class TestSendingAgain:
    def test_the_first_answer_comes_again(self, article, post):
        key = {"Idempotency-Key": "a-key-of-my-own"}
        first = post(article, headers=key)
        actions.approve(list(ReaderComment.objects.all()))

        again = post(article, headers=key)

        assert (again.status_code, again.json()) == (first.status_code, first.json())
        assert ReaderComment.objects.count() == 1

    def test_the_same_key_with_another_text_is_refused(self, article, post):
        key = {"Idempotency-Key": "a-key-of-my-own"}
        post(article, headers=key)

        error = get_error(post(article, headers=key, body="Something else"), 409)

        assert error["type"] == "key_reused"
        assert ReaderComment.objects.count() == 1

    def test_a_refused_request_may_be_sent_again(self, article, post):
        key = {"Idempotency-Key": "a-key-of-my-own"}
        actions.set_discussion_mode(article, mode=Mode.CLOSED)
        assert post(article, headers=key).status_code == 409
        actions.set_discussion_mode(article, mode=Mode.OPEN)

        assert post(article, headers=key).status_code == 202

    def test_after_a_day_the_key_is_free(self, article, post):
        key = {"Idempotency-Key": "a-key-of-my-own"}
        post(article, headers=key)
        TakenRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))

        assert post(article, headers=key, body="Another").status_code == 202

        assert TakenRequest.objects.count() == 1

    def test_neither_key_nor_text_is_kept(self, article, post):
        post(article, headers={"Idempotency-Key": "a-key-of-my-own"})

        kept = str(TakenRequest.objects.values().get())
        for known in ("a-key-of-my-own", "robin", "said"):
            assert known not in kept

    def test_an_account_may_have_an_id_that_is_no_number(self, article, rf):
        class Member(AnonymousUser):
            pk = uuid4()

        data = {"page": article.pk, "parent": None, "notify_replies": False, **TYPED}
        asked = {"user": Member(), "network": "", "key": "one", "request": rf.get("/")}

        first, again = (posting.post(data, **asked).receipt for _time in range(2))

        assert first == again
        assert ReaderComment.objects.count() == 1

    @pytest.mark.parametrize("key", ["x" * 256, "two words", "ü"])
    def test_a_key_is_a_short_text(self, article, post, key):
        assert get_error(post(article, headers={"Idempotency-Key": key}), 422)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_request_many_times_at_once_posts_once():
    article = ArticlePageFactory()
    cache.clear()
    number = 6
    barrier = Barrier(number)

    def send(_number):
        barrier.wait()
        try:
            return Client().post(
                ADDRESS,
                {"page": article.pk, **TYPED},
                content_type="application/json",
                headers={"Idempotency-Key": "one"},
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        answers = list(pool.map(send, range(number)))

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    assert ReaderComment.objects.count() == 1


class TestOwn:
    @pytest.fixture
    def receipt(self, article, post):
        return post(article).json()

    def test_the_secret_opens_it(self, client, receipt):
        headers = {"Comment-Secret": receipt["secret"]}

        response = client.get(f"{ADDRESS}{receipt['id']}/own/", headers=headers)

        assert response.status_code == 200
        own = response.json()
        assert (own["status"], own["body"], own["is_editable"]) == ("held", TYPED["body"], True)
        assert response["Cache-Control"] == "private, no-store"
        assert TYPED["author_email"] not in response.text

    def test_it_is_edited_and_withdrawn(self, client, receipt):
        address = f"{ADDRESS}{receipt['id']}/own/"
        headers = {"Comment-Secret": receipt["secret"]}

        edited = client.patch(
            address, {"body": "Better"}, content_type="application/json", headers=headers
        )
        empty = client.patch(
            address, {"body": " "}, content_type="application/json", headers=headers
        )
        withdrawn = client.delete(address, headers=headers)
        again = client.delete(address, headers=headers)

        assert (edited.json()["body"], edited.json()["revision"]) == ("Better", 1)
        assert get_error(empty, 422)["loc"] == ["body", "text", "body"]
        assert withdrawn.json()["status"] == "withdrawn"
        assert get_error(again, 409)["type"] == "edit_not_possible"
        assert ReaderComment.objects.get().status == Status.WITHDRAWN

    @pytest.mark.parametrize("method", ["get", "patch", "delete"])
    def test_nothing_else_opens_it(self, client, article, receipt, method):
        other = make_comments(article, 1)[0]
        attempts = [
            (receipt["id"], "x" * 43),
            (other.uuid, receipt["secret"]),
            (uuid4(), receipt["secret"]),
        ]
        for uuid, secret in attempts:
            response = getattr(client, method)(
                f"{ADDRESS}{uuid}/own/",
                **({} if method == "get" else {"data": {"body": "Mine"}}),
                content_type="application/json",
                headers={"Comment-Secret": secret},
            )
            assert response.status_code == 404
        assert get_error(client.get(f"{ADDRESS}{receipt['id']}/own/"), 422)

    def test_a_rejection_is_told_without_its_reason(self, client, receipt):
        actions.reject(list(ReaderComment.objects.all()), reason="abusive")

        response = client.get(
            f"{ADDRESS}{receipt['id']}/own/", headers={"Comment-Secret": receipt["secret"]}
        )

        assert response.json()["status"] == "rejected"
        assert "abusive" not in response.text


class TestMarks:
    def test_a_reader_reacts_once_and_takes_it_back(self, client, article):
        [comment] = make_comments(article, 1)
        address = f"{ADDRESS}{comment.uuid}/reaction/"
        mine, theirs = ({"Reader-Key": letter * 16} for letter in "ab")

        counts = [
            client.put(address, headers=mine).json()["reaction_count"],
            client.put(address, headers=mine).json()["reaction_count"],
            client.put(address, headers=theirs).json()["reaction_count"],
            client.delete(address, headers=mine).json()["reaction_count"],
            client.put(address).json()["reaction_count"],
            client.put(address).json()["reaction_count"],
        ]

        assert counts == [1, 1, 2, 1, 2, 2]
        assert not {"a" * 16, "b" * 16} & set(
            CommentReaction.objects.values_list("reader_key", flat=True)
        )

    def test_a_network_is_no_ballot_box(self, client, article):
        [comment] = make_comments(article, 1)
        address = f"{ADDRESS}{comment.uuid}/reaction/"

        answers = [client.put(address, headers={"Reader-Key": str(n) * 16}) for n in range(6)]

        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert answers[-1]["Retry-After"]

    def test_a_flag_reaches_the_moderators(self, client, article):
        [comment] = make_comments(article, 1)

        response = client.post(
            f"{ADDRESS}{comment.uuid}/flags/",
            {"reason": "spam", "note": "Look"},
            content_type="application/json",
        )

        assert (response.status_code, response.content) == (204, b"")
        assert CommentFlag.objects.get().note == "Look"

    @pytest.mark.parametrize(
        "data", [{}, {"reason": "dull"}, {"reason": "spam", "note": "x" * 5000}]
    )
    def test_a_flag_has_a_known_reason_and_a_short_note(self, client, article, data):
        [comment] = make_comments(article, 1)

        response = client.post(
            f"{ADDRESS}{comment.uuid}/flags/", data, content_type="application/json"
        )

        assert get_error(response, 422)["loc"][:2] == ["body", "flag"]

    @pytest.mark.parametrize("path", ["flags/", "reaction/"])
    def test_what_readers_do_not_see_takes_none(self, client, article, path):
        comment = ReaderCommentFactory(page=article)
        method = client.post if path == "flags/" else client.put

        response = method(
            f"{ADDRESS}{comment.uuid}/{path}", {"reason": "spam"}, content_type="application/json"
        )

        assert response.status_code == 404
