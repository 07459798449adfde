"""Settings of the application, read when they are used, each with its default."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils.module_loading import import_string


def default_mode():
    """Return the mode of a discussion that nobody has set (``COMMENTS_DEFAULT_MODE``, open).

    One of ``"open"``, ``"closed"`` and ``"hidden"``. A page type registered with its own
    ``default_mode`` takes precedence.
    """
    return getattr(settings, "COMMENTS_DEFAULT_MODE", "open")


def text_format():
    """Return the module or object that formats comments.

    It has ``render(source, /)``, ``excerpt(source, length)``, ``quote(comment)`` and
    ``FORMAT_VERSION``; ``comments.testkit`` checks it. ``COMMENTS_TEXT_FORMAT`` is the dotted
    path of a module, or of an attribute of one; the default is ``comments.text``.
    """
    path = getattr(settings, "COMMENTS_TEXT_FORMAT", "comments.text")
    try:
        return import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        return import_string(path)


def threads_per_page():
    """Return how many top-level comments a page shows (``COMMENTS_THREADS_PER_PAGE``, 50)."""
    return getattr(settings, "COMMENTS_THREADS_PER_PAGE", 50)


def minimum_compose_time():
    """Return the least time between loading the form and posting it.

    ``COMMENTS_MINIMUM_COMPOSE_SECONDS``, 3 by default; people do not type faster, robots do.
    """
    return timedelta(seconds=getattr(settings, "COMMENTS_MINIMUM_COMPOSE_SECONDS", 3))


def maximum_form_age():
    """Return how long a loaded form can be posted (``COMMENTS_FORM_AGE_HOURS``, 48)."""
    return timedelta(hours=getattr(settings, "COMMENTS_FORM_AGE_HOURS", 48))


def network_limit():
    """Return ``(number, period)``: how many comments one network may post in which time.

    ``COMMENTS_NETWORK_LIMIT`` is a pair of a number and of seconds; the default is 10 comments
    in 10 minutes. ``None`` switches the limit off.
    """
    limit = getattr(settings, "COMMENTS_NETWORK_LIMIT", (10, 600))
    return limit and (limit[0], timedelta(seconds=limit[1]))


def trusted_proxies():
    """Return how many proxies of the site's own add themselves to ``X-Forwarded-For``.

    ``COMMENTS_TRUSTED_PROXIES``, 0 by default: the header is ignored, because anybody can
    send it.
    """
    return getattr(settings, "COMMENTS_TRUSTED_PROXIES", 0)
