"""The faults of Wagtail's own part are known one by one: none is added or kept unnoticed."""

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
