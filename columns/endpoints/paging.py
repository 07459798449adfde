"""Parts of lists: by number, because these lists are leafed through and not poured in."""

from http import HTTPStatus

from django.conf import settings
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.errors import HttpError

from .operations import LARGEST_NUMBER

DEFAULT_LIMIT = 20
LIMIT = "The limit, or the search, is larger than the site allows."


class ColumnsPart(Schema):
    """Which part of a list."""

    limit: int = Field(
        DEFAULT_LIMIT,
        ge=1,
        le=LARGEST_NUMBER,
        description="At most so many; the site sets the largest number.",
    )
    offset: int = Field(0, ge=0, le=LARGEST_NUMBER, description="How many to leave out before.")


class ColumnsOffsets(Schema):
    """Where a part stands in its list."""

    count: int = Field(description="The number of entries in the whole list.")
    next: int | None = Field(description="The `offset` of the next part; `null` at the end.")
    previous: int | None = Field(description="The `offset` of the part before; `null` for none.")


def check_limit(limit):
    """Raise the 400 for more than ``WAGTAILAPI_LIMIT_MAX``."""
    maximum = getattr(settings, "WAGTAILAPI_LIMIT_MAX", 20)
    if maximum is not None and limit > maximum:
        message = _("limit cannot be higher than {maximum}").format(maximum=maximum)
        raise HttpError(HTTPStatus.BAD_REQUEST, message)


def answer_part(count, part, items):
    """Return the answer with ``items``, which are those of ``part`` in a list of ``count``."""
    end = part.offset + part.limit
    return {
        "count": count,
        "items": items,
        "next": end if end < count else None,
        "previous": max(0, part.offset - part.limit) if part.offset else None,
    }
