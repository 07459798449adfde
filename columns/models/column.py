"""The column: a standing series of articles."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page

from ..api.fields import AuthorsField
from ..mixins import ColumnMixin
from ..pool import get_pool
from ..querysets import PublicPageManager
from .archive import ArchiveMixin
from .base import CurrentIssueMixin, SectionPageMixin


class ColumnPage(ArchiveMixin, SectionPageMixin, CurrentIssueMixin, ColumnMixin, Page):
    """A column, listing its articles by date with their teasers, and by month and topic."""

    objects = PublicPageManager()

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

    @cached_property
    def published_articles(self):
        """The query of the articles of this column that anybody may read, newest first."""
        from .article import ArticlePage

        return ArticlePage.objects.child_of(self).published()

    @classmethod
    def get_columns_of(cls, articles):
        """Return ``{article pk: column}`` of the columns of ``articles`` that anybody may read.

        One query, or none where the request has loaded them.
        """
        paths = {article.pk: article.path[: -article.steplen] for article in articles}
        loaded = get_pool().get_pages_at(set(paths.values()))
        missing = set(paths.values()) - loaded.keys()
        by_path = {
            path: page
            for path, page in loaded.items()
            if isinstance(page, cls) and page.live and not getattr(page, "is_private", False)
        }
        if missing:
            found = cls.objects.live().public().filter(path__in=missing)
            by_path |= {column.path: column for column in found}
        return {pk: by_path[path] for pk, path in paths.items() if path in by_path}

    def get_articles(self):
        """Return the published articles of this column, newest first, with their bylines."""
        return self.published_articles.with_byline()

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
