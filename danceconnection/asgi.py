"""The site for ASGI servers. WSGI is 5 to 7 times faster for this synchronous stack."""

import os
from functools import wraps

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.production")


def forget_type_of_nothing(answer):
    """Return ``answer``, an ASGI application, as ``wsgi.forget_type_of_nothing`` does for WSGI."""

    @wraps(answer)
    async def wrapped(scope, receive, send):
        if scope.get("method") in {"GET", "HEAD"}:
            headers = [pair for pair in scope["headers"] if pair[0] != b"content-type"]
            scope = scope | {"headers": headers}
        await answer(scope, receive, send)

    return wrapped


application = forget_type_of_nothing(get_asgi_application())
