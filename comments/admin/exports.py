"""Spreadsheets that nobody's words can make do anything."""

import re
from datetime import timedelta

from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: What makes a spreadsheet take a text for a formula, in its full width too; blanks do not help.
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")

#: What no XLSX file may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

#: How many rows are read at once.
CHUNK = 2000


def neutralise(text):
    """Return ``text`` as a cell that is a text and nothing else: in any spreadsheet, or as CSV."""
    text = _FORBIDDEN.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text


def describe_duration(value):
    """Return a duration as ``[days] hours:minutes:seconds``, without fractions."""
    return str(timedelta(seconds=round(value.total_seconds())))


class SafeExportMixin(SpreadsheetExportMixin):
    """Wagtail's export, row by row, with every text neutralised.

    ``list_export`` may name what ``get_export_value`` knows, in place of attributes.
    """

    custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        timedelta: {"csv": describe_duration, "xlsx": describe_duration},
    }

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        return neutralise(value) if isinstance(value, str) else value

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(_Rows(queryset), spreadsheet_format)


class _Rows:
    """The rows of a queryset, a part of them in memory at a time; those of a list as they are."""

    def __init__(self, rows):
        self.rows = rows
        self.model = getattr(rows, "model", None)

    def __iter__(self):
        iterate = getattr(self.rows, "iterator", None)
        return iterate(chunk_size=CHUNK) if iterate else iter(self.rows)
