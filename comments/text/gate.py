"""The independent last gate: nh3, which shares no line with bleach and is maintained.

It gets the same list as the renderer. In no case tried does it change anything; it is there for
the case that nobody tried.
"""

from __future__ import annotations

from html import escape

import nh3

from .vocabulary import (
    ATTRIBUTION,
    ATTRIBUTION_CLASS,
    ELEMENTS,
    LANGUAGE_ATTRIBUTES,
    OUTPUT,
    OWN_ATTRIBUTES,
    REL,
    SCHEMES,
)

_cleaner = nh3.Cleaner(
    tags=set(OUTPUT),
    attributes={
        name: set(LANGUAGE_ATTRIBUTES | OWN_ATTRIBUTES.get(name, frozenset())) for name in ELEMENTS
    }
    # nh3 lets `title` and `lang` pass everywhere unless it is told that nothing does.
    | {"*": set()},
    allowed_classes={ATTRIBUTION: {ATTRIBUTION_CLASS}},
    clean_content_tags=set(),
    url_schemes=set(SCHEMES),
    link_rel=REL,
)


def clean(html: str) -> str:
    """`html` with nothing in it that the format does not allow."""
    return _cleaner.clean(html)


def accepts_address(address: str) -> bool:
    """Whether the gate leaves `address` in an `href`: it refuses what is no URL at all."""
    return ' href="' in clean(f'<a href="{escape(address)}">link</a>')
