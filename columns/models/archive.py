"""The articles of a column by year, month and topic, at addresses below that of the column.

What stands on page 3 of the newest articles changes with each new one; what was published in May
2026 does not, so that its address can be cited.
"""

import datetime
from itertools import groupby
from operator import itemgetter

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path

from ..paging import get_page
from ..previews import PreviewMixin

YEAR = r"(?P<year>[1-9][0-9]{3})"
MONTH = r"(?P<month>0[1-9]|1[0-2])"


class ArchiveMixin(PreviewMixin, RoutablePageMixin, models.Model):
    """A page with ``published_articles``, a query, and ``get_articles()``, the same with bylines.

    Every part that has no article is answered with 404.
    """

    class Meta:
        abstract = True

    def get_context(self, request, *args, articles=None, **kwargs):
        """Add ``articles``: the page of them, or of all articles, that ``?page=`` asks for."""
        context = super().get_context(request, *args, **kwargs)
        articles = self.get_articles() if articles is None else articles
        context["articles"] = get_page(articles, request)
        return context

    @re_path(rf"^archive/{YEAR}/$", name="archive_year")
    def serve_year(self, request, year):
        """Serve the articles of a year."""
        year = int(year)
        return self._serve_archive(request, self.get_articles().in_year(year), year=year)

    @re_path(rf"^archive/{YEAR}/{MONTH}/$", name="archive_month")
    def serve_month(self, request, year, month):
        """Serve the articles of a month."""
        year, month = int(year), int(month)
        articles = self.get_articles().in_month(year, month)
        return self._serve_archive(request, articles, year=year, month=month)

    @path("topics/<str:slug>/", name="topic")
    def serve_topic(self, request, slug):
        """Serve the articles of a topic."""
        topic = get_object_or_404(Tag, slug=slug)
        template = "columns/column_topic.html"
        return self._serve_part(request, self.get_articles().on_topic(slug), template, topic=topic)

    def _serve_archive(self, request, articles, *, year, month=None):
        parts = {
            "year": year,
            "day": datetime.date(year, month or 1, 1),
            "is_month": month is not None,
        }
        return self._serve_part(request, articles, "columns/column_archive.html", **parts)

    def _serve_part(self, request, articles, template, **parts):
        response = self.render(
            request, template=template, articles=articles, context_overrides=parts
        )
        if not response.context_data["articles"].paginator.count:
            raise Http404(_("There are no articles here."))
        return response

    @cached_property
    def archive(self):
        """The years of the column, the latest first, with their months: one query.

        Each is ``{"date", "number", "path", "months"}``: the first day, the number of articles,
        the address relative to the column's, and, for a year, the same of its months.
        """
        counts = self.published_articles.count_by_month()
        return [
            _describe(rows := list(group), year=year)
            | {"months": [_describe([row], year=year, month=row[1]) for row in rows]}
            for year, group in groupby(counts, key=itemgetter(0))
        ]

    @cached_property
    def topics(self):
        """The topics of the column's articles with their ``article_count``, the largest first."""
        return list(self.published_articles.get_topics())


def _describe(rows, *, year, month=None):
    return {
        "date": datetime.date(year, month or 1, 1),
        "number": sum(number for _year, _month, number in rows),
        "path": f"archive/{year}/{month:02}/" if month else f"archive/{year}/",
    }
