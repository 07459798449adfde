"""The home page of the reference site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from columns.models import ArticlePage, ColumnPage
from columns.models.base import CurrentIssueMixin

NEWEST_ARTICLES = 7


class HomePage(CurrentIssueMixin, Page):
    """The front page: the current issue, the columns and the newest articles."""

    tagline = models.CharField(
        _("tagline"),
        max_length=255,
        blank=True,
        help_text=_("One line under the magazine's name."),
    )

    subpage_types = ["columns.ColumnPage", "columns.AuthorIndexPage", "columns.IssueIndexPage"]
    page_description = _("The front page of the magazine.")

    content_panels = [*Page.content_panels, FieldPanel("tagline")]
    api_fields = [APIField("tagline"), *CurrentIssueMixin.current_issue_api_fields]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["columns"] = (
            ColumnPage.objects.child_of(self)
            .live()
            .public()
            .select_related("image")
            .prefetch_related("image__renditions")
            .order_by("path")
        )
        articles = ArticlePage.objects.descendant_of(self).published().with_byline()
        context["articles"] = articles[:NEWEST_ARTICLES]
        return context
