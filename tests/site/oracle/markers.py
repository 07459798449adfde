"""Words that nothing else contains: by them an answer tells what it shows."""

import re
from typing import NamedTuple

#: In every title and every comment, so that one search finds all of them.
COMMON_WORD = "Everywhere"

_WORD = re.compile(r"(page|draft|voice|aside)(\d{3})q", re.IGNORECASE)
# In the address of a page below it, the slug of a page says nothing about that page.
_SLUG = re.compile(r"slug(\d{3})q(?!/slug)")


class Found(NamedTuple):
    """The numbers of the pages, drafts, comments and asides of which an answer has the words."""

    pages: frozenset
    drafts: frozenset
    comments: frozenset
    asides: frozenset


def word(kind, number):
    """Return the word of ``kind`` (``page``, ``draft``, ``voice`` or ``aside``) for a number."""
    return f"{kind.capitalize()}{number:03}q"


def slug(number):
    """Return the slug of the page with this number."""
    return f"slug{number:03}q"


def find(text):
    """Return what is ``Found`` in ``text``."""
    numbers = {"page": set(), "draft": set(), "voice": set(), "aside": set()}
    for kind, number in _WORD.findall(text):
        numbers[kind.lower()].add(int(number))
    numbers["page"] |= {int(number) for number in _SLUG.findall(text)}
    return Found(*(frozenset(found) for found in numbers.values()))
