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
        index.RelatedFields(
            "bylines", [index.RelatedFields("author", [index.SearchField("title")])]
        ),
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
        """Add ``column``, and what the body's blocks need in one query each."""
        from .column import ColumnPage

        context = super().get_context(request, *args, **kwargs)
        context["column"] = ColumnPage.objects.parent_of(self).live().public().first()
        models.prefetch_related_objects(
            [image for image in self.get_figures() if image], "renditions"
        )
        embeds = [block.value["embed"] for block in self.body if block.block_type == "embed"]
        context["embeds"] = get_stored_embeds([embed for embed in embeds if embed])
        return context

    @cached_property
    def authors(self):
        """The published author bios of the byline, in order."""
        from .author import AuthorPage

        return AuthorPage.in_order(row.author_id for row in self.bylines.all())

    def get_related_articles(self):
        """Return the published related articles in order, with their bylines."""
        wanted = [row.article_id for row in self.related_articles.all()]
        if not wanted:
            return []
        found = type(self).objects.filter(pk__in=wanted).published().with_byline()
        return sorted(found, key=lambda article: wanted.index(article.pk))


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
