"""The addresses of the site, and the comments in an API of the site's own."""

from django.urls import path
from ninja import NinjaAPI
from wagtail.api.v3.errors import register_exception_handlers

from comments.api import v3
from danceconnection.urls import urlpatterns as site_urlpatterns

api = NinjaAPI(urls_namespace="own_api", docs_url=None)
register_exception_handlers(api)
v3.mount(api)

urlpatterns = [path("own-api/", api.urls), *site_urlpatterns]
