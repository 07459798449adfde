"""Settings of the application, read when they are used, each with its default."""

from django.conf import settings


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
