"""The feeds there are: what each is called, and which articles it holds."""

from datetime import UTC, datetime
from uuid import uuid5

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.models import Locale, Page, Site

from .. import conf
from ..models import ArticlePage, AuthorPage, ColumnPage, IssuePage
from .addresses import get_address
from .dates import get_updated


class Feed:
    """Articles of one ``site``, newest first.

    ``page`` is what the feed leads to, a page that anybody may read; its language is that of the
    feed. ``name`` is the name of the feed's address in ``columns.urls``.
    """

    name: str

    def __init__(self, site, page):
        self.site = site
        self.page = page

    @property
    def title(self):
        """What readers call the feed, without the name of the site."""
        return self.page.title

    @property
    def subtitle(self):
        return ""

    @property
    def arguments(self):
        """What the feed's address names besides the format."""
        return {"page_id": self.page.pk}

    def get_articles(self):
        """Return the articles of the feed, as a queryset that need not care who may read them."""
        raise NotImplementedError

    @property
    def site_name(self):
        return self.site.site_name or self.site.root_page.title

    @property
    def uuid(self):
        """The feed's permanent id, the same in all formats."""
        return uuid5(self.page.translation_key, f"{self.page.locale.language_code} {self.name}")

    def get_address(self, extension):
        """Return the absolute address of the feed in the format ``extension``."""
        language = self.page.locale.language_code
        return get_address(
            self.site, self.name, language=language, extension=extension, **self.arguments
        )

    @cached_property
    def articles(self):
        """The articles that anybody may read, with their bylines, topics and corrections."""
        published = self.get_articles().on_site(self.site).published().with_byline()
        articles = list(published.select_related("locale")[: conf.feed_items()])
        prefetch_related_objects(articles, "topic_items__tag", "corrections")
        return articles

    @cached_property
    def replies(self):
        """Where the articles are discussed, as ``COLUMNS_FEED_REPLIES`` tells."""
        find_replies = conf.feed_replies()
        return find_replies(self.articles, site=self.site) if find_replies else {}

    @property
    def updated(self):
        """When anything in the feed was last changed."""
        dates = [self.page.last_published_at, *(get_updated(article) for article in self.articles)]
        # A feed needs a date, and an empty one made by a program has none.
        return max(filter(None, dates), default=datetime.fromtimestamp(0, UTC)).astimezone(UTC)


class SiteFeed(Feed):
    """All articles of a site, in the language of the address."""

    name = "site"
    arguments = {}

    @classmethod
    def find(cls, site):
        """Return the feed; raises ``Http404`` unless anybody may read the site's home page."""
        return cls(site, get_home_page(site))

    @property
    def title(self):
        return self.site_name

    @property
    def subtitle(self):
        return self.page.search_description

    def get_articles(self):
        return ArticlePage.objects.descendant_of(self.page)


class TopicFeed(SiteFeed):
    """The articles of a site on one topic; there is no feed of a topic that none is on."""

    name = "topic"

    def __init__(self, site, page, topic):
        super().__init__(site, page)
        self.topic = topic

    @classmethod
    def find(cls, site, *, slug):
        feed = cls(site, get_home_page(site), get_object_or_404(Tag, slug=slug))
        if not feed.articles:
            raise Http404(_("There are no articles on this topic."))
        return feed

    @property
    def title(self):
        return self.topic.name

    @property
    def subtitle(self):
        return _("Articles on the topic “%(topic)s”") % {"topic": self.topic.name}

    @property
    def arguments(self):
        return {"slug": self.topic.slug}

    @property
    def uuid(self):
        return uuid5(super().uuid, self.topic.slug)

    def get_articles(self):
        return super().get_articles().on_topic(self.topic.slug)


class PageFeed(Feed):
    """A feed of what belongs to one page of the type ``page_type``."""

    page_type: type[Page]

    @classmethod
    def find(cls, site, *, page_id):
        """Return the feed; raises ``Http404`` unless anybody may read the page on ``site``."""
        pages = cls.page_type.objects.live().public().select_related("locale")
        # By "id", which knows how large it can be, as "pk" of a subclass does not.
        page = get_object_or_404(pages, id=page_id)
        if not is_on_site(page, site):
            raise Http404(_("There is no such page on this site."))
        return cls(site, page)


class ColumnFeed(PageFeed):
    """The articles of a column."""

    name = "column"
    page_type = ColumnPage

    @property
    def subtitle(self):
        return self.page.tagline

    def get_articles(self):
        return ArticlePage.objects.child_of(self.page)


class AuthorFeed(PageFeed):
    """The articles of an author."""

    name = "author"
    page_type = AuthorPage

    @property
    def subtitle(self):
        return _("Articles by %(name)s") % {"name": self.page.full_name}

    def get_articles(self):
        return ArticlePage.objects.by_author(self.page)


class IssueFeed(PageFeed):
    """The articles in an issue's table of contents."""

    name = "issue"
    page_type = IssuePage

    @property
    def subtitle(self):
        return self.page.cover_headline

    def get_articles(self):
        return ArticlePage.objects.in_issue(self.page)


def get_home_page(site):
    """Return the home page of ``site`` in the active language, else in its own.

    Raises ``Http404`` unless anybody may read it.
    """
    key = site.root_page.translation_key
    homes = Page.objects.live().public().filter(translation_key=key).select_related("locale")
    by_locale = {home.locale_id: home for home in homes}
    home = by_locale.get(Locale.get_active().pk) or by_locale.get(site.root_page.locale_id)
    if home is None:
        raise Http404(_("There is no page that anybody may read."))
    return home


def is_on_site(page, site):
    """Tell whether ``page`` stands in the tree of ``site``, in any of its languages."""
    return any(
        root.site_id == site.pk and page.url_path.startswith(root.root_path)
        for root in Site.get_site_root_paths()
    )
