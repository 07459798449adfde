"""Addresses of the readers' side; a site includes them, usually below ``comments/``."""

from django.urls import path

from . import views
from .feeds import kinds
from .feeds.views import serve_feed
from .partaking import marks, own

app_name = "comments"

urlpatterns = [
    path("post/<int:page_id>/", views.post_comment, name="post"),
    path("post/<int:page_id>/signed-in/", views.post_signed_in, name="post_signed_in"),
    path("formatting/", views.formatting_help, name="formatting"),
    path("own/", own.own_comments, name="own"),
    path("own/<uuid:comment_uuid>/", own.own_comment, name="own_comment"),
    path("own/<uuid:comment_uuid>/edit/", own.edit_own, name="edit_own"),
    path("own/<uuid:comment_uuid>/withdraw/", own.withdraw_own, name="withdraw_own"),
    path("<uuid:comment_uuid>/", views.comment_permalink, name="permalink"),
    path("<uuid:comment_uuid>/react/", marks.react, name="react"),
    path("<uuid:comment_uuid>/flag/", marks.flag, name="flag"),
    path(
        "feeds/pages/<int:page_id>.<str:extension>",
        serve_feed,
        {"kind": kinds.PageCommentFeed},
        name="page_feed",
    ),
    path(
        "feeds/sections/<int:page_id>.<str:extension>",
        serve_feed,
        {"kind": kinds.SectionCommentFeed},
        name="section_feed",
    ),
]
