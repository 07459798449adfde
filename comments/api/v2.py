"""Comments in Wagtail's API v2.

A site registers the endpoint with its router::

    router.register_endpoint("comments", CommentsAPIViewSet)
"""

from http import HTTPStatus

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.urls import path
from django.utils.cache import add_never_cache_headers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet

from ..exceptions import AddressReserved, CommentError, NameReserved, TooManyComments
from ..models import ReaderComment
from ..network import get_network
from .fields import UnknownFields, choose_fields, read_fields
from .posting import FieldErrors, describe_errors, describe_refusal, post
from .reading import (
    DEFAULT_LIMIT,
    LARGEST_NUMBER,
    get_comment,
    get_comments,
    get_discussion,
    get_limit_maximum,
    represent,
)
from .v2_posts import BoundedJSONParser, Refused, read_post, refuse_invalid

#: The longest ``Idempotency-Key``.
LONGEST_KEY = 255


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
    """Approved comments: a list for a page, and one by its id; and posting one as a guest.

    It answers everybody alike, whoever is signed in: there is no session to protect, and every
    answer can be cached. Members read the comments of pages that are theirs alone in version 3.
    """

    model = ReaderComment
    name = "comments"
    authentication_classes = []
    renderer_classes = [JSONRenderer]
    parser_classes = [BoundedJSONParser]
    known_query_parameters = frozenset({"fields", "format", "limit", "offset", "page"})

    def listing_view(self, request):
        names = self._get_names(request)
        parameters = self._get_parameters(request)
        discussion = get_discussion(parameters.pop("page"), user=AnonymousUser())
        comments = get_comments(discussion, **parameters)
        return Response(
            {
                "meta": {"total_count": discussion.comment_count},
                "items": [
                    choose_fields(represent(comment, request=request), names)
                    for comment in comments
                ],
            }
        )

    def detail_view(self, request, uuid):
        names = self._get_names(request)
        comment = get_comment(uuid, user=AnonymousUser())
        return Response(choose_fields(represent(comment, request=request), names))

    def create_view(self, request):
        """Post a comment or a reply, with the checks and the answers of version 3."""
        data = read_post(request)
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > LONGEST_KEY or not key.isascii():
            raise BadRequestError("Idempotency-Key is too long or not plain")
        try:
            posted = post(
                data,
                user=AnonymousUser(),
                network=get_network(request),
                key=key,
                request=request,
            )
        except FieldErrors as error:
            errors = describe_errors(error.errors, "body", "comment")
            raise refuse_invalid(errors) from error
        except (NameReserved, AddressReserved) as error:
            refusal = describe_refusal(error, "body", "comment", error.field)
            raise refuse_invalid([refusal]) from error
        except TooManyComments as error:
            status = HTTPStatus.TOO_MANY_REQUESTS
            refusal = [describe_refusal(error)]
            raise Refused(status, str(error), refusal, retry_after=error.retry_after) from error
        except CommentError as error:
            raise Refused(HTTPStatus.CONFLICT, str(error), [describe_refusal(error)]) from error
        if posted.is_shown:
            location = {"Location": posted.receipt["url"]}
            return Response(posted.receipt, status=HTTPStatus.CREATED, headers=location)
        return Response(posted.receipt, status=HTTPStatus.ACCEPTED)

    def options(self, request, *args, **kwargs):
        """Name the methods, in ``Allow``; the framework would describe a serializer, too."""
        return Response(status=HTTPStatus.NO_CONTENT)

    def handle_exception(self, exc):
        response = super().handle_exception(exc)
        # Wagtail says what is wrong by this name, the framework by another.
        if response.data.keys() == {"detail"}:
            response.data = {"message": response.data["detail"]}
        return response

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if request.method == "POST":
            add_never_cache_headers(response)
        return response

    def _get_names(self, request):
        """Return the names of the fields that ``?fields=`` asks for, as Wagtail reads it."""
        try:
            return read_fields(request.GET.get("fields", ""))
        except UnknownFields as error:
            raise BadRequestError(str(error)) from error

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
            path("", cls.as_view({"get": "listing_view", "post": "create_view"}), name="listing"),
            path("<uuid:uuid>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]
