"""Marking what was looked for, in plain texts: they are escaped once, and no markup is ever cut."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html, format_html_join

from .words import find_words, normalize

ELLIPSIS = "…"
SNIPPET_LENGTH = 240
# How far a cut goes to find the end of a word, and how much stands before the first hit.
STRAY = 30
LEAD = 60
#: What is shorter, such as a heading, says little about where it stands.
TELLING_LENGTH = 60
#: In a long text, later hits than these play no part.
MOST_HITS = 200


class Hit(NamedTuple):
    """A place in a text, and which of the needles is there."""

    start: int
    end: int
    needle: int


class Fragment(NamedTuple):
    """A part of a text that is worth showing: from where on, and the needles that are in it."""

    text: str
    start: int
    needles: set[int]

    @property
    def worth(self):
        """What the best of several fragments has the most of."""
        return len(self.needles), len(self.text) >= TELLING_LENGTH


def is_same(word, wanted):
    """Tell whether a folded word is the wanted one."""
    return word == wanted


def is_beginning(word, wanted):
    """Tell whether a folded word begins with the wanted one."""
    return word.startswith(wanted)


def is_related(word, wanted):
    """Tell whether two folded words differ in their endings only, as far as one can see."""
    shared = 0
    for left, right in zip(word, wanted, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= max(4, min(len(word), len(wanted)) - 1)


@dataclass(frozen=True)
class Highlighter:
    """Marks ``needles`` (tuples of folded words) in texts, by the rule ``accepts``."""

    needles: list[tuple[str, ...]]
    accepts: Callable[[str, str], bool] = is_same

    def loosened(self, texts):
        """Return a highlighter that marks something in ``texts``, if any does.

        Some search engines know a word by its stem: then what they found may not be there
        letter by letter.
        """
        if any(self.find(text) for text in texts):
            return self
        return Highlighter(self.needles, is_related)

    def find(self, text):
        """Return the hits in ``text`` in order; they do not overlap."""
        words, hits, place = find_words(text), [], 0
        while place < len(words) and len(hits) < MOST_HITS:
            hit = self._match(words, place)
            if hit is None:
                place += 1
                continue
            hits.append(hit)
            place += len(self.needles[hit.needle])
        return hits

    def _match(self, words, place):
        for number, needle in enumerate(self.needles):
            found = words[place : place + len(needle)]
            if len(found) == len(needle) and all(
                self.accepts(word.folded, wanted)
                for word, wanted in zip(found, needle, strict=True)
            ):
                return Hit(found[0].start, found[-1].end, number)
        return None

    def mark(self, text, start=0, end=None):
        """Return a part of ``text`` as HTML with its hits in ``<mark>``."""
        end = len(text) if end is None else end
        pieces, place = [], start
        for hit in self.find(text):
            if start <= hit.start and hit.end <= end:
                marked = format_html("<mark>{}</mark>", text[hit.start : hit.end])
                pieces += [text[place : hit.start], marked]
                place = hit.end
        pieces.append(text[place:end])
        return format_html_join("", "{}", ([piece] for piece in pieces))

    def snippet(self, texts, *, length=SNIPPET_LENGTH):
        """Return what to show of plain ``texts``: around the hits, else how they begin.

        One fragment of about ``length`` characters, or two of half of it where no single one has
        all of the needles.
        """
        texts = [text for text in map(normalize, texts) if text]
        everything = set(range(len(self.needles)))
        first = self._find_best(texts, everything, length)
        if first is None:
            return self._cut(texts[0], 0, length) if texts else ""
        second = self._find_best(texts, everything - first.needles, length)
        if second is None:
            return self._cut(first.text, first.start, length)
        halves = (self._cut(part.text, part.start, length // 2) for part in (first, second))
        return format_html("{} {}", *halves)

    def _find_best(self, texts, wanted, length):
        """Return the first ``Fragment`` with the most of the ``wanted`` needles, or ``None``."""
        best = None
        for text in texts:
            hits = [hit for hit in self.find(text) if hit.needle in wanted]
            for number, hit in enumerate(hits):
                end = hit.start + length - LEAD
                needles = {later.needle for later in hits[number:] if later.end <= end}
                fragment = Fragment(text, hit.start, needles)
                if needles and (best is None or fragment.worth > best.worth):
                    best = fragment
                if best and best.worth == (len(wanted), True):
                    return best
        return best

    def _cut(self, text, place, length):
        """Return about ``length`` characters of ``text`` around ``place``, cut between words."""
        start = max(0, place - LEAD)
        if start:
            space = text.find(" ", start, min(start + STRAY, place))
            start = space + 1 if space >= 0 else start
        end = min(len(text), start + length)
        if end < len(text):
            space = text.rfind(" ", max(place, end - STRAY), end)
            end = space if space >= 0 else end
        before = ELLIPSIS if start else ""
        after = ELLIPSIS if end < len(text) else ""
        return format_html("{}{}{}", before, self.mark(text, start, end), after)
