"""Comments are told to machines as readers see them: this page of the discussion, and no more."""

import pytest
from django.test import RequestFactory

from columns.factories import ColumnPageFactory
from comments import registry
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import ReaderComment
from comments.status import Status
from comments.structured_data import TEXT_LENGTH, describe_discussion, to_plain_text
from comments.threads import get_discussion_view
from tests.pages import Markup, read
from tests.schema_org.checker import check_nodes, find_missing

pytestmark = [pytest.mark.django_db, pytest.mark.markup]


def add(**kwargs):
    return ReaderCommentFactory(status=Status.APPROVED, **kwargs)


def describe(page):
    return describe_discussion(page, get_discussion_view(page), RequestFactory().get("/"))


def test_comments_are_described_by_the_terms_of_schema_org(article):
    add(parent=add(page=article))
    data = describe(article)
    assert data.pop("@context") == "https://schema.org"
    assert check_nodes([data]) == []
    assert find_missing(data["comment"], "required") == []
    assert find_missing(data["comment"], "recommended") == []


def test_comment_says_who_wrote_what_when(article):
    comment = add(page=article, subject="A subject", body="One & two", author_name="Ada")
    (described,) = describe(article)["comment"]
    address = f"{article.get_site().root_url}/comments/{comment.uuid}/"
    moment = comment.created_at.isoformat(timespec="seconds")
    assert described == {
        "@type": "Comment",
        "@id": address,
        "url": address,
        "name": "A subject",
        "text": "One & two",
        "author": {"@type": "Person", "name": "Ada"},
        "dateCreated": moment,
        "datePublished": moment,
    }


def test_reply_names_its_parent_unless_that_is_not_shown(article):
    start = add(page=article)
    reply = add(parent=start)
    below = add(parent=reply)
    by_name = {comment["name"]: comment for comment in describe(article)["comment"]}
    assert by_name[reply.subject]["parentItem"]["@id"] == by_name[start.subject]["@id"]
    assert by_name[below.subject]["parentItem"]["@id"] == by_name[reply.subject]["@id"]
    ReaderComment.objects.filter(pk=reply.pk).update(status=Status.REJECTED)
    names = {comment["name"]: comment for comment in describe(article)["comment"]}
    assert set(names) == {start.subject, below.subject}
    assert "parentItem" not in names[below.subject]


def test_only_this_page_of_the_discussion_is_described(client, article, settings):
    settings.COMMENTS_THREADS_PER_PAGE = 1
    for _ in range(2):
        add(page=article)
    data = describe(article)
    assert data["commentCount"] == 2
    assert len(data["comment"]) == 1


def test_describing_asks_the_database_nothing(article, django_assert_num_queries):
    for _ in range(3):
        add(parent=add(page=article))
    view = get_discussion_view(article)
    request = RequestFactory().get("/")
    describe_discussion(article, view, request)
    with django_assert_num_queries(0):
        assert len(describe_discussion(article, view, request)["comment"]) == 6


def test_it_is_about_what_the_page_type_was_registered_as(article):
    assert describe(article)["@id"] == f"{article.full_url}#article"
    column = ColumnPageFactory()
    registry.register("columns.ColumnPage")
    try:
        DiscussionFactory(page=column)
        data = describe(column)
    finally:
        registry.unregister("columns.ColumnPage")
    assert (data["@type"], data["@id"]) == ("WebPage", f"{column.full_url}#webpage")


def test_preview_is_not_described(article):
    request = RequestFactory().get("/")
    request.is_preview = True
    assert describe_discussion(article, get_discussion_view(article), request) is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One\ntwo\n\nthree", "One two three"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("a <em>loud</em>, <strong>word</strong>", "a loud, word"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("<script>alert(1)</script> &lt;b&gt;", "alert(1) <b>"),
    ],
)
def test_text_is_plain(article, source, text):
    comment = add(page=article, body=source)
    assert to_plain_text(comment.rendered) == text


def test_very_long_text_is_cut(article):
    comment = add(page=article, body="word " * 500)
    text = to_plain_text(comment.rendered)
    assert len(text) <= TEXT_LENGTH
    assert text.endswith("…")


def test_links_of_readers_are_marked_on_the_page(client, article):
    add(page=article, body="See https://elsewhere.example.org/ and [not a link].")
    links = Markup(read(client, article.url).content.decode()).named("a")
    (link,) = (link for link in links if "elsewhere.example.org" in link.get("href", ""))
    assert {"ugc", "nofollow"} <= set(link["rel"].split())
