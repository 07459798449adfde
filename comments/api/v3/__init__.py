"""Comments in Wagtail's API v3: reading, taking part, and moderating."""

from . import moderation, reading, taking_part
from .routers import moderation_router, router

__all__ = ["moderation", "mount", "reading", "register", "taking_part"]


def register():
    """Add the operations to Wagtail's API v3. Called once, by ``ready()``."""
    from wagtail.api.v3.api import api

    mount(api)


def mount(api):
    """Add the operations to ``api``, a ``NinjaAPI``: Wagtail's, or one of the site's own."""
    api.add_router("/comments/moderation/", moderation_router)
    api.add_router("/comments/", router)
