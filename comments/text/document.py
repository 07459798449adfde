"""A source, read: the one entrance to parsing, with plain text as the way out."""

from __future__ import annotations

from functools import cached_property

from . import engine
from .characters import normalise
from .limits import HARD_LENGTH, MAX_LENGTH, Excess, TooComplexError
from .outline import Block, outline, outline_of_text
from .output import html_of
from .tokenizer import CommentTokenizer


class Document:
    """Any source, which is parsed once and written once, whatever is asked about it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._text = normalise(source[:HARD_LENGTH])

    @cached_property
    def blocks(self) -> Block:
        """The blocks, as they are rendered."""
        markup = self._markup
        return markup if isinstance(markup, Block) else outline_of_text(self._text)

    @cached_property
    def html(self) -> str:
        """The HTML; plain text if the source is too long or too complex for markup."""
        if isinstance(self._written, str):
            return self._written
        return html_of(outline_of_text(self._text), length=len(self._text))

    @property
    def excess(self) -> Excess | None:
        """The limit that makes plain text of it, or `None`. No character is cut before."""
        if len(self._source) > HARD_LENGTH:
            text = normalise(self._source)
            if len(text) > HARD_LENGTH:
                return Excess("length", MAX_LENGTH, len(text))
            return Document(text).excess
        return None if isinstance(self._written, str) else self._written.excess

    @cached_property
    def _markup(self) -> Block | TooComplexError:
        try:
            return _read_markup(self._text)
        except TooComplexError as error:
            return error

    @cached_property
    def _written(self) -> str | TooComplexError:
        if isinstance(self._markup, TooComplexError):
            return self._markup
        try:
            return html_of(self._markup, length=len(self._text))
        except TooComplexError as error:
            return error


def _read_markup(text: str) -> Block:
    if len(text) > MAX_LENGTH:
        raise TooComplexError("length", MAX_LENGTH, len(text))
    return outline(engine.parse(text, tokenizer=CommentTokenizer))
