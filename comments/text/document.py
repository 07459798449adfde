"""A source, read: the one entrance to parsing, with plain text as the way out."""

from __future__ import annotations

from . import engine
from .characters import normalise
from .limits import HARD_LENGTH, MAX_LENGTH, Excess, TooComplexError
from .outline import Block, outline, outline_of_text
from .output import html_of
from .tokenizer import CommentTokenizer


def html_of_source(source: str) -> str:
    """The HTML of any `source`; plain text if it is too long or too complex for markup."""
    text = _accepted(source)
    try:
        return html_of(_read_markup(text), length=len(text))
    except TooComplexError:
        return html_of(outline_of_text(text), length=len(text))


def blocks_of_source(source: str) -> Block:
    """The blocks of any `source`, as they are rendered."""
    text = _accepted(source)
    try:
        return _read_markup(text)
    except TooComplexError:
        return outline_of_text(text)


def excess_of_source(source: str) -> Excess | None:
    """The limit that makes plain text of `source`, or `None`. No character of it is cut before."""
    text = normalise(source)
    try:
        html_of(_read_markup(text), length=len(text))
    except TooComplexError as error:
        return error.excess
    return None


def _accepted(source: str) -> str:
    return normalise(source[:HARD_LENGTH])


def _read_markup(text: str) -> Block:
    if len(text) > MAX_LENGTH:
        raise TooComplexError("length", MAX_LENGTH, len(text))
    return outline(engine.parse(text, tokenizer=CommentTokenizer))
