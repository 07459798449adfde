"""What readers find through the API beside the plain list: cursors, threads, numbers, the state."""

import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from columns.factories import ArticlePageFactory, AuthorPageFactory, ColumnPageFactory
from columns.models import Byline
from comments import actions, registry
from comments.factories import ReaderCommentFactory
from comments.models import Discussion, ReaderComment
from comments.status import Mode, Status
from tests.comments.doors import make_comments, sign_in
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

ADDRESS = "/api/v3/comments/"


@pytest.fixture
def read(client):
    """Return what the API answers at an address below that of comments, with 200."""

    def read_answer(path="", **query):
        response = client.get(f"{ADDRESS}{path}", query)
        assert response.status_code == 200, response.content
        return response.json()

    return read_answer


def make_thread(page, number):
    """Make a thread with that many replies, in reading order as the actions keep it."""
    [start] = make_comments(page, 1)
    replies = [ReaderCommentFactory(parent=start, status=Status.APPROVED) for _ in range(number)]
    return start, replies


def list_ids(answer):
    return [item["id"] for item in answer["items"]]


class TestCursors:
    @pytest.mark.parametrize("sort", ["oldest", "newest"])
    def test_they_lead_through_all_comments_there_and_back(self, article, read, sort):
        expected = [str(comment.uuid) for comment in make_comments(article, 7)]
        if sort == "newest":
            expected.reverse()
        query = {"page": article.pk, "sort": sort, "limit": 3}

        first = read(**query)
        second = read(**query, after=first["next"])
        third = read(**query, after=second["next"])

        assert list_ids(first) + list_ids(second) + list_ids(third) == expected
        assert (first["previous"], third["next"]) == (None, None)
        assert list_ids(read(**query, before=third["previous"])) == list_ids(second)

    def test_what_is_posted_meanwhile_neither_repeats_nor_hides_anything(self, article, read):
        comments = make_comments(article, 4)
        query = {"page": article.pk, "sort": "newest", "limit": 2}
        first = read(**query)

        ReaderCommentFactory(page=article, status=Status.APPROVED)
        second = read(**query, after=first["next"])

        assert list_ids(first) + list_ids(second) == [str(c.uuid) for c in reversed(comments)]

    @pytest.mark.parametrize("sort", ["oldest", "newest", "discussed"])
    @pytest.mark.parametrize("direction", ["after", "before"])
    def test_what_is_decided_meanwhile_neither_repeats_nor_hides_anything(
        self, article, read, sort, direction
    ):
        staying, going, waiting = [], [], []
        for _ in range(4):
            staying += make_comments(article, 2)
            going += make_comments(article, 1)
            waiting.append(ReaderCommentFactory(page=article))
        query, met = {"page": article.pk, "sort": sort, "limit": 2}, []
        side = {"after": "next", "before": "previous"}[direction]
        answer = read(**query)
        while direction == "before" and answer["next"]:
            answer = read(**query, after=answer["next"])
        while answer:
            met += list_ids(answer)
            if waiting:
                actions.approve([waiting.pop()])
                # The one whose key the cursor holds among them, sooner or later.
                actions.reject([going.pop()])
            answer = answer[side] and read(**query, **{direction: answer[side]})

        assert len(met) == len(set(met))
        assert {str(comment.uuid) for comment in staying} <= set(met)

    @pytest.mark.parametrize(
        "query", [{"after": "x"}, {"after": "é"}, {"after": "a", "before": "a"}, {"sort": "best"}]
    )
    def test_what_is_no_place_is_named(self, client, article, query):
        make_comments(article, 1)

        response = client.get(ADDRESS, {"page": article.pk, **query})

        assert response.status_code == 422
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["errors"][0]["loc"][0] == "query"


class TestThreads:
    def test_replies_stand_below_what_they_answer(self, article, read):
        start, replies = make_thread(article, 3)

        answer = read("threads/", page=article.pk)

        (thread,) = answer["items"]
        assert thread["comment"]["id"] == thread["thread"] == str(start.uuid)
        assert (thread["reply_count"], thread["hidden_replies"]) == (3, 0)
        assert [one["comment"]["id"] for one in thread["replies"]] == [
            str(reply.uuid) for reply in replies
        ]
        assert {one["comment"]["parent"] for one in thread["replies"]} == {str(start.uuid)}

    def test_what_is_left_out_is_told_and_found(self, article, read, settings):
        settings.COMMENTS_REPLIES_PER_THREAD = 1
        settings.COMMENTS_REPLIES_PER_PAGE = 2
        start, replies = make_thread(article, 3)

        (thread,) = read("threads/", page=article.pk)["items"]
        first = read("threads/", page=article.pk, thread=start.uuid)
        second = read("threads/", page=article.pk, thread=start.uuid, after=first["next"])

        assert thread["hidden_replies"] == 2
        found = first["items"][0]["replies"] + second["items"][0]["replies"]
        assert [one["comment"]["id"] for one in found] == [str(reply.uuid) for reply in replies]

    def test_a_tombstone_has_no_word_of_what_is_gone(self, article, client):
        start, _replies = make_thread(article, 1)
        ReaderComment.objects.filter(pk=start.pk).update(subject="Gone subject")
        start.refresh_from_db()
        actions.reject([start])

        response = client.get(f"{ADDRESS}threads/?page={article.pk}")

        (thread,) = response.json()["items"]
        assert thread["comment"] is None
        [reply] = thread["replies"]
        assert reply["comment"]["parent"] == str(start.uuid)
        assert "Gone subject" not in response.text

    def test_a_reply_names_what_it_answers_on_another_page(self, article, read, settings):
        settings.COMMENTS_REPLIES_PER_PAGE = 1
        start, [reply] = make_thread(article, 1)
        ReaderCommentFactory(parent=reply, status=Status.APPROVED)
        query = {"page": article.pk, "thread": start.uuid}
        first = read("threads/", **query)

        second = read("threads/", **query, after=first["next"])

        [answer] = second["items"][0]["replies"]
        assert answer["comment"]["parent"] == str(reply.uuid)

    def test_a_thread_that_is_not_there(self, client, article):
        make_comments(article, 1)

        assert (
            client.get(f"{ADDRESS}threads/?page={article.pk}&thread={uuid4()}").status_code == 404
        )

    def test_the_place_of_a_comment_is_where_it_is_found(self, article, read, settings):
        settings.COMMENTS_THREADS_PER_PAGE = 2
        comments = make_comments(article, 5)
        actions.recount(Discussion.objects.get(page=article))

        place = read(f"{comments[3].uuid}/place/")

        query = {name: value for name, value in place.items() if value is not None}
        assert query["page"] == article.pk
        found = read("threads/", **query)
        assert str(comments[3].uuid) in [one["comment"]["id"] for one in found["items"]]

    def test_the_replies_of_one(self, article, read):
        start, replies = make_thread(article, 3)

        first = read(f"{start.uuid}/replies/", limit=2)
        second = read(f"{start.uuid}/replies/", limit=2, after=first["next"])

        assert list_ids(first) + list_ids(second) == [str(reply.uuid) for reply in replies]
        assert second["next"] is None


class TestNumbers:
    def test_many_pages_are_counted_in_one_request(self, article, read):
        make_comments(article, 2)
        empty, private, draft = (ArticlePageFactory() for _ in range(3))
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        draft.unpublish()
        hidden = ArticlePageFactory()
        actions.set_discussion_mode(hidden, mode=Mode.HIDDEN)
        pages = [empty, article, private, draft, hidden]

        answer = read("counts/", page=[page.pk for page in pages])

        assert answer["items"] == [
            {"page": empty.pk, "count": 0},
            {"page": article.pk, "count": 2},
        ]

    @pytest.mark.parametrize("query", ["", "page=0", "page=x", "page=1&" * 101, f"page={2**70}"])
    def test_what_cannot_be_counted(self, client, query):
        assert client.get(f"{ADDRESS}counts/?{query}").status_code == 422

    def test_the_newest_of_a_section(self, read, client):
        column = ColumnPageFactory()
        here, there = ArticlePageFactory(parent=column), ArticlePageFactory()
        old, new = make_comments(here, 2)
        make_comments(there, 1)
        ReaderCommentFactory(page=here)

        answer = read("latest/", under=column.pk)

        assert list_ids(answer) == [str(new.uuid), str(old.uuid)]
        assert len(read("latest/")["items"]) == 3
        assert read("latest/", under=2**31 - 1)["items"] == []

    def test_the_newest_of_an_author(self, read):
        author = AuthorPageFactory()
        first, second = ArticlePageFactory.create_batch(2, authors=[AuthorPageFactory(), author])
        (old,), (new,) = make_comments(first, 1), make_comments(second, 1)
        make_comments(ArticlePageFactory(), 1)
        ReaderCommentFactory(page=first)

        answer = read("latest/", author=author.pk)

        assert list_ids(answer) == [str(new.uuid), str(old.uuid)]
        assert list_ids(read("latest/", author=author.pk, under=first.pk)) == [str(old.uuid)]
        for nobody in (first.pk, 2**31 - 1):
            assert read("latest/", author=nobody)["items"] == []

    def test_nobody_learns_what_a_hidden_author_wrote(self, client):
        author = AuthorPageFactory()
        make_comments(ArticlePageFactory(authors=[author]), 1)
        query = {"author": author.pk}
        guest, member = {}, sign_in(UserFactory())

        PageViewRestriction.objects.create(page=author, restriction_type="login")
        found = {}
        for name, headers in (("guest", guest), ("member", member)):
            answer = client.get(f"{ADDRESS}latest/", query_params=query, headers=headers)
            found[name] = len(answer.json()["items"])
        author.unpublish()
        answer = client.get(f"{ADDRESS}latest/", query_params=query, headers=member)

        assert found == {"guest": 0, "member": 1}
        assert answer.json()["items"] == []

    @pytest.mark.parametrize("author", ["0", "x", str(2**70), "%00"])
    def test_what_can_be_no_author(self, client, author):
        problem = client.get(f"{ADDRESS}latest/?author={author}")

        assert problem.status_code == 422
        assert problem.json()["errors"][0]["loc"] == ["query", "author"]

    def test_pages_of_a_type_without_a_lookup_are_by_nobody(self, read, without_articles):
        registry.register("columns.ArticlePage")
        author = AuthorPageFactory()
        make_comments(ArticlePageFactory(authors=[author]), 1)

        assert read("latest/", author=author.pk)["items"] == []


class TestTheState:
    def test_a_form_finds_all_that_it_needs(self, article, read):
        make_comments(article, 2)

        state = read(f"discussions/{article.pk}/")

        assert (state["mode"], state["count"], state["reaction"]) == ("open", 2, "Helpful")
        assert {field["name"]: field["is_required"] for field in state["fields"]} == {
            "subject": False,
            "body": True,
            "author_name": True,
            "author_email": True,
            "notify_replies": False,
        }
        assert any("<a " in example["html"] for example in state["formatting"])

    def test_it_tells_when_the_discussion_is_closed_and_nothing_when_it_is_hidden(
        self, client, article
    ):
        address = f"{ADDRESS}discussions/{article.pk}/"
        actions.set_discussion_mode(article, mode=Mode.CLOSED)
        assert client.get(address).json()["mode"] == "closed"

        actions.set_discussion_mode(article, mode=Mode.HIDDEN)
        assert client.get(address).status_code == 404


class TestCaching:
    ADDRESSES = ["?page={page}", "threads/?page={page}"]

    @pytest.mark.parametrize("path", ADDRESSES)
    def test_an_answer_that_is_still_good_is_not_made_again(self, client, article, path):
        [comment] = make_comments(article, 1)
        address = ADDRESS + path.format(page=article.pk)
        first = client.get(address)
        assert first["Cache-Control"] == "public, max-age=0, must-revalidate"

        with CaptureQueriesContext(connection) as queries:
            again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert len(queries) <= 2

        actions.hold([comment])
        changed = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert changed["ETag"] != first["ETag"]
        assert changed.status_code == 200
        assert changed.json()["items"] == []

    @pytest.mark.parametrize("name", ["THREADS_PER_PAGE", "REPLIES_PER_THREAD", "THREAD_DEPTH"])
    def test_a_discussion_that_is_drawn_otherwise_is_another_answer(
        self, client, article, settings, name
    ):
        make_thread(article, 2)
        address = f"{ADDRESS}threads/?page={article.pk}"
        tag = client.get(address)["ETag"]

        setattr(settings, f"COMMENTS_{name}", 1)

        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200

    @pytest.mark.parametrize("path", ADDRESSES)
    def test_a_token_is_answered_for_itself_alone(self, client, article, path):
        make_comments(article, 1)
        address = ADDRESS + path.format(page=article.pk)
        tag = client.get(address)["ETag"]

        response = client.get(address, headers=sign_in(UserFactory()) | {"If-None-Match": tag})

        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response

    @pytest.mark.parametrize(
        ("path", "limit"),
        [
            ("?page={page}", 4),
            ("threads/?page={page}", 4),
            ("latest/", 3),
            ("latest/?author={author}", 4),
            ("counts/?page={page}", 2),
            ("discussions/{page}/", 4),
            ("{uuid}/place/", 3),
            ("{uuid}/replies/", 3),
        ],
    )
    def test_a_reading_writes_nothing_and_costs_the_same_however_many_there_are(
        self, client, article, path, limit
    ):
        start, _replies = make_thread(article, 3)
        author = AuthorPageFactory()
        Byline.objects.create(article=article, author=author)
        address = ADDRESS + path.format(page=article.pk, uuid=start.uuid, author=author.pk)
        costs = []
        for _round in range(2):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)
            costs.append(len(queries))
            make_thread(article, 12)

        assert costs[0] == costs[1] <= limit

    @pytest.mark.parametrize(
        "path", ["?page={page}", "threads/?page={page}", "latest/", "discussions/{page}/"]
    )
    def test_head_answers_as_get_does(self, client, article, path):
        make_comments(article, 1)
        address = ADDRESS + path.format(page=article.pk)

        head, get = client.head(address), client.get(address)

        assert (head.status_code, head.content) == (200, b"")
        assert head.get("ETag") == get.get("ETag")


def test_times_are_utc_whatever_the_site_is_set_to(article, read, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    [comment] = make_comments(article, 1)

    (item,) = read("latest/")["items"]

    assert datetime.datetime.fromisoformat(item["created_at"]) == comment.created_at


@pytest.mark.urls("tests.comments.urls_with_own_api")
def test_an_api_of_the_sites_own_has_the_same_operations(client, article):
    make_comments(article, 1)
    paths = client.get("/own-api/openapi.json").json()["paths"]
    wagtails = client.get("/api/v3/openapi.json").json()["paths"]

    own = client.get(f"/own-api/comments/?page={article.pk}")

    assert own.json() == client.get(f"{ADDRESS}?page={article.pk}").json()
    assert {path.removeprefix("/own-api") for path in paths} == {
        path.removeprefix("/api/v3") for path in wagtails if path.startswith(ADDRESS)
    }
    assert client.get("/own-api/comments/moderation/comments/").status_code == 401
    assert client.get("/own-api/comments/").json()["errors"][0]["loc"] == ["query", "page"]
