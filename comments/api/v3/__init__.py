"""Comments in Wagtail's API v3: reading, taking part, and moderating."""

from ... import conf
from . import moderation, reading, rules, taking_part, workflows
from .routers import moderation_router, router

__all__ = ["moderation", "mount", "reading", "register", "rules", "taking_part", "workflows"]


def register():
    """Add the operations to the APIs of ``COMMENTS_APIS``. Called once, by ``ready()``."""
    for api in conf.apis():
        mount(api)


def mount(api):
    """Add the operations to ``api``, a ``NinjaAPI``: Wagtail's, or one of the site's own."""
    api.add_router("/comments/moderation/", moderation_router)
    api.add_router("/comments/", router)
