"""Reads rendered HTML with Python's own parser, which shares nothing with the renderer."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br"}


@dataclass
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self):
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, name: str) -> list[Node]:
        return [node for node in self.walk() if node.name == name]


class Reader(HTMLParser):
    """Builds the tree, and notes everything that sound and harmless HTML does not have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        if len(node.attributes) != len(attrs):
            self.faults.append(f"attribute twice: {tag} {attrs}")
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        if self.open[-1].name != tag:
            self.faults.append(f"</{tag}> in <{self.open[-1].name}>")
        else:
            self.open.pop()

    def handle_data(self, data):
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)

    def handle_comment(self, data):
        self.faults.append(f"comment {data!r}")

    def handle_decl(self, decl):
        self.faults.append(f"declaration {decl!r}")

    unknown_decl = handle_decl
    handle_pi = handle_decl


def read(html: str) -> Node:
    """The tree of `html`, which must be sound."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.faults, (reader.faults, html)
    assert len(reader.open) == 1, (reader.open[-1].name, html)
    return reader.root


def tree(html: str):
    """`html` as nested tuples, without the `rel` of links, to compare."""
    return _tuples(read(html))


def _tuples(node: Node):
    attributes = {name: value for name, value in node.attributes.items() if name != "rel"}
    children = [child if isinstance(child, str) else _tuples(child) for child in node.children]
    return node.name, attributes, children


def links(html: str) -> list[str]:
    return [node.attributes.get("href", "") for node in read(html).all("a")]
