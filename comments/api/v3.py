"""Comments in Wagtail's API v3, which is a preview: nothing else here imports from it."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict
from wagtail.api.v3 import auth
from wagtail.api.v3.errors import PROBLEM_JSON, ProblemDetail, problem_response

from .reading import (
    DEFAULT_LIMIT,
    LARGEST_NUMBER,
    CommentsComment,
    CommentsPreview,
    get_comment,
    get_comments,
    get_discussion,
    get_limit_maximum,
    preview,
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


class CommentsPreviewText(Schema):
    """A text that a reader has typed."""

    model_config = ConfigDict(extra="forbid")

    body: str = Field(description="The source of a comment, as it was typed.")


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


def _describe_problems(errors):
    """Return what the OpenAPI document says of ``errors``, and that the token is optional."""
    schema = ProblemDetail.model_json_schema()
    problems = {
        int(status): {"content": {PROBLEM_JSON: {"schema": schema}}, "description": meaning}
        for status, meaning in errors.items()
    }
    # An empty requirement beside that of the token: there may be none.
    return {"responses": problems, "security": [{}]}


def for_json_only(view):
    """Answer 415 to any other kind of body, which would be read as JSON all the same."""

    def wrapped(request, *args, **kwargs):
        if request.content_type != "application/json":
            return problem_response(
                status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                detail=_("Send the text as application/json."),
            )
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return wrapped


def _get_operation(path, *, response, errors, **options):
    """Return a decorator for a function that answers GET and HEAD at ``path``."""
    extra = _describe_problems(errors)

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


# Before the address of one comment, which would take "preview" for an id.
@router.post(
    "/preview/",
    auth=BearerTokenAuth(),
    response=CommentsPreview,
    openapi_extra=_describe_problems(
        {
            HTTPStatus.UNAUTHORIZED: BAD_TOKEN,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not JSON.",
            HTTPStatus.UNPROCESSABLE_ENTITY: "The text is empty, or passes a limit of the format: "
            "the code, such as `max_length`, names it, the message says both figures.",
        }
    ),
    operation_id="comments_preview",
    summary="Preview a text",
    url_name="preview_comment",
)
@decorate_view(for_json_only)
def preview_comment(request, text: CommentsPreviewText):
    """Show what the text format makes of a comment; nothing is kept."""
    try:
        return preview(text.body)
    except DjangoValidationError as error:
        errors = [
            {"type": code, "loc": ["body", "text", "body"], "msg": message}
            for code, message in zip(
                (item.code for item in error.error_list), error.messages, strict=True
            )
        ]
        raise ValidationError(errors) from error


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
