"""Which characters a comment may hold, typed or written as numeric references."""

from __future__ import annotations

import re

REFERENCED_OPEN = "\ufdd0"
REFERENCED_CLOSE = "\ufdd1"
"""Brackets that the author wrote as references, until the quote markers are paired. Both, and the
seam, are non-characters: `normalise` removes them from every source, so no author can write one."""

SEAM = "\ufdd2"
"""Stands in a text where a tag or a comment was dropped: an address or a marker ends there."""

_HIDE_BRACKETS = str.maketrans("[]", REFERENCED_OPEN + REFERENCED_CLOSE)
_SHOW_BRACKETS = str.maketrans(REFERENCED_OPEN + REFERENCED_CLOSE, "[]")

_NEWLINES = re.compile("\r\n?")
_PLANES = range(0, 0x110000, 0x10000)
_PLANE_ENDS = "".join(chr(plane + last) for plane in _PLANES for last in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    f"{_PLANE_ENDS}]"
)
# White space, Unicode's Default_Ignorable_Code_Point, and the blank of Braille.
_VISIBLE = re.compile(
    "[^\\s\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_REPLACEMENT = "\ufffd"
_DIGITS = {10: 7, 16: 6}


def normalise(source: str) -> str:
    """`source` with LF as its only line end and without the characters that no comment may hold.

    Removed are C0 except tab and LF, DEL, C1, surrogates, non-characters and the bidirectional
    embeddings, overrides and isolates, which can make a text show in another order than it runs.
    What is left is what the limit of length counts. Idempotent.
    """
    return _FORBIDDEN.sub("", _NEWLINES.sub("\n", source))


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of the plain `text`.

    Joiners, variation selectors and the like shape what stands beside them and show nothing alone.
    """
    return _VISIBLE.search(text) is not None


def referenced_character(digits: str, base: int) -> str:
    """What the numeric reference with these `digits` stands for: one character or nothing.

    The forbidden characters vanish, impossible code points become U+FFFD. The number of digits is
    looked at first, because `int()` raises for more than 4,300 of them.
    """
    significant = digits.lstrip("0")
    if len(significant) > _DIGITS[base]:
        return _REPLACEMENT
    code_point = int(significant or "0", base)
    if code_point > 0x10FFFF:
        return _REPLACEMENT
    return _FORBIDDEN.sub("", chr(code_point)) if code_point != 0x0D else ""


def hide_brackets(text: str) -> str:
    """Mark the brackets of a decoded reference, so that they make no quote marker."""
    return text.translate(_HIDE_BRACKETS)


def show_brackets(text: str) -> str:
    """Undo `hide_brackets`."""
    return text.translate(_SHOW_BRACKETS)
