"""The column: a standing series of articles."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page

from .. import conf
from ..api.fields import AuthorsField
from ..mixins import ColumnMixin
from .base import CurrentIssueMixin, SectionPageMixin


class ColumnPage(SectionPageMixin, CurrentIssueMixin, ColumnMixin, Page):
    """A column, listing its articles by date with their teasers."""

    subpage_types = ["columns.ArticlePage"]
    page_description = _("A standing series of articles with a name and a tagline.")

    content_panels = [
        *Page.content_panels,
        *ColumnMixin.column_panels,
        InlinePanel("columnists", heading=_("Columnists"), label=_("Columnist")),
    ]
    search_fields = Page.search_fields + ColumnMixin.column_search_fields
    api_fields = [
        *ColumnMixin.column_api_fields,
        APIField("columnists", serializer=AuthorsField(relation="columnists")),
        *CurrentIssueMixin.current_issue_api_fields,
    ]

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")

    def get_context(self, request, *args, **kwargs):
        """Add ``articles``, the page of teasers that ``?page=`` asks for (the nearest one)."""
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(self.get_articles(), conf.articles_per_page())
        context["articles"] = paginator.get_page(request.GET.get("page"))
        return context

    def get_articles(self):
        """Return the published articles of this column, newest first, with their bylines."""
        from .article import ArticlePage

        return ArticlePage.objects.child_of(self).published().with_byline()

    @cached_property
    def columnist_pages(self):
        """The published author bios of the columnists, in order."""
        from .author import AuthorPage

        return AuthorPage.in_order(row.author_id for row in self.columnists.all())


class Columnist(Orderable):
    """An author who writes a column."""

    column = ParentalKey(ColumnPage, on_delete=models.CASCADE, related_name="columnists")
    author = models.ForeignKey(
        "columns.AuthorPage",
        verbose_name=_("author"),
        on_delete=models.RESTRICT,
        related_name="columnist_of",
    )

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        verbose_name = _("columnist")
        verbose_name_plural = _("columnists")

    def __str__(self):
        return str(self.author)
