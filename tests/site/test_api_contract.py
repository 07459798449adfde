"""What front ends build on: the part of the OpenAPI document that is ours.

After a change on purpose, write the snapshot anew and look at what it changes for others::

    UPDATE_SNAPSHOTS=1 python -m pytest tests/site/test_api_contract.py
"""

import json
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi.json"
PREFIXES = ("Columns", "Comments")
PAGE_SCHEMAS = (
    "ArticlePageSchema",
    "AuthorIndexPageSchema",
    "AuthorPageSchema",
    "ColumnPageSchema",
    "HomePageSchema",
    "IssueIndexPageSchema",
    "IssuePageSchema",
)
#: What is sent may leave something out.
INPUTS = {
    "CommentsAnswer",
    "CommentsCaseAction",
    "CommentsChosen",
    "CommentsDecision",
    "CommentsDecisionAboutAll",
    "CommentsEdit",
    "CommentsFilterBody",
    "CommentsFlag",
    "CommentsNewComment",
    "CommentsNewReason",
    "CommentsNewSectionWorkflow",
    "CommentsReasonChange",
    "CommentsReasonTextInput",
    "CommentsSectionWorkflowChange",
    "CommentsSettingsChange",
}
REFERENCE = "#/components/schemas/"


@pytest.fixture
def document(client):
    return client.get("/api/v3/openapi.json").json()


#: What is there for sure, of the answers in which a reader leaves out fields.
REQUIRED = {"CommentsPartOfComment": {"id"}}


def without_prose(value):
    """Return ``value`` without titles and descriptions: a better word breaks no front end."""
    if isinstance(value, dict):
        return {
            key: without_prose(item)
            for key, item in value.items()
            if not (key in {"title", "description"} and isinstance(item, str))
        }
    return [without_prose(item) for item in value] if isinstance(value, list) else value


def get_contract(document):
    """Return our operations and components, and the pages' schemas, which hold our fields."""
    document = without_prose(document)
    schemas = document["components"]["schemas"]
    return {
        "paths": {
            path: operations
            for path, operations in document["paths"].items()
            if path.startswith(("/api/v3/columns/", "/api/v3/comments/"))
        },
        "schemas": {
            name: schemas[name]
            for name in sorted(schemas)
            if name.startswith(PREFIXES) or name in PAGE_SCHEMAS
        },
    }


def find_references(value):
    """Yield the names of the components that ``value`` refers to."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].removeprefix(REFERENCE)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from find_references(item)


@pytest.mark.django_db
def test_the_contract_is_the_one_that_was_agreed(document):
    contract = get_contract(document)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(json.dumps(contract, indent=2, ensure_ascii=False) + "\n")

    assert contract == json.loads(SNAPSHOT.read_text())


@pytest.mark.django_db
def test_the_document_holds_our_operations_and_all_that_they_can_answer(document):
    paths = document["paths"]
    comments = paths["/api/v3/comments/"]["get"]
    comment = paths["/api/v3/comments/{comment_id}/"]["get"]

    assert set(comments["responses"]) == {"200", "400", "401", "404", "422"}
    assert set(comment["responses"]) == {"200", "401", "404", "422"}
    assert {parameter["name"] for parameter in comments["parameters"]} == {
        "page",
        "limit",
        "offset",
        "sort",
        "after",
        "before",
        "fields",
    }
    # Either a token or nothing.
    assert comments["security"] == [{"BearerTokenAuth": []}, {}]


@pytest.mark.django_db
def test_our_components_are_told_apart_from_those_of_others(document):
    schemas = get_contract(document)["schemas"]
    ours = [name for name in schemas if name.startswith(PREFIXES)]

    used = {reference for name in ours for reference in find_references(schemas[name])}

    assert used
    assert all(name.startswith(PREFIXES) for name in used)
    assert used <= set(ours)


@pytest.mark.django_db
def test_what_is_read_has_no_defaults(document):
    schemas = get_contract(document)["schemas"]

    for name in schemas:
        if name.startswith(PREFIXES) and not name.endswith("Query") and name not in INPUTS:
            required = REQUIRED.get(name, set(schemas[name]["properties"]))
            assert set(schemas[name]["required"]) == required
            assert not any("default" in each for each in schemas[name]["properties"].values())


@pytest.mark.django_db
def test_a_part_of_a_comment_has_the_fields_of_a_comment(document):
    schemas = document["components"]["schemas"]

    part, whole = (schemas[f"Comments{name}"] for name in ("PartOfComment", "Comment"))

    assert part["properties"] == whole["properties"]


def find_keys(value):
    """Yield the names of all properties in a part of the document."""
    if isinstance(value, dict):
        yield from value.get("properties", {})
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from find_keys(item)


@pytest.mark.django_db
def test_no_private_field_is_in_the_contract(document):
    schemas = get_contract(document)["schemas"]
    # What is posted has an address in it, and comes back in no answer.
    del schemas["CommentsNewComment"]

    names = set(find_keys(schemas))

    assert not names & {"author_email", "email", "network", "body_source", "reader_key"}


@pytest.mark.django_db
def test_what_readers_are_answered_says_nothing_of_moderation(document):
    paths = get_contract(document)["paths"]
    shown = set()
    for path, operations in paths.items():
        if "/moderation/" not in path:
            shown |= set(find_references(operations.get("get", {})))
    schemas = document["components"]["schemas"]
    names = set(find_keys([schemas[name] for name in shown]))

    assert "CommentsList" in shown
    assert not names & {"reason", "explanation", "flag_count", "record"}


@pytest.mark.django_db
def test_moderation_needs_a_token_and_reading_does_not(document):
    for path, operations in get_contract(document)["paths"].items():
        expected = [{"BearerTokenAuth": []}]
        if "/moderation/" not in path:
            expected.append({})
        for operation in operations.values():
            assert operation["security"] == expected, path
            assert "401" in operation["responses"]


@pytest.mark.django_db
def test_the_document_can_be_closed(client, settings):
    settings.WAGTAILAPI_DOCS_ENABLED = False

    assert client.get("/api/v3/openapi.json").status_code == 404
    assert client.get("/api/v3/docs/").status_code == 404
