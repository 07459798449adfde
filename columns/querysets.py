"""Queries of the publishing pages, as verbs that page, feed, sitemap, API and admin share."""

import calendar
import datetime
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ExtractMonth, ExtractYear
from taggit.models import Tag
from wagtail.models import PageManager, Site
from wagtail.query import PageQuerySet

from .addresses import has_own_addresses
from .prepared import Like
from .restrictions import IsRestricted

#: What others show of an article that they name, and what tells where it is.
NAMED_FIELDS = ("title", "path", "url_path", "kicker", "standfirst", "date", "reading_time")


class PublicPageQuerySet(PageQuerySet):
    """Queries over pages that ask for restrictions along with the pages."""

    def public(self):
        """Pages that nothing restricts; one query, unlike Wagtail's own verb."""
        return self.filter(~IsRestricted())


class DatedQuerySet(PublicPageQuerySet):
    """Queries over pages that have a ``date``."""

    def published(self):
        """Pages that anybody may read, newest first."""
        return self.live().public().newest_first()

    def newest_first(self):
        """By date; those of one day by the time they were made, so that paging is stable."""
        return self.order_by("-date", "-pk")

    def in_year(self, year):
        """Pages dated in ``year``, a number that a date can have."""
        return self.filter(date__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)))

    def in_month(self, year, month):
        """Pages dated in that month."""
        last_day = calendar.monthrange(year, month)[1]
        first, last = datetime.date(year, month, 1), datetime.date(year, month, last_day)
        return self.filter(date__range=(first, last))

    def count_by_month(self):
        """Return ``[(year, month, number of pages)]``, the latest first."""
        return list(
            self.order_by()
            .annotate(year=ExtractYear("date"), month=ExtractMonth("date"))
            .values_list("year", "month")
            .annotate(number=Count("pk"))
            .order_by("-year", "-month")
        )

    def neighbours_of(self, page):
        """Return the pages before and after ``page`` by date, each or ``None``: one query.

        A page that was never saved, such as one in the editor's preview, stands between none.
        """
        if page.pk is None:
            return None, None
        return sort_by_side(page, self.filter(self.is_next_to(page)))

    def is_next_to(self, page):
        """Return the condition on pages that they stand right before or after ``page`` here."""
        before = self.filter(Q(date__lt=page.date) | Q(date=page.date, pk__lt=page.pk))
        after = self.filter(Q(date__gt=page.date) | Q(date=page.date, pk__gt=page.pk))
        last = before.order_by("-date", "-pk").values("pk")[:1]
        first = after.order_by("date", "pk").values("pk")[:1]
        return Q(pk=Subquery(last)) | Q(pk=Subquery(first))


def sort_by_side(page, neighbours):
    """Return the one of the ``neighbours`` before ``page`` and the one after it, or ``None``."""
    own = (page.date, page.pk)
    by_side = {(other.date, other.pk) > own: other for other in neighbours}
    return by_side.get(False), by_side.get(True)


def find_neighbours(article, others):
    """Return the nearest of ``others`` in the column of ``article``, before it and after it.

    Each is ``None`` where there is none.
    """
    own, column = (article.date, article.pk), article.path[: -article.steplen]
    siblings = [other for other in others if other.path[: -other.steplen] == column]
    siblings.sort(key=lambda other: (other.date, other.pk))
    before = [other for other in siblings if (other.date, other.pk) < own]
    after = [other for other in siblings if (other.date, other.pk) > own]
    return next(reversed(before), None), next(iter(after), None)


class Place(NamedTuple):
    """Where an article stands, each a value or an expression.

    ``column`` and ``section`` are patterns of the paths below its column, and beside that.
    """

    pk: Any
    date: Any
    depth: Any
    column: Any
    section: Any

    @classmethod
    def of(cls, article):
        """Return the place of an article."""
        return cls(article.pk, article.date, article.depth, *map(Value, get_patterns(article)))


def get_patterns(article):
    """Return the patterns ``column`` and ``section`` of the ``Place`` of ``article``."""
    return [f"{article.path[: -steps * article.steplen]}%" for steps in (1, 2)]


def get_number(chosen, limit):
    """Return how many related articles there are at most."""
    return max(limit, len(chosen))


def sort_around(article, rows, *, chosen, limit):
    """Return what ``ArticleQuerySet.around`` does, from the first of the rows of its query."""
    number = get_number(chosen, limit)
    neighbours = find_neighbours(article, rows) if article.pk else (None, None)
    related = [row for row in rows if row.pk in chosen or row not in neighbours]
    places = {pk: place for place, pk in enumerate(chosen)}
    related.sort(key=lambda row: places.get(row.pk, len(places)))
    return *neighbours, related[:number]


class ArticleQuerySet(DatedQuerySet):
    """Queries over articles."""

    def with_byline(self):
        """Load the names of the published authors along with the articles, in their order.

        The same few queries for any number of articles.
        """
        from .models import AuthorPage, Byline

        public = AuthorPage.objects.live().public()
        rows = Byline.objects.filter(author__in=public).select_related("author")
        return self.prefetch_related(Prefetch("bylines", queryset=rows))

    def only_named(self):
        """Load only what is shown of articles where other pages name them, and their addresses."""
        if has_own_addresses(self.model):
            return self.defer_streamfields()
        return self.only(*NAMED_FIELDS)

    def by_author(self, author):
        """Articles with ``author`` in their byline."""
        return self.filter(bylines__author=author)

    def on_topic(self, slug):
        """Articles that have the topic with this slug."""
        return self.filter(topic_items__tag__slug=slug)

    def in_issue(self, issue):
        """Articles that the table of contents of ``issue`` names, each once."""
        return self.filter(pk__in=issue.contents.filter(article__isnull=False).values("article"))

    def on_site(self, site):
        """Articles in the tree of ``site``, in any of its languages."""
        paths = [root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk]
        in_trees = Q(pk__in=[])
        for path in paths:
            in_trees |= Q(url_path__startswith=path)
        return self.filter(in_trees)

    def get_topics(self):
        """Return the topics of these articles, each with its ``article_count``, largest first."""
        items = "columns_articletopic_items"
        return (
            Tag.objects.exclude(slug="")
            .filter(**{f"{items}__content_object__in": self.order_by()})
            .annotate(article_count=Count(items))
            .order_by("-article_count", "name")
        )

    def around(self, article, *, chosen, topics, limit):
        """Return what to read besides ``article``: ``(previous, next, related)``, in one query.

        ``previous`` and ``next`` are those in its column by date, each or ``None``. ``related``
        begins with those whose ids the editors have ``chosen``, all of them, in their order.
        Where these are fewer than ``limit``, others near it in the tree follow, but its
        neighbours: first what shares most of its ``topics`` (ids), then its own column, the
        newest first.
        """
        ranked = self.rank(Place.of(article), chosen=chosen, topics=topics)
        rows = list(ranked[: get_number(chosen, limit) + 2])
        return sort_around(article, rows, chosen=chosen, limit=limit)

    def rank(self, place, *, chosen, topics):
        """Return what may stand around a ``Place``, what must in any case before the others.

        ``place``, the ids ``chosen`` and the ``topics`` are values or expressions.
        """
        from .models import ArticleTopic

        items = ArticleTopic.objects.filter(tag__id__in=topics).order_by()
        # No aggregate of Django's, which would group: without rows, the number would be null.
        number = Func("pk", function="COUNT", output_field=IntegerField())
        shared = items.filter(content_object=OuterRef("pk")).values(number=number)
        siblings = Q(Like(F("path"), place.column), depth=place.depth)
        # All of the column is near, and so its neighbours are.
        near = Q(Like(F("path"), place.section)) & (
            Q(pk__in=items.values("content_object")) | siblings
        )
        must = Q(id__in=chosen)
        found = self.filter(must | near & ~Q(pk=place.pk))
        order = ["-date", "-pk"]
        # What is the same of all rows is left out: a constant would be the number of a column.
        if topics:
            order.insert(0, Subquery(shared).desc())
        if place.pk:
            must |= self.filter(siblings).is_next_to(place)
        if place.pk or chosen:
            order.insert(0, Case(When(must, then=0), default=1, output_field=IntegerField()))
        return found.order_by(*order)


class IssueQuerySet(DatedQuerySet):
    """Queries over issues of the magazine."""

    def with_cover(self):
        """Load the covers along with the issues."""
        return self.select_related("cover").prefetch_related("cover__renditions")

    def current(self, site, *, locale=None):
        """Return the current issue of ``site``, or ``None``.

        It is the one chosen in the site's settings while anybody may read it, else the newest
        published one. Where the site's pages are translated into ``locale``, it is the
        translation of the chosen one, else the newest of that language.
        """
        from .models import IssueSettings

        published = self.published().select_related("cover")
        if site is None:
            return published.first()
        root = site.root_page
        if locale is not None and locale.pk != root.locale_id:
            root = root.get_translation_or_none(locale) or root
        # Not ``for_site()``, which makes the row: reading never writes.
        choice = IssueSettings.objects.filter(
            site=site, current_issue__translation_key=OuterRef("translation_key")
        )
        chosen_first = published.annotate(is_chosen=Exists(choice)).order_by(
            "-is_chosen", "-date", "-pk"
        )
        return chosen_first.descendant_of(root).first()


PublicPageManager = PageManager.from_queryset(PublicPageQuerySet)
ArticleManager = PageManager.from_queryset(ArticleQuerySet)
IssueManager = PageManager.from_queryset(IssueQuerySet)
