"""The parts of a list beside the one in an answer, by their addresses: the header ``Link``.

``comments.api.v3.links`` does the same for an application that is installed alone.
"""

from functools import wraps

#: Which parameter takes what an answer has as ``next``, and which what it has as ``previous``.
OFFSETS = {"next": "offset", "previous": "offset"}
#: What the header calls them (RFC 8288 and the registry of relations).
RELATIONS = {"next": "next", "previous": "prev"}
#: Each of these says by itself where a part begins.
PLACES = ("after", "offset")

HEADER = {
    "Link": {
        "schema": {"type": "string"},
        "description": "The addresses of the parts beside this one, with `rel` `next` and `prev` "
        "(RFC 8288); without any there is no header.",
    }
}


def notes_parts(function, parameters):
    """Return ``function``, an operation, so that the request knows the parts beside its answer.

    ``parameters`` is such as ``OFFSETS``, and may leave one out.
    """

    @wraps(function)
    def wrapped(request, *args, **kwargs):
        answer = function(request, *args, **kwargs)
        if isinstance(answer, dict):
            request.parts_beside = {
                field: (parameter, answer[field])
                for field, parameter in parameters.items()
                if answer[field] is not None
            }
        return answer

    return wrapped


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
    query = request.GET.copy()
    for name in PLACES:
        query.pop(name, None)
    # The first part has its plain address, which caches know.
    if value:
        query[parameter] = value
    # At the host that was asked, which decides about the site.
    path = f"{request.path}?{query.urlencode()}" if query else request.path
    return request.build_absolute_uri(path)
