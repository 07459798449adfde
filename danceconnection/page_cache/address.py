"""Which requests get a public page, and under which key."""

import hashlib
import re
from functools import lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.http import QueryDict
from django.utils.http import urlencode

from . import conf

#: An id as it is usually written, of which there is one way.
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_ACCEPTS_GZIP = re.compile(r"\bgzip\b")
#: No query that is kept is longer.
LONGEST_QUERY = 500


def is_of_nobody(request):
    """Return whether the request is that of a reader who is nobody to the site.

    A preview of Wagtail comes through the middleware as a request of nobody.
    """
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
        and not getattr(request, "is_dummy", False)
        and not conf.private_parameters() & request.GET.keys()
    )


def is_number(value):
    """Tell whether the text ``value`` is an id as it is usually written."""
    return _NUMBER.fullmatch(value) is not None


def get_key(request):
    """Return the key of the page at this address, or ``None`` where the site keeps none.

    Parameters count in any order. An answer may name its own address, as the header ``Link`` does:
    nobody gets one in which another reader has written a parameter twice, or strangely.
    """
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or not _is_read_as_written(request):
        return None
    query = _read_query(query, _is_in_api(request.path))
    if query is None:
        return None
    parts = [
        conf.release(),
        request.scheme,
        request.get_host(),
        request.path,
        query,
        "gzip" if _ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")) else "",
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_read_as_written(request):
    """Tell whether views read the parameters as they are read here.

    The charset of a body, which nobody reads here, is that of the parameters too.
    """
    return (request.encoding or settings.DEFAULT_CHARSET).lower() == "utf-8"


@lru_cache(maxsize=1000)
def _read_query(query, is_in_api):
    """Return ``query`` with its parameters in one order, or ``None`` where its answer is not kept.

    The same few are asked for all the time.
    """
    values = QueryDict(query).dict()
    if urlencode(values) != query or not _are_known(values, is_in_api):
        return None
    return urlencode(sorted(values.items()))


@receiver(setting_changed)
def _forget(**_about):
    _read_query.cache_clear()
    _reads.cache_clear()


def _are_known(values, is_in_api):
    if not is_in_api:
        return all(_fits(conf.parameters(), *pair) for pair in values.items())
    # Which view it is, nobody knows yet.
    views = conf.api_parameters().values()
    return all(any(_fits(known, *pair) for known in views) for pair in values.items())


def is_read(request):
    """Return whether the view that answered ``request`` reads all of its parameters."""
    if not _is_in_api(request.path):
        return True
    return _reads(request.resolver_match.view_name, request.META.get("QUERY_STRING", ""))


@lru_cache(maxsize=1000)
def _reads(view_name, query):
    known = conf.api_parameters().get(view_name, {})
    return all(_fits(known, *pair) for pair in QueryDict(query).items())


def _is_in_api(path):
    prefix = conf.api_prefix()
    return bool(prefix) and path.startswith(prefix)


def _fits(known, name, value):
    if known.get(name, ()) is None:
        return is_number(value)
    return value in known.get(name, ())
