"""The source as the tokenizer reads it: one string and a place in it."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=64)
def _run_of(characters: tuple[str, ...], opposite: bool) -> re.Pattern[str]:
    negation = "" if opposite else "^"
    return re.compile(f"[{negation}{re.escape(''.join(characters))}]*")


class SourceStream:
    """Stands in for html5lib's input stream, with its interface.

    That one reads in chunks, cannot be set back to an earlier place, and (in bleach's wrapper)
    copies every character once more to remember the tag it is in. A comment is one short string:
    its place is an index, and setting it back is an assignment.
    """

    errors: tuple[str, ...] = ()

    def __init__(self, source: str) -> None:
        self.source = source
        self.offset = 0

    def peek(self) -> str:
        """The next character, which stays unread; the empty string at the end."""
        return self.source[self.offset : self.offset + 1]

    def char(self) -> str | None:
        if self.offset >= len(self.source):
            return None
        self.offset += 1
        return self.source[self.offset - 1]

    def charsUntil(self, characters, opposite: bool = False) -> str:  # noqa: N802
        run = _run_of(tuple(sorted(characters)), opposite).match(self.source, self.offset)
        self.offset = run.end()
        return run.group()

    def unget(self, character: str | None) -> None:
        if character is not None:
            self.offset -= 1

    def start_tag(self) -> None:
        """Called by bleach's tokenizer; a tag is remembered by its offset here."""
