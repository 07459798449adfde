"""Which articles somebody asks for."""

import re

from django.db.models import Func, IntegerField, Q

from ..models import ArticlePage, AuthorPage, ColumnPage, IssueContent, IssuePage
from ..prepared import Prepared
from ..search_service import asking
from .reach import check_locale, get_reach, get_readable
from .teasers import Listed, load_listed, select_listed

#: A search looks at so many articles; of more, the others are worth little.
MOST_HITS = 500

ORDERS = {
    "-date": ("-date", "-pk"),
    "date": ("date", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
}
#: The parameters that leave something out; without any, the query is one that is written once.
FILTERS = ("column", "author", "issue", "topic", "date_from", "date_to", "locale", "search")


def find_articles(parameters, *, user, site):
    """Return ``(number of articles, Listed of the part that is asked for)``: two queries.

    A filter by a page costs one more, and a search what the search costs. What is filtered by
    must be readable too: by the id of a hidden author nobody learns who wrote something. Raises
    ``SearchUnavailable``.
    """
    part = slice(parameters.offset, parameters.offset + parameters.limit)
    order = ORDERS[parameters.order or "-date"]
    if not any(getattr(parameters, name) for name in FILTERS):
        reach = get_reach(user=user, site=site)
        # No row where nothing has to be asked: a process may not know yet where a new site begins.
        count = sum(number for (number,) in _COUNT.fetch(reach))
        return count, list(map(Listed._make, _PART.fetch(reach, order, part.start, part.stop)))
    articles = get_readable(ArticlePage.objects.all(), user=user, site=site)
    articles = articles.filter(_get_condition(parameters, user=user, site=site))
    words = re.findall(r"\w+", parameters.search)
    if parameters.search:
        hits = _search(words) if words else []
        articles = articles.filter(pk__in=hits)
        if parameters.order is None:
            return _take_best(articles, hits, part)
    return articles.count(), load_listed(articles.order_by(*order)[part])


def _count(reach):
    # No aggregate of Django's, which would not be a queryset.
    number = Func("pk", function="COUNT", output_field=IntegerField())
    return ArticlePage.objects.filter(reach.get_condition()).order_by().values_list(number)


def _select_part(reach, order, start, stop):
    articles = ArticlePage.objects.filter(reach.get_condition()).order_by(*order)
    return select_listed(articles[start:stop])


_COUNT = Prepared(_count)
_PART = Prepared(_select_part)


def _search(words):
    with asking():
        found = ArticlePage.objects.live().only("pk").search(" ".join(words))[:MOST_HITS]
        return [article.pk for article in found]


def _take_best(articles, hits, part):
    """Return the part of ``articles`` in the order of their ids in ``hits``."""
    readable = set(articles.values_list("pk", flat=True))
    ranked = [pk for pk in hits if pk in readable]
    listed = load_listed(articles.filter(pk__in=ranked[part]).order_by())
    found = {article.id: article for article in listed}
    return len(ranked), [found[pk] for pk in ranked[part] if pk in found]


def _get_condition(parameters, *, user, site):
    def readable(model, pk):
        return get_readable(model.objects.filter(pk=pk), user=user, site=site)

    condition = Q()
    if parameters.column:
        column = readable(ColumnPage, parameters.column).first()
        below = column and ArticlePage.objects.child_of_q(column)
        condition &= below or Q(pk__in=[])
    if parameters.author:
        authors = readable(AuthorPage, parameters.author)
        condition &= Q(bylines__author__in=authors.values("pk"))
    if parameters.issue:
        issues = readable(IssuePage, parameters.issue).values("pk")
        named = IssueContent.objects.filter(issue__in=issues, article__isnull=False)
        condition &= Q(pk__in=named.values("article"))
    if parameters.topic:
        condition &= Q(topic_items__tag__slug=parameters.topic)
    return condition & _get_dates(parameters)


def _get_dates(parameters):
    condition = Q()
    if parameters.date_from:
        condition &= Q(date__gte=parameters.date_from)
    if parameters.date_to:
        condition &= Q(date__lte=parameters.date_to)
    if check_locale(parameters.locale):
        condition &= Q(locale__language_code=parameters.locale)
    return condition
