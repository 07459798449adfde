"""Nodes of schema.org as plain dictionaries."""

from wagtail.rich_text import get_text_for_indexing

CONTEXT = "https://schema.org"


def make_node(kind, /, *, of=None, **properties):
    """Return a node of the type ``kind`` without the properties that have no value.

    ``of`` is the address of the page that the node describes; its ``@id`` is made of it.
    """
    node = {"@type": kind}
    if of:
        node["@id"] = f"{of}#{kind.lower()}"
    return node | {
        name: value for name, value in properties.items() if value not in (None, "", [], {})
    }


def refer_to(node, *names):
    """Return the short form of ``node`` for use inside another: identity, ``name`` and the like."""
    kept = ("@type", "@id", "name", "url", *names)
    return {name: node[name] for name in kept if name in node}


def make_list(items, *, start, total, descending=False):
    """Return an ``ItemList`` of ``(name, address)``; ``start`` is the number of the first one."""
    return make_node(
        "ItemList",
        itemListOrder=f"{CONTEXT}/ItemListOrderDescending" if descending else None,
        numberOfItems=total,
        itemListElement=[
            make_node("ListItem", position=position, name=name, url=address)
            for position, (name, address) in enumerate(items, start)
        ],
    )


def to_plain_text(rich_text):
    """Return rich text without its markup, on one line."""
    return " ".join(get_text_for_indexing(rich_text or "").split())


def to_timestamp(moment):
    """Return an aware moment as text with its time zone, or ``None`` for none."""
    return moment and moment.isoformat(timespec="seconds")
