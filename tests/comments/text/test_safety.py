"""S: invariants of every output, over payloads; and what keeps the pipeline the only one."""

import ast
from pathlib import Path

import nh3
import pytest
from bleach.html5lib_shim import HTMLParser, HTMLSerializer, getTreeWalker

import comments.text
from comments.testkit import HOSTILE_SOURCES
from comments.text import render
from tests.comments.text.reading import read, tree

ELEMENTS = {
    "a",
    "em",
    "strong",
    "cite",
    "code",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "p",
    "br",
    "blockquote",
    "div",
}
ATTRIBUTES = {"href", "title", "rel", "start", "lang", "dir", "class"}
SCHEMES = ("http:", "https:", "ftp:", "mailto:")
INLINE = {"a", "em", "strong", "cite", "code", "br"}

PAYLOADS = [
    *HOSTILE_SOURCES,
    # Namespace confusion and mutation
    "<svg><p><style><a title='</style><img src onerror=alert(1)>'>",
    "<math><mi><table><mglyph><svg><mtext><style><path title='</style><img src onerror=1>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><g id='</style><img onerror=1>'>",
    "<math><annotation-xml encoding='text/html'><xmp>&lt;img src onerror=1&gt;</xmp></math>",
    "<svg><desc><noscript>&lt;/noscript&gt;&lt;img src=x onerror=1&gt;</noscript></desc></svg>",
    "<select><template><script>alert(1)</script></template></select>",
    "<table><a href=/x><tr><td><a href=/y>z</table>",
    "<listing>&lt;img onerror=alert(1) src&gt;</listing>",
    "<xmp><p title='</xmp><img src onerror=1>'>",
    "<noembed><img title='</noembed><img src onerror=1>'></noembed>",
    "<iframe><img title='</iframe><img src onerror=1>'></iframe>",
    "<textarea><img title='</textarea><img src onerror=1>'></textarea>",
    "<title><img title='</title><img src onerror=1>'></title>",
    "<style><!--</style><script>alert(1)//--></script>",
    "<a><svg><style>&lt;img src onerror=1&gt;</style></svg></a>",
    "<image src=x onerror=alert(1)>",
    "<isindex type=image src=1 onerror=alert(1)>",
    # Structure
    "<a href=/x><ul><li><a href=/y>z</a></li></ul></a>",
    "<em><ul><li><strong><dl><dt><cite>a</ul>b</dl>c",
    "<code><ul><li>[quote]<dl><dd><code>a",
    "<li><dd><ul><dt>[quote]a</dd>[/quote]</li>b",
    "[quote]<em>a[quote]</em><ul>[/quote]<li>b[/quote]c</ul>",
    "<em><a href=/1><strong><a href=/2><em><code></a></strong>a</em>b",
    "<dl><em><dt>a<strong></em><dd>b</dl>c",
    "<a href=/x>a\n\nb<ul>c</ul>d</a>e",
    # Attributes
    '<a href=/x title="\'><img src=x>">a</a>',
    "<a href='/x\"onclick=1'>a</a>",
    "<a href=/x`onclick=1`>a</a>",
    '<a href="/x?a=\'&quot;><script>">a</a>',
    "<a href='http://x.org/<img src=x>'>a</a>",
    "<a\u00a0href=javascript:1>a</a>",
    "<a href=\u3000javascript:1>a</a>",
    "<a/href/=/x/onclick=1>a</a>",
    "<ol start='1\"onx=1'><li>a</ol>",
    "<em lang='a\"onx=1'>a</em>",
    # Text that looks like markup after a second decoding or joining
    "&lt;img src=x onerror=alert(1)&gt;",
    "&amp;lt;img src=x&amp;gt;",
    "<<img src=x>script>alert(1)<</img>/script>",
    "<!<!-- -->--><img src=x>",
    "<a<b href=javascript:1>c</a>",
    "&#x26;lt;script&#x26;gt;",
    "\ufdd0quote]a\ufdd1[/quote]",
    # Automatic links
    'http://x.org/"><script>alert(1)</script>',
    "http://x.org/'onmouseover='1",
    "http://x.org/&quot;onmouseover=1",
    "www.x.org/&lt;script&gt;",
    'a@x.org"onx=1',
    "http://javascript:alert(1)/",
    "http://x.org#javascript:alert(1)",
    "mailto:javascript:1@x.org",
    "http://www.http://x.org",
]


def each(payloads):
    return pytest.mark.parametrize("source", payloads, ids=lambda source: ascii(source[:50]))


@each(PAYLOADS)
def test_s1_s2_s3_only_allowed_elements_attributes_and_schemes(source):
    for node in read(render(source)).walk():
        assert node.name in ELEMENTS
        assert set(node.attributes) <= ATTRIBUTES
        address = node.attributes.get("href", "")
        if ":" in address.split("/")[0].split("?")[0].split("#")[0]:
            assert address.lower().startswith(SCHEMES)
        assert node.attributes.get("class", "quote-author") == "quote-author"
        assert ("href" in node.attributes) == (node.name == "a")


@each(["http://x.org/", "www.x.org/", "a@x.org"])
def test_s4_automatic_links_cannot_break_out_of_their_attribute(source):
    for tail in [
        '"onx=1',
        "'onx=1",
        "`onx=1",
        "&quot;onx=1",
        "&#34;onx=1",
        "<em onx=1>",
        '\\"onx=1',
    ]:
        for node in read(render(source + tail)).walk():
            assert set(node.attributes) <= {"href", "rel"}
            assert '"' not in node.attributes.get("href", "")


@each(['"onx=1', "<img src=x>", "&lt;img src=x&gt;", "'><script>", "&quot;><script>", "a onx=1"])
def test_s5_the_quoted_name_makes_neither_tags_nor_attributes(source):
    for node in read(render(f"[quote={source}]x[/quote]")).walk():
        assert node.name in {"blockquote", "div", "p"}
        assert set(node.attributes) <= {"class"}


@each(
    [
        "&lt;b&gt;",
        "&amp;lt;b&amp;gt;",
        "&lt;!--x--&gt;",
        "&#60;script&#62;",
        "<code>&lt;em&gt;</code>",
    ]
)
def test_s6_what_was_escaped_stays_escaped(source):
    assert {node.name for node in read(render(source)).walk()} <= {"p", "code"}


@each(PAYLOADS)
def test_s7_two_other_parsers_read_the_same_document(source):
    html = render(source)
    assert by_html5lib(html) == by_html5lib(by_html5lib(html))
    assert tree(by_html5lib(html)) == tree(html)
    again = nh3.clean(
        html,
        tags=ELEMENTS,
        attributes={"*": ATTRIBUTES - {"rel"}},
        clean_content_tags=set(),
        url_schemes={"http", "https", "ftp", "mailto"},
    )
    assert tree(again) == tree(html)


def by_html5lib(html: str) -> str:
    """`html` after html5lib's own parser and serialiser, with nothing of ours."""
    fragment = HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    walker = getTreeWalker("etree")(fragment)
    return HTMLSerializer(quote_attr_values="always", omit_optional_tags=False).render(walker)


@each(PAYLOADS)
def test_s_the_document_is_well_formed_in_the_formats_own_sense(source):
    html = render(source)
    assert not any(
        character in html for character in "\x00\x0b\x7f\x85\u202e\u2066\ufdd0\ufdd1\ufdd2"
    )
    root = read(html)
    for node in root.walk():
        names = {child.name for child in node.walk()}
        if node.name == "a":
            assert "a" not in names
        if node.name in INLINE | {"p"}:
            assert names <= INLINE
        if node.name == "p":
            assert node.text.strip()
        if node.name in ("ul", "ol", "dl"):
            items = {"dt", "dd"} if node.name == "dl" else {"li"}
            assert node.children
            assert {getattr(child, "name", "text") for child in node.children} <= items
    assert {getattr(child, "name", "text") for child in root.children} <= (
        {"p", "ul", "ol", "dl", "blockquote"}
    )


PACKAGE = Path(comments.text.__file__).parent


def sources():
    return {path.name: ast.parse(path.read_text()) for path in PACKAGE.glob("*.py")}


def imports(module: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def names(module: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)
    }


def test_s_bleach_and_nh3_are_imported_in_one_module_each():
    importers = {
        library: [name for name, tree in sources().items() if library in imports(tree)]
        for library in ("bleach", "nh3", "html5lib")
    }
    assert importers == {"bleach": ["engine.py"], "nh3": ["gate.py"], "html5lib": []}


def test_s_nothing_edits_html_after_it_was_made():
    """Only the entrance calls HTML safe, and it passes on what the last gate gave it."""
    modules = sources()
    assert [name for name, tree in modules.items() if "mark_safe" in names(tree)] == ["__init__.py"]
    assert not any(
        {"Cleaner", "LinkifyFilter", "linkify"} & names(tree)
        for name, tree in modules.items()
        if name != "gate.py"
    )
    for name in ("output.py", "gate.py", "engine.py", "document.py", "__init__.py"):
        assert not {"sub", "replace", "re"} & names(modules[name]), name


def test_s_the_last_gate_alone_would_hold(monkeypatch):
    from comments.text import gate

    for source in PAYLOADS:
        for node in read(gate.clean(source)).walk() if source.isascii() else ():
            assert node.name in ELEMENTS
            assert not any(name.startswith("on") for name in node.attributes)
