"""The doors of the sitemaps."""

from hashlib import sha256

from django.contrib.sites.shortcuts import get_current_site
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .news import find_news
from .pages import PageSitemap
from .scope import get_last_change

CONTENT_TYPE = "application/xml"


@require_safe
def sitemap(request):
    """Answer with the public pages of the site; with an index of files when there are too many.

    ``?p=2`` is the second file.
    """
    change = get_last_change()
    return _answer(request, change.tag, change.time, lambda: _build_sitemap(request, change))


@require_safe
def news_sitemap(request):
    """Answer with the articles of the last two days."""
    change = get_last_change()
    entries, outdated = find_news(request)
    time = max(filter(None, [change.time, outdated]), default=None)
    tag = f"{change.tag}-{sha256(repr(entries).encode()).hexdigest()}"
    return _answer(request, tag, time, lambda: _build(request, "news.xml", {"entries": entries}))


def _build_sitemap(request, change):
    pages = PageSitemap(request)
    number = request.GET.get("p")
    if number is None and pages.paginator.num_pages > 1:
        address = f"{Site.find_for_request(request).root_url}{request.path}"
        files = [f"{address}?p={page}" for page in pages.paginator.page_range]
        return _build(request, "index.xml", {"files": files, "changed": change.time})
    try:
        urls = pages.get_urls(page=number or 1, site=get_current_site(request))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    return _build(request, "pages.xml", {"urls": urls})


def _build(request, template, context):
    return TemplateResponse(
        request, f"columns/sitemaps/{template}", context, content_type=CONTENT_TYPE
    )


def _answer(request, tag, time, build):
    """Answer with what ``build()`` makes, or with 304 to whoever has it.

    Everybody may keep it, and asks each time whether it is still right: what is taken back is
    out of the sitemap at once.
    """
    etag, modified = quote_etag(tag), time and int(time.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=modified) or build()
    response.headers["ETag"] = etag
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, no_cache=True)
    return response
