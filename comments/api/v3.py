"""Comments in Wagtail's API v3, which is a preview: nothing else here imports from it."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.cache import patch_cache_control, patch_vary_headers
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from wagtail.api.v3 import auth
from wagtail.api.v3.errors import PROBLEM_JSON, ProblemDetail

from .reading import (
    DEFAULT_LIMIT,
    LARGEST_NUMBER,
    CommentsComment,
    get_comment,
    get_comments,
    get_discussion,
    get_limit_maximum,
    represent,
)

router = Router(tags=["comments"])

BAD_TOKEN = "The token is not valid."  # noqa: S105 - a sentence


class CommentsList(Schema):
    """A part of the approved comments of a page."""

    count: int = Field(description="The number of approved comments in the whole discussion.")
    items: list[CommentsComment]


class CommentsListQuery(Schema):
    """The parameters of a list of comments."""

    page: int = Field(ge=1, le=LARGEST_NUMBER, description="The id of the page.")
    limit: int = Field(
        DEFAULT_LIMIT,
        ge=1,
        le=LARGEST_NUMBER,
        description="At most so many comments; the site sets the largest number.",
    )
    offset: int = Field(0, ge=0, le=LARGEST_NUMBER, description="How many to leave out before.")


class BearerTokenAuth(auth.BearerTokenAuth):
    """Wagtail's tokens; none is a guest, and a bad one is refused instead of taken for one.

    The name is Wagtail's own, because the OpenAPI document tells schemes apart by it.
    """

    def __call__(self, request):
        if "Authorization" not in request.headers:
            request.user = AnonymousUser()
            return request.user
        return super().__call__(request)


def with_cache_headers(view):
    """Keep answers to a token out of shared caches."""

    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Authorization"])
        if "Authorization" in request.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return wrapped


def _get_operation(path, *, response, errors, **options):
    """Return a decorator for a function that answers GET and HEAD at ``path``."""
    schema = ProblemDetail.model_json_schema()
    problems = {
        int(status): {"content": {PROBLEM_JSON: {"schema": schema}}, "description": meaning}
        for status, meaning in errors.items()
    }
    # An empty requirement beside that of the token: the token is optional.
    extra = {"responses": problems, "security": [{}]}

    def decorate(function):
        function = decorate_view(with_cache_headers)(function)
        common = {"auth": BearerTokenAuth(), "response": response}
        router.api_operation(["HEAD"], path, include_in_schema=False, **common)(function)
        return router.api_operation(["GET"], path, openapi_extra=extra, **common, **options)(
            function
        )

    return decorate


@_get_operation(
    "/",
    response=CommentsList,
    errors={
        HTTPStatus.BAD_REQUEST: "The limit is larger than the site allows.",
        HTTPStatus.UNAUTHORIZED: BAD_TOKEN,
        HTTPStatus.NOT_FOUND: "There is no such page, or it has no discussion for this reader.",
        HTTPStatus.UNPROCESSABLE_ENTITY: "A parameter is missing or malformed.",
    },
    operation_id="comments_list",
    summary="List the comments of a page",
    url_name="list_comments",
)
def list_comments(request, parameters: Annotated[CommentsListQuery, Query()]):
    """List the approved comments of a page, oldest first."""
    maximum = get_limit_maximum()
    if parameters.limit > maximum:
        raise HttpError(HTTPStatus.BAD_REQUEST, f"limit cannot be higher than {maximum}")
    discussion = get_discussion(parameters.page, user=request.user)
    comments = get_comments(discussion, limit=parameters.limit, offset=parameters.offset)
    return {
        "count": discussion.comment_count,
        "items": [represent(comment, request=request) for comment in comments],
    }


@_get_operation(
    "/{comment_id}/",
    response=CommentsComment,
    errors={
        HTTPStatus.UNAUTHORIZED: BAD_TOKEN,
        HTTPStatus.NOT_FOUND: "There is no such comment for this reader.",
        HTTPStatus.UNPROCESSABLE_ENTITY: "The id is not a UUID.",
    },
    operation_id="comments_detail",
    summary="Read one comment",
    url_name="detail_comment",
)
def read_comment(request, comment_id: UUID):
    """Read one approved comment."""
    return represent(get_comment(comment_id, user=request.user), request=request)


def register():
    """Add the comments to Wagtail's API v3. Called once, by ``ready()``."""
    from wagtail.api.v3.api import api

    api.add_router("/comments/", router)
