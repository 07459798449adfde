"""The queue: what it lists, in which order, at which cost, and that it runs nothing."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from columns.factories import ArticlePageFactory
from comments import actions
from comments.admin import paginator
from comments.admin.filters import NativeDateRange
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("article")

SCRIPT = "<script>alert(1)</script>"


def list_comments(client, **query):
    response = client.get(reverse("reader_comments:index"), query)
    assert response.status_code == 200
    return list(response.context["object_list"])


def test_it_lists_the_comments_of_the_moderated_pages_only(client, moderator, comment, elsewhere):
    ReaderCommentFactory(page=elsewhere)

    assert list_comments(client) == [comment]


def test_a_superuser_sees_all_sections(client, sign_in, comment, elsewhere):
    sign_in("superuser")
    foreign = ReaderCommentFactory(page=elsewhere)

    assert set(list_comments(client)) == {comment, foreign}


def test_the_menu_leads_to_waiting_comments_the_oldest_first(client, moderator, article):
    now = datetime.now(tz=UTC)
    young = ReaderCommentFactory(page=article, created_at=now)
    old = ReaderCommentFactory(page=article, created_at=now - timedelta(days=3))
    ReaderCommentFactory(page=article, status=Status.APPROVED)
    home = client.get(reverse("wagtailadmin_home")).text

    assert "/reader-comments/?status=held" in home
    assert list_comments(client, status="held") == [old, young]
    assert list_comments(client, status="held", ordering="-created_at") == [young, old]


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED, Status.SPAM])
def test_each_tab_lists_its_status(client, moderator, comment, article, status):
    decided = ReaderCommentFactory(page=article, status=status)

    assert list_comments(client, status=status) == [decided]


def test_an_unknown_status_breaks_nothing(client, moderator, comment):
    assert list_comments(client, status="published") == [comment]


@pytest.mark.parametrize("field", ["subject", "body", "author_name"])
def test_search_looks_into_subject_text_and_name(client, moderator, comment, article, field):
    found = ReaderCommentFactory(page=article, **{field: "The Zeppelin flies"})

    assert list_comments(client, q="zeppelin") == [found]


def test_search_finds_nothing_in_another_section(client, moderator, comment, elsewhere):
    ReaderCommentFactory(page=elsewhere, subject="Zeppelin")

    assert list_comments(client, q="zeppelin") == []


def test_a_section_filters_with_all_pages_below_it(client, moderator, column, comment):
    other = ReaderCommentFactory(page=ArticlePageFactory(parent=column))

    assert set(list_comments(client, page=column.pk)) == {comment, other}
    assert list_comments(client, page=comment.page.pk) == [comment]


def test_the_sections_offered_are_those_of_the_scope(client, moderator, column, comment, elsewhere):
    foreign = elsewhere.get_parent()
    foreign.title = "Foreign column"
    foreign.save()
    ReaderCommentFactory(page=elsewhere)

    response = client.get(reverse("reader_comments:index"), {"page": elsewhere.pk})

    assert f'name="page" value="{column.pk}"' in response.text
    assert foreign.title not in response.text
    assert elsewhere.title not in response.text


@pytest.mark.parametrize("page", ["x", "-1", "9" * 30, "²"])
def test_a_section_that_is_none_breaks_nothing(client, moderator, comment, page):
    assert list_comments(client, page=page) == [comment]


def test_what_was_decided_at_once_is_found_by_an_entry_of_the_log(client, moderator, article):
    comments = ReaderCommentFactory.create_batch(3, page=article)
    actions.approve(comments[:2], user=moderator)
    entry = CommentLogEntry.objects.first()
    actions.approve(comments[2:], user=moderator)

    page = client.get(reverse("reader_comments:index"), {"batch": entry.pk})

    assert set(page.context["object_list"]) == set(comments[:2])
    assert f"{moderator.username}, entry {entry.pk} of the log" in page.text
    assert 'name="batch"' not in client.get(reverse("reader_comments:index")).text


def test_what_was_logged_outside_a_batch_is_found_alone(client, moderator, article):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    first, _second = (
        CommentLogEntry.objects.log_action(one, "comments.noted", user=moderator)
        for one in comments
    )

    assert list_comments(client, batch=first.pk) == comments[:1]


@pytest.mark.parametrize("decision", [" ", "x", "-1", "9" * 30])
def test_a_decision_that_is_none_breaks_nothing(client, moderator, comment, decision):
    assert list_comments(client, batch=decision) == [comment]


def test_a_decision_in_another_section_tells_nothing(client, moderator, comment, elsewhere):
    foreign = ReaderCommentFactory(page=elsewhere)
    boss = make_staff(pages=[elsewhere.get_parent()])
    actions.approve([foreign], user=boss)
    entry = CommentLogEntry.objects.get()

    page = client.get(reverse("reader_comments:index"), {"batch": entry.pk})

    assert list(page.context["object_list"]) == [comment]
    assert boss.username not in page.text


def test_a_decision_over_sections_finds_what_is_of_ones_own(
    client, moderator, comment, elsewhere, sign_in
):
    foreign = ReaderCommentFactory(page=elsewhere)
    actions.approve([foreign, comment], user=sign_in("superuser"))
    client.force_login(moderator)
    entry = CommentLogEntry.objects.get(comment=comment)

    assert list_comments(client, batch=entry.pk) == [comment]


def test_dates_are_filtered_with_the_browsers_own_fields(client, moderator, article):
    day = datetime(2026, 3, 4, 12, tzinfo=UTC)
    inside = ReaderCommentFactory(page=article, created_at=day)
    ReaderCommentFactory(page=article, created_at=day - timedelta(days=2))

    response = client.get(
        reverse("reader_comments:index"),
        {"created_at_from": "2026-03-04", "created_at_to": "2026-03-04"},
    )

    assert list(response.context["object_list"]) == [inside]
    assert response.text.count('type="date"') == 2


def test_the_date_fields_show_a_stored_range():
    day = date(2026, 3, 4)

    html = NativeDateRange().render("posted", slice(day, None))

    assert 'value="2026-03-04"' in html
    assert html.count("value=") == 1
    assert "value=" not in NativeDateRange().render("posted", None)


def test_a_row_shows_the_whole_comment_and_whom_it_answers(client, moderator, article):
    parent = ReaderCommentFactory(page=article, subject="Opening", author_name="Olga")
    reply = ReaderCommentFactory(parent=parent, body="One *starred* word.", author_name="Rita")

    row = client.get(reverse("reader_comments:index"), {"q": reply.subject}).text

    assert reply.html in row
    assert "In reply to Olga: “Opening”" in row
    assert reply.author_email in row
    assert article.url in row
    assert article.title in row


def test_what_readers_write_runs_nowhere(client, moderator, article):
    comment = ReaderCommentFactory(
        page=article, subject=SCRIPT, author_name=SCRIPT, body=SCRIPT, author_email="a@b.example"
    )
    reply = ReaderCommentFactory(parent=comment, subject=SCRIPT, author_name=SCRIPT)
    bulk = reverse("wagtail_bulk_action", args=["comments", "readercomment", "approve"])
    addresses = [
        reverse("reader_comments:index"),
        reverse("reader_comments:inspect", args=[reply.pk]),
        reverse("reader_comments:inspect", args=[comment.pk]),
        f"{bulk}?id={comment.pk}",
    ]

    for address in addresses:
        page = client.get(address).text
        assert SCRIPT not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["index", "inspect", "discussion"])
def test_the_moderation_has_no_inline_script_or_style(client, moderator, comment, name):
    args = {"inspect": [comment.pk], "discussion": [comment.page.pk]}.get(name, [])

    response = client.get(reverse(f"reader_comments:{name}", args=args))
    page = response.text

    assert "script-src-elem 'self';" in response["Content-Security-Policy"] + ";"
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page)
    assert all('type="application/json"' in tag for tag in inline)
    assert not re.search(r'<style|\sstyle="|\son[a-z]+="', page)


def test_each_button_says_which_comment_it_decides(client, moderator, comment):
    page = client.get(reverse("reader_comments:index")).text

    for name in ("Approve", "Reject", "Mark as spam"):
        assert f'aria-label="{name}: “Held subject” by Holly"' in page


def test_a_page_that_is_not_published_has_no_link(client, moderator, comment):
    comment.page.unpublish()

    page = client.get(reverse("reader_comments:index")).text

    assert "not published" in page
    assert f'href="{comment.page.url}"' not in page


def test_the_queue_costs_the_same_for_3_and_for_20_comments(client, moderator, column):
    def count_queries():
        with CaptureQueriesContext(connection) as queries:
            list_comments(client, status="held")
        return len(queries)

    def add_comments(number):
        for _ in range(number):
            parent = ReaderCommentFactory(page=ArticlePageFactory(parent=column))
            ReaderCommentFactory(parent=parent)

    add_comments(2)
    count_queries()
    few = count_queries()
    add_comments(8)

    assert len(list_comments(client, status="held")) == 20
    assert count_queries() == few
    assert few <= 15


def test_counting_stops_at_a_limit(client, moderator, article, monkeypatch):
    monkeypatch.setattr(paginator, "COUNT_LIMIT", 2)
    ReaderCommentFactory.create_batch(3, page=article)

    response = client.get(reverse("reader_comments:index"))

    assert response.context["paginator"].count == 2


def test_the_fragment_for_searching_leads_back_to_the_whole_page(client, moderator, comment):
    page = client.get(
        reverse("reader_comments:index_results"), {"status": "held", "_w_filter_fragment": 1}
    ).text

    assert 'name="next" value="/admin/reader-comments/?status=held"' in page


def get_tabs(client, **query):
    response = client.get(reverse("reader_comments:index"), query)
    return {str(label): number for label, number, _url, _is_open in response.context["tabs"]}


def test_tabs_say_how_many_there_are(client, moderator, article, elsewhere):
    ReaderCommentFactory(page=elsewhere)
    ReaderCommentFactory.create_batch(2, page=article)
    ReaderCommentFactory(page=article, status=Status.APPROVED, flag_count=2)
    ReaderCommentFactory(page=article, status=Status.SPAM, subject="Buy a Zeppelin")
    ReaderCommentFactory(page=article, status=Status.WITHDRAWN)

    assert get_tabs(client) == {
        "Waiting": "2",
        "Flagged": "1",
        "Approved": "1",
        "Rejected": "0",
        "Spam": "1",
        "All": "5",
    }
    found = get_tabs(client, q="zeppelin", status="held")
    assert (found["Waiting"], found["Spam"], found["All"]) == ("0", "1", "1")


def test_a_filter_counts_in_every_tab(client, moderator, column, comment):
    other = ReaderCommentFactory(page=ArticlePageFactory(parent=column), status=Status.SPAM)

    tabs = get_tabs(client, page=other.page.pk, status="held")

    assert (tabs["Waiting"], tabs["Spam"], tabs["All"]) == ("0", "1", "1")


def test_flagged_are_those_that_wait_or_are_shown(client, moderator, article):
    shown = ReaderCommentFactory(page=article, status=Status.APPROVED, flag_count=1)
    held = ReaderCommentFactory(page=article, flag_count=3)
    ReaderCommentFactory(page=article, status=Status.REJECTED, flag_count=2)
    ReaderCommentFactory(page=article)

    assert set(list_comments(client, status="flagged")) == {shown, held}


def test_the_number_of_a_tab_ends_at_a_limit(client, moderator, article, monkeypatch):
    monkeypatch.setattr(paginator, "COUNT_LIMIT", 2)
    ReaderCommentFactory.create_batch(3, page=article)

    assert get_tabs(client)["Waiting"] == "2+"


def test_a_status_without_a_tab_is_counted_too(client, moderator, article):
    ReaderCommentFactory.create_batch(2, page=article, status=Status.WITHDRAWN)

    response = client.get(reverse("reader_comments:index"), {"status": "withdrawn"})

    assert response.context["paginator"].count == 2
