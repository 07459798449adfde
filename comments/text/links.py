"""Addresses in plain text: what becomes a link by itself, and where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .addresses import safe_address
from .hosts import end_of_host, end_of_port, is_domain, is_host
from .limits import MAX_ADDRESS, MAX_LINK_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMES = frozenset({"http", "https", "ftp"})
_LOCAL_PART = 64
# Whatever may begin an address. `data:` and its like begin what must stay text to its end.
_TRIGGER = re.compile(
    r"://|www\.|@|\b(?:javascript|vbscript|livescript|data):(?!//)", re.IGNORECASE
)
_SCHEME = re.compile(r"[^\W_]{1,32}\Z")
_LOCAL = re.compile(r"[A-Za-z0-9._+%-]+\Z")
# A percent sign that a mail program would take for the beginning of an encoded character.
_ENCODED = re.compile("%(?=[0-9A-Fa-f]{2})")
_MAILTO = re.compile(r"mailto:\Z", re.IGNORECASE)
_ADDRESS_CHARACTER = (
    # Neither white space, nor what a URL cannot hold, nor typographic quotes, nor the full-width
    # punctuation of Chinese and Japanese, nor the seam of a removed tag.
    r"[^\s<>\"{}|\\^`\u2018-\u201f\u2039\u203a\xab\xbb\u3001\u3002\u3008-\u3011\u3014-\u301f\uff01"
    r"\uff02\uff07-\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b-\uff5d\uff5f-\uff64\ufdd2]"
)
_RUN = re.compile(f"{_ADDRESS_CHARACTER}*")
_ADDRESS = re.compile(f"{_ADDRESS_CHARACTER}{{0,{MAX_ADDRESS}}}")
_TRAILING = frozenset(".,;:!?'\"*\u2026")
_PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Link:
    """A link in `text[start:end]` to `address`."""

    start: int
    end: int
    address: str


def find_links(text: str) -> Iterator[Link]:
    """The links in `text`, in order, without overlap. Linear in its length."""
    place = 0
    while trigger := _TRIGGER.search(text, place):
        found = trigger[0].lower()
        if found == "@":
            link, place = _mail(text, trigger.start(), place), trigger.end()
        elif found == "www.":
            link, place = _www(text, trigger.start()), trigger.end()
        elif found == "://":
            link, place = _url(text, trigger.start(), place), _RUN.match(text, trigger.end()).end()
        else:
            link, place = None, _RUN.match(text, trigger.end()).end()
        if link:
            place = max(link.end, place)
            yield link


def shown(address: str) -> str:
    """The text of an automatic link: long addresses are cut, by characters."""
    if len(address) <= MAX_LINK_TEXT:
        return address
    return address[: MAX_LINK_TEXT - 1] + "\u2026"


def _url(text: str, colon: int, floor: int) -> Link | None:
    """`http://host...`; with another scheme the whole run stays text."""
    scheme = _SCHEME.search(text, max(floor, colon - 33), colon)
    if scheme is None or scheme[0].lower() not in _SCHEMES or not _free(text, scheme.start(), "_@"):
        return None
    return _link(text, scheme.start(), colon + 3)


def _www(text: str, start: int) -> Link | None:
    if not _free(text, start, "_@./:-"):
        return None
    return _link(text, start, start, prefix="http://")


def _link(text: str, start: int, host: int, prefix: str = "") -> Link | None:
    """The link of the address that begins at `start` and whose host begins at `host`."""
    end = end_of_host(text, host)
    name = text[host:end]
    end = end_of_port(text, end)
    has_path = text[end : end + 1] == "/"
    if not (is_domain(name) if prefix else is_host(name, has_path=has_path)):
        return None
    limit = min(_ADDRESS.match(text, host).end(), start + MAX_ADDRESS - len(prefix))
    if text[end : end + 1] == "@" or _has_user(text, end, limit):
        return None
    if end < limit and text[end] in "/?#":
        end = _trimmed(text, start, limit)
    address = safe_address(prefix + text[start:end])
    return Link(start, end, address) if address else None


def _has_user(text: str, start: int, limit: int) -> bool:
    """Whether an `@` follows before the path: then what looks like the host is a user's name."""
    at = text.find("@", start, limit)
    return at >= 0 and not any(sign in text[start:at] for sign in "/?#")


def _trimmed(text: str, start: int, end: int) -> int:
    """`end` without the punctuation that belongs to the sentence around the address.

    A closing bracket is part of the address only if its opening one is.
    """
    surplus = {
        close: text.count(close, start, end) - text.count(opening, start, end)
        for close, opening in _PAIRS.items()
    }
    while end > start:
        last = text[end - 1]
        if last in _PAIRS and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _mail(text: str, at: int, floor: int) -> Link | None:
    local = _LOCAL.search(text, max(floor, at - _LOCAL_PART - 1), at)
    if local is None:
        return None
    start = at - len(local[0].lstrip("."))
    end = end_of_host(text, at + 1)
    written = text[start:at]
    if not 0 < len(written) <= _LOCAL_PART or not is_domain(text[at + 1 : end]):
        return None
    if not _free(text, start, "_@") or text[end : end + 1] in ("@", "_"):
        return None
    explicit = _MAILTO.search(text, max(floor, start - 7), start)
    if explicit and _free(text, explicit.start(), "_@"):
        start = explicit.start()
    address = safe_address("mailto:" + _ENCODED.sub("%25", written) + text[at:end])
    return Link(start, end, address) if address else None


def _free(text: str, start: int, refused: str) -> bool:
    """Whether an address may begin at `start`: not in a word, not behind one of `refused`."""
    before = text[start - 1 : start] if start else ""
    return not (before.isalnum() or (before and before in refused))
