"""The issue of the magazine, its table of contents, and the choice of the current one."""

from itertools import groupby
from operator import itemgetter

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page

from .. import conf
from ..api.fields import ContentsField
from ..mixins import IssueContentMixin, IssueMixin
from ..paging import get_page
from ..querysets import IssueManager
from .base import CurrentIssueMixin, SectionPageMixin


class IssueIndexPage(SectionPageMixin, CurrentIssueMixin, Page):
    """The list of the issues."""

    subpage_types = ["columns.IssuePage"]
    max_count_per_parent = 1
    page_description = _("The page below which all issues stand.")

    api_fields = CurrentIssueMixin.current_issue_api_fields

    class Meta:
        verbose_name = _("list of issues")
        verbose_name_plural = _("lists of issues")

    def get_context(self, request, *args, **kwargs):
        """Add ``issues``, the page that ``?page=`` asks for, and ``years``: where each begins.

        Each of these is ``{"year", "number", "page"}``, the latest first.
        """
        context = super().get_context(request, *args, **kwargs)
        published = IssuePage.objects.child_of(self).published()
        per_page = conf.issues_per_page()
        context["issues"] = get_page(published.with_cover(), request, per_page=per_page)
        context["years"] = _get_years(published.count_by_month(), per_page=per_page)
        return context


class IssuePage(CurrentIssueMixin, IssueMixin, Page):
    """An issue of the magazine with its cover and table of contents."""

    objects = IssueManager()

    parent_page_types = ["columns.IssueIndexPage"]
    subpage_types = []
    page_description = _("An issue of the magazine: cover, dek and table of contents.")

    content_panels = [
        *Page.content_panels,
        *IssueMixin.issue_panels,
        InlinePanel("contents", heading=_("Table of contents"), label=_("Entry")),
    ]
    search_fields = Page.search_fields + IssueMixin.issue_search_fields
    api_fields = [
        *IssueMixin.issue_api_fields,
        APIField("contents", serializer=ContentsField()),
        *CurrentIssueMixin.current_issue_api_fields,
    ]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def get_context(self, request, *args, **kwargs):
        """Add ``entries``, the table of contents, and the previous and the next issue, if any."""
        context = super().get_context(request, *args, **kwargs)
        siblings = IssuePage.objects.sibling_of(self).published()
        previous_issue, next_issue = siblings.neighbours_of(self)
        context["entries"] = self.get_contents()
        return context | {"previous_issue": previous_issue, "next_issue": next_issue}

    def get_contents(self):
        """Return the entries of the table of contents in order, with readable articles.

        An entry whose article is not public keeps its own headline and has no link; one that
        has no headline of its own is left out.
        """
        from .article import ArticlePage

        rows = list(self.contents.all())
        ids = [row.article_id for row in rows if row.article_id]
        articles = ArticlePage.objects.published().with_byline().in_bulk(ids)
        for row in rows:
            row.public_article = articles.get(row.article_id)
        return [row for row in rows if row.public_article or row.headline]


class IssueContent(IssueContentMixin, Orderable):
    """An entry in the table of contents of an issue."""

    issue = ParentalKey(IssuePage, on_delete=models.CASCADE, related_name="contents")
    article = models.ForeignKey(
        "columns.ArticlePage",
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="issue_contents",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("entry in the table of contents")
        verbose_name_plural = _("entries in the table of contents")

    def __str__(self):
        return self.headline or str(self.article)


@register_setting(icon="doc-full", order=900)
class IssueSettings(BaseSiteSetting):
    """Which issue is the current one of a site."""

    current_issue = models.ForeignKey(
        IssuePage,
        verbose_name=_("current issue"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Leave empty to show the newest published issue."),
    )

    panels = [FieldPanel("current_issue")]

    class Meta:
        verbose_name = _("current issue")
        verbose_name_plural = _("current issues")

    def __str__(self):
        return str(self._meta.verbose_name)


def _get_years(counts, *, per_page):
    """Return the years in ``counts``, each with the page of the list on which it begins."""
    years, before = [], 0
    for year, group in groupby(counts, key=itemgetter(0)):
        number = sum(count for _year, _month, count in group)
        years.append({"year": year, "number": number, "page": before // per_page + 1})
        before += number
    return years
