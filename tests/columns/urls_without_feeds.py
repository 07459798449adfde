"""Addresses of a site that has not included those of ``columns``."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from danceconnection.views import search

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("comments/", include("comments.urls")),
    path("search/", search, name="search"),
    path("", include(wagtail_urls)),
]
