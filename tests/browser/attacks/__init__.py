"""Attack payloads as data, gathered by what they attack; see ``tests/browser/test_attacks.py``."""

from . import addresses, gadgets, mutations, scripts, source_format

FAMILIES = {
    "elements": scripts.ELEMENTS,
    "handlers": scripts.HANDLERS,
    "namespaces": mutations.NAMESPACES,
    "raw text": mutations.RAW_TEXT,
    "unclosed": mutations.UNCLOSED,
    "addresses": addresses.LINKS,
    "attributes": addresses.ATTRIBUTES,
    "clobbering": gadgets.CLOBBERING,
    "styles": gadgets.STYLES,
    "document": gadgets.DOCUMENT,
    "script gadgets": gadgets.SCRIPT_GADGETS,
    "templates": gadgets.TEMPLATES,
    "quotes": source_format.QUOTES,
    "automatic links": source_format.AUTOMATIC_LINKS,
    "paragraphs": source_format.PARAGRAPHS,
    "references": source_format.REFERENCES,
    "characters": source_format.CHARACTERS,
    "polyglots": source_format.POLYGLOTS,
}
PAYLOADS = [payload for family in FAMILIES.values() for payload in family]
