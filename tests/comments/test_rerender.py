"""Another version of the text format: what readers see, and how the stored HTML follows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.safestring import SafeString

from columns.factories import ArticlePageFactory
from comments import actions, conf, text
from comments.factories import ReaderCommentFactory
from comments.management.commands import rerender_comments as command
from comments.models import CommentLogEntry, Discussion, ReaderComment
from comments.signals import comment_submitted, comments_status_changed
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("article")

UNSAFE = "<script>outdated()</script><p>outdated</p>"


def make_stale(page, number=1, **kwargs):
    """Make comments whose stored HTML is of version 0, and not safe."""
    made = [
        ReaderCommentFactory(
            page=page, **{"body": f"New *text* {index}", "status": Status.APPROVED} | kwargs
        )
        for index in range(number)
    ]
    ReaderComment.objects.filter(pk__in=[comment.pk for comment in made]).update(
        html=UNSAFE, format_version=0
    )
    for comment in made:
        comment.refresh_from_db()
    return made


def rerender(*arguments):
    output = StringIO()
    call_command("rerender_comments", *arguments, stdout=output)
    return output.getvalue()


def get_stored():
    return list(ReaderComment.objects.order_by("pk").values_list("html", "format_version"))


def get_versions():
    return dict(Discussion.objects.values_list("page", "version"))


@pytest.fixture
def format_of_version_two(monkeypatch):
    """The present format, as if its next release made other HTML."""
    monkeypatch.setattr(text, "FORMAT_VERSION", 2)
    monkeypatch.setattr(
        text, "render", lambda source: SafeString(f"<p>two {source}</p>" if source else "")
    )


class Interrupted(Exception):
    """Stands for everything that may end the command between two batches."""


def test_stored_html_of_the_present_version_is_shown_as_it_is(article):
    comment = ReaderCommentFactory(page=article, html="<p>stored</p>")

    assert comment.rendered == "<p>stored</p>"
    assert isinstance(comment.rendered, SafeString)


@pytest.mark.parametrize("version", [0, 2])
def test_html_of_another_version_is_never_shown(article, version):
    """Neither an older one nor, after a step back, a newer one."""
    comment = ReaderCommentFactory(page=article, html=UNSAFE, format_version=version, body="a < b")

    assert comment.rendered == "<p>a &lt; b</p>"
    assert isinstance(comment.rendered, SafeString)


def test_stale_html_is_on_no_page_and_in_no_api(client, article):
    (comment,) = make_stale(article)
    reply = make_stale(None, parent=comment)[0]

    for address in (
        article.url,
        f"/comments/post/{article.pk}/?parent={reply.uuid}",
        f"/api/v2/comments/?page={article.pk}",
        f"/api/v2/comments/{comment.uuid}/",
        f"/api/v3/comments/?page={article.pk}",
        f"/api/v3/comments/{comment.uuid}/",
    ):
        answer = client.get(address).content.decode()
        assert "New *text* 0" in answer
        assert "outdated" not in answer
    assert get_stored() == [(UNSAFE, 0)] * 2


def test_stale_html_is_not_shown_to_moderators(client, article):
    (comment,) = make_stale(article, status=Status.HELD)
    client.force_login(make_staff(moderates=[article]))

    for name, keys in (("inspect", [comment.pk]), ("index", [])):
        answer = client.get(reverse(f"reader_comments:{name}", args=keys)).content.decode()
        assert "New *text* 0" in answer
        assert "outdated" not in answer


def test_reading_stale_comments_costs_no_query_more(client, article):
    make_stale(article, 3)
    client.get(article.url)
    with CaptureQueriesContext(connection) as stale:
        client.get(article.url)
    rerender()
    with CaptureQueriesContext(connection) as fresh:
        client.get(article.url)

    assert len(stale) == len(fresh)


def test_the_command_stores_what_the_present_format_makes(article, format_of_version_two):
    make_stale(article, 2)

    assert "2 comments were rendered again" in rerender()

    assert get_stored() == [("<p>two New *text* 0</p>", 2), ("<p>two New *text* 1</p>", 2)]


def test_all_else_of_a_comment_stays_as_it_is(article):
    (comment,) = make_stale(article, reason="kept")
    before = ReaderComment.objects.values().get()

    rerender()

    after = ReaderComment.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"html", "format_version"}
    assert after["html"] == conf.text_format().render(comment.body)


def test_every_status_is_rendered_and_an_erased_text_stays_empty(article):
    for status in Status:
        make_stale(article, status=status)
    removed = ReaderComment.objects.get(status=Status.REMOVED)
    ReaderComment.objects.filter(pk=removed.pk).update(body="", html="")

    rerender()

    assert not ReaderComment.objects.exclude(format_version=text.FORMAT_VERSION)
    removed.refresh_from_db()
    assert removed.html == ""


def test_discussions_in_which_readers_see_a_difference_get_a_new_version(article):
    unseen, unchanged, empty = (ArticlePageFactory() for _ in range(3))
    make_stale(article, 2)
    make_stale(unseen, status=Status.HELD)
    same = ReaderCommentFactory(page=unchanged, status=Status.APPROVED, format_version=0)
    ReaderCommentFactory(page=empty, status=Status.APPROVED)
    before = get_versions()

    rerender()

    after = get_versions()
    assert {page for page in after if after[page] != before[page]} == {article.pk}
    assert after[article.pk] == before[article.pk] + 1
    same.refresh_from_db()
    assert same.format_version == text.FORMAT_VERSION


def test_nobody_is_told_and_nothing_is_logged(
    article, mailoutbox, django_capture_on_commit_callbacks
):
    make_stale(article)
    sent = []

    def receive(**kwargs):
        sent.append(kwargs)

    signals = (comment_submitted, comments_status_changed)
    for signal in signals:
        signal.connect(receive)
    try:
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            rerender()
    finally:
        for signal in signals:
            signal.disconnect(receive)

    assert sent == mailoutbox == []
    # Whoever keeps pages hears of it, and nobody else.
    assert [callback.args for callback in callbacks] == [()]
    assert callbacks[0].keywords["page_ids"] == {article.pk}
    assert not CommentLogEntry.objects.exists()


def test_comments_of_the_present_version_are_left_alone_unless_all_are_wanted(article):
    ReaderCommentFactory(page=article, html="<p>stored</p>", body="x")

    assert "0 comments were" in rerender()
    assert get_stored() == [("<p>stored</p>", text.FORMAT_VERSION)]

    assert "1 comment was" in rerender("--all")
    assert get_stored() == [("<p>x</p>", text.FORMAT_VERSION)]


def test_a_dry_run_counts_and_writes_nothing(article):
    make_stale(article, 3)
    before = get_stored(), get_versions()

    with CaptureQueriesContext(connection) as queries:
        assert "3 comments would be rendered again" in rerender("--dry-run")

    assert len(queries) == 1
    assert (get_stored(), get_versions()) == before


def test_an_interrupted_run_goes_on_where_it_ended(article, monkeypatch):
    make_stale(article, 5)
    calls = []

    def interrupted(batch):
        if len(calls) == 2:
            raise Interrupted
        calls.append([comment.pk for comment in batch])
        return actions.rerender_comments(batch)

    with monkeypatch.context() as patch:
        patch.setattr(command, "rerender_comments", interrupted)
        with pytest.raises(Interrupted):
            rerender("--batch-size=2")
    assert [version for _, version in get_stored()] == [1, 1, 1, 1, 0]

    assert "1 comment was rendered again" in rerender("--batch-size=2")
    assert {version for _, version in get_stored()} == {1}


def test_a_batch_is_written_as_a_whole_or_not_at_all(article, monkeypatch):
    comments = make_stale(article, 2)

    def render(source):
        if source == comments[1].body:
            raise Interrupted
        return text.render(source)

    monkeypatch.setattr(
        conf, "text_format", lambda: type("Format", (), {"render": render, "FORMAT_VERSION": 1})
    )
    with pytest.raises(Interrupted):
        actions.rerender_comments(comments)

    assert get_stored() == [(UNSAFE, 0)] * 2


def test_a_batch_costs_the_same_queries_whatever_its_size(article):
    def count(comments):
        with CaptureQueriesContext(connection) as queries:
            actions.rerender_comments(comments)
        return len(queries)

    one = count(make_stale(article))
    many = count(make_stale(article, 20) + make_stale(ArticlePageFactory(), 20))

    assert one == many <= 7


def test_no_comments_are_no_work(db):
    assert actions.rerender_comments([]) == []


def test_a_comment_that_is_gone_meanwhile_is_left_out(article):
    gone, there = make_stale(article, 2)
    ReaderComment.objects.filter(pk=gone.pk).delete()

    assert actions.rerender_comments([gone, there]) == [there]


@pytest.mark.parametrize("size", ["0", "-1", "many"])
def test_a_batch_has_at_least_one_comment(db, size):
    with pytest.raises(CommandError, match="batch-size"):
        rerender("--batch-size", size)


def test_progress_is_lines_where_there_is_no_terminal(article):
    make_stale(article, 3)

    assert rerender("--batch-size=2").splitlines()[:2] == ["2/3", "3/3"]


def test_progress_is_a_bar_on_a_terminal(article, monkeypatch, capsys):
    pytest.importorskip("tqdm")
    make_stale(article, 3)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    assert "2/3" not in rerender("--batch-size=2")

    assert "3/3" in capsys.readouterr().err


def test_without_tqdm_there_are_lines_on_a_terminal_too(article, monkeypatch):
    make_stale(article)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(command, "tqdm", None)

    assert "1/1" in rerender()
