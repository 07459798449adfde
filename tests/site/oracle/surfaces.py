"""Every address of the site: from its URL configuration and from the OpenAPI document."""

import re
from dataclasses import dataclass
from functools import cache

from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from wagtail.api.v3.api import api

from columns.models import ColumnPage

from .places import COLUMN_PLACES, INDIFFERENT, LEFT_OUT, NOTHING, PLACES


@dataclass(frozen=True)
class Surface:
    """Addresses of one kind.

    ``templates`` have the names of fillers in braces. ``door`` says what tells the site who is
    reading; see ``visitors``. ``optional`` are parameters of the query that are tried one by one,
    ``headers`` those that have to be there.
    """

    name: str
    door: str
    templates: tuple
    optional: tuple = ()
    headers: tuple = ()

    @property
    def names(self):
        """The names of all that has to be filled in."""
        in_braces = {name for text in self.templates for name in re.findall(r"{([^}]+)}", text)}
        return in_braces | {*self.optional, *self.headers}


def list_routes(resolver=None, prefix=""):
    """Yield all routes of the URL configuration, but those below what is left out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver) and route not in LEFT_OUT:
            yield from list_routes(pattern, route)
        else:
            yield route


def list_column_routes():
    """Return the names of the parts of a column, but the column itself."""
    return [route.name for route in ColumnPage.get_subpage_urls() if route.name != "index_route"]


@cache
def list_operations():
    """Return the path and the description of each GET operation of API v3.

    Making the document takes most of a second.
    """
    paths = api.get_openapi_schema(path_prefix="/api/v3/")["paths"]
    return [(path, methods["get"]) for path, methods in paths.items() if "get" in methods]


@cache
def list_surfaces():
    """Return all surfaces that are placed."""
    routes = [Surface(route, *PLACES[route]) for route in list_routes() if route in PLACES]
    parts = [
        Surface(f"column: {name}", "session", (f"{{column_path}}{COLUMN_PLACES[name]}",))
        for name in list_column_routes()
        if name in COLUMN_PLACES
    ]
    others = [
        Surface("nothing", "session", (NOTHING,)),
        Surface("openapi.json", "anybody", ("/api/v3/openapi.json",)),
        Surface("docs", "anybody", ("/api/v3/docs/",)),
    ]
    operations = [describe(path, operation) for path, operation in list_operations()]
    return [*routes, *parts, *others, *operations]


def describe(path, operation):
    """Return the surface of an operation of API v3."""
    required = {"path": [], "query": [], "header": []}
    optional = []
    for parameter in operation.get("parameters", []):
        names = required[parameter["in"]] if parameter["required"] else optional
        names.append(parameter["name"])
    query = [f"{name}={{{name}}}" for name in required["query"]]
    if "limit" in optional:
        query.append("limit=1000")
    return Surface(
        operation["operationId"],
        "token",
        (f"{path}?{'&'.join(query)}" if query else path,),
        optional=tuple(name for name in optional if name not in INDIFFERENT),
        headers=tuple(required["header"]),
    )
