"""Headers of every answer: what the browser may load, and which of its powers it may use."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property

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
