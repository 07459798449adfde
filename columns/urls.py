"""Addresses of the publishing side that are not pages; a site includes them at its root."""

from django.urls import path, re_path

from . import views
from .feeds import kinds
from .feeds.views import serve_feed

app_name = "columns"


def _feed(address, kind):
    name = f"{kind.name}_feed"
    return path(f"feeds/{address}.<str:extension>", serve_feed, {"kind": kind}, name=name)


urlpatterns = [
    path("topics/<str:slug>/", views.topic, name="topic"),
    _feed("articles", kinds.SiteFeed),
    _feed("columns/<int:page_id>", kinds.ColumnFeed),
    _feed("authors/<int:page_id>", kinds.AuthorFeed),
    _feed("issues/<int:page_id>", kinds.IssueFeed),
    # Slugs of topics have letters of all languages.
    re_path(
        r"^feeds/topics/(?P<slug>[-\w]+)\.(?P<extension>[a-z]+)$",
        serve_feed,
        {"kind": kinds.TopicFeed},
        name="topic_feed",
    ),
]
