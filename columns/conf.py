"""Settings of the application, read when they are used, each with its default."""

from django.conf import settings
from django.utils.module_loading import import_string

SHARE_SERVICES = {
    "Bluesky": "https://bsky.app/intent/compose?text={title}%20{url}",
    "Facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "WhatsApp": "https://wa.me/?text={title}%20{url}",
}


def articles_per_page():
    """Return how many teasers a column's page lists (``COLUMNS_ARTICLES_PER_PAGE``, 20)."""
    return getattr(settings, "COLUMNS_ARTICLES_PER_PAGE", 20)


def words_per_minute():
    """Return the reading speed for reading times (``COLUMNS_WORDS_PER_MINUTE``, 230)."""
    return getattr(settings, "COLUMNS_WORDS_PER_MINUTE", 230)


def parent_page_types():
    """Return the labels of page types that may hold columns, authors and issues.

    ``COLUMNS_PARENT_PAGE_TYPES`` is a list such as ``["home.HomePage"]``. ``None``, the default,
    means any page type except the root of the tree and the page types of this application.
    """
    return getattr(settings, "COLUMNS_PARENT_PAGE_TYPES", None)


def issues_per_page():
    """Return how many issues a page of their list shows (``COLUMNS_ISSUES_PER_PAGE``, 48)."""
    return getattr(settings, "COLUMNS_ISSUES_PER_PAGE", 48)


def related_articles():
    """Return how many related articles there are at least, if the site has so many.

    ``COLUMNS_RELATED_ARTICLES``, 3. What editors choose is shown even where it is more.
    """
    return getattr(settings, "COLUMNS_RELATED_ARTICLES", 3)


def share_services():
    """Return ``{name: address}`` of the services to share an article with.

    ``COLUMNS_SHARE_SERVICES``. In an address, ``{url}`` and ``{title}`` stand for those of the
    article, encoded. They are plain links: nothing of a service is loaded.
    """
    return getattr(settings, "COLUMNS_SHARE_SERVICES", SHARE_SERVICES)


def feed_items():
    """Return how many articles a feed holds (``COLUMNS_FEED_ITEMS``, 20)."""
    return getattr(settings, "COLUMNS_FEED_ITEMS", 20)


def feed_full_text():
    """Tell whether feeds hold whole articles (``COLUMNS_FEED_FULL_TEXT``, ``True``) or teasers."""
    return getattr(settings, "COLUMNS_FEED_FULL_TEXT", True)


def feed_max_age():
    """Return for how many seconds a feed may be kept (``COLUMNS_FEED_MAX_AGE``, 300)."""
    return getattr(settings, "COLUMNS_FEED_MAX_AGE", 300)


def feed_replies():
    """Return the function that knows where articles are discussed, or ``None``.

    ``COLUMNS_FEED_REPLIES`` is its dotted path, such as
    ``"comments.feeds.addresses.replies_to"``. It is called with articles and ``site=``, and
    returns ``{page id: {"link": …, "atom": …, "rss": …}}``, absolute addresses, of those that
    have a discussion which anybody may read.
    """
    path = getattr(settings, "COLUMNS_FEED_REPLIES", None)
    return path and import_string(path)


def comment_counts():
    """Return the function that counts comments for lists of articles in the API, or ``None``.

    ``COLUMNS_COMMENT_COUNTS`` is its dotted path, such as
    ``"comments.querysets.count_shown_comments"``. It is called with ids of pages that the reader
    may read, and returns ``{page id: number}`` of those that have any.
    """
    path = getattr(settings, "COLUMNS_COMMENT_COUNTS", None)
    return path and import_string(path)


def publisher_logo():
    """Return the path of the static file with the publisher's logo (``COLUMNS_PUBLISHER_LOGO``).

    ``None``, the default, where there is none to show.
    """
    return getattr(settings, "COLUMNS_PUBLISHER_LOGO", None)


def sitemap_limit():
    """Return how many pages one file of the sitemap lists (``COLUMNS_SITEMAP_LIMIT``, 50,000).

    That is the most that the protocol allows; with more pages there is an index of such files.
    """
    return getattr(settings, "COLUMNS_SITEMAP_LIMIT", 50_000)


def headless_preview():
    """Tell whether previews are shown by a front end (``COLUMNS_HEADLESS_PREVIEW``, ``False``).

    It takes ``wagtail_headless_preview`` among the installed applications, whose own settings say
    where the front end is.
    """
    return getattr(settings, "COLUMNS_HEADLESS_PREVIEW", False)


def apis():
    """Return the ``NinjaAPI`` objects that get our operations (``COLUMNS_APIS``).

    Dotted paths, by default that of Wagtail's API v3 alone. One of the site's own, beside it or
    in its place, needs Wagtail's ``register_exception_handlers`` and a namespace of its own.
    """
    default = ["wagtail.api.v3.api.api"]
    return [import_string(path) for path in getattr(settings, "COLUMNS_APIS", default)]
