"""Settings of the page cache, read when they are used, each with its default."""

from django.conf import settings


def lifetime():
    """Return for how many seconds the site keeps a page at most (``SITE_CACHE_SECONDS``, 0).

    At 0 it keeps none. The limit only counts where an invalidation was lost, with the process or
    the cache that should have passed it on.
    """
    return getattr(settings, "SITE_CACHE_SECONDS", 0)


def max_age():
    """Return for how many seconds browsers show a page without asking (``PAGE_MAX_AGE``, 0)."""
    return getattr(settings, "PAGE_MAX_AGE", 0)


def shared_max_age():
    """Return the same for proxies (``PAGE_SHARED_MAX_AGE``); ``None``, the default, is as above.

    Above 0 the proxies need to be told of changes: ``WAGTAILFRONTENDCACHE``.
    """
    return getattr(settings, "PAGE_SHARED_MAX_AGE", None)


def parameters():
    """Return the query parameters that pages read (``PAGE_PARAMETERS``).

    An address with any other is answered afresh each time.
    """
    return frozenset(getattr(settings, "PAGE_PARAMETERS", ("page",)))


def private_parameters():
    """Return the query parameters that tell something to one reader (``PRIVATE_PARAMETERS``)."""
    return frozenset(getattr(settings, "PRIVATE_PARAMETERS", ("comment",)))


def release():
    """Return what names the version of the code (``RELEASE``, empty): pages of another are void."""
    return getattr(settings, "RELEASE", "")


def public_views():
    """Return the names of views that list pages of the whole site (``PUBLIC_VIEWS``).

    Their answers are kept like the home page, and become void with it: every change of a page
    that lists show is one of the home page too.
    """
    return frozenset(getattr(settings, "PUBLIC_VIEWS", ()))
