"""Which feeds belong to a page, and where they are: for templates, and for the API."""

from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils import translation

from ..addresses import find_path
from ..models import ArticlePage, AuthorPage, ColumnPage, IssuePage
from .writers import WRITERS

#: The names of the feeds of pages, by the types of the pages.
PAGE_FEEDS = {ColumnPage: "column", AuthorPage: "author", IssuePage: "issue"}


@dataclass(frozen=True)
class FeedFormat:
    """A feed in one format: the format's ``name`` and media type, the feed's absolute address."""

    name: str
    media_type: str
    url: str


@dataclass(frozen=True)
class FeedAddresses:
    """A feed in all formats. ``title`` names what one subscribes to."""

    title: str
    formats: tuple[FeedFormat, ...]


def get_feed_addresses(page, *, site, topic=None, column=None):
    """Return the ``FeedAddresses`` of all that a reader of ``page`` may want to follow.

    First comes what the page is about: itself (a column, an author, an issue), the tag ``topic``,
    or ``column``, which is the column of an article while anybody may read it. Then comes the
    whole site. ``page`` is one that anybody may read, or ``None`` for a page that is not in the
    tree. Empty where the site has not included ``columns.urls``. It costs no query, unless the
    locale of ``page`` has not been loaded.
    """
    language = page.locale.language_code if page else translation.get_language()
    found = [(site.site_name or site.root_page.title, "site", {})]
    # Not each is made into a page for this.
    page_type = getattr(page, "page_type", type(page))
    name = PAGE_FEEDS.get(page_type)
    if topic is not None:
        found.insert(0, (topic.name, "topic", {"slug": topic.slug}))
    elif name and page.pk:
        found.insert(0, (page.title, name, {"page_id": page.pk}))
    elif column is not None and issubclass(page_type, ArticlePage):
        found.insert(0, (column.title, "column", {"page_id": column.pk}))
    try:
        return [
            FeedAddresses(title, _get_formats(site, name, language, arguments))
            for title, name, arguments in found
        ]
    except NoReverseMatch:
        return []


def get_address(site, name, *, language, extension, **arguments):
    """Return the absolute address of the feed ``name`` in one format."""
    path = find_path(f"columns:{name}_feed", language=language, **arguments, extension=extension)
    return f"{site.root_url}{path}"


def _get_formats(site, name, language, arguments):
    return tuple(
        FeedFormat(
            writer.label,
            writer.content_type.partition(";")[0],
            get_address(site, name, language=language, extension=extension, **arguments),
        )
        for extension, writer in WRITERS.items()
    )
