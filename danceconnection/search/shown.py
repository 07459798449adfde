"""Results as readers see them: pages with the words marked in them."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from wagtail.models import Page

from columns.models import ArticlePage, ColumnPage
from comments.models import ReaderComment

from .highlight import Highlighter, is_beginning, is_same
from .hits import Match


@dataclass
class CommentsFound:
    """The comments of a page that have the words; ``best`` is the one that is shown."""

    count: int
    best: ReaderComment
    subject: SafeString
    snippet: SafeString


@dataclass
class Result:
    """A page that was found, by its own words or by those of its comments, or by both."""

    page: Page
    headline: SafeString
    snippet: SafeString
    column: ColumnPage | None = None
    names: list[SafeString] = field(default_factory=list)
    comments: CommentsFound | None = None


def show(ids, hits, terms):
    """Return a ``Result`` for each of the page ``ids``; the same few queries for any number."""
    highlighter = _get_highlighter(hits.match, terms)
    pages = _load_pages(ids)
    articles = [page for page in pages.values() if isinstance(page, ArticlePage)]
    columns = ColumnPage.get_columns_of(articles) if articles else {}
    found = {pk: hits.comments[pk] for pk in ids if pk in hits.comments}
    # Loaded whole: what was found has ids only. It went through ``visible_to`` before.
    best = ReaderComment.objects.visible().in_bulk([comments[0].pk for comments in found.values()])
    results = []
    for pk in ids:
        if pk in pages:
            result = _show_page(pages[pk], highlighter)
            result.column = columns.get(pk)
            if pk in found and found[pk][0].pk in best:
                comment = best[found[pk][0].pk]
                result.comments = _show_comments(len(found[pk]), comment, highlighter)
            results.append(result)
    return results


def _get_highlighter(match, terms):
    if match == Match.ALL:
        return Highlighter(terms.needles)
    return Highlighter(terms.loose_needles, is_beginning if match == Match.BEGINNING else is_same)


def _load_pages(ids):
    """Return ``{id: specific page}``; articles with their bylines."""
    articles = ArticlePage.objects.filter(pk__in=ids).with_byline()
    pages = {article.pk: article for article in articles}
    others = [pk for pk in ids if pk not in pages]
    if others:
        pages |= {page.pk: page for page in Page.objects.filter(pk__in=others).specific()}
    return pages


def _show_page(page, highlighter):
    names = []
    if isinstance(page, ArticlePage):
        names = [row.author.title for row in page.bylines.all()]
    texts = page.get_search_texts() if hasattr(page, "get_search_texts") else []
    texts = [*texts, page.search_description]
    marker = highlighter.loosened([page.title, *names, *texts])
    return Result(
        page=page,
        headline=marker.mark(page.title),
        snippet=marker.snippet(texts),
        names=[marker.mark(name) for name in names],
    )


def _show_comments(count, comment, highlighter):
    marker = highlighter.loosened([comment.subject, comment.plain_text])
    return CommentsFound(
        count=count,
        best=comment,
        subject=marker.mark(comment.subject),
        snippet=marker.snippet([comment.plain_text]),
    )
