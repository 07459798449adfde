"""What the search index finds: ids in the order of their worth, all of them public."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum, auto

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from comments.models import ReaderComment

from .words import find_words

#: So many pages and so many comments are looked at. Of more, the newest count: with a word that
#: is everywhere no order is better, and some engines take a square of the time to find one.
MOST_HITS = 500


class Match(Enum):
    """How what was found matches what was asked."""

    ALL = auto()
    ANY = auto()
    BEGINNING = auto()


@dataclass
class Hits:
    """What was found. ``comments`` is ``{page id: [comment, …]}``, both in order."""

    match: Match = Match.ALL
    pages: list[Page] = field(default_factory=list)
    comments: dict[int, list[ReaderComment]] = field(default_factory=dict)
    are_all: bool = True

    def __bool__(self):
        return bool(self.pages or self.comments)


def find_hits(terms, root):
    """Return the ``Hits`` for ``terms`` among the public pages from ``root`` on.

    When nothing has all of the terms, little words are left out. When nothing has the others, what
    has any of them is found, and when nothing has, titles with words that begin like the terms.
    """
    hits = Hits()
    if not terms:
        return hits
    pages = Page.objects.live().public().descendant_of(root, inclusive=True)
    telling = terms.telling
    steps = [(Match.ALL, terms.to_query(), terms.to_ranking_query())]
    if telling != terms:
        steps.append((Match.ALL, telling.to_query(), telling.to_ranking_query()))
    if len(terms.all_words) > 1:
        steps.append((Match.ANY, telling.to_loose_query(), telling.to_loose_query()))
    for match, *queries in steps:
        hits = _find(pages, queries, terms, root, match)
        if hits:
            return hits
    return Hits(Match.BEGINNING, _find_beginnings(pages, terms))


def _find(pages, queries, terms, root, match):
    pages = pages.only("title", "content_type").order_by("-first_published_at", "-id")
    found_pages, all_pages = _find_best_first(pages, *queries)
    comments = ReaderComment.objects.searchable().only("pk").order_by("-created_at", "-id")
    found_comments, all_comments = _find_best_first(comments, *queries)
    return Hits(
        match,
        _put_titles_first(found_pages, terms),
        _get_visible(found_comments, root),
        all_pages and all_comments,
    )


def _find_best_first(queryset, query, ranking_query):
    """Return what is found, and whether it is all that there is; two queries.

    ``queryset`` is ordered by time, the newest first. The first query finds, the second one ranks.
    """
    newest = list(queryset.search(query, order_by_relevance=False)[: MOST_HITS + 1])
    if len(newest) > MOST_HITS:
        return newest[:MOST_HITS], False
    if not newest:
        return [], True
    found = {row.pk: row for row in newest}
    ranked = queryset.filter(pk__in=list(found)).search(ranking_query)[:MOST_HITS]
    order = [row.pk for row in ranked]
    # An index may change between two questions: nothing is lost by that.
    order += [pk for pk in found if pk not in set(order)]
    return [found[pk] for pk in order], True


def _put_titles_first(pages, terms):
    """Return ``pages`` with those first whose title has all of the words."""
    wanted = {part for needle in terms.needles for part in needle}

    def is_elsewhere(page):
        return not wanted <= {word.folded for word in find_words(page.title)}

    return sorted(pages, key=is_elsewhere)


def _get_visible(comments, root):
    """Return those of ``comments`` that anybody may read, ``{page id: [comment, …]}``."""
    order = [comment.pk for comment in comments]
    if not order:
        return {}
    visible = (
        ReaderComment.objects.visible_to(AnonymousUser())
        .filter(pk__in=order, discussion__page__path__startswith=root.path)
        .select_related("discussion")
        .only("uuid", "created_at", "discussion__page_id")
        .in_bulk()
    )
    by_page = defaultdict(list)
    for pk in order:
        if pk in visible:
            by_page[visible[pk].discussion.page_id].append(visible[pk])
    return dict(by_page)


def _find_beginnings(pages, terms):
    # The newest first: with two letters a title begins like many others.
    pages = pages.only("title", "content_type").order_by("-first_published_at", "-id")
    words = " ".join(terms.all_words)
    return list(pages.autocomplete(words, operator="and", order_by_relevance=False)[:MOST_HITS])
