"""Addresses of the reference site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import api, views
from .health import health

urlpatterns = [
    path("api/v3/", api.get_v3_urls()),
    # With a slash: without one, what has one here is redirected to it.
    re_path(r"^api/v3/.+/$", api.refuse_unknown),
    path("api/v2/", api.v2.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("columns.sitemaps.urls")),
    path("health/", health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    # Pages in the source language have no prefix; translations have theirs, such as /de/.
    *i18n_patterns(
        path("comments/", include("comments.urls")),
        path("", include("columns.urls")),
        path("search/", views.search, name="search"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
