"""What a "Quote" button puts into the form."""

from __future__ import annotations

from html import escape, unescape
from typing import Protocol

from .characters import normalise
from .document import Document
from .limits import MAX_QUOTED_NAME
from .lines import Paragraph, Run
from .outline import Block
from .quotes import quoted_name
from .vocabulary import QUOTE

_REPLY = "reply"


class Quotable(Protocol):
    """What is needed of a comment to quote it."""

    author_name: str
    body: str


def quote(comment: Quotable) -> str:
    """The source that quotes `comment`, attributed to its author, with a newline behind it.

    The author's source stands in it as it is, unless it would break out of the quote or reach into
    the reply (a marker or an element that it leaves open): then its markup is shown as text.
    """
    name, body = _name(comment.author_name), normalise(comment.body).strip()
    source = _quotation(name, body)
    return source if _stays_within(source, name) else _quotation(name, _as_text(body))


def _quotation(name: str, body: str) -> str:
    opening = f"[quote={_name_source(name)}]" if name else "[quote]"
    return f"{opening}{body}[/quote]\n"


def _name(author: str) -> str:
    """The author's name as an attribution can show it: on one line, without its closing bracket."""
    return " ".join(normalise(author).replace("]", "").split())[:MAX_QUOTED_NAME].strip()


def _name_source(name: str) -> str:
    """The name as it is typed: only what would be read as markup becomes a reference."""
    if "<" in name or "[" in name or unescape(name) != name:
        name = escape(name, quote=False).replace("[", "&#91;")
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        # One pair of quotation marks around a name is removed, so it needs another.
        name = f"{name[0]}{name}{name[0]}"
    return name


def _as_text(body: str) -> str:
    return escape(body, quote=False).replace("[", "&#91;")


def _stays_within(source: str, name: str) -> bool:
    """Whether a reply behind `source` would stand alone behind a single quote."""
    match Document(source + _REPLY).blocks.children:
        case [
            Block(name=tag, attributes=attributes),
            Paragraph(runs=[Run(text=text, wrappers=())]),
        ]:
            return tag == QUOTE and quoted_name(attributes) == name and text == _REPLY
    return False
