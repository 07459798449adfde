"""Checks the structured data of a page against schema.org and the wishes of search engines."""

import json
import re
import tomllib
from pathlib import Path

from .scalars import ACCEPTS, is_address

FOLDER = Path(__file__).parent
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
VOCABULARY = tomllib.loads((FOLDER / "vocabulary.toml").read_text())
WISHES = tomllib.loads((FOLDER / "wishes.toml").read_text())


def read_nodes(html):
    """Return the nodes at the top of all data in a page, those with the same ``@id`` as one."""
    merged = {}
    for block in BLOCK.findall(html):
        data = json.loads(block)
        assert data.pop("@context") == "https://schema.org"
        for node in data.get("@graph", [data]):
            key = node.get("@id", id(node))
            assert merged.get(key, node)["@type"] == node["@type"]
            merged[key] = merged.get(key, {}) | node
    return list(merged.values())


def find_node(nodes, kind):
    """Return the only node of the type ``kind`` at the top."""
    (node,) = (node for node in nodes if node["@type"] == kind)
    return node


def check_nodes(nodes):
    """Return what is wrong with ``nodes`` as lines of text: all that schema.org does not know."""
    return [problem for node in nodes for problem in _check_node(node, node.get("@type"))]


def find_missing(nodes, wish):
    """Return the properties that the nodes at the top lack of ``required`` or ``recommended``."""
    return [
        f"{node['@type']}.{path}"
        for node in nodes
        if node["@type"] in WISHES
        for path in WISHES[node["@type"]][wish]
        if not _has(node, path.split("."))
    ]


def get_kinds(kind):
    """Return ``kind`` and all types that it is a kind of."""
    bases = VOCABULARY["types"].get(kind)
    return set() if bases is None else {kind}.union(*map(get_kinds, bases))


def _has(value, path):
    if isinstance(value, list):
        return bool(value) and all(_has(item, path) for item in value)
    if not path:
        return value not in (None, "")
    return isinstance(value, dict) and path[0] in value and _has(value[path[0]], path[1:])


def _check_node(node, path):
    kinds = get_kinds(node.get("@type"))
    if not kinds:
        yield f"{path}: there is no type {node.get('@type')!r}"
        return
    if "@id" in node and not is_address(node["@id"]):
        yield f"{path}.@id: {node['@id']!r} is no address"
    for name, value in node.items():
        if name.startswith("@"):
            continue
        defined = VOCABULARY["properties"].get(name.removesuffix("-input"))
        if defined is None or not kinds.intersection(defined["on"]):
            yield f"{path}.{name}: {node['@type']} has no such property"
            continue
        for item in value if isinstance(value, list) else [value]:
            yield from _check_value(item, defined["expects"], f"{path}.{name}")


def _check_value(value, expected, path):
    if isinstance(value, dict):
        kinds = get_kinds(value.get("@type"))
        if kinds and not kinds.intersection(expected):
            yield f"{path}: {value['@type']} is none of {expected}"
        yield from _check_node(value, path)
    elif not any(ACCEPTS[kind](value) for kind in expected if kind in ACCEPTS):
        yield f"{path}: {value!r} is none of {expected}"
