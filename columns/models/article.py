"""The article of a column, with its byline, topics, corrections and related articles."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page
from wagtail.search import index

from .. import conf
from ..api.fields import (
    AuthorsField,
    ColumnField,
    CorrectionsField,
    RelatedArticlesField,
    TopicsField,
)
from ..embeds import get_stored_embeds
from ..forms import ArticleForm
from ..mixins import ArticleMixin, CorrectionMixin
from ..querysets import ArticleManager
from .base import CurrentIssueMixin


class ArticleTopic(TaggedItemBase):
    """A topic of an article."""

    content_object = ParentalKey(
        "columns.ArticlePage", on_delete=models.CASCADE, related_name="topic_items"
    )


class ArticlePage(CurrentIssueMixin, ArticleMixin, Page):
    """An article of a column. Whether readers may comment is kept outside its revisions."""

    topics = ClusterTaggableManager(
        through=ArticleTopic, blank=True, verbose_name=_("topics"), related_name="+"
    )

    objects = ArticleManager()
    base_form_class = ArticleForm

    parent_page_types = ["columns.ColumnPage"]
    subpage_types = []
    page_description = _("An article of this column.")

    content_panels = [
        *ArticleMixin.headline_panels,
        InlinePanel("bylines", heading=_("Byline"), label=_("Author"), min_num=1),
        *ArticleMixin.body_panels,
        InlinePanel("corrections", heading=_("Corrections"), label=_("Correction")),
        FieldPanel("topics"),
        InlinePanel("related_articles", heading=_("Related articles"), label=_("Related article")),
    ]
    promote_panels = Page.promote_panels + ArticleMixin.social_panels
    search_fields = [
        *Page.search_fields,
        *ArticleMixin.article_search_fields,
        index.RelatedFields("topics", [index.SearchField("name")]),
        index.SearchField("get_public_names"),
    ]
    api_fields = [
        *ArticleMixin.article_api_fields,
        APIField("authors", serializer=AuthorsField(relation="bylines")),
        APIField("column", serializer=ColumnField()),
        APIField("topics", serializer=TopicsField()),
        APIField("corrections", serializer=CorrectionsField()),
        APIField("related_articles", serializer=RelatedArticlesField()),
        *CurrentIssueMixin.current_issue_api_fields,
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request, *args, **kwargs):
        """Add ``column``, ``topics``, what the body's blocks need, and the articles to read next.

        ``lead`` is the figure that the body begins with, or ``None``, and ``blocks`` is the rest.
        ``previous_article`` and ``next_article`` are those of the column, each or ``None``.
        """
        from ..loading import load_rows, load_shown

        context = super().get_context(request, *args, **kwargs)
        # A preview shows rows that are not stored.
        is_stored = self.pk and not getattr(request, "is_preview", False)
        if is_stored:
            load_rows(self)
        reading = self.get_further_reading()
        if is_stored:
            related = reading["related_articles"]
            load_shown(self, related=related, issue=context["current_issue"])
        context["column"] = self.get_public_column()
        embeds = [block.value["embed"] for block in self.body if block.block_type == "embed"]
        context["embeds"] = get_stored_embeds([embed for embed in embeds if embed])
        context["lead"] = lead = self.get_lead_figure()
        context["blocks"] = [block for block in self.body if block is not lead]
        return context | reading

    def get_further_reading(self, *, only_named=False):
        """Return what ``get_context`` says of other articles; one that nobody may read is none.

        Those that are ``only_named`` come as ``ArticleQuerySet.only_named`` loads them.
        """
        topics = list(self.topics.all())
        published = type(self).objects.published()
        articles = published.only_named() if only_named else published.with_byline()
        previous_article, next_article, related = articles.around(
            self,
            chosen=[row.article_id for row in self.related_articles.all()],
            topics=[topic.pk for topic in topics],
            limit=conf.related_articles(),
        )
        return {
            "previous_article": previous_article,
            "next_article": next_article,
            "related_articles": related,
            "topics": topics,
        }

    def get_updated(self):
        """Return the day of the last change that readers should know of, or ``None``.

        It is what the editors say, or the day of the last correction, where that is later; a day
        that is not after the article's own is none. That a page was published again does not
        count: most of such changes are nobody's business.
        """
        days = [row.date for row in self.corrections.all()]
        last = max(filter(None, [self.updated, *days]), default=None)
        return last if last is not None and last > self.date else None

    def get_public_column(self):
        """Return the column of the article, or ``None`` while it is not for everybody."""
        from ..specific import is_public
        from .column import ColumnPage

        parent = getattr(self, "_cached_parent_obj", None)
        if isinstance(parent, ColumnPage) and hasattr(parent, "is_private"):
            return parent if is_public(parent) else None
        return ColumnPage.objects.parent_of(self).live().public().first()

    @cached_property
    def authors(self):
        """The published author bios of the byline, in order."""
        from .author import AuthorPage

        return AuthorPage.in_order(row.author_id for row in self.bylines.all())

    def get_public_names(self):
        """Return the names of the published authors, for the search.

        By the name of another one nobody finds the article: it would tell who wrote it.
        ``columns.search`` indexes the article anew when that changes.
        """
        from .author import AuthorPage

        ids = [row.author_id for row in self.bylines.all()]
        return list(
            AuthorPage.objects.filter(pk__in=ids).live().public().values_list("title", flat=True)
        )


class Byline(Orderable):
    """One of the authors of an article."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        "columns.AuthorPage",
        verbose_name=_("author"),
        # An author with articles is not deleted without them: bylines never vanish silently.
        on_delete=models.RESTRICT,
        related_name="bylines",
    )

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        verbose_name = _("byline entry")
        verbose_name_plural = _("byline entries")

    def __str__(self):
        return str(self.author)


class Correction(CorrectionMixin, Orderable):
    """A dated note on a published article."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="corrections")

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self):
        return f"{self.article} ({self.date})"


class RelatedArticle(Orderable):
    """An article to read after another one."""

    source = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="related_articles")
    article = models.ForeignKey(
        ArticlePage, verbose_name=_("article"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("article")]

    class Meta(Orderable.Meta):
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")

    def __str__(self):
        return str(self.article)
