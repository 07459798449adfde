"""A fake OpenSearch: it speaks the few endpoints that Wagtail's backend asks, and keeps a record.

It finds nothing by itself: a test says what it answers. Whether a real service finds the right
things is not what it can show.
"""

import json
import re
from collections import defaultdict
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit


class FakeOpenSearch(ThreadingHTTPServer):
    """The service on a free port of this machine."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        #: ``{index or alias: {id: document}}``
        self.indexes = defaultdict(dict)
        self.aliases = {}
        #: ``(index, body)`` of each search.
        self.searches = []
        #: ``{part of an index name: ids to answer with}``
        self.answers = {}
        self.deleted = []

    @property
    def url(self):
        return f"opensearch+http://127.0.0.1:{self.server_address[1]}"

    def get_documents(self, name):
        """Return the documents of the index or alias ``name`` by their ids."""
        return self.indexes[self.aliases.get(name, name)]

    def answer(self, method, path, body):
        """Return ``(status, answer)``."""
        for pattern, reply in ROUTES:
            match = re.fullmatch(pattern, f"{method} {path}")
            if match:
                return reply(self, *match.groups(), body)
        raise AssertionError(f"The fake does not know {method} {path}")

    def create(self, name, body):
        self.indexes[name] = {}
        return 200, {"acknowledged": True}

    def drop(self, name, body):
        found = self.indexes.pop(name, None)
        return (404, {"error": "index_not_found"}) if found is None else (200, {})

    def tell_alias(self, name, body):
        index = self.aliases.get(name)
        return (200, {index: {"aliases": {name: {}}}}) if index else (404, {})

    def put_alias(self, index, name, body):
        self.aliases[name] = index
        return 200, {"acknowledged": True}

    def bulk(self, name, body):
        lines = [json.loads(line) for line in body.splitlines()]
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            self.get_documents(name)[action["index"]["_id"]] = document
        items = [{"index": {"status": 201, **action["index"]}} for action in lines[::2]]
        return 200, {"errors": False, "items": items}

    def put_document(self, name, pk, body):
        self.get_documents(name)[pk] = json.loads(body)
        return 201, {"result": "created"}

    def delete_document(self, name, pk, body):
        self.deleted.append((name, pk))
        found = self.get_documents(name).pop(pk, None)
        return (404, {"result": "not_found"}) if found is None else (200, {"result": "deleted"})

    def search(self, name, body):
        self.searches.append((name, json.loads(body)))
        ids = next((ids for part, ids in self.answers.items() if part in name), [])
        hits = [{"_id": str(pk), "_score": 1.0, "fields": {"pk": [str(pk)]}} for pk in ids]
        return 200, {"_scroll_id": "next", "hits": {"hits": hits}}

    def scroll(self, body):
        return 200, {"hits": {"hits": []}}

    def accept(self, *_):
        return 200, {"acknowledged": True}


ROUTES = [
    (r"PUT /([^/]+)", FakeOpenSearch.create),
    (r"DELETE /_search/scroll.*", FakeOpenSearch.accept),
    (r"DELETE /([^/_][^/]*)", FakeOpenSearch.drop),
    (r"(?:HEAD|GET) /_alias/([^/]+)", FakeOpenSearch.tell_alias),
    (r"PUT /([^/]+)/_alias/([^/]+)", FakeOpenSearch.put_alias),
    (r"PUT /[^/]+/_mapping", FakeOpenSearch.accept),
    (r"POST /[^/]+/_refresh", FakeOpenSearch.accept),
    (r"(?:POST|PUT) /([^/]+)/_bulk", FakeOpenSearch.bulk),
    (r"(?:POST|PUT) /([^/]+)/_doc/([^/]+)", FakeOpenSearch.put_document),
    (r"DELETE /([^/]+)/_doc/([^/]+)", FakeOpenSearch.delete_document),
    (r"(?:GET|POST) /([^/_][^/]*)/_search", FakeOpenSearch.search),
    (r"(?:GET|POST) /_search/scroll.*", FakeOpenSearch.scroll),
]


class Handler(BaseHTTPRequestHandler):
    """Reads a request and writes what the service answers."""

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        status, answer = self.server.answer(self.command, urlsplit(self.path).path, body)
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def running():
    """Run the service, and stop it at the end."""
    service = FakeOpenSearch()
    thread = Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
