"""The parts of a list beside the one in an answer, by their addresses: the header ``Link``.

``columns.endpoints.links`` does the same for an application that is installed alone.
"""

from functools import wraps
from urllib.parse import urlencode

from ..reading import get_asked_address

#: Which parameter takes what an answer has as ``next``, and which what it has as ``previous``.
CURSORS = {"next": "after", "previous": "before"}
#: What the header calls them (RFC 8288 and the registry of relations).
RELATIONS = {"next": "next", "previous": "prev"}
#: Each of these says by itself where a part begins.
PLACES = ("after", "before", "offset")

HEADER = {
    "Link": {
        "schema": {"type": "string"},
        "description": "The addresses of the parts beside this one, with `rel` `next` and `prev` "
        "(RFC 8288); without any there is no header.",
    }
}


def notes_parts(function, parameters):
    """Return ``function``, an operation, so that the request knows the parts beside its answer.

    ``parameters`` is such as ``CURSORS``, and may leave one out.
    """

    @wraps(function)
    def wrapped(request, *args, **kwargs):
        answer = function(request, *args, **kwargs)
        if isinstance(answer, dict):
            note_parts(request, answer, parameters)
        return answer

    return wrapped


def note_parts(request, places, parameters):
    """Let ``request`` know the parts beside its answer; ``places`` has what the answer has."""
    request.parts_beside = {
        field: (parameter, places[field])
        for field, parameter in parameters.items()
        if places[field] is not None
    }


def add_links(request, response):
    """Give ``response`` the header, where the operation noted parts beside its answer."""
    links = [
        f'<{_get_address(request, parameter, value)}>; rel="{RELATIONS[field]}"'
        for field, (parameter, value) in getattr(request, "parts_beside", {}).items()
    ]
    if links:
        response["Link"] = ", ".join(links)


def _get_address(request, parameter, value):
    """Return the address that was asked for, at another place: filters and order stay."""
    # At the host that was asked, which decides about the site: not at the one of the settings.
    asked = get_asked_address(request)
    if request.GET and request.GET.keys().isdisjoint(PLACES):
        # A number or a cursor: nothing in it has to be quoted.
        return f"{asked}&{parameter}={value}"
    pairs = [
        (name, each)
        for name, values in request.GET.lists()
        if name not in PLACES
        for each in values
    ]
    query = urlencode([*pairs, (parameter, value)])
    return f"{asked.partition('?')[0]}?{query}"
