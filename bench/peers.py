"""The same comments as plain Django REST framework and plain ninja would answer them.

What somebody writes in ten minutes: a serializer of the model's fields, and a schema of them. No
restrictions of pages, no tags, no cursors. Its settings are those of the measured site.
"""

import os

from django.urls import path
from ninja import ModelSchema, NinjaAPI
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.serializers import ModelSerializer

from comments.models import ReaderComment
from comments.status import Status
from danceconnection.urls import urlpatterns as site_urls

FIELDS = [
    "uuid",
    "parent",
    "depth",
    "subject",
    "html",
    "author_name",
    "badge",
    "is_pick",
    "reaction_count",
    "created_at",
    "edited_at",
]
PAGE = int(os.environ.get("BENCH_PAGE", "0"))
LIMIT = 50


def get_rows():
    """Return the comments that the list holds, as anybody would ask for them."""
    shown = ReaderComment.objects.filter(discussion__page=PAGE, status=Status.APPROVED)
    return shown.order_by("created_at", "uuid")[:LIMIT]


class CommentSerializer(ModelSerializer):
    class Meta:
        model = ReaderComment
        fields = FIELDS


class CommentList(ListAPIView):
    serializer_class = CommentSerializer
    permission_classes = [AllowAny]
    authentication_classes = []

    def get_queryset(self):
        return get_rows()


class CommentSchema(ModelSchema):
    class Meta:
        model = ReaderComment
        fields = FIELDS


api = NinjaAPI(urls_namespace="bench", docs_url=None)


@api.get("/comments/", response=list[CommentSchema])
def list_comments(request):
    """Answer the comments."""
    return list(get_rows())


urlpatterns = [path("drf/", CommentList.as_view()), path("ninja/", api.urls), *site_urls]
