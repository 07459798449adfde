"""Wagtail's own part of API v3: what it reads is asked too, and its faults are known by operation.

Only ``GET`` is asked: what Wagtail writes would take the demo apart.
"""

import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree
from copy import deepcopy
from http import HTTPStatus

from comments.openapi import OURS

#: The faults of Wagtail 8.0 by the id of the operation. One that is gone makes the test fail, so
#: that it leaves the list; any other fault does so, too.
KNOWN_FAULTS = {
    # The type may only be "" in the document of a site without snippets, which no address can hold.
    "snippets_list": "There is no value for `type`.",
    "snippets_detail": "There is no value for `type`.",
    "snippets_revisions_list": "There is no value for `type`.",
    "snippets_revisions_detail": "There is no value for `type`.",
    # A 500 with a token: `user_id` is any text in the document, and a number in the query.
    "pages_revisions_list": "`user_id=null` is a server error.",
}
#: What shows a fault that ``schemathesis`` meets only where its values happen to lead there: the
#: address is asked by an administrator, and the answer is a server error while the fault is there.
REQUESTS = {"pages_revisions_list": "/api/v3/pages/{page_id}/revisions/?user_id=null"}
SECONDS = 30
#: ``schemathesis`` runs these operations alone. The document has the writing ones all the same:
#: it would ask those that the document does not name, to see them refused.
ONLY = (
    *("--include-method", "GET"),
    *("--exclude-path-regex", f"/({'|'.join(OURS)})/"),
)


def with_examples(document, ids):
    """Return a copy of ``document`` whose path parameters have ``{name: ids that exist}``."""
    document = deepcopy(document)
    for item in document["paths"].values():
        for parameter in item.get("get", {}).get("parameters", ()):
            if parameter["in"] == "path" and parameter["name"] in ids:
                values = ids[parameter["name"]]
                parameter["examples"] = {str(value): {"value": value} for value in values}
    return document


def find_faulty(report, document):
    """Return the ids of the operations with a fault in the JUnit ``report`` of ``schemathesis``.

    Raises ``ValueError`` where the report has no operation: nothing was asked.
    """
    cases = list(ElementTree.parse(report).iter("testcase"))
    if not cases:
        raise ValueError(f"{report} has no operations.")
    faulty = set()
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            method, path = case.attrib["name"].split(" ", 1)
            faulty.add(document["paths"][path][method.lower()]["operationId"])
    return faulty


def find_shown(origin, *, token, ids):
    """Return the ids of the operations whose address of ``REQUESTS`` is a server error.

    ``ids`` are ``{name: ids that exist}``; the last of each stands in the address: the first
    page is the root, which has no revisions.
    """
    last = {name: values[-1] for name, values in ids.items() if values}
    return {
        operation
        for operation, address in REQUESTS.items()
        if _ask(origin + address.format(**last), token) >= HTTPStatus.INTERNAL_SERVER_ERROR
    }


def _ask(url, token):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def compare(faulty):
    """Return a line for each difference between ``faulty`` operations and ``KNOWN_FAULTS``."""
    return [
        *(f"{name}: has a fault that is not known." for name in sorted(faulty - set(KNOWN_FAULTS))),
        *(
            f"{name}: its fault is gone, take it from KNOWN_FAULTS: {KNOWN_FAULTS[name]}"
            for name in sorted(set(KNOWN_FAULTS) - faulty)
        ),
    ]
