"""The publishing pages in API v3 as front ends need them: whole teasers in one request, and more.

Wagtail's own list of pages has their base fields only. ``teasers``, ``details`` and ``site`` say
what there is and how it looks; ``articles``, ``sections`` and ``whereabouts`` are thin doors to
them. Everything is only read here: pages are written through Wagtail's own operations.
"""

from .. import conf
from . import articles, sections, whereabouts
from .routers import router

__all__ = ["articles", "mount", "register", "sections", "whereabouts"]


def register():
    """Add the operations to the APIs of ``COLUMNS_APIS``. Called once, by ``ready()``."""
    for api in conf.apis():
        mount(api)


def mount(api):
    """Add the operations to ``api``, a ``NinjaAPI``: Wagtail's, or one of the site's own."""
    api.add_router("/columns/", router)
