"""Version 2 takes comments as version 3 does, and both list the fields that are asked for."""

import json

import pytest

from comments.models import Discussion, ReaderComment
from comments.status import Mode, Status
from tests.comments.doors import make_comments
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

TYPED = {
    "body": "Well <em>said</em>.",
    "author_name": "Robin",
    "author_email": "robin@private.example.org",
}
VERSIONS = ("v2", "v3")


@pytest.fixture
def post(client, article):
    """Return the function that posts to the article through one version."""

    def post_comment(version, *, key="", without=(), **changes):
        data = {"page": article.pk, **TYPED, **changes}
        for name in without:
            del data[name]
        return client.post(
            f"/api/{version}/comments/",
            json.dumps(data),
            content_type="application/json",
            headers={"Idempotency-Key": key} if key else {},
        )

    return post_comment


def test_a_guest_gets_the_receipt_of_version_3(client, article, post):
    response = post("v2")

    assert response.status_code == 202
    receipt = response.json()
    assert receipt.keys() == post("v3", body="Another").json().keys()
    assert ReaderComment.objects.get(uuid=receipt["id"]).status == Status.HELD
    assert TYPED["author_email"] not in response.text
    assert "no-store" in response["Cache-Control"]
    own = client.get(
        f"/api/v3/comments/{receipt['id']}/own/", headers={"Comment-Secret": receipt["secret"]}
    )
    assert own.json()["body"] == TYPED["body"]


def test_a_reply_stands_below_its_parent(article, post):
    [parent] = make_comments(article, 1)

    assert post("v2", parent=str(parent.uuid)).status_code == 202
    assert ReaderComment.objects.get(status=Status.HELD).parent == parent


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"body": ""}, 422),
        ({"author_name": ""}, 422),
        ({"author_email": "nobody"}, 422),
        ({"body": 5}, 422),
        ({"body": "NUL \x00"}, 422),
        ({"body": "half \ud800"}, 422),
        ({"subject": ["x"]}, 422),
        ({"notify_replies": "perhaps not"}, 422),
        ({"page": 0}, 422),
        ({"page": 2**70}, 422),
        ({"page": 999_999}, 404),
        ({"parent": "nothing"}, 422),
        ({"parent": "4ce5cd6f-e58a-4420-8731-dccb0fcc5b66"}, 409),
        ({"unknown": "x"}, 422),
        ({"website": "https://spam.example.org"}, 202),
    ],
)
def test_both_versions_answer_alike(post, changes, status):
    answers = [post(version, **changes) for version in VERSIONS]

    assert [answer.status_code for answer in answers] == [status, status]
    assert not ReaderComment.objects.exists()
    if status in {409, 422}:
        named = [{tuple(error["loc"]) for error in answer.json()["errors"]} for answer in answers]
        assert named[0] == named[1]
        assert answers[0].json()["message"]


def test_what_is_missing_is_named(post):
    response = post("v2", without=["body", "page"])

    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"] == ["body", "comment", "page"]


def test_a_closed_discussion_takes_nothing(article, post):
    Discussion.objects.create(page=article, mode=Mode.CLOSED)

    response = post("v2")

    assert response.status_code == 409
    assert response.json()["errors"][0]["type"] == "discussion_closed"


def test_too_many_from_one_network_have_to_wait(post, settings):
    settings.COMMENTS_NETWORK_LIMIT = (1, 600)
    post("v2")

    response = post("v2", body="Once more")

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600


def test_the_same_key_is_the_same_post_in_both_versions(post):
    first = post("v2", key="once")

    assert post("v3", key="once").json() == first.json()
    assert post("v2", key="once", body="Something else").status_code == 409
    assert post("v2", key="é").status_code == 400
    assert ReaderComment.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{}", "text/plain", 415),
        ("page=1", "application/x-www-form-urlencoded", 415),
        ("{", "application/json", 400),
        ("[1]", "application/json", 400),
        (json.dumps({"body": "x" * 300_000}), "application/json", 413),
    ],
)
def test_what_is_no_comment_is_refused(client, body, content_type, status):
    response = client.post("/api/v2/comments/", body, content_type=content_type)

    assert response.status_code == status


def test_a_session_is_nobody(client, article, post):
    client.force_login(UserFactory(is_superuser=True))

    assert post("v2").status_code == 202
    assert ReaderComment.objects.get().user is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("_,html", {"id", "html"}),
        ("_", {"id"}),
        ("-html,-subject", None),
        ("*", "all"),
        ("html", "all"),
    ],
)
def test_fields_are_chosen_as_in_wagtail(client, article, fields, expected):
    [comment] = make_comments(article, 1)
    whole = client.get(f"/api/v2/comments/{comment.uuid}/").json()
    if expected == "all":
        expected = whole.keys()
    expected = expected or whole.keys() - {"html", "subject"}

    one = client.get(f"/api/v2/comments/{comment.uuid}/?fields={fields}").json()
    second, third = (
        client.get(f"/api/{version}/comments/?page={article.pk}&fields={fields}").json()
        for version in VERSIONS
    )

    assert one.keys() == set(expected)
    assert second["items"] == third["items"] == [one]
    assert third["count"] == 1
    assert one.items() <= whole.items()


@pytest.mark.parametrize("fields", ["author_email", "body", "html(x)", "-", "a b", "html,*"])
def test_fields_that_there_are_not_are_refused(client, article, fields):
    second, third = (
        client.get(f"/api/{version}/comments/", {"page": article.pk, "fields": fields})
        for version in VERSIONS
    )

    assert second.status_code == 400
    assert second.json()["message"]
    assert third.status_code == 422
    [error] = third.json()["errors"]
    assert (error["loc"], error["type"]) == (["query", "fields"], "fields")
    assert error["msg"] == second.json()["message"]


def test_lists_of_different_fields_have_tags_of_their_own(client, article):
    make_comments(article, 1)
    address = f"/api/v3/comments/?page={article.pk}"
    tags = [client.get(f"{address}{rest}")["ETag"] for rest in ("", "&fields=_", "&fields=*")]

    known = client.get(f"{address}&fields=_", headers={"If-None-Match": tags[1]})

    assert len(set(tags)) == 3
    assert known.status_code == 304
    assert client.get(f"{address}&fields=_", headers={"If-None-Match": tags[0]}).json()["items"]


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", "[" * 100_000, 400),
        ("application/json", "{", 400),
        ("application/json", b'{"body": "\xff"}', 400),
        ("text/plain", "{}", 415),
    ],
)
def test_what_is_no_json_is_refused_with_a_message(client, content_type, body, status):
    response = client.post("/api/v2/comments/", body, content_type=content_type)

    assert response.status_code == status
    assert response.json().keys() == {"message"}
    assert not ReaderComment.objects.exists()


def test_a_method_that_is_none_of_its_own_is_refused_with_a_message(client):
    response = client.delete("/api/v2/comments/")

    assert response.status_code == 405
    assert response.json().keys() == {"message"}


def test_who_asks_for_the_methods_is_told_them(client):
    response = client.options("/api/v2/comments/")

    assert response.status_code == 204
    assert "POST" in response["Allow"]
