"""Which addresses a link may have. One check for typed and for automatic links."""

from __future__ import annotations

import re

from . import engine, gate
from .limits import MAX_ADDRESS
from .vocabulary import SCHEMES

_DROPPED_ANYWHERE = str.maketrans("", "", "\t\n\r")
_TRIMMED = "".join(map(chr, range(0x21)))
_HIERARCHICAL = SCHEMES - {"mailto"}
_HEAD = re.compile(r"[^/?#]*")
_AUTHORITY = re.compile(r"[/\\]*([^/\\?#]*)")


def safe_address(written: str) -> str | None:
    """The address as a link may carry it, or `None` if it may not be linked.

    The scheme is found as a browser finds it: tab, LF and CR removed anywhere, C0 and space
    trimmed, the first colon before any `/`, `?` or `#`. What stands before it must be one of the
    four schemes, letter by letter; anything else, also something invisible or `localhost:80`, is
    refused. So is user information (`http://bank.example@evil.example`), which serves to deceive
    only. Bleach's and nh3's own checks must agree, so that neither leaves a link without address.
    """
    address = written.translate(_DROPPED_ANYWHERE).strip(_TRIMMED)
    if not address or len(address) > MAX_ADDRESS or "\\" in address[:2]:
        # A browser reads `\\host` as `//host`; nobody types that for an address.
        return None
    scheme, colon, _ = _HEAD.match(address).group().partition(":")
    if colon and scheme.lower() not in SCHEMES:
        return None
    if _has_user_information(address, scheme.lower() if colon else ""):
        return None
    if not engine.accepts_address(address) or not gate.accepts_address(address):
        return None
    return address


def _has_user_information(address: str, scheme: str) -> bool:
    """Browsers take `\\` for `/`, and need no slash at all after `http:`."""
    if scheme:
        if scheme not in _HIERARCHICAL:
            return False
        after = len(scheme) + 1
    elif address[:1] in "/\\" and address[1:2] in ("/", "\\"):
        after = 0
    else:
        return False
    return "@" in _AUTHORITY.match(address, after).group(1)
