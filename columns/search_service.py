"""The search engine, which may be a service of its own that does not answer."""

from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

#: The base errors of the clients that Wagtail's backends use.
CLIENT_ERRORS = (
    ("opensearchpy", "OpenSearchException"),
    ("elasticsearch", "ApiError"),
    ("elasticsearch", "TransportError"),
)


class SearchUnavailable(Exception):
    """The search engine does not answer, or answers with an error. Try again later."""


@contextmanager
def asking():
    """Raise ``SearchUnavailable`` for every error of a search service."""
    errors = tuple(
        getattr(import_module(module), name) for module, name in CLIENT_ERRORS if find_spec(module)
    )
    try:
        yield
    except errors as error:
        raise SearchUnavailable from error
