"""Cursors: the sort key of a comment, written so that it can stand in an address.

A cursor needs no query to be understood, and stays right when the comment that it was made of is
gone. It holds what readers see of the comment anyhow, and no number that counts comments of the
site. Nobody is to rely on how it is written.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import UTC, datetime, timedelta
from struct import Struct
from uuid import UUID

from ..exceptions import PlaceNotFound

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
#: Far enough from the ends of the calendar for every time zone and database.
YEARS = range(1000, 9999)
#: The largest number that the counting columns hold.
LARGEST_COUNT = 2**31 - 1

# Unlike enough to each other that a cursor of one order is none of another.
_FORMATS = {
    ("created_at", "uuid"): Struct(">q16s"),
    ("thread_count", "created_at", "uuid"): Struct(">Iq16s"),
    ("thread_position",): Struct(">I"),
}


def write_cursor(names, comment):
    """Return the cursor of ``comment`` in the order by the fields ``names``."""
    values = [_pack(getattr(comment, name)) for name in names]
    packed = _FORMATS[names].pack(*values)
    return urlsafe_b64encode(packed).rstrip(b"=").decode()


def read_cursor(names, text):
    """Return the values of the fields ``names`` that the cursor ``text`` holds.

    Raises ``PlaceNotFound`` for a text that ``write_cursor`` cannot have written.
    """
    layout = _FORMATS[names]
    try:
        packed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (Error, UnicodeEncodeError) as error:
        raise PlaceNotFound from error
    # The way back has to give the same text: a place has one address.
    if len(packed) != layout.size or urlsafe_b64encode(packed).rstrip(b"=").decode() != text:
        raise PlaceNotFound
    return tuple(
        _UNPACK[name](value) for name, value in zip(names, layout.unpack(packed), strict=True)
    )


def _pack(value):
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    return value.bytes if isinstance(value, UUID) else value


def _unpack_time(number):
    try:
        value = EPOCH + number * MICROSECOND
    except OverflowError as error:
        raise PlaceNotFound from error
    if value.year not in YEARS:
        raise PlaceNotFound
    return value


def _unpack_count(number):
    if number > LARGEST_COUNT:
        raise PlaceNotFound
    return number


_UNPACK = {
    "created_at": _unpack_time,
    "uuid": lambda value: UUID(bytes=value),
    "thread_count": _unpack_count,
    "thread_position": _unpack_count,
}
