"""Search: the database, or a service of its own where ``SEARCH_URL`` names one."""

from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

DATABASE = {"BACKEND": "wagtail.search.backends.database"}

#: What stands before the ``+`` of the URL, and the version of the service's protocol.
SERVICES = {
    "opensearch": "opensearch3",
    "elasticsearch7": "elasticsearch7",
    "elasticsearch8": "elasticsearch8",
    "elasticsearch9": "elasticsearch9",
}

# A reader waits for an answer, and so does an editor who saves while the service is down.
TIMEOUT = 5


def search_backends(url, *, prefix):
    """Return ``WAGTAILSEARCH_BACKENDS`` for a URL, or for the database when ``url`` is empty.

    Such as ``opensearch+https://user:secret@host:9200``. The names of the indexes begin with
    ``prefix``, or with what ``?prefix=`` says, so that several sites may share a service.
    """
    if not url:
        return {"default": DATABASE}
    parts = urlsplit(url)
    service, _, scheme = parts.scheme.partition("+")
    if service not in SERVICES or scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(
            "SEARCH_URL has to be such as opensearch+https://user:secret@host:9200; before the + "
            f"stands one of {', '.join(SERVICES)}, after it http or https."
        )
    prefix = parse_qs(parts.query).get("prefix", [prefix])[0]
    return {
        "default": {
            "BACKEND": f"wagtail.search.backends.{SERVICES[service]}",
            "URLS": [parts._replace(scheme=scheme, query="", fragment="").geturl()],
            "INDEX_PREFIX": f"{prefix}_",
            "TIMEOUT": TIMEOUT,
        }
    }
