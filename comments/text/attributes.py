"""What is kept of the attributes that an author typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import safe_address
from .vocabulary import OWN_ATTRIBUTES, is_integer, is_language

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_TITLE = 200


def kept_attributes(element: str, typed: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The allowed ones of the `typed` pairs, with values as the output may carry them.

    Of two attributes with one name the first counts, even if it is refused. An `a` without `href`
    in the answer is no link.
    """
    seen: set[str] = set()
    kept = {}
    for name, value in typed:
        if name in seen:
            continue
        seen.add(name)
        safe = _value(element, name, value)
        if safe is not None:
            kept[name] = safe
    return kept


def _value(element: str, name: str, value: str) -> str | None:
    if name == "lang":
        return value if is_language(value) else None
    if name == "dir":
        return value.lower() if value.lower() in ("ltr", "rtl") else None
    if name not in OWN_ATTRIBUTES.get(element, ()):
        return None
    if name == "href":
        return safe_address(value)
    if name == "start":
        return value.strip() if is_integer(value.strip()) else None
    return " ".join(value.split())[:_MAX_TITLE] or None
