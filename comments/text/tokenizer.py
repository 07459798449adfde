"""From a normalised source to the tokens that the tree is built of."""

from __future__ import annotations

import re
import string
from collections import deque
from typing import TYPE_CHECKING

from . import limits
from .attributes import kept_attributes
from .characters import SEAM, hide_brackets, referenced_character
from .engine import (
    CHARACTERS,
    END_TAG,
    SPACES,
    START_TAG,
    BleachHTMLTokenizer,
    Token,
    characters,
    tag,
)
from .nesting import nest
from .quotes import pair_markers
from .stream import SourceStream
from .vocabulary import ELEMENTS, separator

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_LETTERS = frozenset(string.ascii_letters)
# People write addresses between angle brackets; none of these begins a tag.
_ADDRESS = re.compile(
    r"(?:https?|ftp)://|www\.|(?:mailto:)?[a-z0-9._+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}>",
    re.IGNORECASE,
)
_DECLARATIONS = (("!--", ("-->", "--!>")), ("![CDATA[", ("]]>",)), ("!", (">",)), ("?", (">",)))
_EMPTY_COMMENT = re.compile("!---?>")


class CommentTokenizer(BleachHTMLTokenizer):
    """Yields allowed tags, text, and `blockquote` tags for paired quote markers; nothing else.

    Differs from HTML where HTML loses text: a tag that another `<` or the end of the source
    interrupts is text, and so is `</3`; a comment that nothing closes hides nothing.
    Raises `TooComplexError` when the source passes a limit.
    """

    def __init__(self, stream: str, *, parser) -> None:
        super().__init__(consume_entities=True, stream="", parser=parser)
        self.stream = SourceStream(stream)
        self.tokenQueue = deque()
        self._tokens: list[Token] = []
        self._tag_start: int | None = None
        self._dropped_attributes = 0
        self._tags = 0
        self._read_again = 0
        self._never_follows: set[str] = set()

    def __iter__(self) -> Iterator[Token]:
        return nest(pair_markers(self._read()), tree=self.parser.tree)

    def _read(self) -> list[Token]:
        while True:
            while self.state():
                self._collect()
            self._collect()
            if self._tag_start is None:
                break
            self._take_as_text()
        if self._tags > limits.MAX_TAGS:
            raise limits.TooComplexError("tags", limits.MAX_TAGS, self._tags)
        return self._tokens

    def _collect(self) -> None:
        """Take over the texts that html5lib's states queue; the rest of the queue is errors."""
        while self.tokenQueue:
            token = self.tokenQueue.popleft()
            if token["type"] in (CHARACTERS, SPACES):
                self._text(token["data"])

    def _text(self, text: str) -> None:
        self._tokens.append(characters(text))

    # What begins with "<"

    def tagOpenState(self) -> bool:  # noqa: N802
        source, place = self.stream.source, self.stream.offset
        first, second = source[place : place + 1], source[place + 1 : place + 2]
        self.state = self.dataState
        if first in ("!", "?"):
            self._declaration(place)
        elif _ADDRESS.match(source, place):
            self._text("<")
        elif first in _LETTERS or (first == "/" and second in _LETTERS):
            self._tag_start, self._dropped_attributes = place, 0
            return super().tagOpenState()
        else:
            self._text("<")
        return True

    def _declaration(self, place: int) -> None:
        """Skip a comment, a doctype, CDATA or `<?...>`; one that nothing closes is text.

        So is one that ends at the `>` of a later tag: it would take that tag with it.
        """
        source = self.stream.source
        opening, closings = next(
            kind for kind in _DECLARATIONS if source.startswith(kind[0], place)
        )
        empty = _EMPTY_COMMENT.match(source, place)
        ends = [empty.end()] if empty else self._ends(closings, place + len(opening))
        if ends and (len(opening) > 1 or source.find("<", place, min(ends)) < 0):
            self.stream.offset = min(ends)
            self._text(SEAM)
        else:
            self._text("<")

    def _ends(self, closings: tuple[str, ...], place: int) -> list[int]:
        """Where each of `closings` ends that follows. That one never follows is found out once."""
        ends = []
        for closing in closings:
            if closing not in self._never_follows:
                found = self.stream.source.find(closing, place)
                if found >= 0:
                    ends.append(found + len(closing))
                else:
                    self._never_follows.add(closing)
        return ends

    def _take_as_text(self) -> None:
        """The tag that is being read is none: show its `<` and read on behind it.

        Its text is read again, as text. A source can be made so that this happens at each of its
        characters, therefore it has a limit.
        """
        self._read_again += self.stream.offset - self._tag_start
        allowed = limits.RESCANS * len(self.stream.source)
        if self._read_again > allowed:
            raise limits.TooComplexError("unfinished_tags", allowed, self._read_again)
        self.stream.offset, self._tag_start = self._tag_start, None
        self.tokenQueue.clear()
        self._text("<")
        self.state = self.dataState

    def emitCurrentToken(self) -> None:  # noqa: N802
        token, self._tag_start, self.state = self.currentToken, None, self.dataState
        name = token["name"].translate(_LOWER)
        # Counted to the end, so that the author is told how many there are.
        self._tags += 1
        if len(name) > limits.MAX_TAG_NAME:
            raise limits.TooComplexError("tag_name", limits.MAX_TAG_NAME, len(name))
        attributes = self._dropped_attributes + len(token["data"])
        if attributes > limits.MAX_ATTRIBUTES:
            raise limits.TooComplexError("attributes", limits.MAX_ATTRIBUTES, attributes)
        if name not in ELEMENTS:
            self._text(separator(name, ends=token["type"] == END_TAG) or SEAM)
            return
        data = kept_attributes(name, token["data"]) if token["type"] == START_TAG else {}
        self._tokens.append(tag(token["type"], name, data))

    # References

    def consumeEntity(self, allowedChar=None, fromAttribute=False) -> None:  # noqa: N802, N803
        super().consumeEntity(allowedChar, fromAttribute)
        if not fromAttribute:
            self.tokenQueue[-1]["data"] = hide_brackets(self.tokenQueue[-1]["data"])

    def consumeNumberEntity(self, isHex: bool) -> str:  # noqa: N802, N803
        digits = self.stream.charsUntil(string.hexdigits if isHex else string.digits, True)
        if self.stream.peek() == ";":
            self.stream.char()
        return referenced_character(digits, 16 if isHex else 10)

    # States in which another "<" says that the tag was none

    def tagNameState(self) -> bool:  # noqa: N802
        return self._interrupted() or super().tagNameState()

    def beforeAttributeNameState(self) -> bool:  # noqa: N802
        return self._interrupted() or super().beforeAttributeNameState()

    def attributeNameState(self) -> bool:  # noqa: N802
        """Also drops attributes beyond the limit while they are read: html5lib compares each one
        with all before it. Whether they were too many matters only if the tag ends."""
        attributes = self.currentToken["data"]
        if len(attributes) > limits.MAX_ATTRIBUTES:
            self._dropped_attributes += len(attributes) - 1 - limits.MAX_ATTRIBUTES
            del attributes[limits.MAX_ATTRIBUTES : -1]
        return self._interrupted() or super().attributeNameState()

    def afterAttributeNameState(self) -> bool:  # noqa: N802
        return self._interrupted() or super().afterAttributeNameState()

    def beforeAttributeValueState(self) -> bool:  # noqa: N802
        return self._interrupted() or super().beforeAttributeValueState()

    def attributeValueUnQuotedState(self) -> bool:  # noqa: N802
        return self._interrupted() or super().attributeValueUnQuotedState()

    def _interrupted(self) -> bool:
        if self.stream.peek() != "<":
            return False
        self._take_as_text()
        return True
