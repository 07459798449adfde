"""The elements, attributes and schemes of the format: everything else is refused."""

from __future__ import annotations

import re

INLINE = frozenset({"a", "em", "strong", "cite", "code"})
LISTS = frozenset({"ul", "ol", "dl"})
ITEMS = frozenset({"li", "dt", "dd"})
ELEMENTS = INLINE | LISTS | ITEMS
"""What an author may type."""

QUOTE = "blockquote"
ATTRIBUTION = "div"
ATTRIBUTION_CLASS = "quote-author"
OUTPUT = ELEMENTS | {"p", "br", QUOTE, ATTRIBUTION}
"""What a rendered comment may hold."""

SCHEMES = frozenset({"http", "https", "ftp", "mailto"})
REL = "nofollow ugc"

LANGUAGE_ATTRIBUTES = frozenset({"lang", "dir"})
OWN_ATTRIBUTES = {
    "a": frozenset({"href", "title"}),
    "ol": frozenset({"start"}),
}

# fmt: off
PARAGRAPH_BREAKERS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "details", "dialog",
    "dir", "div", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "legend", "main",
    "menu", "nav", "noscript", "object", "optgroup", "option", "p", "pre", "script", "search",
    "section", "select", "style", "summary", "table", "tbody", "template", "textarea", "tfoot",
    "thead", "title", "video",
})
# fmt: on
TABLE_PARTS = frozenset({"td", "th", "tr"})

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_MAX_LANGUAGE = 35
_INTEGER = re.compile(r"-?[0-9]{1,9}", re.ASCII)


def separator(name: str, *, ends: bool) -> str:
    """What is left of a removed tag, so that words never glue together; `ends`: of an end tag."""
    if name in PARAGRAPH_BREAKERS:
        return "\n\n"
    if name == "br" or (name == "tr" and not ends):
        return "\n"
    return " " if name in TABLE_PARTS else ""


def is_language(value: str) -> bool:
    return len(value) <= _MAX_LANGUAGE and _LANGUAGE.fullmatch(value) is not None


def is_integer(value: str) -> bool:
    return _INTEGER.fullmatch(value) is not None


def allowed_in_output(element: str, attribute: str, value: str) -> bool:
    """Whether the renderer may write this attribute; asked by the last filter, for each one."""
    if attribute == "rel":
        return element == "a" and value == REL
    if attribute == "class":
        return element == ATTRIBUTION and value == ATTRIBUTION_CLASS
    if attribute == "dir":
        return element in ELEMENTS and value in ("ltr", "rtl")
    if attribute == "lang":
        return element in ELEMENTS and is_language(value)
    if attribute == "start":
        return element == "ol" and is_integer(value)
    return attribute in OWN_ATTRIBUTES.get(element, ())
