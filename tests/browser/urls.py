"""Addresses of the served site: its own, the pictures, and a page that is always broken."""

from django.conf import settings
from django.urls import path
from django.views.defaults import server_error
from django.views.static import serve

from danceconnection.urls import urlpatterns as site_urlpatterns

urlpatterns = [
    # In production the proxy serves them; Django does it for developers alone.
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("broken/", server_error),
    *site_urlpatterns,
]
