"""Settings of the application, read when they are used, each with its default."""

from datetime import timedelta
from functools import cache
from importlib import import_module

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

#: The functions whose results are kept: what is asked for each time costs least so.
_kept = []


def _keeps(function):
    """Return ``function`` with its result kept; tests change settings while it is."""
    function = cache(function)
    _kept.append(function)
    return function


@receiver(setting_changed)
def _forget(**_about):
    for function in _kept:
        function.cache_clear()


@_keeps
def default_mode():
    """Return the mode of a discussion that nobody has set (``COMMENTS_DEFAULT_MODE``, open).

    One of ``"open"``, ``"closed"`` and ``"hidden"``. A page type registered with its own
    ``default_mode`` takes precedence.
    """
    return getattr(settings, "COMMENTS_DEFAULT_MODE", "open")


@_keeps
def text_format():
    """Return the module or object that formats comments.

    It has ``render(source, /)``, ``excerpt(source, length)``, ``quote(comment)``,
    ``excess(source)``, ``MAX_LENGTH`` and ``FORMAT_VERSION``; ``comments.testkit`` checks it.
    ``COMMENTS_TEXT_FORMAT`` is the dotted path of a module, or of an attribute of one; the
    default is ``comments.text``.
    """
    return _load(getattr(settings, "COMMENTS_TEXT_FORMAT", "comments.text"))


@cache
def _load(path):
    try:
        return import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        return import_string(path)


def threads_per_page():
    """Return how many threads a page of a discussion shows (``COMMENTS_THREADS_PER_PAGE``, 25)."""
    return getattr(settings, "COMMENTS_THREADS_PER_PAGE", 25)


def replies_per_thread():
    """Return how many replies of each thread stand on such a page.

    ``COMMENTS_REPLIES_PER_THREAD``, 20 by default; the others are on pages of the thread's own.
    """
    return getattr(settings, "COMMENTS_REPLIES_PER_THREAD", 20)


def replies_per_page():
    """Return how many replies a thread's own page shows (``COMMENTS_REPLIES_PER_PAGE``, 100)."""
    return getattr(settings, "COMMENTS_REPLIES_PER_PAGE", 100)


def thread_depth():
    """Return how many levels replies are drawn below the start of their thread.

    ``COMMENTS_THREAD_DEPTH``, 3 by default and 1 at least. What is deeper stands at the deepest
    level and says what it replies to.
    """
    return max(1, getattr(settings, "COMMENTS_THREAD_DEPTH", 3))


@_keeps
def describe_threads():
    """Return how threads are drawn, which a new release of a site may change: any tuple."""
    return (threads_per_page(), replies_per_thread(), replies_per_page(), thread_depth())


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


def identity():
    """Return the function that tells who is writing (``COMMENTS_IDENTITY``, a dotted path).

    See ``comments.identity.identify``, which is the default.
    """
    return import_string(getattr(settings, "COMMENTS_IDENTITY", "comments.identity.identify"))


def reaction_name():
    """Return the name of the reaction where the admin has none (``COMMENTS_REACTION_NAME``).

    "Helpful" by default; an empty text switches reactions off.
    """
    return getattr(settings, "COMMENTS_REACTION_NAME", _("Helpful"))


def edit_minutes():
    """Return how long authors may edit where the admin says nothing (``COMMENTS_EDIT_MINUTES``)."""
    return getattr(settings, "COMMENTS_EDIT_MINUTES", 15)


def max_edits():
    """Return how often the author may edit a comment (``COMMENTS_MAX_EDITS``, 20)."""
    return getattr(settings, "COMMENTS_MAX_EDITS", 20)


def holds_edits():
    """Return whether an approved comment waits again after an edit (``COMMENTS_HOLD_EDITS``).

    ``True`` by default. Comments of moderators of the page never do.
    """
    return getattr(settings, "COMMENTS_HOLD_EDITS", True)


def flag_threshold():
    """Return how many flags put an approved comment back into the queue.

    ``COMMENTS_FLAG_THRESHOLD``, 3 by default, each from another network; ``None``: never.
    """
    return getattr(settings, "COMMENTS_FLAG_THRESHOLD", 3)


def mark_limit():
    """Return ``(number, period)``: how many reactions, and how many flags, a network may leave.

    ``COMMENTS_MARK_LIMIT`` is a pair of a number and of seconds; the default is 30 in 10
    minutes. ``None`` switches the limit off.
    """
    limit = getattr(settings, "COMMENTS_MARK_LIMIT", (30, 600))
    return limit and (limit[0], timedelta(seconds=limit[1]))


def reactions_per_network():
    """Return how many reactions to one comment count from one network.

    ``COMMENTS_REACTIONS_PER_NETWORK``, 5 by default: a household or an office, not a ballot box.
    """
    return getattr(settings, "COMMENTS_REACTIONS_PER_NETWORK", 5)


def undo_minutes():
    """Return how long moderators can undo a decision of theirs (``COMMENTS_UNDO_MINUTES``, 10)."""
    return getattr(settings, "COMMENTS_UNDO_MINUTES", 10)


def feed_items():
    """Return how many comments a feed holds (``COMMENTS_FEED_ITEMS``, 50)."""
    return getattr(settings, "COMMENTS_FEED_ITEMS", 50)


def feed_max_age():
    """Return for how many seconds a feed may be kept (``COMMENTS_FEED_MAX_AGE``, 300)."""
    return getattr(settings, "COMMENTS_FEED_MAX_AGE", 300)


def webhook_allow_private():
    """Tell whether webhooks may go to private addresses, any port, and without TLS.

    ``COMMENTS_WEBHOOK_ALLOW_PRIVATE``, ``False``: only for a developer's own machine.
    """
    return getattr(settings, "COMMENTS_WEBHOOK_ALLOW_PRIVATE", False)


def webhook_retries():
    """Return after how many minutes a message is tried again (``COMMENTS_WEBHOOK_RETRIES``).

    One number for each further attempt, by default 1, 5, 30, 120 and 720; then it is given up.
    """
    return getattr(settings, "COMMENTS_WEBHOOK_RETRIES", (1, 5, 30, 120, 720))


def webhook_days():
    """Return for how many days messages are kept (``COMMENTS_WEBHOOK_DAYS``, 30)."""
    return getattr(settings, "COMMENTS_WEBHOOK_DAYS", 30)


def apis():
    """Return the ``NinjaAPI`` objects that get our operations (``COMMENTS_APIS``).

    Dotted paths, by default that of Wagtail's API v3 alone. One of the site's own, beside it or
    in its place, needs Wagtail's ``register_exception_handlers`` and a namespace of its own.
    """
    default = ["wagtail.api.v3.api.api"]
    return [import_string(path) for path in getattr(settings, "COMMENTS_APIS", default)]
