"""What all doors of this package have in common."""

from functools import wraps
from http import HTTPStatus

from django.http import HttpResponseForbidden, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from .. import guard
from ..exceptions import CommentNotShown, TooManyComments, TooManyMarks


def private(view):
    """Keep the answers of ``view`` to one reader, and posts from other sites away from it."""

    # No session acts here: a comment's author is proved by a cookie of its own, which browsers
    # do not send along when another site posts.
    @csrf_exempt
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST" and guard.is_cross_site(request):
            return HttpResponseForbidden(_("Comments are posted from this site only."))
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def wants_json(request):
    """Return whether a script asks, which stays where it is."""
    return request.headers.get("Accept") == "application/json"


def refuse(request, error, *, comment=None):
    """Answer a post that the action refused with ``error``, a ``CommentError``."""
    status = HTTPStatus.CONFLICT
    if isinstance(error, TooManyComments | TooManyMarks):
        status = HTTPStatus.TOO_MANY_REQUESTS
    elif isinstance(error, CommentNotShown):
        status = HTTPStatus.NOT_FOUND
    if wants_json(request):
        response = JsonResponse({"message": str(error)}, status=status)
    else:
        context = {"error": error, "comment": comment, "page": comment and comment.page}
        response = render(request, "comments/refused.html", context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(error.retry_after)
    return response
