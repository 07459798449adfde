"""Spreadsheets of the queue: what is in them, for whom, and that no cell is a formula."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from comments.admin.exports import neutralise
from comments.factories import ReaderCommentFactory
from comments.status import Status

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\u200b=1",
]
HARMLESS = ["", "a=b", "1-1", "a@b.example", "ÖÄ=", "'=1"]


def read(response, kind):
    """Return the rows of a spreadsheet; each cell of XLSX with its type."""
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode())))
    sheet = load_workbook(BytesIO(content)).active
    assert {cell.data_type for row in sheet.rows for cell in row} <= {
        "s",
        "inlineStr",
        "n",
        "d",
        "b",
    }
    return [["" if cell.value is None else cell.value for cell in row] for row in sheet.rows]


def export(client, kind, name="index", **query):
    response = client.get(reverse(f"reader_comments:{name}"), {"export": kind, **query})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return read(response, kind)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_a_text(text):
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text):
    assert neutralise(text) == text


def test_what_no_spreadsheet_may_hold_is_left_out():
    assert neutralise("a\x00\x0b\ufffeb") == "ab"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_queue_is_exported_as_it_is_filtered(
    client, moderator, article, column, elsewhere, kind
):
    ReaderCommentFactory(page=elsewhere, subject="Foreign")
    ReaderCommentFactory(page=article, subject="Approved", status=Status.APPROVED)
    comment = ReaderCommentFactory(
        page=article, subject="=HYPERLINK(0)", body="[quote]Q[/quote] whole", author_name="@Wren"
    )

    head, *rows = export(client, kind, status="held")

    (row,) = rows
    found = dict(zip(head, row, strict=True))
    assert found["Subject"] == "'=HYPERLINK(0)"
    assert found["Name"] == "'@Wren"
    assert found["Comment"] == comment.body
    assert found["Page"] == article.title
    assert found["Section"] == article.get_parent().title
    assert found["Status"] == "Held"
    assert comment.author_email not in str([head, rows])


@pytest.mark.parametrize(
    ("role", "number"), [("superuser", 2), ("moderator", 1), ("editor_elsewhere", 1)]
)
def test_everybody_exports_what_they_see(client, sign_in, comment, elsewhere, role, number):
    ReaderCommentFactory(page=elsewhere)
    sign_in(role)

    assert len(export(client, "csv")) == number + 1


@pytest.mark.parametrize("role", ["author", "admin_only", "anonymous"])
def test_who_moderates_nothing_exports_nothing(client, sign_in, comment, role):
    sign_in(role)

    response = client.get(reverse("reader_comments:index"), {"export": "csv"})

    assert response.status_code == 302


def test_many_rows_cost_as_much_as_few(client, moderator, article):
    def measure():
        with CaptureQueriesContext(connection) as queries:
            rows = export(client, "csv")
        return len(queries), len(rows)

    ReaderCommentFactory.create_batch(2, page=article)
    measure()
    few, _rows = measure()
    ReaderCommentFactory.create_batch(40, page=article)

    assert measure() == (few, 43)
