"""The site cache is safe only where every process hears of every change."""

from django.conf import settings
from django.core import checks

from . import conf

PRIVATE_CACHES = ("locmem.LocMemCache", "dummy.DummyCache")


def register():
    """Register the check with Django."""
    checks.register(check_cache_is_shared, checks.Tags.caches)


def check_cache_is_shared(app_configs, **kwargs):
    """Refuse a site cache in the memory of each process."""
    backend = settings.CACHES["default"]["BACKEND"]
    if conf.lifetime() and backend.endswith(PRIVATE_CACHES):
        return [
            checks.Error(
                "SITE_CACHE_SECONDS needs a cache that all processes share.",
                hint="Name a Redis in REDIS_URL, or leave SITE_CACHE_SECONDS at 0.",
                id="danceconnection.E001",
            )
        ]
    return []
