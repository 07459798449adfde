"""What guests ask for most: queries written once, and the list that PostgreSQL writes as JSON."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.db.models import IntegerField
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction, Site

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments.api.v3 import guests
from comments.factories import DiscussionFactory, GroupFactory, ReaderCommentFactory
from comments.models import Discussion, ReaderComment
from comments.prepared import Parameter, Prepared
from comments.querysets import get_commentable_pages, get_pages_of_guests
from comments.status import Mode, Status
from home.factories import HomePageFactory
from tests.comments.many import multiply
from tests.comments.test_reading_scale import MORNING, analyze
from tests.work import count_work

pytestmark = pytest.mark.usefixtures("article")

ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'")
TEXTS = [
    '<p>"quoted" \\ back</p>',
    "<p>line\nnext\ttab</p>",
    "<p>ünï 😀   </p>",
    "<p></script></p>",
]


#: How many of ``comments`` readers see.
SHOWN = 3 + len(TEXTS)


@pytest.fixture
def comments(article):
    """Comments of every kind, all of them shown but one."""
    start = ReaderCommentFactory(page=article, status=Status.APPROVED, author_name='Ann "A" O’Hara')
    ReaderCommentFactory(parent=start, status=Status.APPROVED, badge="author", is_pick=True)
    held = ReaderCommentFactory(parent=start)
    ReaderCommentFactory(parent=held, status=Status.APPROVED, badge="staff", reaction_count=7)
    for text in TEXTS:
        made = ReaderCommentFactory(page=article, status=Status.APPROVED, subject=text)
        ReaderComment.objects.filter(pk=made.pk).update(html=text)
    ReaderComment.objects.filter(pk=start.pk).update(
        created_at=datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        edited_at=datetime(2001, 2, 3, 4, 5, 6, 7, tzinfo=UTC),
    )
    return article.reader_discussion


def read(client, page, **parameters):
    response = client.get("/api/v3/comments/", {"page": page.pk, **parameters})
    assert response.status_code == 200
    return response


@ON_POSTGRESQL
@pytest.mark.parametrize("sort", ["oldest", "newest", "discussed"])
@pytest.mark.parametrize("limit", [3, SHOWN - 1, SHOWN, 20])
def test_what_the_database_writes_is_what_is_made_of_the_comments(
    client, article, comments, monkeypatch, sort, limit
):
    written = read(client, article, sort=sort, limit=limit)
    monkeypatch.setattr(guests, "find_beginning", lambda *_args, **_kwargs: None)

    made = read(client, article, sort=sort, limit=limit)

    assert written.json() == made.json()
    assert len(written.json()["items"]) == min(limit, SHOWN)
    assert (written.json()["next"] is None) is (limit >= SHOWN)
    assert ("Link" in written) is (limit < SHOWN)
    for name in ("Content-Type", "ETag", "Cache-Control", "Vary", "Link"):
        assert written.get(name) == made.get(name)


@pytest.mark.django_db
def test_the_address_is_in_the_language_of_the_page(client):
    home_page = HomePageFactory(locale=Locale.objects.create(language_code="de"))
    Site.objects.update(root_page=home_page)
    Site.clear_site_root_paths_cache()
    article = ArticlePageFactory(parent=ColumnPageFactory(parent=home_page))
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED)

    (shown,) = read(client, article).json()["items"]

    assert shown["url"].endswith(f"/de/comments/{comment.uuid}/")


def test_a_text_of_another_version_of_the_format_is_rendered(client, article):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED, body="As <em>it</em> is")
    ReaderComment.objects.filter(pk=comment.pk).update(html="as it was", format_version=0)

    (shown,) = read(client, article).json()["items"]

    assert "<em>it</em>" in shown["html"]


@ON_POSTGRESQL
def test_the_beginning_costs_one_query_and_no_comment_is_loaded(client, article, comments):
    read(client, article)

    with CaptureQueriesContext(connection) as queries:
        read(client, article)

    assert len(queries) == 1
    assert "TO_JSON" in queries[0]["sql"]


@ON_POSTGRESQL
@pytest.mark.parametrize(("tag", "status", "cost"), [("known", 304, 1), ('W/"other"', 200, 2)])
def test_whoever_has_a_list_is_answered_before_one_is_made(
    client, article, comments, tag, status, cost
):
    first = read(client, article)
    headers = {"If-None-Match": first["ETag"] if tag == "known" else tag}

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v3/comments/", {"page": article.pk}, headers=headers)

    assert (answer.status_code, len(queries)) == (status, cost)
    assert ("TO_JSON" in queries[-1]["sql"]) is (status == 200)
    assert answer.content == (first.content if status == 200 else b"")
    assert answer["ETag"] == first["ETag"]
    assert answer["Cache-Control"] == first["Cache-Control"]


@ON_POSTGRESQL
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_is_not_asked_plainly_is_answered_by_the_operation(
    client, article, comments, monkeypatch, method
):
    questions = [
        "",
        "?page=0",
        "?page=x",
        "?page=%D9%A3",
        f"?page={10**30}",
        f"?page={article.pk}&limit=101",
        f"?page={article.pk}&limit=",
        f"?page={article.pk}&sort=none",
        f"?page={article.pk}&offset=1",
        f"?page={article.pk}&page={article.pk + 1000}",
        f"?page={article.pk + 1000}",
    ]

    def ask(question):
        answer = getattr(client, method)(f"/api/v3/comments/{question}")
        return answer.status_code, answer.content, answer["Content-Type"]

    answers = [ask(question) for question in questions]
    monkeypatch.setattr(guests, "_answer", lambda _request: None)

    assert answers == [ask(question) for question in questions]
    assert {status for status, _content, _type in answers} == {200, 400, 404, 422}


@ON_POSTGRESQL
def test_where_the_quick_query_fails_the_operation_answers(client, article, comments, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OperationalError("the address of the server")

    expected = read(client, article).json()
    monkeypatch.setattr(guests, "find_beginning", fail)

    assert read(client, article).json() == expected


@ON_POSTGRESQL
@pytest.mark.urls("tests.comments.urls_with_own_api")
def test_the_limits_of_a_sites_own_api_are_those_of_this_list_too(client, article, comments):
    statuses = {
        api: client.get(f"/{api}/comments/", {"page": article.pk}).status_code
        for api in ("own-api", "full-api")
    }

    assert statuses == {"own-api": 200, "full-api": 429}


@ON_POSTGRESQL
def test_what_stands_between_the_comments_and_in_their_addresses_may_be_in_a_text(client, article):
    text = '<p>"url" : "here"},\nnull \x1e \x1f</p>'
    made = [ReaderCommentFactory(page=article, status=Status.APPROVED) for _number in range(2)]
    ReaderComment.objects.update(html=text, author_name='"url" : "')

    shown = read(client, article).json()["items"]

    assert [each["html"] for each in shown] == [text, text]
    assert {each["url"].rstrip("/").rpartition("/")[2] for each in shown} == {
        str(each.uuid) for each in made
    }


@ON_POSTGRESQL
def test_no_comment_is_written_that_is_not_shown(client, article, comments):
    with CaptureQueriesContext(connection) as queries:
        read(client, article, limit=1)
    with connection.cursor() as cursor:
        # An index gives the rows in their order where the planner takes the table for a long one.
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN (VERBOSE, FORMAT JSON) {queries[0]['sql']}")
        ((plan,),) = cursor.fetchall()

    nodes = list(find_nodes(plan[0]["Plan"]))
    writing = [node["Node Type"] for node in nodes if "to_json" in str(node.get("Output"))]

    # The rows are sorted before, and only as many go on as are asked for.
    assert "Sort" in [node["Node Type"] for node in nodes]
    assert writing
    assert "Sort" not in writing


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/api/v3/comments/?page={0}&limit=10",
        "/api/v3/comments/?page={0}&limit=10&sort=newest",
        "/api/v3/comments/?page={0}&limit=10&fields=id",
        "/api/v2/comments/?page={0}&limit=10",
        "/comments/feeds/pages/{0}.atom",
    ],
)
def test_a_list_reads_what_it_shows_however_much_there_is_beside_it(client, address):
    costs = {}
    for number in (300, 3_000):
        page = make_comments_of(number)
        ask = partial(client.get, address.format(page.pk))
        assert ask().status_code == 200
        costs[number] = count_work(ask)

    # The longer one has 1,350 more to show.
    assert 0 < costs[3_000] < costs[300] + 500


@pytest.mark.django_db
def test_what_waits_longest_is_found_without_a_look_at_all_that_waits():
    costs = {}
    for number in (300, 3_000):
        discussion = make_comments_of(number).reader_discussion
        waiting = ReaderComment.objects.waiting().filter(discussion=discussion)
        costs[number] = count_work(partial(list, waiting.oldest_first()[:5]))

    assert 0 < costs[3_000] < costs[300] + 500


def make_comments_of(number):
    """Return a page with ``number`` comments, every second of which waits."""
    discussion = DiscussionFactory(page=ArticlePageFactory(), comment_count=number // 2)
    comment = ReaderComment(
        discussion=discussion, body="Text", html="<p>Text</p>", created_at=MORNING
    )
    status = f"CASE WHEN n %% 2 = 1 THEN '{Status.HELD}' ELSE '{Status.APPROVED}' END"
    multiply(comment, range(number), status=status)
    analyze()
    return discussion.page


def find_nodes(node):
    """Yield the nodes of a plan."""
    yield node
    for inner in node.get("Plans", []):
        yield from find_nodes(inner)


def test_a_page_without_comments_has_an_empty_list(client, article):
    expected = {"count": 0, "items": [], "next": None, "previous": None}

    assert read(client, article).json() == expected
    assert not Discussion.objects.exists()


@pytest.mark.parametrize("languages", ["one", "all"])
@pytest.mark.parametrize(
    "state",
    ["live", "draft", "none", "login", "groups", "password", "above", "elsewhere", "column"],
)
def test_a_guest_finds_the_pages_that_all_agree_on(settings, article, state, languages):
    settings.WAGTAIL_I18N_ENABLED = languages == "all"
    page = article
    if state == "draft":
        page.unpublish()
    elif state == "elsewhere":
        page = ArticlePageFactory(parent=ColumnPageFactory(parent=HomePageFactory()))
    elif state == "column":
        page = article.get_parent()
    elif state != "live":
        kind = "login" if state == "above" else state
        restriction = PageViewRestriction.objects.create(
            page=article.get_parent() if state == "above" else article, restriction_type=kind
        )
        if kind == "groups":
            restriction.groups.add(GroupFactory())

    found = get_pages_of_guests().filter(pk=page.pk).exists()

    assert found is get_commentable_pages(AnonymousUser()).filter(pk=page.pk).exists()
    assert found is (state in {"live", "none"})


@pytest.mark.django_db
def test_a_translation_of_the_root_is_on_the_site_while_languages_are_on(settings):
    german = Locale.objects.create(language_code="de")
    root = Site.objects.get().root_page.copy_for_translation(german, alias=False)
    root.save_revision().publish()
    article = ArticlePageFactory(parent=ColumnPageFactory(parent=root))
    for is_on in (True, False):
        settings.WAGTAIL_I18N_ENABLED = is_on
        Site.clear_site_root_paths_cache()

        found = get_pages_of_guests().filter(pk=article.pk).exists()

        assert found is is_on
        assert found is get_commentable_pages(AnonymousUser()).filter(pk=article.pk).exists()


@pytest.mark.parametrize("mode", [Mode.INHERITED, Mode.OPEN, Mode.CLOSED, Mode.HIDDEN])
def test_the_mode_decides_for_guests_too(client, article, mode):
    DiscussionFactory(page=article, mode=mode)

    status = client.get("/api/v3/comments/", {"page": article.pk}).status_code

    assert status == (404 if mode == Mode.HIDDEN else 200)


def test_nobody_discusses_anything_without_page_types(client, article, without_articles):
    assert client.get("/api/v3/comments/", {"page": article.pk}).status_code == 404


class TestPrepared:
    @pytest.fixture
    def query(self):
        written = []

        def make(name, status):
            written.append((name, status))
            comments = ReaderComment.objects.filter(
                discussion__page_id=Parameter("page", IntegerField()), status=status
            )
            return comments.order_by("created_at", "uuid").values_list(name)

        query = Prepared(make)
        query.written = written
        return query

    def test_values_change_and_the_statement_stays(self, query, article):
        other = ArticlePageFactory()
        here = ReaderCommentFactory(page=article)
        there = ReaderCommentFactory(page=other)

        found = [
            query.fetch("uuid", Status.HELD, page=page.pk) for page in (article, other, article)
        ]

        assert found == [[(here.uuid,)], [(there.uuid,)], [(here.uuid,)]]
        assert query.written == [("uuid", Status.HELD)]

    def test_each_shape_has_a_statement(self, query, article):
        comment = ReaderCommentFactory(page=article)

        assert query.fetch("created_at", Status.HELD, page=article.pk) == [(comment.created_at,)]
        assert query.fetch("is_pick", Status.HELD, page=article.pk) == [(False,)]
        assert query.fetch("uuid", Status.SPAM, page=article.pk) == []
        assert len(query.written) == 3

    def test_statements_are_not_kept_without_end(self, query, article, monkeypatch):
        monkeypatch.setattr("comments.prepared.MOST_STATEMENTS", 2)
        for name in ("uuid", "body", "subject", "uuid"):
            assert query.fetch(name, Status.HELD, page=article.pk) == []

        assert len(query.written) == 4
        assert len(query._statements) <= 2

    @pytest.mark.django_db
    def test_a_query_that_finds_nothing_asks_nothing(self, django_assert_num_queries):
        nothing = Prepared(lambda: ReaderComment.objects.filter(pk__in=[]).values_list("pk"))

        with django_assert_num_queries(0):
            assert nothing.fetch() == []
