"""The addresses of the site, and the comments in APIs of the site's own: one takes no requests."""

from django.urls import path
from ninja import NinjaAPI
from ninja.throttling import BaseThrottle
from wagtail.api.v3.errors import register_exception_handlers

from comments.api import v3
from danceconnection.urls import urlpatterns as site_urlpatterns

api = NinjaAPI(urls_namespace="own_api", docs_url=None)
register_exception_handlers(api)
v3.mount(api)


class Full(BaseThrottle):
    """A limit that is always reached."""

    def allow_request(self, request):
        return False


full_api = NinjaAPI(urls_namespace="full_api", docs_url=None, throttle=Full())
register_exception_handlers(full_api)
v3.mount(full_api)

urlpatterns = [
    path("own-api/", api.urls),
    path("full-api/", full_api.urls),
    *site_urlpatterns,
]
