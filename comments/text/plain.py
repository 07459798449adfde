"""Comments as plain text: for teasers, mails, titles of feeds and the queue."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from .lines import Paragraph
from .vocabulary import QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .outline import Block

ELLIPSIS = "\u2026"
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_LONGEST_CLUSTER = 64


def teaser(root: Block) -> str:
    """The text of a comment on one line, without its quotes unless it has nothing else."""
    own = _joined(_paragraphs(root, quotes=False))
    return own or _joined(_paragraphs(root, quotes=True))


def shortened(text: str, length: int) -> str:
    """`text` in at most `length` characters, with an ellipsis if it is cut.

    It is cut between words; a single long word is cut between what readers see as characters.
    """
    if len(text) <= length:
        return text
    if length < 1:
        return ""
    cut = _cluster_start(text, length - 1)
    space = text.rfind(" ", 0, cut + 1)
    if space > cut // 2:
        cut = space
    return text[:cut].rstrip() + ELLIPSIS


def _joined(texts: Iterator[str]) -> str:
    return " ".join(" ".join(texts).split())


def _paragraphs(root: Block, *, quotes: bool) -> Iterator[str]:
    pending: list[Block | Paragraph] = [root]
    while pending:
        part = pending.pop()
        if isinstance(part, Paragraph):
            yield "".join(" " if run.text is None else run.text for run in part.runs)
        elif quotes or part.name != QUOTE:
            pending += reversed(part.children)


def _cluster_start(text: str, index: int) -> int:
    """The last place not after `index` that is not inside a grapheme cluster.

    An approximation of Unicode's rules that needs no table: marks, variation selectors, skin tones,
    joined emoji, flags and tag sequences stay whole, conjoining Hangul does. A heap of marks longer
    than any writing system needs is cut.
    """
    floor = max(index - _LONGEST_CLUSTER, 0)
    place = index
    while place > floor and _continues(text, place):
        place -= 1
    return place if place > floor or not floor else index


def _continues(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before it."""
    character, code = text[place], ord(text[place])
    if unicodedata.category(character)[0] == "M" or character == _JOINER:
        return True
    if text[place - 1] == _JOINER or code in _SKIN_TONES or code in _TAGS:
        return True
    if code in _FLAGS:
        return _flags_before(text, place) % 2 == 1
    return 0x1160 <= code <= 0x11FF


def _flags_before(text: str, place: int) -> int:
    """How many letters of flags stand right before `place`: two make one flag."""
    start = place
    while start and place - start < _LONGEST_CLUSTER and ord(text[start - 1]) in _FLAGS:
        start -= 1
    return place - start
