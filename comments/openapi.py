"""The OpenAPI document of an API, mended where Wagtail's own part of it is not valid or is silent.

Our operations describe all that they answer. Of Wagtail 8.0's own, no error is described, the
security of operations for everybody names a scheme without a kind, and ``find`` says nothing of
its redirect. What is mended is a copy: the document that the API itself serves stays Wagtail's.
"""

from copy import deepcopy
from http import HTTPStatus

OURS = ("comments", "columns")
REFERENCE = "#/components/schemas/"
PROBLEM = "WagtailProblem"

#: What Wagtail answers to what it refuses (RFC 9457).
PROBLEM_SCHEMA = {
    "type": "object",
    "title": PROBLEM,
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": ["string", "null"]},
        "errors": {
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "properties": {
                    "type": {"type": "string", "description": "A code, such as `required`."},
                    "loc": {
                        "type": "array",
                        "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                        "description": "Where: `body`, what is sent, the field.",
                    },
                    "msg": {"type": "string", "description": "For people."},
                },
            },
        },
    },
}
FOUND = {
    "description": "Where it is.",
    "headers": {"Location": {"schema": {"type": "string"}}},
}


def repair(document):
    """Return a copy of an OpenAPI 3.1 ``document`` of Wagtail's API v3 that is valid and complete.

    Schemes without a kind become the empty requirement, which means "nobody need sign in".
    Operations that describe no error get one for all of them.
    """
    document = deepcopy(document)
    components = document.setdefault("components", {})
    schemes = components.get("securitySchemes", {})
    broken = {name for name, scheme in schemes.items() if not _is_whole(scheme)}
    components["securitySchemes"] = {
        name: scheme for name, scheme in schemes.items() if name not in broken
    }
    components.setdefault("schemas", {})[PROBLEM] = PROBLEM_SCHEMA
    for path, item in document["paths"].items():
        for method, operation in item.items():
            _open(operation, broken)
            if not any(status[0] in "45" for status in map(str, operation["responses"])):
                operation["responses"]["default"] = _make_problem()
            _share_problem(operation)
            if method == "get" and path.endswith("/find/") and _is_foreign(operation):
                operation["responses"][str(HTTPStatus.FOUND.value)] = FOUND
    return document


def _is_whole(scheme):
    return scheme.get("type") != "http" or "scheme" in scheme


def _open(operation, broken):
    requirements = operation.get("security")
    if requirements:
        operation["security"] = [{} if broken & set(each) else each for each in requirements]


def _share_problem(operation):
    """Let all refusals of ``operation`` refer to one component: they look alike."""
    for response in operation["responses"].values():
        problem = response.get("content", {}).get("application/problem+json")
        if problem is not None:
            problem["schema"] = {"$ref": f"{REFERENCE}{PROBLEM}"}


def _is_foreign(operation):
    return not set(operation.get("tags", ())) & {"columns", "comments"}


def _make_problem():
    schema = {"$ref": f"{REFERENCE}{PROBLEM}"}
    return {
        "description": "What was refused, and why.",
        "content": {"application/problem+json": {"schema": schema}},
    }


def keep_ours(document):
    """Return a copy of ``document`` with our operations alone, and the components they use."""
    document = deepcopy(document)
    document["paths"] = {
        path: item
        for path, item in document["paths"].items()
        if any(f"/{name}/" in path for name in OURS)
    }
    schemas = document["components"].get("schemas", {})
    wanted, open_ends = set(), [document["paths"]]
    while open_ends:
        found = set(find_references(open_ends.pop())) - wanted
        wanted |= found
        open_ends += [schemas[name] for name in found]
    document["components"]["schemas"] = {
        name: schema for name, schema in schemas.items() if name in wanted
    }
    return document


def find_references(value):
    """Yield the names of the components that ``value`` refers to."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].removeprefix(REFERENCE)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from find_references(item)
