"""Public pages get headers that let everybody keep them; all others, ones that forbid it."""

import hashlib
from functools import lru_cache

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import http_date, parse_http_date_safe
from wagtail.models import Site

from . import conf, store
from .address import get_key, is_number, is_of_nobody, is_read

#: The attribute of a request that names the pages of the tree which its answer shows.
SHOWN = "shown_page_ids"

#: The attribute of a response that says that its ETag is made of a version which only rises.
OF_VERSION = "has_tag_of_version"

#: An empty list is kept by nobody: there are as many as one can make up filters for.
EMPTY_LIST = b'"items": []'
#: No answer with an empty list is longer.
EMPTY_LENGTH = 1000

PRIVATE = {"private", "no-store", "no-cache"}
#: The headers, as WSGI names them, of somebody who has an answer already.
CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)


def shows(request, *page_ids):
    """Note that the answer to ``request`` is public and shows these pages of the tree.

    Pages that Wagtail serves are noted by a hook. A view of its own whose answer changes only
    with pages calls this, and then is kept like them.
    """
    setattr(request, SHOWN, {*getattr(request, SHOWN, ()), *page_ids})


class PublicPagesMiddleware:
    """Answers readers who are nobody from the site cache, and makes public answers cacheable.

    A public answer has an ETag, made of its content, and the time at which it became what it is;
    whoever has it already is answered 304. It is compressed here and nowhere else: it holds
    nothing that is secret, so that its length tells nothing (BREACH).
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.compress = GZipMiddleware(get_response).process_response

    def __call__(self, request):
        if not is_of_nobody(request):
            return keep_private(self.get_response(request))
        key = get_key(request)
        changes = None
        if key and conf.lifetime():
            entry, changes = store.read(key)
            if entry is not None:
                response = entry.make_response()
                return answer_if_changed(request, response, entry.etag, entry.modified)
        response = self.get_response(request)
        note_view(request, response)
        if not is_public(request, response):
            if says_public(response):
                return self.pass_on(request, response)
            return keep_private(response)
        if key and not is_read(request):
            key = changes = None
        return self.publish(request, response, key, changes)

    def pass_on(self, request, response):
        """Return a ``response`` that its view calls public and the site does not keep."""
        if response.status_code == 304:
            # What it is about is compressed for those who ask for that.
            patch_vary_headers(response, ["Accept-Encoding"])
        if response.streaming or response.status_code != 200:
            return response
        etag = response.headers.get("ETag") or make_etag(response)
        response.headers["ETag"] = etag
        return answer_if_changed(request, self.compress(request, response), etag, None)

    def publish(self, request, response, key, changes):
        """Return the public ``response`` with its headers, kept in the site cache."""
        # A view that knows its own answers by less than their content has a tag already.
        etag = response.headers.get("ETag") or make_etag(response)
        response.headers["ETag"] = etag
        # No note is kept of addresses that anybody can make up.
        is_last = getattr(response, OF_VERSION, False)
        modified = store.get_modified(key, etag, is_last=is_last) if key else None
        if modified is not None:
            response.headers["Last-Modified"] = _write_date(modified)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, **get_cache_control(request))
        response = self.compress(request, response)
        if request.method == "GET" and changes:
            store.write(
                key,
                response,
                page_ids=getattr(request, SHOWN),
                changes=changes,
                etag=etag,
                modified=modified,
            )
        return answer_if_changed(request, response, etag, modified)


#: An answer that stays as it is says the same time again.
_write_date = lru_cache(maxsize=1000)(http_date)


def make_etag(response):
    """Return the entity tag of the content of ``response``, compressed or not."""
    return f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def note_view(request, response):
    """Note the page that a view outside of the tree is about: see ``conf.public_views``."""
    match = request.resolver_match
    views = conf.public_views()
    if match is None or match.view_name not in views or has_empty_list(response):
        return
    argument = views[match.view_name]
    if argument is not None:
        value = match.kwargs.get(argument) or request.GET.get(argument, "")
        if is_number(value):
            shows(request, int(value))
        return
    site = Site.find_for_request(request)
    if site is not None:
        shows(request, site.root_page_id)


def has_empty_list(response):
    """Return whether an answer is one of an API that lists nothing."""
    return len(response.content) <= EMPTY_LENGTH and EMPTY_LIST in response.content


def get_cache_control(request):
    """Return the directives of a public page.

    Without settings it may be kept by everybody and shown by nobody without asking whether it is
    still so: a change is there for the next reader.
    """
    directives = {"public": True, "max_age": conf.max_age()}
    # A proxy is told of changes at the plain addresses of pages, and of no others.
    if conf.shared_max_age() is not None and not request.GET:
        directives["s_maxage"] = conf.shared_max_age()
    elif not conf.max_age():
        directives["must_revalidate"] = True
    return directives


def is_public(request, response):
    """Return whether everybody gets this answer, as far as can be told from it."""
    return (
        response.status_code == 200
        and bool(getattr(request, SHOWN, None))
        and not response.streaming
        and not response.cookies
        and not varies_by_reader(response)
        and not PRIVATE & get_directives(response)
    )


def varies_by_reader(response):
    """Return whether an answer varies on more than the key of the site cache knows."""
    # Whoever has a token is answered past the cache.
    return bool(_read_names(response.get("Vary", "")) - {"", "accept-encoding", "authorization"})


def says_public(response):
    """Return whether a view has said itself that everybody may keep its answer."""
    return "public" in get_directives(response) and not response.cookies


def get_directives(response):
    """Return the names of the directives of the Cache-Control header."""
    return _read_names(response.get("Cache-Control", ""))


@lru_cache(maxsize=1000)
def _read_names(header):
    """Return the names in a header that lists them, in lower case and without their values."""
    return frozenset(part.partition("=")[0].strip() for part in header.lower().split(","))


def keep_private(response):
    """Return ``response`` so that nobody keeps it, where it is a page or an error."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    is_shared = not response.cookies and not is_page and response.status_code < 400
    if not is_shared and not PRIVATE - {"private"} & get_directives(response):
        patch_cache_control(response, private=True, no_store=True)
    return response


def answer_if_changed(request, response, etag, modified):
    """Return ``response``, or 304 for whoever has it already.

    A time alone is believed when it is exactly the one that this answer carries: processes that
    share no cache do not know of the times that another has given out.
    """
    if not any(name in request.META for name in CONDITIONS):
        return response
    if not _knows_all_times():
        asked = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        modified = modified if asked == modified else None
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response)


def _knows_all_times():
    return not isinstance(caches["default"], LocMemCache)
