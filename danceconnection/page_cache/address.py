"""Which requests get a public page, and under which key."""

import hashlib
import re

from django.conf import settings
from django.utils.http import urlencode

from . import conf

#: Longer values are nothing that a page of ours reads.
VALUE_LENGTH = 40

_ACCEPTS_GZIP = re.compile(r"\bgzip\b")


def is_of_nobody(request):
    """Return whether the request is that of a reader who is nobody to the site.

    A preview of Wagtail comes through the middleware as a request of nobody.
    """
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
        and not getattr(request, "is_dummy", False)
        and not conf.private_parameters() & request.GET.keys()
    )


def get_key(request):
    """Return the key of the page at this address, or ``None`` where the site keeps none.

    Parameters count in any order, the last value of each, as pages read them.
    """
    values = request.GET.dict()
    if not _are_known(request.path, values):
        return None
    parts = [
        conf.release(),
        request.scheme,
        request.get_host(),
        request.path,
        urlencode(sorted(values.items())),
        "gzip" if _ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")) else "",
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _are_known(path, values):
    if any(len(value) > VALUE_LENGTH for value in values.values()):
        return False
    prefix = conf.api_prefix()
    if not (prefix and path.startswith(prefix)):
        return conf.parameters() >= values.keys()
    known = conf.api_parameters()
    return all(
        name in known and (value.isdecimal() if known[name] is None else value in known[name])
        for name, value in values.items()
    )
