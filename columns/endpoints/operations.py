"""What our operations in Wagtail's API v3 have in common. v3 is a preview: nothing else imports it.

``comments.api.v3.operations`` does the same for an application that is installed alone.
"""

import datetime
import re
from functools import wraps
from http import HTTPStatus
from typing import Annotated

from django.contrib.auth.models import AnonymousUser
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from pydantic import AfterValidator, BeforeValidator
from wagtail.api.v3 import auth
from wagtail.api.v3.errors import PROBLEM_JSON, ProblemDetail

from .links import HEADER, add_links, notes_parts

BAD_TOKEN = "The token is not valid."  # noqa: S105 - a sentence
MALFORMED = "A value is missing or malformed; `errors` name it by `loc`."

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: The largest number that every database takes as an id or an offset.
LARGEST_NUMBER = 2**31 - 1
#: The longest search: some search engines fail at thousands of words.
LONGEST_SEARCH = 200


class BearerTokenAuth(auth.BearerTokenAuth):
    """Wagtail's tokens; none is a guest, and a bad one is refused instead of taken for one.

    The name is Wagtail's own, because the OpenAPI document tells schemes apart by it.
    """

    def __call__(self, request):
        if "Authorization" not in request.headers:
            request.user = AnonymousUser()
            return request.user
        return super().__call__(request)


def check_characters(value):
    """Refuse what no text has: NUL, and halves of surrogate pairs, which no database keeps."""
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError(_("The text has a character that no text has."))
    return value


#: A text that a client sends.
Text = Annotated[str, AfterValidator(check_characters)]


def check_day(value):
    """Refuse what is not written as a day is; numbers would be taken for seconds since 1970."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError(_("Write the day as YYYY-MM-DD."))
    return value


#: A day that a client sends.
Day = Annotated[datetime.date, BeforeValidator(check_day)]
#: The id of a page.
PageId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class ColumnsSiteQuery(Schema):
    """Which site of several."""

    site: Text = Field(
        "",
        max_length=260,
        description="The host name of a site, with `:port` where two have the same; by default "
        "the site that the address of the API belongs to.",
    )


def with_cache_headers(view):
    """Let caches keep what everybody gets, while they ask each time; not what a token gets."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_links(request, response)
        patch_vary_headers(response, ["Authorization"])
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = "Bearer"
        if "Authorization" in request.headers or response.status_code != HTTPStatus.OK:
            patch_cache_control(response, private=True, no_store=True)
        elif "Cache-Control" not in response:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return wrapped


def describe_problems(errors):
    """Return what the OpenAPI document says of ``errors``; the token is optional."""
    schema = ProblemDetail.model_json_schema()
    problems = {
        int(status): {"content": {PROBLEM_JSON: {"schema": schema}}, "description": meaning}
        for status, meaning in errors.items()
    }
    # An empty requirement beside that of the token: there may be none.
    return {"responses": problems, "security": [{}]}


def reads(router, path, *, errors=None, beside=None, **options):
    """Return a decorator for a function that answers GET and HEAD at ``path``.

    ``beside`` is for lists in parts: see ``links.OFFSETS``.
    """
    known = {
        HTTPStatus.UNAUTHORIZED: BAD_TOKEN,
        HTTPStatus.NOT_FOUND: "There is no such site.",
        HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED,
    } | (errors or {})
    description = describe_problems(known)
    if beside:
        description["responses"][int(HTTPStatus.OK)] = {"headers": HEADER}

    def decorate(function):
        if beside:
            function = notes_parts(function, beside)
        function = decorate_view(with_cache_headers)(function)
        common = {"auth": BearerTokenAuth(), "response": options["response"]}
        # The address has the name of the operation that comes first.
        common["url_name"] = options["url_name"]
        router.api_operation(["HEAD"], path, include_in_schema=False, **common)(function)
        return router.api_operation(
            ["GET"],
            path,
            auth=common["auth"],
            openapi_extra=description,
            **options,
        )(function)

    return decorate


def refuse_value(code, message, *loc):
    """Raise the 422 about one value at ``loc``."""
    raise ValidationError([{"type": code, "loc": list(loc), "msg": str(message)}])
