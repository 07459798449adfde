"""From blocks and paragraphs to HTML: the only place that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import engine, gate
from .limits import TooComplexError, output_limit
from .lines import Paragraph, Run, Wrapper
from .outline import Block
from .quotes import quoted_name
from .vocabulary import ATTRIBUTION, ATTRIBUTION_CLASS, ITEMS, QUOTE, REL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .engine import Token

_ESCAPED = {"&": 4, "<": 3, ">": 3, '"': 5, "\xa0": 5}


def html_of(root: Block, *, length: int) -> str:
    """The checked HTML of a comment whose source has `length` characters.

    Raises `TooComplexError` if it would be out of proportion to the source: a few wrappers that
    each paragraph opens again can make megabytes of ten kilobytes.
    """
    budget = _Budget(output_limit(length))
    return gate.clean(engine.serialise(map(budget.spend, _tokens(root))))


class _Budget:
    def __init__(self, characters: int) -> None:
        self._characters = self._left = characters

    def spend(self, token: Token) -> Token:
        self._left -= _length(token)
        if self._left < 0:
            spent = self._characters - self._left
            raise TooComplexError("output", self._characters, spent)
        return token


def _length(token: Token) -> int:
    """The length of `token` in HTML, or a little more."""
    if token["type"] == "Characters":
        return _escaped_length(token["data"])
    attributes = token.get("data", {})
    return (
        3
        + len(token["name"])
        + sum(4 + len(name) + _escaped_length(value) for (_, name), value in attributes.items())
    )


def _escaped_length(text: str) -> int:
    return len(text) + sum(text.count(character) * more for character, more in _ESCAPED.items())


def _tokens(root: Block) -> Iterator[Token]:
    """The tokens of `root` without recursion: quotes and lists may be deep."""
    pending: list[Iterator[Token | Block]] = [_parts(root)]
    while pending:
        part = next(pending[-1], None)
        if part is None:
            pending.pop()
        elif isinstance(part, Block):
            pending.append(_parts(part))
        else:
            yield part


def _parts(block: Block) -> Iterator[Token | Block]:
    """The tokens of `block` itself, and the blocks in it."""
    if block.name:
        yield _start(block.name, {} if block.name == QUOTE else block.attributes)
    if block.name == QUOTE:
        yield from _attribution(quoted_name(block.attributes))
    bare = block.name in ITEMS and _paragraphs(block) == 1
    for child in block.children:
        if isinstance(child, Block):
            yield child
        elif bare:
            yield from _inline(child.runs)
        else:
            yield _start("p", {})
            yield from _inline(child.runs)
            yield _end("p")
    if block.name:
        yield _end(block.name)


def _paragraphs(block: Block) -> int:
    return sum(isinstance(child, Paragraph) for child in block.children)


def _attribution(name: str) -> Iterator[Token]:
    """Not translated: the same source must give the same HTML for every reader."""
    yield _start(ATTRIBUTION, {"class": ATTRIBUTION_CLASS})
    yield _characters(f"{name} wrote:" if name else "Quote:")
    yield _end(ATTRIBUTION)


def _inline(runs: list[Run]) -> Iterator[Token]:
    """The runs of one paragraph, with the wrappers opened and closed as they change."""
    opened: list[Wrapper] = []
    for text, wrappers in runs:
        kept = 0
        while kept < min(len(opened), len(wrappers)) and opened[kept] is wrappers[kept]:
            kept += 1
        while len(opened) > kept:
            yield _end(opened.pop().name)
        for wrapper in wrappers[kept:]:
            opened.append(wrapper)
            yield _start(wrapper.name, wrapper.attributes)
        yield _characters(text) if text is not None else _break()
    while opened:
        yield _end(opened.pop().name)


def _start(name: str, attributes: dict[str, str]) -> Token:
    data = {(None, key): value for key, value in attributes.items()}
    if name == "a":
        data[None, "rel"] = REL
    return {"type": "StartTag", "name": name, "namespace": None, "data": data}


def _end(name: str) -> Token:
    return {"type": "EndTag", "name": name, "namespace": None}


def _break() -> Token:
    return {"type": "EmptyTag", "name": "br", "namespace": None, "data": {}}


def _characters(text: str) -> Token:
    return {"type": "Characters", "data": text}
