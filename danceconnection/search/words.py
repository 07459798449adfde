"""Words: where they are in a text, and when two of them are the same."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Python's \w leaves out the vowel signs and accents that stand as characters of their own, so that
# it would cut words of many languages to pieces. All but historic scripts are below U+10000.
_MARKS = "".join(
    character
    for character in map(chr, range(0x300, 0xFE30))
    if unicodedata.category(character).startswith("M")
)
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")


class Word(NamedTuple):
    """A word and its place; ``folded`` is what it is compared by."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=8192)
def fold(text):
    """Return ``text`` without regard to case and accents, ``ß`` as ``ss``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def find_words(text):
    """Return the words of ``text`` in order."""
    return [Word(*match.span(), fold(match[0])) for match in _WORD.finditer(text)]


def normalize(text):
    """Return ``text`` composed, on one line, and without characters that nobody sees."""
    composed = unicodedata.normalize("NFC", text)
    visible = (" " if unicodedata.category(c)[0] == "C" else c for c in composed)
    return " ".join("".join(visible).split())
