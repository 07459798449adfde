"""Lines of inline content, gathered into paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

_SPACE = " \t"


@dataclass(eq=False, slots=True)
class Wrapper:
    """An inline element around some runs. Two of them are never equal, even with one name."""

    name: str
    attributes: dict[str, str]


class Run(NamedTuple):
    """A text, or a line break if it is `None`, and the wrappers around it from the outside in."""

    text: str | None
    wrappers: tuple[Wrapper, ...]


@dataclass(eq=False, slots=True)
class Paragraph:
    runs: list[Run] = field(default_factory=list)


class Lines:
    """Takes texts one after the other; `finish` gives the paragraphs that they make.

    One newline is a break, one or more blank lines begin a paragraph. White space at the ends of
    lines and paragraphs is dropped; a line of white space is blank.
    """

    def __init__(self) -> None:
        self._paragraphs: list[Paragraph] = []
        self._runs: list[Run] = []
        self._spaces: list[Run] = []
        self._newlines = 0

    def add(self, text: str, wrappers: tuple[Wrapper, ...]) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self._newlines += 1
                self._spaces.clear()
            if not line or line.isspace():
                self._space(line, wrappers)
                continue
            right = line.lstrip(_SPACE)
            middle = right.rstrip(_SPACE)
            self._space(line[: len(line) - len(right)], wrappers)
            self.add_verbatim(middle, wrappers)
            self._space(right[len(middle) :], wrappers)

    def add_verbatim(self, text: str, wrappers: tuple[Wrapper, ...]) -> None:
        """Add `text` with the white space and newlines in it, as they are."""
        if not text:
            return
        if self._newlines > 1:
            self._end_paragraph()
        elif self._newlines and self._runs:
            self._runs.append(Run(None, _common(self._runs[-1].wrappers, wrappers)))
        elif self._runs:
            self._runs += self._spaces
        self._spaces.clear()
        self._newlines = 0
        self._runs.append(Run(text, wrappers))

    def finish(self) -> list[Paragraph]:
        """The paragraphs so far; the next text begins a new one."""
        self._end_paragraph()
        self._newlines = 0
        done, self._paragraphs = self._paragraphs, []
        return done

    def _space(self, text: str, wrappers: tuple[Wrapper, ...]) -> None:
        if text:
            self._spaces.append(Run(text, wrappers))

    def _end_paragraph(self) -> None:
        if any(run.text and not run.text.isspace() for run in self._runs):
            self._paragraphs.append(Paragraph(self._runs))
        self._runs = []
        self._spaces.clear()


def _common(first: tuple[Wrapper, ...], second: tuple[Wrapper, ...]) -> tuple[Wrapper, ...]:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one is not other:
            break
        count += 1
    return first[:count]
