"""The comments' text format: what readers type, and how it shows.

This package is a seam. A site may name another format; it then gives `render`, `excerpt`, `quote`,
`excess`, `MAX_LENGTH` and `FORMAT_VERSION` with the contracts below, and `comments.testkit` checks
them against the safety rules. It may give `read` besides, which spares a post three parsings.

The source is kept as it was typed and never edited. `render` makes the HTML that is stored beside
it, together with `FORMAT_VERSION`: raise that number with every change that makes other HTML of
the same source, and stored HTML of an older version is rendered again.
"""

from __future__ import annotations

from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from .characters import normalise
from .document import Document
from .limits import MAX_LENGTH, Excess
from .plain import shortened, teaser
from .quoting import quote

__all__ = [
    "FORMAT_VERSION",
    "MAX_LENGTH",
    "Excess",
    "Reading",
    "excerpt",
    "excess",
    "normalise",
    "quote",
    "read",
    "render",
]

FORMAT_VERSION: int = 1


def render(source: str, /) -> SafeString:
    """The HTML of a comment, safe between `<div>` and `</div>` and nowhere else.

    Pure, deterministic, linear in time, and never raises for any `str`. What is longer than
    `MAX_LENGTH` characters or too deeply nested is shown as plain text; what is beyond 60,000
    characters is cut. The answer is empty only if nothing in `source` is visible.
    """
    return read(source).html


def excess(source: str) -> Excess | None:
    """The limit that `source` passes, with both figures, or `None` while it passes none.

    What passes a limit is refused by the form and the APIs, and shown as plain text by `render`.
    """
    return read(source).excess


def excerpt(source: str, length: int) -> str:
    """The beginning of a comment as plain text on one line, of at most `length` characters.

    Not HTML: it may hold `<` and `&`, and is to be escaped like any text. What is cut ends in an
    ellipsis, which counts. Quotes are left out, unless the comment consists of nothing else.
    """
    return read(source).excerpt(length)


def read(source: str) -> Reading:
    """The answers of `render`, `excess` and `excerpt` about `source`, of one parsing."""
    return Reading(Document(source))


class Reading:
    """A source that was read; each answer is made when it is asked for, and once."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def html(self) -> SafeString:
        """What `render` answers."""
        return mark_safe(self._document.html)  # noqa: S308 -- the format's own last gate made it

    @property
    def excess(self) -> Excess | None:
        """What `excess` answers."""
        return self._document.excess

    def excerpt(self, length: int) -> str:
        """What `excerpt` answers."""
        return shortened(teaser(self._document.blocks), length)
