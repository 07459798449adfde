"""How deep the elements of a comment may stand in each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from . import limits
from .characters import SEAM
from .engine import START_TAG, Token, characters
from .vocabulary import ITEMS, QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# html5lib keeps these open until their end tag, whatever it closes in between.
_FORMATTING = frozenset({"em", "strong", "code"})
_UNCOUNTED = ITEMS | _FORMATTING | {"html", QUOTE}


def limit_nesting(tokens: Iterable[Token], *, tree) -> Iterator[Token]:
    """The `tokens` without inline tags that stand in the same tag: an `em` in an `em` adds nothing.

    If they stayed, html5lib would open each of them again behind each list item. Watches `tree`,
    which the reader of this iterator builds, and raises `TooComplexError` when too much is open
    in it. Items are not counted, because html5lib closes one before the next.
    """
    typed: Counter[str] = Counter()
    for token in tokens:
        name = token.get("name")
        if name not in _FORMATTING or _changes(typed, name, opens=token["type"] == START_TAG):
            yield token
        else:
            yield characters(SEAM)
        if token["type"] == START_TAG:
            _check_depth(tree.openElements, nested=typed.total())


def _changes(typed: Counter[str], name: str, *, opens: bool) -> bool:
    """Count a formatting tag; true if it is the outermost of its name."""
    if opens:
        typed[name] += 1
        return typed[name] == 1
    if typed[name]:
        typed[name] -= 1
        return typed[name] == 0
    return False


def _check_depth(stack, *, nested: int) -> None:
    counted = nested + sum(element.name not in _UNCOUNTED for element in stack)
    if counted > limits.MAX_OPEN_ELEMENTS or len(stack) > limits.MAX_TREE_DEPTH:
        raise limits.TooComplexError
