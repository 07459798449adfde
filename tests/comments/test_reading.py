"""Following a discussion: orders, pages, threads that are long or deep, and permanent addresses."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import ReaderComment
from comments.status import Status
from comments.threads import Place, Sort, get_discussion_view
from comments.threads.cursors import read_cursor, write_cursor
from tests.pages import check_markup, count_queries, read

BY_DATE = ("created_at", "uuid")


def add(subject, **kwargs):
    return ReaderCommentFactory(subject=subject, status=Status.APPROVED, **kwargs)


def read_text(client, address):
    return read(client, address).content.decode()


def get_subjects(html):
    return re.findall(r"([^<>]+)</h3>\s*<p class=\"comments-meta\"", html)


def get_link(html, relation):
    """Return the address of the link to the page ``prev`` or ``next``, None without one."""
    found = re.search(rf'<a rel="{relation}" href="([^"]+)">', html)
    return found and found[1].replace("&amp;", "&")


@pytest.fixture
def threads(article):
    """Threads a, b and c, of which b has two replies and c one."""
    made = {name: add(name, page=article) for name in "abc"}
    for subject in ("b1", "b2"):
        add(subject, parent=made["b"])
    add("c1", parent=made["c"])
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["a", "b", "b1", "b2", "c", "c1"]),
        ("?sort=oldest", ["a", "b", "b1", "b2", "c", "c1"]),
        ("?sort=newest", ["c", "c1", "b", "b1", "b2", "a"]),
        ("?sort=discussed", ["b", "b1", "b2", "c", "c1", "a"]),
    ],
)
def test_readers_choose_the_order_of_threads(client, article, threads, query, expected):
    html = read_text(client, article.url + query)
    check_markup(html)
    assert get_subjects(html) == expected
    assert html.count('#discussion" aria-current="true">') == 1


@pytest.mark.parametrize("sort", Sort)
def test_links_lead_through_all_pages_and_back(client, article, threads, settings, sort):
    settings.COMMENTS_THREADS_PER_PAGE = 1
    address, pages = f"{article.url}?sort={sort.value}", []
    while address:
        html = read_text(client, address)
        check_markup(html)
        pages.append(get_subjects(html))
        back, address = get_link(html, "prev"), get_link(html, "next")
    settings.COMMENTS_THREADS_PER_PAGE = 25
    whole = get_subjects(read_text(client, f"{article.url}?sort={sort.value}"))

    assert [subject for page in pages for subject in page] == whole
    assert len(pages) == 3
    settings.COMMENTS_THREADS_PER_PAGE = 1
    assert get_subjects(read_text(client, back)) == pages[1]


def test_what_search_engines_know_are_the_pages_in_the_default_order(article, threads, settings):
    settings.COMMENTS_THREADS_PER_PAGE = 1
    first = get_discussion_view(article)
    second = Place.read({"after": first.threads.next_query.removeprefix("?after=")})
    newest = get_discussion_view(article, place=Place(Sort.NEWEST))
    back = get_discussion_view(article, place=second).threads.previous_query

    assert first.canonical_query == newest.canonical_query == ""
    assert get_discussion_view(article, place=second).canonical_query == second.query
    assert Place.read({"before": back.removeprefix("?before=")}).canonical == Place()


@pytest.mark.parametrize(
    "query",
    [
        "sort=best",
        "sort=",
        "after=%00",
        "after=x",
        "after=é",
        "after=AAAA",
        "before=" + "A" * 5_000,
        "after=__________________________________",
        "after=f_________________________________8",
        "thread=1",
        "thread=00000000-0000-4000-8000-000000000000",
    ],
)
def test_an_address_that_names_no_place_is_not_found(client, article, threads, query):
    assert client.get(f"{article.url}?{query}").status_code == 404


def test_a_place_is_after_or_before_and_not_both(client, article, threads):
    cursor = write_cursor(BY_DATE, threads["a"])

    assert client.get(f"{article.url}?after={cursor}").status_code == 200
    assert client.get(f"{article.url}?after={cursor}&before={cursor}").status_code == 404
    assert client.get(f"{article.url}?sort=discussed&after={cursor}").status_code == 404


@pytest.mark.parametrize("moment", [datetime(1969, 7, 20, 20, 17, 40, 123456, UTC), None])
def test_a_cursor_keeps_the_microsecond(moment):
    comment = ReaderComment(uuid=uuid4(), **({"created_at": moment} if moment else {}))

    assert read_cursor(BY_DATE, write_cursor(BY_DATE, comment)) == (
        comment.created_at,
        comment.uuid,
    )


def test_a_page_whose_comments_are_gone_leads_to_the_beginning(client, article, threads):
    cursor = write_cursor(BY_DATE, threads["c"])
    html = read_text(client, f"{article.url}?after={cursor}")
    check_markup(html)
    assert "There are no comments on this page any more." in html
    assert get_link(html, "prev") == f"{article.url}#discussion"


def test_deep_replies_stand_at_the_deepest_level_and_say_what_they_answer(
    client, article, settings
):
    settings.COMMENTS_THREAD_DEPTH = 2
    parent = add("level 0", page=article)
    for level in range(1, 5):
        parent = add(f"level {level}", parent=parent, author_name=f"Reader {level}")
    add("late", parent=parent.root)
    html = read_text(client, article.url)
    check_markup(html)
    nodes = get_discussion_view(article).nodes

    assert [node.depth for node in nodes] == [0, 1, 2, 2, 2, 1]
    assert [node.comment.subject for node in nodes[1].replies] == ["level 2", "level 3", "level 4"]
    assert f'href="#{parent.parent.anchor}">in reply to Reader 3</a>' in html
    assert html.count('<ol class="comments-list">') == 3


def test_a_long_thread_shows_its_first_replies_and_leads_to_all(client, article, settings):
    settings.COMMENTS_REPLIES_PER_THREAD = 2
    settings.COMMENTS_REPLIES_PER_PAGE = 3
    start = add("start", page=article)
    replies = [add(f"reply {number}", parent=start) for number in range(1, 6)]
    actions.reject([replies[3]])
    html = read_text(client, article.url)
    check_markup(html)
    thread = f"{article.url}?thread={start.uuid}"

    assert get_subjects(html) == ["start", "reply 1", "reply 2"]
    assert f'href="{thread}#thread-{start.uuid}">Show all 4 replies</a>' in html
    first = read_text(client, thread)
    check_markup(first)
    assert get_subjects(first) == ["start", "reply 1", "reply 2", "reply 3"]
    assert "Later replies</a>" in first
    second = read_text(client, get_link(first, "next"))
    assert get_subjects(second) == ["start", "reply 5"]
    assert get_subjects(read_text(client, get_link(second, "prev"))) == get_subjects(first)


def test_only_the_start_of_a_thread_in_which_something_is_seen_has_a_page(client, article):
    start = add("start", page=article)
    reply = add("reply", parent=start)
    held = ReaderCommentFactory(page=article)

    assert client.get(f"{article.url}?thread={start.uuid}").status_code == 200
    for comment in (reply, held):
        assert client.get(f"{article.url}?thread={comment.uuid}").status_code == 404


def test_a_reply_says_whom_it_answers_when_that_stands_on_another_page(client, article, settings):
    settings.COMMENTS_REPLIES_PER_PAGE = 1
    settings.COMMENTS_REPLIES_PER_THREAD = 1
    start = add("start", page=article)
    first = add("first", parent=start, author_name="Ingrid")
    answer = add("answer", parent=first)
    location = client.get(f"/comments/{answer.uuid}/")["Location"]
    html = read_text(client, location)
    check_markup(html)

    assert get_subjects(html) == ["start", "answer"]
    assert f'href="/comments/{first.uuid}/">in reply to Ingrid</a>' in html
    actions.reject([first])
    assert "in reply to a comment that is not shown" in read_text(client, location)


def test_a_permalink_leads_to_the_page_with_the_comment(client, article, settings):
    settings.COMMENTS_THREADS_PER_PAGE = 2
    settings.COMMENTS_REPLIES_PER_THREAD = settings.COMMENTS_REPLIES_PER_PAGE = 2
    starts = [add(f"thread {number}", page=article) for number in range(5)]
    replies = [add(f"reply {number}", parent=starts[3]) for number in range(5)]
    for comment in (*starts, *replies):
        location = client.get(f"/comments/{comment.uuid}/")["Location"]
        address, _, anchor = location.partition("#")
        html = read_text(client, address)

        assert anchor == f"comment-{comment.uuid}"
        assert re.search(rf'<article [^>]*id="{anchor}" tabindex="-1"', html)
        assert ("?" in address) == (comment not in starts[:2])


def test_replies_can_be_folded_away_without_a_script(client, article, threads):
    html = read_text(client, article.url)

    assert html.count("<details") >= 2
    assert re.search(r'<details class="comments-thread" open>\s*<summary>2 replies</summary>', html)


def test_numbers_are_written_as_people_write_them(client, article):
    add("a", page=article)
    article.reader_discussion.__class__.objects.update(comment_count=4213)

    assert "4,213 comments</h2>" in read_text(client, article.url)


def test_every_page_costs_as_many_queries_as_the_first(client, article, threads, settings):
    settings.COMMENTS_THREADS_PER_PAGE = 1
    cursor = write_cursor(BY_DATE, threads["a"])
    addresses = ["", "?sort=newest", "?sort=discussed", f"?after={cursor}", f"?before={cursor}"]

    assert len({count_queries(client, article.url + query) for query in addresses[:4]}) == 1
