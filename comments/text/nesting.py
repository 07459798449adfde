"""How the elements of a comment stand in each other, before the tree is built.

Inline elements are brought into order here: they never hold a block and never cross, which the
rules for paragraphs ask for anyway. html5lib repairs crossing tags too, but not as the standard
says where several cross: it then puts words into another order.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from . import limits
from .characters import SEAM
from .engine import END_TAG, START_TAG, Token, characters, tag
from .vocabulary import INLINE, ITEMS, LISTS, QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNCOUNTED = INLINE | ITEMS | {"html", QUOTE}


def nest(tokens: Iterable[Token], *, tree) -> Iterator[Token]:
    """The `tokens` with each inline element opened where its text is, and closed before a block.

    Watches `tree`, which the reader of this iterator builds, and raises `TooComplexError` when too
    much is open in it. Items are not counted, because html5lib closes one before the next.
    """
    inline = _Inline(tree)
    for token in tokens:
        name = token.get("name")
        if name is None:
            yield from inline.text(token)
        elif name in INLINE:
            inline.change(token)
            inline.check_depth()
        elif token["type"] == START_TAG or inline.is_open(name):
            yield from inline.closing(0)
            yield token
            inline.forget_what_ended()
            inline.check_depth()
        else:
            inline.seam = SEAM


class _Inline:
    """The inline elements that the author wants for the next text, and those that are open."""

    def __init__(self, tree) -> None:
        self._tree = tree
        self._typed: Counter[str] = Counter()
        self._wanted: list[Token] = []
        self._opened: list[Token] = []
        self._home_of_cite = None
        self.seam = ""

    def text(self, token: Token) -> Iterator[Token]:
        """The text, in the elements that it is to have; blanks between items need none."""
        blank = not token["data"].strip() and self._tree.openElements[-1].name in LISTS
        if not blank:
            yield from self._opening()
        yield characters(self.seam + token["data"])
        self.seam = ""

    def change(self, token: Token) -> None:
        """Take note of an inline tag. An `em` in an `em` adds nothing; an `a` ends the one before.

        The tag ends an address even if it changes nothing.
        """
        name, self.seam = token["name"], SEAM
        if token["type"] == END_TAG:
            self._typed[name] -= self._typed[name] > 0
            if not self._typed[name]:
                self._forget(name)
        elif name == "a" or not self._typed[name]:
            self._forget(name)
            self._typed[name] = 1
            self._wanted.append(token)
            if name == "cite":
                self._home_of_cite = self._innermost_block()
        else:
            self._typed[name] += 1

    def forget_what_ended(self) -> None:
        """`cite` ends with the block that it stands in; HTML opens only the others again."""
        if self._typed["cite"] and self._home_of_cite not in self._tree.openElements:
            self._forget("cite")
            self._typed["cite"] = 0

    def is_open(self, name: str) -> bool:
        return any(element.name == name for element in self._tree.openElements)

    def check_depth(self) -> None:
        stack = self._tree.openElements
        counted = self._typed.total() + sum(element.name not in _UNCOUNTED for element in stack)
        if counted > limits.MAX_OPEN_ELEMENTS:
            raise limits.TooComplexError("open_elements", limits.MAX_OPEN_ELEMENTS, counted)
        if len(stack) > limits.MAX_TREE_DEPTH:
            raise limits.TooComplexError("depth", limits.MAX_TREE_DEPTH, len(stack))

    def closing(self, kept: int) -> Iterator[Token]:
        """End tags for all open elements but the outermost `kept`."""
        while len(self._opened) > kept:
            yield tag(END_TAG, self._opened.pop()["name"], {})

    def _opening(self) -> Iterator[Token]:
        kept = 0
        while kept < min(len(self._opened), len(self._wanted)):
            if self._opened[kept] is not self._wanted[kept]:
                break
            kept += 1
        yield from self.closing(kept)
        for token in self._wanted[kept:]:
            self._opened.append(token)
            yield tag(START_TAG, token["name"], dict(token["data"]))

    def _forget(self, name: str) -> None:
        self._wanted = [token for token in self._wanted if token["name"] != name]

    def _innermost_block(self):
        stack = self._tree.openElements
        return next(element for element in reversed(stack) if element.name not in INLINE)
