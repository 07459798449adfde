"""The only module that imports bleach, and with it html5lib.

bleach 6.4 is its last release, for security too. So what the format takes from it passes through
here, the tree it builds is checked by our own rules, and `gate` checks the result again with an
engine that has nothing in common with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bleach.html5lib_shim import (
    BleachHTMLParser,
    BleachHTMLTokenizer,
    HTMLSerializer,
    constants,
)
from bleach.sanitizer import BleachSanitizerFilter

from .vocabulary import ELEMENTS, OUTPUT, SCHEMES, allowed_in_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

__all__ = [
    "CHARACTERS",
    "END_TAG",
    "SPACES",
    "START_TAG",
    "BleachHTMLTokenizer",
    "Token",
    "accepts_address",
    "characters",
    "parse",
    "serialise",
    "tag",
]

Token = dict[str, Any]

CHARACTERS = constants.tokenTypes["Characters"]
SPACES = constants.tokenTypes["SpaceCharacters"]
START_TAG = constants.tokenTypes["StartTag"]
END_TAG = constants.tokenTypes["EndTag"]


def characters(text: str) -> Token:
    """A text, as the tree builder wants it."""
    return {"type": CHARACTERS, "data": text}


def tag(kind: int, name: str, attributes: dict[str, str]) -> Token:
    """A `START_TAG` or `END_TAG`, as the tree builder wants it."""
    return {
        "type": kind,
        "name": name,
        "data": attributes,
        "selfClosing": False,
        "selfClosingAcknowledged": False,
    }


class _Parser(BleachHTMLParser):
    """bleach's parser with a tokenizer of ours and without its record of errors.

    html5lib looks up line and column for each error, which is quadratic, and nobody reads it.
    """

    def __init__(self, tokenizer: Callable[..., BleachHTMLTokenizer]) -> None:
        super().__init__(ELEMENTS, strip=True, consume_entities=True, namespaceHTMLElements=False)
        self._tokenizer_class = tokenizer

    def _parse(self, stream, innerHTML=False, container="div", scripting=True, **kwargs):  # noqa: N803
        self.innerHTMLMode = innerHTML
        self.container = container
        self.scripting = scripting
        self.tokenizer = self._tokenizer_class(stream, parser=self)
        self.reset()
        self.mainLoop()

    def parseError(self, errorcode="", datavars=None):  # noqa: N802
        pass


class _LastFilter(BleachSanitizerFilter):
    """bleach's sanitiser over our tokens; their text is decoded, so a `&` in it is a `&`.

    bleach expects references in texts and would decode `&amp;lt;` a second time.
    """

    def sanitize_characters(self, token: Token) -> Token:
        return token


_uri_check = BleachSanitizerFilter([]).sanitize_uri_value


def parse(source: str, *, tokenizer: Callable[..., BleachHTMLTokenizer]) -> Element:
    """The tree of `source`, whose tokens come from `tokenizer(source, parser=...)`."""
    return _Parser(tokenizer).parseFragment(source)


def accepts_address(address: str) -> bool:
    """Whether bleach's last filter leaves `address` in an `href`. Needed, not sufficient."""
    return _uri_check(address, SCHEMES) is not None


def serialise(tokens: Iterable[Token]) -> str:
    """The HTML of `tokens` (as html5lib's tree walkers yield them), through bleach's filter."""
    checked = _LastFilter(
        tokens,
        allowed_tags=OUTPUT,
        attributes=allowed_in_output,
        allowed_protocols=SCHEMES,
        strip_disallowed_tags=True,
    )
    serializer = HTMLSerializer(
        quote_attr_values="always",
        quote_char='"',
        omit_optional_tags=False,
        escape_lt_in_attrs=True,
        resolve_entities=False,
    )
    return serializer.render(checked)
