"""Which fields of a comment an answer has: ``?fields=``, read as Wagtail reads it for pages."""

from typing import Required

from django.utils.translation import gettext as _
from typing_extensions import TypedDict
from wagtail.api.v2.utils import FieldsParameterParseError, parse_fields_parameter

from .reading import CommentsComment

_TYPES = dict(CommentsComment.__annotations__)
#: What every answer has, whatever is asked for.
ALWAYS = "id"

# The only place that says which fields there are is ``CommentsComment``.
CommentsPartOfComment = TypedDict(
    "CommentsPartOfComment", _TYPES | {ALWAYS: Required[_TYPES[ALWAYS]]}, total=False
)
CommentsPartOfComment.__doc__ = "Those fields of an approved comment that were asked for."


class UnknownFields(ValueError):
    """The text asks for a field that there is not, or is not written as Wagtail writes it."""


def read_fields(text):
    """Return the names of fields that ``text`` asks for, in Wagtail's syntax; ``id`` always.

    ``html,author_name`` and ``*``: those and all; ``_,html``: only these; ``-html``: all others.
    Raises ``UnknownFields``.
    """
    chosen = set(_TYPES)
    for number, (name, is_negated, nested) in enumerate(_parse(text)):
        if name == "_" and number == 0:
            chosen = set()
        elif name == "*" and number == 0:
            continue
        elif name not in _TYPES or nested:
            raise UnknownFields(_("unknown fields: %(name)s") % {"name": name})
        elif is_negated:
            chosen.discard(name)
        else:
            chosen.add(name)
    return {*chosen, ALWAYS}


def _parse(text):
    try:
        return parse_fields_parameter(text) if text else []
    except FieldsParameterParseError as error:
        raise UnknownFields(_("fields error: %(error)s") % {"error": error}) from error


def choose_fields(comment, names) -> CommentsPartOfComment:
    """Return those fields of ``comment`` that have one of ``names``."""
    return {name: value for name, value in comment.items() if name in names}
