"""The format's limits, in one place, and the error that says one of them is passed.

They exist because html5lib is quadratic in depth, in attributes and in re-opened inline elements:
inside these figures every input is rendered in linear time, outside them it becomes plain text.
"""

from __future__ import annotations

from typing import NamedTuple

MAX_LENGTH = 10_000
"""Characters of a normalised source that are read as markup; a form refuses more."""

HARD_LENGTH = 60_000
"""Characters of a source that are looked at; what comes after is cut before anything else."""

MAX_TAGS = 1_000
MAX_OPEN_ELEMENTS = 30
MAX_TREE_DEPTH = 100
"""Of the parser's own stack: `li` and `dd` in turns nest without counting as open elements."""

MAX_ATTRIBUTES = 20
MAX_TAG_NAME = 100
MAX_QUOTED_NAME = 100
MAX_QUOTE_DEPTH = 5
MAX_ADDRESS = 2_000
MAX_LINKS = 200
MAX_LINK_TEXT = 72
RESCANS = 4
"""How many times the length of a source may be read again after unfinished tags."""


def output_limit(length: int) -> int:
    """The most characters of HTML that a source of `length` characters may become."""
    return 25 * length + 2_000


class Excess(NamedTuple):
    """A limit that a source passes: which one, what it allows, and what the source has.

    `limit` is one of `length` (characters), `tags`, `open_elements` (the source opens one too many,
    and is not read on), `depth`, `attributes` (of one tag), `tag_name` (characters), `output`
    (characters of HTML) and `unfinished_tags` (characters that would be read again).
    """

    limit: str
    maximum: int
    actual: int


class TooComplexError(Exception):
    """A source passes one of the limits above; it is to be shown as plain text."""

    def __init__(self, limit: str, maximum: int, actual: int) -> None:
        self.excess = Excess(limit, maximum, actual)
        super().__init__(f"{limit}: {actual} of {maximum}")
