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
    """Return ``{query parameter: values}`` of what pages read and the site keeps.

    ``PAGE_PARAMETERS``, empty by default. ``None`` as values stands for any number. An address with
    anything else is answered afresh each time: nobody fills the cache with what can be made up
    without end.
    """
    return getattr(settings, "PAGE_PARAMETERS", {})


def most_purged_comments():
    """Return of how many comments that change with their page proxies are told
    (``PURGED_COMMENTS_LIMIT``, 500).

    For the others there is what every answer of the API says: ask before you show it again.
    """
    return getattr(settings, "PURGED_COMMENTS_LIMIT", 500)


def private_parameters():
    """Return the query parameters that tell something to one reader (``PRIVATE_PARAMETERS``)."""
    return frozenset(getattr(settings, "PRIVATE_PARAMETERS", ("comment",)))


def release():
    """Return what names the version of the code (``RELEASE``, empty): pages of another are void."""
    return getattr(settings, "RELEASE", "")


def public_views():
    """Return ``{name of a view: name of the argument with a page's id, or None}``.

    ``PUBLIC_VIEWS``, empty by default. An answer about one page is kept like that page, and becomes
    void with it. ``None`` is for lists of the whole site, which are kept like the home page: every
    change of a page that lists show is one of the home page too.
    """
    return getattr(settings, "PUBLIC_VIEWS", {})


def purged_views():
    """Return the same for answers that proxies may keep and the site does not (``PURGED_VIEWS``).

    Proxies forget them at their plainest addresses with what ``public_views`` names. ``"pk"`` and
    ``"page_id"`` are pages of any type, ``"uuid"`` and ``"comment_id"`` comments.
    """
    return getattr(settings, "PURGED_VIEWS", {})


def api_prefix():
    """Return where the addresses of the API begin (``API_PREFIX``, empty for none)."""
    return getattr(settings, "API_PREFIX", "")


def api_parameters():
    """Return ``{name of a view: {query parameter: values}}``: what is kept of the API.

    ``API_PARAMETERS``, empty by default. ``None`` as values stands for any number, as ids are.
    Anything else, such as a parameter that the view does not read, is answered afresh.
    """
    return getattr(settings, "API_PARAMETERS", {})
