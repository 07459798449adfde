"""Addresses of the site with a base page of its own."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("comments/", include("comments.urls")),
    path("", include(wagtail_urls)),
]
