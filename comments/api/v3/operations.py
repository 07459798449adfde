"""What our operations in Wagtail's API v3 have in common. v3 is a preview: nothing else imports it.

Errors are ``application/problem+json``; each is described with the operation that answers it.
"""

import re
from functools import partial
from http import HTTPStatus
from typing import Annotated

from django.contrib.auth.models import AnonymousUser
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.translation import gettext as _
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from pydantic import AfterValidator, BeforeValidator
from wagtail.api.v3 import auth
from wagtail.api.v3.errors import PROBLEM_JSON, ProblemDetail, problem_response

from ...exceptions import CommentError, TooManyComments, TooManyMarks
from ..posting import check_characters, describe_errors, describe_refusal, is_body_small
from .links import HEADER, add_links, notes_parts

BAD_TOKEN = "The token is not valid."  # noqa: S105 - a sentence
NO_TOKEN = "There is no token, or it is not valid."  # noqa: S105 - a sentence
MALFORMED = "A value is missing or malformed; `errors` name it by `loc`."
NOT_JSON = "The body is not JSON."
ASKED_EACH_TIME = "public, max-age=0, must-revalidate"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TOO_LARGE = "The body is larger than any comment can be."


class BearerTokenAuth(auth.BearerTokenAuth):
    """Wagtail's tokens; none is a guest, and a bad one is refused instead of taken for one.

    The name is Wagtail's own, because the OpenAPI document tells schemes apart by it.
    """

    def __call__(self, request):
        if "Authorization" not in request.headers:
            request.user = AnonymousUser()
            return request.user
        return super().__call__(request)


#: A text that a client sends.
Text = Annotated[str, AfterValidator(check_characters)]


def check_number(value):
    """Refuse what is no number: false would be taken for 0, and a text for what it says."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_("Send a number."))
    return value


#: A whole number in a body.
Number = Annotated[int, BeforeValidator(check_number)]


def check_day(value):
    """Refuse what is not written as a day is; numbers would be taken for seconds since 1970."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError(_("Write the day as YYYY-MM-DD."))
    return value


def name_scheme(response):
    """Let a 401 say what it asks for, as HTTP wants it."""
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"


def with_cache_headers(view):
    """Let caches keep what everybody gets, while they ask each time; what a token gets is kept out.

    Asking costs little: the answer to a tag that is still good is made without the list.
    """

    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_links(request, response)
        if "Vary" in response:
            patch_vary_headers(response, ["Authorization"])
        else:
            response["Vary"] = "Authorization"
        name_scheme(response)
        if "Cache-Control" in response:
            # The operation knows better.
            return response
        if "Authorization" in request.headers:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            response["Cache-Control"] = ASKED_EACH_TIME
        return response

    return wrapped


def for_json_only(view):
    """Answer 415 to any other kind of body, which would be read as JSON all the same.

    A browser asks first before it sends JSON to another site: no foreign page posts in secret.
    """

    def wrapped(request, *args, **kwargs):
        if request.content_type != "application/json":
            return problem_response(
                status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                detail=_("Send the text as application/json."),
            )
        return _answer_small(view, request, *args, **kwargs)

    return wrapped


def without_body(view):
    """Keep answers to a request that changes something out of all caches."""
    return partial(_answer_small, view)


def _answer_small(view, request, *args, **kwargs):
    if not is_body_small(request):
        return problem_response(
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail=_("This is too much at once.")
        )
    response = view(request, *args, **kwargs)
    name_scheme(response)
    add_never_cache_headers(response)
    return response


def describe_problems(errors, *, is_public=True):
    """Return what the OpenAPI document says of ``errors``, and whether the token is optional."""
    schema = ProblemDetail.model_json_schema()
    problems = {
        int(status): {"content": {PROBLEM_JSON: {"schema": schema}}, "description": meaning}
        for status, meaning in errors.items()
    }
    # An empty requirement beside that of the token: there may be none.
    return {"responses": problems} | ({"security": [{}]} if is_public else {})


def reads(router, path, *, errors, is_public=True, beside=None, **options):
    """Return a decorator for a function that answers GET and HEAD at ``path``.

    ``beside`` is for lists in parts: see ``links.CURSORS``.
    """
    authentication = BearerTokenAuth() if is_public else auth.BearerTokenAuth()
    known = {HTTPStatus.UNAUTHORIZED: BAD_TOKEN if is_public else NO_TOKEN} | errors
    description = describe_problems(known, is_public=is_public)
    if beside:
        description["responses"][int(HTTPStatus.OK)] = {"headers": HEADER}

    def decorate(function):
        if beside:
            function = notes_parts(function, beside)
        function = decorate_view(with_cache_headers)(function)
        # The address has the name of the operation that comes first.
        common = {
            "auth": authentication,
            "response": options["response"],
            "url_name": options["url_name"],
        }
        router.api_operation(["HEAD"], path, include_in_schema=False, **common)(function)
        return router.api_operation(
            ["GET"],
            path,
            auth=authentication,
            openapi_extra=description,
            **options,
        )(function)

    return decorate


def writes(router, path, *, errors, method="POST", is_public=True, has_body=True, **options):
    """Return a decorator for a function that changes something, as ``method`` at ``path``."""
    known = {HTTPStatus.UNAUTHORIZED: BAD_TOKEN if is_public else NO_TOKEN} | errors
    if has_body:
        known |= {
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE: NOT_JSON,
            HTTPStatus.BAD_REQUEST: "The body is no valid JSON.",
        }
    known.setdefault(HTTPStatus.UNPROCESSABLE_ENTITY, MALFORMED)

    def decorate(function):
        function = decorate_view(for_json_only if has_body else without_body)(function)
        return router.api_operation(
            [method],
            path,
            auth=BearerTokenAuth() if is_public else auth.BearerTokenAuth(),
            openapi_extra=describe_problems(known, is_public=is_public),
            **options,
        )(function)

    return decorate


def keep_tag(response, tag):
    """Put ``tag``, which is made of the version of a discussion, into ``response``, if any."""
    if tag is not None:
        response["ETag"] = tag
        # A cache of the site may know by this that the tag never comes back after another one.
        response.has_tag_of_version = True


def get_known_answer(request, tag):
    """Return the 304 for a client that has what ``tag`` stands for, else ``None``."""
    if tag is None:
        return None
    response = get_conditional_response(request, etag=tag)
    if response is None or response.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    keep_tag(response, tag)
    return response


def refuse(error: CommentError, *, status=HTTPStatus.CONFLICT, loc=()):
    """Return the answer to what an action refused; ``errors`` has its code, such as
    ``discussion_closed``.
    """
    if isinstance(error, TooManyComments | TooManyMarks):
        status = HTTPStatus.TOO_MANY_REQUESTS
    response = problem_response(
        status=status, detail=str(error), errors=[describe_refusal(error, *loc)]
    )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(error.retry_after)
    return response


def refuse_fields(error_dict, *path):
    """Raise the 422 that names fields; ``error_dict`` is ``{field: [ValidationError]}``."""
    raise ValidationError(describe_errors(error_dict, *path))


def refuse_field(code, message, *loc):
    """Raise the 422 about one value at ``loc``."""
    refuse_all([{"type": code, "loc": list(loc), "msg": str(message)}])


def refuse_all(errors):
    """Raise the 422 about ``errors``, each ``{"type", "loc", "msg"}``."""
    raise ValidationError(list(errors))
