"""What the page of an article costs the database, whatever it shows."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from columns.factories import (
    ArticlePageFactory,
    BookFactory,
    CorrectionFactory,
    IssueContentFactory,
    IssuePageFactory,
    RelatedArticleFactory,
)
from columns.images import prepare_renditions
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.status import Mode, Status
from tests.magazine import make_author, make_image, make_magazine
from tests.pages import WRITES, check_markup, read

pytestmark = pytest.mark.django_db

#: The whole page without the site cache, and what is left of it without the discussion.
BUDGET = 12
BUDGET_WITHOUT_DISCUSSION = 9


def make_figure(image):
    described = {"image": image, "alt_text": "A described picture", "decorative": False}
    return ("figure", {"image": described, "caption": "<p>A caption</p>", "credit": "Somebody"})


def make_rich_article(*, comments):
    """Return an article with more of everything than an article ever has."""
    made = make_magazine()
    link = f'<p>As <a linktype="page" id="{made.link.pk}">she wrote</a>.</p>'
    authors = [make_author(title=f"Author {number}") for number in range(3)]
    for author in authors:
        BookFactory(author=author, cover=make_image())
    article = ArticlePageFactory(
        parent=made.column,
        authors=authors,
        date=datetime.date(2026, 3, 1),
        body=[part for _ in range(5) for part in (("paragraph", link), make_figure(make_image()))],
    )
    CorrectionFactory(article=article, text=link)
    for number in range(4):
        other = ArticlePageFactory(
            parent=made.column,
            authors=authors[:2],
            social_image=make_image(),
            title=f"Related {number}",
        )
        RelatedArticleFactory(source=article, article=other, sort_order=number)
    article.topics.add("rehearsal", "dance", "stage")
    article.save()
    IssueContentFactory(issue=made.issue, article=article)
    IssuePageFactory(date=datetime.date(2020, 1, 1))
    german = Locale.objects.create(language_code="de")
    made.home.copy_for_translation(german).save_revision().publish()
    article.copy_for_translation(german, copy_parents=True).save_revision().publish()
    Page.objects.filter(locale=german).update(live=True)
    for number in range(comments):
        comment = ReaderCommentFactory(page=article, status=Status.APPROVED)
        if number % 3 == 0:
            ReaderCommentFactory(parent=comment, status=Status.APPROVED)
    for page in Page.objects.live().specific():
        prepare_renditions(page)
    return article


def read_counted(client, address):
    """Return the page and the statements that it took, none of them a writing one."""
    with CaptureQueriesContext(connection) as queries:
        html = read(client, address).content.decode()
    statements = [query["sql"] for query in queries]
    assert not [sql for sql in statements if sql.lstrip().upper().startswith(WRITES)]
    return html, statements


@pytest.fixture
def article():
    made = make_rich_article(comments=20)
    # What a process asks once in its life, or all of them once an hour.
    Site.get_site_root_paths()
    return made


def test_the_whole_page_of_a_rich_article_keeps_its_budget(client, article):
    read(client, article.url)

    html, statements = read_counted(client, article.url)

    check_markup(html)
    for words in ("Author 0", "Author 2", "she wrote", "Related 3", "A caption", "hreflang"):
        assert words in html, words
    assert len(statements) <= BUDGET, "\n".join(statements)


def test_what_is_not_the_discussion_keeps_its_own(client, article):
    DiscussionFactory(page=article, mode=Mode.HIDDEN).save()
    article.reader_discussion.mode = Mode.HIDDEN
    article.reader_discussion.save()
    read(client, article.url)

    _html, statements = read_counted(client, article.url)

    assert len(statements) - 1 <= BUDGET_WITHOUT_DISCUSSION, "\n".join(statements)


def test_a_cold_cache_costs_no_more_than_the_addresses_of_the_sites(client, article, empty_cache):
    read(client, article.url)
    empty_cache()

    _html, statements = read_counted(client, article.url)

    assert len(statements) <= BUDGET + 2, "\n".join(statements)


def test_more_of_everything_costs_the_same(client, article):
    read(client, article.url)
    _html, before = read_counted(client, article.url)
    author = make_author(title="One more")
    article.bylines.create(author=author, sort_order=9)
    CorrectionFactory(article=article)
    other = ArticlePageFactory(authors=[author], social_image=make_image())
    RelatedArticleFactory(source=article, article=other, sort_order=9)
    for page in (author, other):
        prepare_renditions(page)
    read(client, article.url)

    html, after = read_counted(client, article.url)

    assert "One more" in html
    assert len(after) == len(before)


def test_a_reader_who_is_signed_in_reads_the_same_article(client, article, django_user_model):
    plain = read(client, article.url).content.decode()
    client.force_login(django_user_model.objects.create(username="reader"))

    assert client.get(article.url).content.decode().split("<body")[1] == plain.split("<body")[1]
