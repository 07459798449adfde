"""The faults of Wagtail's own part are known one by one: none is added or kept unnoticed."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from . import wagtail

DOCUMENT = {
    "paths": {
        "/api/v3/pages/{page_id}/": {
            "get": {
                "operationId": "pages_detail",
                "parameters": [{"in": "path", "name": "page_id"}, {"in": "query", "name": "site"}],
            }
        },
        "/api/v3/sites/": {"get": {"operationId": "sites_list"}},
        "/api/v3/whoami/": {"get": {"operationId": "whoami"}},
    }
}
REPORT = """<testsuites><testsuite>
<testcase name="GET /api/v3/pages/{page_id}/"><failure>Server error</failure></testcase>
<testcase name="GET /api/v3/sites/"><error>Schema error</error></testcase>
<testcase name="GET /api/v3/whoami/"/>
</testsuite></testsuites>"""


def test_failures_and_errors_are_found_by_operation(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)

    assert wagtail.find_faulty(report, DOCUMENT) == {"pages_detail", "sites_list"}


def test_a_report_about_nothing_is_no_success(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text("<testsuites/>")

    with pytest.raises(ValueError, match="no operations"):
        wagtail.find_faulty(report, DOCUMENT)


def test_the_faults_that_are_known_are_no_difference():
    assert wagtail.compare(set(wagtail.KNOWN_FAULTS)) == []


def test_a_new_fault_and_one_that_is_gone_are_both_told(monkeypatch):
    monkeypatch.setattr(wagtail, "KNOWN_FAULTS", {"sites_list": "No value for `type`."})

    new, gone = wagtail.compare({"pages_detail"})

    assert new.startswith("pages_detail: has a fault that is not known")
    assert gone.startswith("sites_list: its fault is gone")


def test_addresses_are_asked_with_ids_that_exist():
    described = wagtail.with_examples(DOCUMENT, {"page_id": [3, 4], "site": [1]})

    parameters = described["paths"]["/api/v3/pages/{page_id}/"]["get"]["parameters"]
    assert parameters[0]["examples"] == {"3": {"value": 3}, "4": {"value": 4}}
    assert "examples" not in parameters[1]
    assert "examples" not in DOCUMENT["paths"]["/api/v3/pages/{page_id}/"]["get"]["parameters"][0]


@contextmanager
def serve(status):
    """Answer each ``GET`` with ``status`` while the block runs; yield the origin and what came."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "shown"), [(500, {"pages_revisions_list"}), (200, set()), (422, set())]
)
def test_a_fault_that_is_met_by_chance_has_a_request_that_shows_it(status, shown):
    with serve(status) as (origin, asked):
        assert wagtail.find_shown(origin, token="a-token", ids={"page_id": [7, 8]}) == shown

    assert asked == [("/api/v3/pages/8/revisions/?user_id=null", "Bearer a-token")]
    assert set(wagtail.REQUESTS) <= set(wagtail.KNOWN_FAULTS)
