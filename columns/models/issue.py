"""The issue of the magazine, its table of contents, and the choice of the current one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page

from ..api.fields import ContentsField
from ..mixins import IssueContentMixin, IssueMixin
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
        context = super().get_context(request, *args, **kwargs)
        context["issues"] = (
            IssuePage.objects.child_of(self)
            .published()
            .select_related("cover")
            .prefetch_related("cover__renditions")
        )
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
