"""Quote markers: `[quote]`, `[quote=NAME]` and `[/quote]` in the text between tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .characters import SEAM, show_brackets
from .engine import CHARACTERS, END_TAG, START_TAG, Token, characters, tag
from .limits import MAX_QUOTE_DEPTH, MAX_QUOTED_NAME
from .vocabulary import QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A name ends at the first bracket, does not run over a line or a removed tag, and holds no marker.
# Four times the limit leaves room for white space, which is collapsed before it is counted.
_NAME_CHARACTER = rf"(?!\[/?quote[\]=])[^\]\n{SEAM}]"
_MARKER = re.compile(
    rf"\[(?:quote(?:=((?:{_NAME_CHARACTER}){{0,{4 * MAX_QUOTED_NAME}}}))?|(/)quote)\]",
    re.IGNORECASE,
)
_NAME = "name"


@dataclass(slots=True)
class _Marker:
    text: str
    opens: bool
    name: str
    partner: _Marker | None = None


def quoted_name(data: dict[str, str]) -> str:
    """The name in the attributes of a `blockquote` that `pair_markers` made; may be empty."""
    return data.get(_NAME, "")


def pair_markers(tokens: Iterable[Token]) -> Iterator[Token]:
    """The `tokens` with each pair of markers as a `blockquote`, and adjacent texts as one.

    Markers without a partner, and those in `code`, stay text. Pairs deeper than five levels vanish
    and leave their text where it is.
    """
    parts = list(_split(tokens))
    _pair(part for part in parts if isinstance(part, _Marker))
    depth = 0
    for part in parts:
        if not isinstance(part, _Marker):
            yield part
        elif part.partner is None:
            # The seam ends an address that runs into the marker.
            yield _text(SEAM + part.text)
        else:
            depth += part.opens
            if depth <= MAX_QUOTE_DEPTH:
                yield _quote_tag(part)
            # Words do not glue together either where the tree has no element for the marker.
            yield _text("\n\n")
            depth -= not part.opens


def _text(text: str) -> Token:
    return characters(show_brackets(text))


def _quote_tag(marker: _Marker) -> Token:
    if marker.opens:
        return tag(START_TAG, QUOTE, {_NAME: marker.name})
    return tag(END_TAG, QUOTE, {})


def _split(tokens: Iterable[Token]) -> Iterator[Token | _Marker]:
    """Tokens and the markers between them. `code` is open until its own end tag."""
    text: list[str] = []
    code = 0
    for token in tokens:
        if token["type"] == CHARACTERS:
            text.append(token["data"])
            continue
        yield from _markers_in("".join(text), in_code=code > 0)
        text.clear()
        if token["name"] == "code":
            code = code + 1 if token["type"] == START_TAG else max(code - 1, 0)
        yield token
    yield from _markers_in("".join(text), in_code=code > 0)


def _markers_in(text: str, *, in_code: bool) -> Iterator[Token | _Marker]:
    done = 0
    for match in () if in_code else _MARKER.finditer(text):
        name = _clean_name(match[1] or "")
        if len(name) > MAX_QUOTED_NAME:
            continue
        if match.start() > done:
            yield _text(text[done : match.start()])
        yield _Marker(match[0], opens=match[2] is None, name=name)
        done = match.end()
    if done < len(text):
        yield _text(text[done:])


def _clean_name(written: str) -> str:
    name = " ".join(show_brackets(written).split())
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name


def _pair(markers: Iterable[_Marker]) -> None:
    """Tell each marker its partner: an end takes the nearest beginning that is still free."""
    free: list[_Marker] = []
    for marker in markers:
        if marker.opens:
            free.append(marker)
        elif free:
            marker.partner = free.pop()
            marker.partner.partner = marker
