"""Proxies are told of changes by Wagtail's ``frontend_cache``, where a site has configured it."""

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Page


def is_configured():
    """Return whether there is a proxy to be told."""
    return bool(
        getattr(settings, "WAGTAILFRONTENDCACHE", None)
        or getattr(settings, "WAGTAILFRONTENDCACHE_LOCATION", None)
    )


def get_addresses(page_ids):
    """Return the addresses at which proxies may keep the pages, where there are proxies."""
    if not is_configured():
        return set()
    batch = PurgeBatch()
    batch.add_pages(Page.objects.filter(pk__in=list(page_ids)).specific())
    return batch.urls


def purge(page_ids, addresses):
    """Let the proxies forget the pages and the ``addresses``, which pages had before."""
    _purge({*get_addresses(page_ids), *addresses})


def purge_everything(addresses):
    """Let the proxies forget all published pages."""
    if is_configured():
        live = Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True)
        _purge({*get_addresses(live), *addresses})


def _purge(addresses):
    if addresses:
        PurgeBatch(addresses).purge()
