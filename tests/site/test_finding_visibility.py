"""What is not public is in nothing that is written for machines, on no page and in no sitemap."""

import re

import pytest
from wagtail.models import Page

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnistFactory,
    ColumnPageFactory,
    IssueContentFactory,
    IssuePageFactory,
)
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.status import Mode, Status
from tests.pages import NOT_PUBLIC, hide, read
from tests.schema_org.checker import BLOCK, find_node, read_nodes

pytestmark = pytest.mark.django_db

SECRET = "Secretword"
KINDS = ("article", "author", "column", "issue")
#: The addresses of machines besides the pages.
SITEMAPS = ("/sitemap.xml", "/sitemap-news.xml")


def make_pages(secret):
    """Return pages by kind that all refer to each other; that of the kind ``secret`` has the word.

    They stand below lists of their own, so that these can be restricted too.
    """

    def title(kind):
        return SECRET if kind == secret else f"A plain {kind}"

    column = ColumnPageFactory(title=title("column"), slug="column")
    author = AuthorPageFactory(title=title("author"), slug="author")
    ColumnistFactory(column=column, author=author)
    article = ArticlePageFactory(
        title=title("article"), slug="article", parent=column, authors=[author]
    )
    issue = IssuePageFactory(title=title("issue"), slug="issue")
    IssueContentFactory(issue=issue, article=article)
    return {"column": column, "author": author, "article": article, "issue": issue}


def read_for_machines(client):
    """Return all that machines are told by the pages that anybody may open, and by the sitemaps."""
    told = [client.get(address).content.decode() for address in SITEMAPS]
    for page in Page.objects.filter(depth__gt=1):
        html = client.get(page.url).content.decode() if page.url.startswith("/") else ""
        told += [html.partition("</head>")[0], *BLOCK.findall(html)]
    return "\n".join(told)


def get_mentions(text, page):
    """Return how often ``text`` has the secret word or the address of ``page`` itself."""
    return len(re.findall(f'{SECRET}|{re.escape(page.full_url)}["<#]', text))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_page_that_is_not_public_is_told_to_no_machine(client, kind, state):
    page = make_pages(kind)[kind]
    before = get_mentions(read_for_machines(client), page)
    hide(page, state)
    page = Page.objects.get(pk=page.pk)
    if state != "moved to another site":
        assert get_mentions(read_for_machines(client), page) == 0
    else:
        told = [client.get(address).content.decode() for address in SITEMAPS]
        assert page.full_url not in "".join(told)
    assert before > 3


@pytest.mark.parametrize("status", Status)
def test_only_approved_comments_are_described(client, status):
    article = ArticlePageFactory()
    ReaderCommentFactory(
        page=article, status=status, subject=SECRET, body=SECRET, author_name=SECRET
    )
    node = find_node(read_nodes(read(client, article.url).content.decode()), "Article")
    is_shown = status == Status.APPROVED
    assert (SECRET in str(node)) == is_shown
    assert node["commentCount"] == node["interactionStatistic"]["userInteractionCount"]
    assert node["commentCount"] == len(node.get("comment", [])) == int(is_shown)


def test_hidden_discussion_is_not_described(client):
    article = ArticlePageFactory()
    ReaderCommentFactory(page=article, status=Status.APPROVED, body=SECRET)
    DiscussionFactory(page=article)
    article.reader_discussion.mode = Mode.HIDDEN
    article.reader_discussion.save()
    html = read(client, article.url).content.decode()
    assert SECRET not in html
    assert "commentCount" not in html


def test_mail_addresses_of_readers_are_told_to_no_machine(client):
    article = ArticlePageFactory()
    ReaderCommentFactory(page=article, status=Status.APPROVED, author_email="private@example.org")
    assert "private@example.org" not in read_for_machines(client)
