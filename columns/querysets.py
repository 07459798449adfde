"""Queries of the publishing pages, as verbs that page, feed, sitemap, API and admin share."""

from django.db.models import Prefetch
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class ArticleQuerySet(PageQuerySet):
    """Queries over articles."""

    def published(self):
        """Articles that anybody may read, newest first."""
        return self.live().public().newest_first()

    def newest_first(self):
        """By date; articles of one day by the time they were made, so that paging is stable."""
        return self.order_by("-date", "-pk")

    def with_byline(self):
        """Load the names of the published authors along with the articles, in their order.

        The same few queries for any number of articles.
        """
        from .models import AuthorPage, Byline

        public = AuthorPage.objects.live().public()
        rows = Byline.objects.filter(author__in=public).select_related("author")
        return self.prefetch_related(Prefetch("bylines", queryset=rows))

    def by_author(self, author):
        """Articles with ``author`` in their byline."""
        return self.filter(bylines__author=author)


class IssueQuerySet(PageQuerySet):
    """Queries over issues of the magazine."""

    def published(self):
        """Issues that anybody may see, newest first."""
        return self.live().public().newest_first()

    def newest_first(self):
        """By date, then by the time they were made."""
        return self.order_by("-date", "-pk")

    def current(self, site, *, locale=None):
        """Return the current issue of ``site``, or ``None``.

        It is the one chosen in the site's settings while anybody may read it, else the newest
        published one. Where the site's pages are translated into ``locale``, it is the
        translation of the chosen one, else the newest of that language.
        """
        from .models import IssueSettings

        published = self.published().select_related("cover").prefetch_related("cover__renditions")
        if site is None:
            return published.first()
        root = site.root_page
        if locale is not None and locale.pk != root.locale_id:
            root = root.get_translation_or_none(locale) or root
        published = published.descendant_of(root)
        # Not ``for_site()``, which makes the row: reading never writes.
        settings = IssueSettings.objects.filter(site=site).select_related("current_issue").first()
        chosen = settings and settings.current_issue
        if chosen is not None:
            chosen = published.filter(translation_key=chosen.translation_key).first()
        return chosen or published.first()


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
IssueManager = PageManager.from_queryset(IssueQuerySet)
