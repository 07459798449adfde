"""Values of schema.org's data types, as JSON-LD writes them."""

import datetime
import re
from urllib.parse import urlsplit

DURATION = re.compile(r"P(?=\d|T\d)(\d+[YMWD])*(T(\d+[HMS])+)?")
DISTANCE = re.compile(r"\d+ px")
YEAR_OR_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def is_address(value):
    """Tell whether ``value`` is a whole address."""
    parts = urlsplit(value) if isinstance(value, str) else None
    return bool(parts and parts.scheme in {"http", "https"} and parts.netloc and " " not in value)


def is_date(value):
    """Tell whether ``value`` is a date of ISO 8601: a day, a month or a year."""
    if not isinstance(value, str):
        return False
    return bool(YEAR_OR_MONTH.fullmatch(value)) or _parses(datetime.date.fromisoformat, value)


def is_moment(value):
    """Tell whether ``value`` is a moment of ISO 8601 with its time zone."""
    if not isinstance(value, str) or "T" not in value:
        return False
    return _parses(lambda text: datetime.datetime.fromisoformat(text).tzinfo.utcoffset, value)


def _parses(parse, value):
    try:
        parse(value)
    except (ValueError, AttributeError):
        return False
    return True


def is_number(value):
    """Tell whether ``value`` is a number; truth is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


ACCEPTS = {
    "Boolean": lambda value: isinstance(value, bool),
    "Date": is_date,
    "DateTime": is_moment,
    "Distance": lambda value: isinstance(value, str) and bool(DISTANCE.fullmatch(value)),
    "Duration": lambda value: isinstance(value, str) and bool(DURATION.fullmatch(value)),
    "Integer": lambda value: is_number(value) and isinstance(value, int),
    "Number": is_number,
    "Text": lambda value: isinstance(value, str) and bool(value.strip()),
    "URL": is_address,
}
