"""Addresses of a site that has the publishing pages and no page for topics of its own."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from danceconnection import views

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("comments/", include("comments.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("search/", views.search, name="search"),
    path("", include(wagtail_urls)),
]
