"""What a row of the queue tells of its commenter and its links, and the filters for both."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from columns.factories import ArticlePageFactory
from comments.admin import differences
from comments.admin.differences import ADDED, MOST_WORK, REMOVED, SAME, compare
from comments.factories import ReaderCommentFactory
from comments.models import GroupCommentPermission
from comments.models.permission import Right
from comments.moderation.hosts import get_link_hosts
from comments.moderation.records import get_records
from comments.status import Mode, Status
from comments.text import render

from .test_queue import list_comments

LONG = "word " * (MOST_WORK // 2 + 1)


def get_row(client, comment):
    return client.get(reverse("reader_comments:index"), {"q": comment.subject}).text


def test_a_record_counts_what_the_user_sees(moderator, article, elsewhere):
    first = datetime(2026, 3, 4, 12, tzinfo=UTC)
    by = {"author_email": "wren@example.org"}
    ReaderCommentFactory(page=article, status=Status.APPROVED, created_at=first, **by)
    ReaderCommentFactory(page=article, status=Status.REJECTED, **by)
    ReaderCommentFactory(page=article, status=Status.SPAM, **by)
    ReaderCommentFactory(page=elsewhere, status=Status.APPROVED, **by)
    ReaderCommentFactory(page=article, status=Status.APPROVED)
    comment = ReaderCommentFactory(page=article, **by)
    nobody = ReaderCommentFactory(page=article, author_email="")

    with CaptureQueriesContext(connection) as queries:
        records = get_records(moderator, [comment, nobody])

    (record,) = records.values()
    assert (record.total, record.approved, record.refused) == (4, 1, 2)
    assert record.since == first
    assert sum("readercomment" in query["sql"] for query in queries) == 1


def test_a_row_tells_the_record_and_leads_to_all_by_the_commenter(client, moderator, article):
    by = {"author_email": "wren@example.org"}
    other = ReaderCommentFactory(page=article, status=Status.APPROVED, **by)
    comment = ReaderCommentFactory(page=article, subject="Zeppelin", **by)
    ReaderCommentFactory(page=article)

    row = get_row(client, comment)

    assert f'href="/admin/reader-comments/?same={comment.pk}"' in row
    assert "1 approved, 0 refused" in row
    assert set(list_comments(client, same=comment.pk)) == {comment, other}
    assert "First comment" in get_row(client, ReaderCommentFactory(page=article, subject="Lone"))


def test_no_address_of_a_page_tells_a_mail_address(client, moderator, article):
    comment = ReaderCommentFactory.create_batch(2, page=article, author_email="a.b@example.org")[0]

    page = client.get(reverse("reader_comments:index"), {"same": comment.pk}).text

    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert links
    assert not [link for link in links if "a.b" in link and not link.startswith("mailto:")]
    assert comment.author_name in page.split("w-pill__content")[1].split("</button>")[0]


def test_who_left_no_address_is_nobody_else(client, moderator, article):
    comment, _other = ReaderCommentFactory.create_batch(2, page=article, author_email="")

    assert list_comments(client, same=comment.pk) == [comment]


@pytest.mark.parametrize("same", ["x", "-1", "9" * 30])
def test_a_commenter_who_is_none_breaks_nothing(client, moderator, comment, same):
    assert list_comments(client, same=same) == [comment]


def test_nobody_is_found_through_another_section(client, moderator, comment, elsewhere):
    foreign = ReaderCommentFactory(page=elsewhere, author_email=comment.author_email)

    page = client.get(reverse("reader_comments:index"), {"same": foreign.pk}).text

    assert foreign.subject not in page
    assert list_comments(client, same=comment.pk) == [comment]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"reason": "abusive"}, {"status": Status.REJECTED, "reason": "abusive"}),
        ({"reason": "flagged"}, {"reason": "flagged"}),
        ({"commenter": "wREN"}, {"author_name": "Jenny Wrenfield"}),
        ({"flags": "yes"}, {"flag_count": 2}),
        ({"links": "yes"}, {"body": "See https://example.org/ there."}),
    ],
)
def test_a_filter_finds_its_comments(client, moderator, article, comment, query, fields):
    found = ReaderCommentFactory(page=article, **fields)

    assert list_comments(client, **query) == [found]


@pytest.mark.parametrize("name", ["flags", "links"])
def test_a_filter_finds_the_others_too(client, moderator, article, comment, name):
    ReaderCommentFactory(page=article, flag_count=1, body="See https://example.org/ there.")

    assert list_comments(client, **{name: "no"}) == [comment]


@pytest.mark.usefixtures("article")
def test_languages_are_a_filter_where_there_are_several(client, moderator, column, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en", "English"), ("de", "German")]
    german = Locale.objects.create(language_code="de")
    page = ArticlePageFactory(parent=column)
    page.locale = german
    page.save()
    found = ReaderCommentFactory(page=page)
    ReaderCommentFactory(page=ArticlePageFactory(parent=column))

    assert list_comments(client, language="de") == [found]


def test_languages_are_no_filter_where_there_is_one(client, moderator, comment, settings):
    settings.WAGTAIL_I18N_ENABLED = False

    assert 'name="language"' not in client.get(reverse("reader_comments:index")).text


@pytest.mark.parametrize(
    ("body", "hosts"),
    [
        ("None at all.", []),
        ("https://user.example.org/a and https://user.example.org/b", ["user.example.org"]),
        ('<a href="https://evil.example/">https://good.example/</a>', ["evil.example"]),
        ("https://www.müller.example/", ["www.xn--mller-kva.example"]),
        ("https://аpple.com/", ["xn--pple-43d.com"]),
        ("write to wren@example.org", ["wren@example.org"]),
    ],
)
def test_links_are_spelled_out_with_their_hosts(body, hosts):
    assert get_link_hosts(render(body)) == hosts


def test_a_row_shows_the_hosts(client, moderator, article):
    comment = ReaderCommentFactory(page=article, subject="Hm", body="https://evil.example/x?y=z")

    assert "<code>evil.example</code>" in get_row(client, comment)


def give(user, right, page):
    GroupCommentPermission.objects.create(group=user.groups.get(), page=page, right=right)


@pytest.mark.parametrize(
    ("right", "shown"),
    [(Right.MODERATE, {"decision"}), (Right.FEATURE, {"pick"}), (Right.SANCTION, set())],
)
def test_each_button_is_for_those_who_have_its_right(
    client, sign_in, column, article, right, shown
):
    user = sign_in("admin_only")
    give(user, right, column)
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED, subject="Zeppelin")

    for page in (
        get_row(client, comment),
        client.get(reverse("reader_comments:inspect", args=[comment.pk])).text,
    ):
        forms = page[page.index('id="main"') :]
        assert {name for name in ("decision", "pick") if f'name="{name}"' in forms} == shown


@pytest.mark.parametrize(
    ("mode", "status", "offered"),
    [
        (Mode.OPEN, Status.APPROVED, True),
        (Mode.CLOSED, Status.APPROVED, False),
        (Mode.OPEN, Status.HELD, True),
        (Mode.OPEN, Status.SPAM, False),
    ],
)
def test_a_reply_is_offered_where_it_is_possible(client, moderator, article, mode, status, offered):
    comment = ReaderCommentFactory(page=article, status=status, subject="Zeppelin")
    comment.discussion.mode = mode
    comment.discussion.save()

    for page in (
        get_row(client, comment),
        client.get(reverse("reader_comments:inspect", args=[comment.pk])).text,
    ):
        assert (reverse("reader_comments:reply", args=[comment.pk]) in page) is offered


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("", "", []),
        ("one two", "one two", [(SAME, "one two")]),
        ("", "new", [(ADDED, "new")]),
        ("old", "", [(REMOVED, "old")]),
        ("I hate you.", "I like you.", [(SAME, "I "), (REMOVED, "hate"), (ADDED, "like"),
                                        (SAME, " you.")]),
        ("a\nb", "a b", [(SAME, "a"), (REMOVED, "\n"), (ADDED, " "), (SAME, "b")]),
        (LONG + "\nold", LONG + "\nnew", [(SAME, LONG + "\n"), (REMOVED, "old"), (ADDED, "new")]),
    ],
)  # fmt: skip
def test_differences_are_word_by_word(before, after, changes):
    assert compare(before, after) == changes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 1000, "b a c " * 700),
        ("a\n" * 5000, "b\n" * 5000),
        ("a" * 10_000, "b " * 5000),
        (" ".join("ab"[n % 2] for n in range(5000)), " ".join("ba"[n % 2] for n in range(5000))),
        ("(" * 5000, ")" * 5000),
    ],
)
def test_no_text_takes_more_work_than_others(before, after, monkeypatch):
    """Comparing is cubic at worst, and a stranger chooses what is compared."""
    work = []

    def match(old, new):
        work.append(len(old) * len(new))
        return [(REMOVED, "".join(old)), (ADDED, "".join(new))]

    monkeypatch.setattr(differences, "_match", match)
    changes = compare(before, after)

    assert sum(work) <= MOST_WORK
    assert "".join(text for kind, text in changes if kind != ADDED) == before
    assert "".join(text for kind, text in changes if kind != REMOVED) == after


def test_the_review_page_shows_what_else_the_commenter_wrote(client, moderator, article, elsewhere):
    by = {"author_email": "wren@example.org"}
    comment = ReaderCommentFactory(page=article, **by)
    ReaderCommentFactory(page=article, status=Status.SPAM, subject="Zeppelin", **by)
    ReaderCommentFactory(page=elsewhere, subject="Foreign", **by)
    ReaderCommentFactory(page=article, subject="Somebody else")

    page = client.get(reverse("reader_comments:inspect", args=[comment.pk])).text
    drawer = page[page.index('id="commenter-heading"') : page.index('id="history-heading"')]

    assert "Zeppelin" in drawer
    assert "Foreign" not in page
    assert "Somebody else" not in page
