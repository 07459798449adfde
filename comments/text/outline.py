"""From the parsed tree to blocks and paragraphs: the one walk that makes all structure.

The tree is sound HTML, but not yet the format's: it has newlines instead of paragraphs, inline
elements around blocks, and items and texts where the author forgot the list or the item.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .characters import SEAM
from .limits import MAX_LINKS
from .lines import Lines, Paragraph, Wrapper
from .links import find_links, shown
from .vocabulary import INLINE, ITEMS, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_LISTS_OF = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
_UNLINKED = ("a", "code")


@dataclass(eq=False, slots=True)
class Block:
    """A block element, or the whole comment if its name is empty. `implied`: nobody typed it.

    Lists and quotes without content are left out; an item may be empty, it has its number.
    """

    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    implied: bool = False
    children: list[Block | Paragraph] = field(default_factory=list)


def outline(tree: Element) -> Block:
    """The blocks of `tree`, a tree that `engine.parse` built."""
    builder = _Outline()
    for kind, content in _events(tree):
        getattr(builder, kind)(content)
    return builder.close()


def outline_of_text(text: str) -> Block:
    """The same for plain text: links and paragraphs, no markup."""
    builder = _Outline()
    builder.text(text)
    return builder.close()


def _events(tree: Element) -> Iterator[tuple[str, Element | str]]:
    """What stands in `tree` in order, without recursion: it may be deep."""
    if tree.text:
        yield "text", tree.text
    pending = [(tree, iter(tree))]
    while pending:
        parent, children = pending[-1]
        child = next(children, None)
        if child is not None:
            yield "start", child
            if child.text:
                yield "text", child.text
            pending.append((child, iter(child)))
            continue
        pending.pop()
        if pending:
            yield "end", parent
            if parent.tail:
                yield "text", parent.tail


class _Outline:
    """Takes the events of a tree and keeps the stack of blocks that they stand in.

    `_floor` counts the blocks of elements that are open in the tree. The blocks above it are open
    only because nothing has closed them yet: implied ones, or an item that took a list in.
    """

    def __init__(self) -> None:
        self._blocks = [Block()]
        self._floor = 1
        self._wrappers: tuple[Wrapper, ...] = ()
        self._before: list[tuple[int, tuple[Wrapper, ...]]] = []
        self._lines = Lines()
        self._unlinked = 0
        self._links = 0
        self._verbatim: Element | None = None

    def close(self) -> Block:
        self._close_to(1)
        self._finish_lines()
        return self._blocks[0]

    def start(self, element: Element) -> None:
        self._before.append((self._floor, self._wrappers))
        name = element.tag
        if name in INLINE:
            self._start_inline(element)
            return
        if name in ITEMS:
            self._make_list(_LISTS_OF[name])
        else:
            self._make_room(for_list=name in LISTS)
        self._open(name, dict(element.attrib))
        self._floor = len(self._blocks)

    def end(self, element: Element) -> None:
        if element.tag in _UNLINKED:
            self._unlinked -= 1
        if element is self._verbatim:
            self._verbatim = None
        if element.tag not in INLINE:
            self._close_to(self._floor - 1)
        self._floor, self._wrappers = self._before.pop()

    def text(self, text: str) -> None:
        visible = text.replace(SEAM, "")
        if visible and not visible.isspace():
            self._make_room()
        if self._verbatim is not None:
            self._lines.add_verbatim(visible, self._wrappers)
        elif self._unlinked:
            self._lines.add(visible, self._wrappers)
        else:
            self._add_with_links(text)

    def _add_with_links(self, text: str) -> None:
        done = 0
        for link in find_links(text):
            if self._links == MAX_LINKS:
                break
            self._links += 1
            self._lines.add(text[done : link.start].replace(SEAM, ""), self._wrappers)
            wrapper = Wrapper("a", {"href": link.address})
            self._lines.add(shown(text[link.start : link.end]), (*self._wrappers, wrapper))
            done = link.end
        self._lines.add(text[done:].replace(SEAM, ""), self._wrappers)

    def _start_inline(self, element: Element) -> None:
        """A link that was refused takes part too: no automatic link is made of its text."""
        name = element.tag
        if name in _UNLINKED:
            self._unlinked += 1
        if name == "code" and self._verbatim is None and _has_content(element):
            self._verbatim = element
        refused = name == "a" and "href" not in element.attrib
        if not refused and all(wrapper.name != name for wrapper in self._wrappers):
            self._wrappers = (*self._wrappers, Wrapper(name, dict(element.attrib)))

    def _make_list(self, names: tuple[str, ...]) -> None:
        """Make the innermost block a list with one of `names`; imply one if there is none."""
        for depth in range(len(self._blocks), self._floor - 1, -1):
            if self._blocks[depth - 1].name in names:
                self._close_to(depth)
                return
        self._make_room()
        self._open(names[0], {}, implied=True)

    def _make_room(self, *, for_list: bool = False) -> None:
        """Make the innermost block one that may hold paragraphs.

        A list that nobody typed ends here. In one that was typed, content gets an item; a list
        right in a list goes into the item before it, where browsers show it.
        """
        while self._blocks[-1].implied and self._blocks[-1].name in LISTS:
            self._close_to(len(self._blocks) - 1)
        block = self._blocks[-1]
        if block.name in LISTS:
            if for_list and block.children:
                self._blocks.append(block.children[-1])
            else:
                self._open("dd" if block.name == "dl" else "li", {}, implied=True)

    def _open(self, name: str, attributes: dict[str, str], *, implied: bool = False) -> None:
        self._finish_lines()
        block = Block(name, attributes, implied)
        self._blocks[-1].children.append(block)
        self._blocks.append(block)

    def _close_to(self, depth: int) -> None:
        while len(self._blocks) > depth:
            self._finish_lines()
            block = self._blocks.pop()
            if not block.children and (block.implied or block.name not in ITEMS):
                self._blocks[-1].children.pop()

    def _finish_lines(self) -> None:
        self._blocks[-1].children += self._lines.finish()


def _has_content(element: Element) -> bool:
    text = "".join(element.itertext()).replace(SEAM, "")
    return bool(text) and not text.isspace()
