"""Addresses of the readers' side; a site includes them, usually below ``comments/``."""

from django.urls import path

from . import views

app_name = "comments"

urlpatterns = [
    path("post/<int:page_id>/", views.post_comment, name="post"),
    path("<uuid:comment_uuid>/", views.comment_permalink, name="permalink"),
]
