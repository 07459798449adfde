"""Comments in Wagtail's API v2.

A site registers the endpoint with its router::

    router.register_endpoint("comments", CommentsAPIViewSet)
"""

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.urls import path
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet

from ..models import ReaderComment
from .reading import (
    DEFAULT_LIMIT,
    LARGEST_NUMBER,
    get_comment,
    get_comments,
    get_discussion,
    get_limit_maximum,
    represent,
)


class ListForm(forms.Form):
    """The parameters of a list of comments."""

    page = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    limit = forms.IntegerField(min_value=1, required=False)
    offset = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False)

    def clean_limit(self):
        limit = self.cleaned_data["limit"]
        maximum = get_limit_maximum()
        if limit is not None and limit > maximum:
            raise forms.ValidationError(f"limit cannot be higher than {maximum}")
        return limit or min(DEFAULT_LIMIT, maximum)

    def clean_offset(self):
        return self.cleaned_data["offset"] or 0


class CommentsAPIViewSet(BaseAPIViewSet):
    """Approved comments: a list for a page, and one by its id.

    It answers everybody alike, whoever is signed in: there is no session to protect, and every
    answer can be cached. Members read the comments of pages that are theirs alone in version 3.
    """

    model = ReaderComment
    name = "comments"
    authentication_classes = []
    renderer_classes = [JSONRenderer]
    known_query_parameters = frozenset({"format", "limit", "offset", "page"})

    def listing_view(self, request):
        parameters = self._get_parameters(request)
        discussion = get_discussion(parameters.pop("page"), user=AnonymousUser())
        comments = get_comments(discussion, **parameters)
        return Response(
            {
                "meta": {"total_count": discussion.comment_count},
                "items": [represent(comment, request=request) for comment in comments],
            }
        )

    def detail_view(self, request, uuid):
        comment = get_comment(uuid, user=AnonymousUser())
        return Response(represent(comment, request=request))

    def _get_parameters(self, request):
        unknown = set(request.GET) - self.known_query_parameters
        if unknown:
            raise BadRequestError(f"unknown query parameters: {', '.join(sorted(unknown))}")
        form = ListForm(request.GET)
        if not form.is_valid():
            errors = [f"{name}: {' '.join(messages)}" for name, messages in form.errors.items()]
            raise BadRequestError("; ".join(errors))
        return form.cleaned_data

    @classmethod
    def get_urlpatterns(cls):
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<uuid:uuid>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]
