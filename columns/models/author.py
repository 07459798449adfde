"""The author bio, its books and links, and the page that lists the authors."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page

from ..api.fields import BooksField, LinksField
from ..mixins import AuthorLinkMixin, AuthorMixin, BookMixin
from ..paging import get_page
from ..querysets import PublicPageManager
from .base import CurrentIssueMixin, KeepsAuthorsMixin, SectionPageMixin


class AuthorIndexPage(KeepsAuthorsMixin, SectionPageMixin, CurrentIssueMixin, Page):
    """The list of the authors."""

    subpage_types = ["columns.AuthorPage"]
    max_count_per_parent = 1
    page_description = _("The page below which all authors stand.")

    api_fields = CurrentIssueMixin.current_issue_api_fields

    class Meta:
        verbose_name = _("list of authors")
        verbose_name_plural = _("lists of authors")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["authors"] = (
            AuthorPage.objects.child_of(self)
            .live()
            .public()
            .select_related("portrait")
            .prefetch_related("portrait__renditions")
            .order_by("title")
        )
        return context


class AuthorPage(KeepsAuthorsMixin, CurrentIssueMixin, AuthorMixin, Page):
    """An author bio, listing the author's articles. The title is the author's name."""

    objects = PublicPageManager()

    parent_page_types = ["columns.AuthorIndexPage"]
    subpage_types = []
    page_description = _("An author's name, credentials, portrait, biography and books.")

    content_panels = [
        *AuthorMixin.author_panels,
        InlinePanel("books", heading=_("Books"), label=_("Book")),
        InlinePanel("links", heading=_("Links"), label=_("Link")),
    ]
    settings_panels = Page.settings_panels + AuthorMixin.author_settings_panels
    search_fields = Page.search_fields + AuthorMixin.author_search_fields
    api_fields = [
        *AuthorMixin.author_api_fields,
        APIField("books", serializer=BooksField()),
        APIField("links", serializer=LinksField()),
        *CurrentIssueMixin.current_issue_api_fields,
    ]

    class Meta:
        verbose_name = _("author bio")
        verbose_name_plural = _("author bios")

    @classmethod
    def get_in_use_outside(cls, pages):
        """Return the authors in the trees of ``pages`` that pages outside of them name."""
        inside = [Q(path__startswith=page.path) for page in pages]
        if not inside:
            return []
        within = reduce(or_, inside)
        articles = cls.bylines.rel.related_model.objects.exclude(
            article__in=Page.objects.filter(within).values("pk")
        )
        columns = cls.columnist_of.rel.related_model.objects.exclude(
            column__in=Page.objects.filter(within).values("pk")
        )
        named = Q(pk__in=articles.values("author")) | Q(pk__in=columns.values("author"))
        return list(cls.objects.filter(within).filter(named).order_by("title"))

    @classmethod
    def in_order(cls, ids):
        """Return the published author bios with these ids, in the order of the ids.

        Portraits with their renditions, and books with their covers, are loaded along: four
        queries for any number of authors.
        """
        ids = list(ids)
        books = Book.objects.select_related("cover").prefetch_related("cover__renditions")
        found = (
            cls.objects.filter(pk__in=ids)
            .live()
            .public()
            .select_related("portrait")
            .prefetch_related("portrait__renditions", models.Prefetch("books", queryset=books))
        )
        return sorted(found, key=lambda author: ids.index(author.pk))

    def get_context(self, request, *args, **kwargs):
        """Add ``articles``, the page of teasers that ``?page=`` asks for."""
        from .article import ArticlePage

        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.by_author(self).published().with_byline()
        context["articles"] = get_page(articles, request)
        return context


class Book(BookMixin, Orderable):
    """A book by an author."""

    author = ParentalKey(AuthorPage, on_delete=models.CASCADE, related_name="books")

    class Meta(Orderable.Meta):
        verbose_name = _("book")
        verbose_name_plural = _("books")

    def __str__(self):
        return self.title


class AuthorLink(AuthorLinkMixin, Orderable):
    """A link from an author bio to somewhere else."""

    author = ParentalKey(AuthorPage, on_delete=models.CASCADE, related_name="links")

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.label
