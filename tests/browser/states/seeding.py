"""Stores the pages and discussions of the states; run in the environment of the served site."""

import json
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from columns.factories import ArticlePageFactory, ColumnistFactory, ColumnPageFactory
from columns.models import AuthorPage, IssuePage
from comments.actions import set_discussion_mode
from comments.factories import ReaderCommentFactory
from comments.models import ReaderComment
from comments.status import Mode, Status
from tests.magazine import make_article, make_author, make_embed

#: More than one page of a column, and more than one page of threads.
MANY_ARTICLES = 25
MANY_THREADS = 60
LONG_THREAD = 200

#: Everything that the text format keeps, and what strains a narrow column.
RICH_BODY = """[quote=Nell]It took me years.[/quote] Me too, <em>of</em> all <strong>ten</strong>.

See https://example.org/a/very/long/address/that/nobody/would/ever/want/to/read/on/a/telephone
or <a href="https://example.org/">this film</a>, <cite>Giselle</cite>.
<ul><li>one</li><li>two</li></ul>
<ol><li>first<ul><li>inside</li></ul></li></ol>
<dl><dt>barre</dt><dd>a rail</dd></dl>
<blockquote>Older words.</blockquote>
<code>plié()</code> and Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamte
"""


def approved(**fields):
    return ReaderCommentFactory(status=Status.APPROVED, **fields)


def tell_apart(page):
    """Give the comments of ``page`` times of their own, a minute apart."""
    comments = list(ReaderComment.objects.filter(discussion__page=page).order_by("pk"))
    for number, comment in enumerate(comments):
        comment.created_at = timezone.now() - timedelta(minutes=len(comments) - number)
    ReaderComment.objects.bulk_update(comments, ["created_at"], batch_size=100)


def discuss_everything(page):
    """All that a comment may be: rich, without a subject, deep, removed with and without reply."""
    first = approved(page=page, body=RICH_BODY, subject="Everything at once")
    second = approved(parent=first, subject="")
    third = approved(parent=second, author_name="A name that is much longer than most names are")
    approved(parent=approved(parent=third))
    removed = ReaderCommentFactory(
        page=page, status=Status.REMOVED, subject="", body="", html="", author_name=""
    )
    approved(parent=removed)
    ReaderCommentFactory(page=page, status=Status.HELD)


def discuss_in_one_thread(page):
    """One thread of ``LONG_THREAD`` comments, of which every fourth opens a branch."""
    start = last = approved(page=page)
    for number in range(LONG_THREAD - 1):
        made = approved(parent=last if number % 4 else start)
        last = made
    tell_apart(page)


def discuss_in_many_threads(page):
    for _ in range(MANY_THREADS):
        approved(page=page)
    tell_apart(page)


def make_discussed_article(column, author, title, discuss=None, mode=None):
    """Return an article with the discussion that ``discuss`` makes, in ``mode``."""
    article = ArticlePageFactory(parent=column, authors=[author], title=title)
    if discuss:
        discuss(article)
    if mode:
        set_discussion_mode(article, mode=mode)
    return article


def make_private_article(column, author, kind):
    """Return an article for those who know the password ``secret``, or who sign in."""
    article = make_discussed_article(column, author, f"Private: {kind}")
    PageViewRestriction.objects.create(page=article, restriction_type=kind, password="secret")
    return article


@transaction.atomic
def store():
    """Make all that the demo lacks; return the addresses of the pages by what they show."""
    home = Site.objects.get(is_default_site=True).root_page.specific
    make_embed()
    author = make_author(parent=AuthorPage.objects.first().get_parent(), title="Ada Longname")
    column = ColumnPageFactory(parent=home, title="A long-running column")
    ColumnistFactory(column=column, author=author)
    articles = [ArticlePageFactory(parent=column, authors=[author]) for _ in range(MANY_ARTICLES)]
    whole = make_article(
        column=column, author=author, link=articles[0], title="An article with all"
    )
    discuss_everything(whole)
    threads = make_discussed_article(column, author, "Many threads", discuss_in_many_threads)
    thread = make_discussed_article(column, author, "One long thread", discuss_in_one_thread)
    closed = make_discussed_article(column, author, "Closed", discuss_everything, Mode.CLOSED)
    issue = IssuePage.objects.live().first()
    return {
        "home": home.url,
        "column": column.url,
        "empty column": ColumnPageFactory(parent=home, title="A new column").url,
        "article": whole.url,
        "authors": author.get_parent().url,
        "author": author.url,
        "issues": issue.get_parent().url,
        "issue": issue.url,
        "search": reverse("search"),
        "nobody commented": make_discussed_article(column, author, "Nobody").url,
        "many threads": threads.url,
        "one thread": thread.url,
        "closed": closed.url,
        "closed form": reverse("comments:post", args=[closed.pk]),
        "closed unheard": make_discussed_article(column, author, "No", mode=Mode.CLOSED).url,
        "hidden": make_discussed_article(
            column, author, "Hidden", discuss_everything, Mode.HIDDEN
        ).url,
        "password": make_private_article(column, author, "password").url,
        "account": make_private_article(column, author, "login").url,
    }


def main():
    """Print the addresses."""
    print(json.dumps(store()))  # noqa: T201 - the answer
