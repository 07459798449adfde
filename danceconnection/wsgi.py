"""The site for WSGI servers, with the settings of production by default."""

import os
from functools import wraps

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.production")


def forget_type_of_nothing(answer):
    """Return ``answer``, a WSGI application, for which a request without a body has no media type.

    Django reads the parameters of an address in the charset of that type, and where it is none of
    text (``rot13``), it answers with an error of its own.
    """

    @wraps(answer)
    def wrapped(environ, start_response):
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            environ.pop("CONTENT_TYPE", None)
        return answer(environ, start_response)

    return wrapped


application = forget_type_of_nothing(get_wsgi_application())
