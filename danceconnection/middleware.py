"""Headers of every answer: what the browser may load, which of its powers it may use, and more."""

import re
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.api.v3.errors import problem_response
from wagtail.views import serve

from columns.api.v2 import LARGEST_NUMBER
from columns.pool import open_pool
from columns.routing import find_route

from .api import v3
from .search.terms import QUERY_LENGTH

#: All that pydantic takes for a positive whole number.
NUMBER = re.compile(r"\s*\+?0*([0-9_]+)(?:\.0*)?\s*")
#: A query of short and plain values, in which nothing can be too large.
HARMLESS = re.compile(r"(?:\w+=[\w.,:-]{0,9}(?:&|$))*", re.ASCII)
POWERS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The policy of the public pages, and below the admin's address the policy of the admin.

    Views still sharpen theirs with the decorators of django-csp.
    """

    @cached_property
    def admin_prefix(self):
        return reverse("wagtailadmin_home")

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        in_admin = request.path.startswith(self.admin_prefix)
        if in_admin and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
            # What readers write is shown there, and nothing there needs an inline script.
            if request.resolver_match and request.resolver_match.namespace == "reader_comments":
                parts.replace = {"script-src-elem": ["'self'"]}
        return parts


class PermissionsPolicyMiddleware:
    """Switch off the powers of a browser that a reading site never needs."""

    header = ", ".join(f"{power}=()" for power in POWERS)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.header)
        return response


class AddressLocaleMiddleware(LocaleMiddleware):
    """The language of an answer is that of its address, and nothing else counts.

    An address without a prefix has the site's first language (``prefix_default_language=False``),
    whatever languages the browser asks for: Django's own header that answers vary with them would
    make every proxy keep a page once for each browser.
    """

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class RouteMiddleware:
    """Finds the page of an address in one query, and keeps what is loaded for the request.

    Wagtail's view asks for the route that is left at the request before it looks for one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with open_pool():
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if view is serve and not hasattr(request, "_wagtail_route_for_request"):
            result = find_route(request, args[0] if args else kwargs["path"])
            if result is not None:
                request._wagtail_route_for_request = result


class APIParametersMiddleware:
    """Refuses in Wagtail's API v3 what it has no limit for, and no database takes.

    NUL and the largest numbers are server errors there, as is a search for thousands of words. A
    method that an address does not have is refused as everything else is, not by a page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and is_in_v3(request):
            allowed = response["Allow"]
            response = problem_response(
                status=HTTPStatus.METHOD_NOT_ALLOWED,
                detail=_("This address takes other methods: %(methods)s.") % {"methods": allowed},
            )
            response["Allow"] = allowed
        return response

    def process_view(self, request, view, args, kwargs):
        query = request.META.get("QUERY_STRING", "")
        is_harmless = request.encoding is None and HARMLESS.fullmatch(query)
        if is_harmless or not is_in_v3(request):
            return None
        if len(request.GET.get("search", "")) > QUERY_LENGTH:
            detail = _("A search may have %(length)d characters at the most.")
            return problem_response(status=400, detail=detail % {"length": QUERY_LENGTH})
        for name, value in request.GET.items():
            if "\x00" in value:
                return refuse_parameter(name, _("The text has a character that no text has."))
            if name in {"limit", "offset"} and is_too_large(value):
                return refuse_parameter(name, _("The number is too large."))
        return None


def is_in_v3(request):
    """Return whether an operation of Wagtail's API v3 answers ``request``."""
    match = request.resolver_match
    return match is not None and match.namespace == v3.urls_namespace


def is_too_large(value):
    """Return whether ``value`` is the text of a number that is too large for a database."""
    match = NUMBER.fullmatch(value)
    digits = match[1].replace("_", "") if match else ""
    return len(digits) > len(str(LARGEST_NUMBER)) or int(digits or 0) > LARGEST_NUMBER


def refuse_parameter(name, message):
    """Return the answer of API v3 to a query parameter that has a wrong value."""
    error = {"type": "value_error", "loc": ["query", name], "msg": message}
    return problem_response(status=422, detail=message, errors=[error])
