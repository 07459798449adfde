"""Checks for sites that bring their own text format.

Mix `TextFormatTests` into a test case and name the format's four functions, and its `max_length`
where that is another than ours; it needs no database.

    class MarkdownTests(TextFormatTests, SimpleTestCase):
        render = staticmethod(mysite.markdown.render)
        excerpt = staticmethod(mysite.markdown.excerpt)
        quote = staticmethod(mysite.markdown.quote)
        excess = staticmethod(mysite.markdown.excess)
        elements = TextFormatTests.elements | {"pre", "h3"}

What it checks is the contract of `comments.text` and the safety rules S1 to S7 of its format, for
the sources in `hostile_sources`, to which a site adds what its own syntax makes possible.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString

from .text.limits import MAX_LENGTH

_VOID = frozenset({"br", "hr", "img", "wbr"})
# fmt: off
_NEVER = frozenset({
    "base", "body", "button", "embed", "form", "frame", "frameset", "head", "html", "iframe",
    "input", "link", "math", "meta", "noscript", "object", "option", "script", "select", "style",
    "svg", "template", "textarea", "title", "xmp",
})
_ELEMENTS = frozenset({
    "a", "em", "strong", "cite", "code", "ul", "ol", "li", "dl", "dt", "dd", "p", "br",
    "blockquote", "div",
})
# fmt: on
_FORBIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_IGNORED_IN_ADDRESSES = re.compile("[\x00-\x20]")

HOSTILE_SOURCES = (
    "<a href='\\\\evil.example\\x'>a</a> <a href='/\\evil.example'>b</a>",
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=1&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href=' &#1;JaVaScRiPt:alert(1)'>x</a>",
    "<a href='javascript:123'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='/x' onclick='alert(1)' style='position:fixed' id='content' name='body'>x</a>",
    "<a title='\n\n\"><img src=x onerror=alert(1)>' href='/x'>x</a>",
    "javascript:alert(1) http://x.example/\"onmouseover=alert(1) www.x.example/'><script>",
    "[click](javascript:alert(1)) ![x](javascript:alert(1)) <javascript:alert(1)>",
    '[quote="><script>alert(1)</script>]x[/quote]',
    "[quote=&quot; onx=&quot;1]x[/quote]",
    "<a href='/x' title='[quote]http://x.example/[/quote]'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;script&amp;gt;",
    "<!--[if IE]><script>alert(1)</script><![endif]--> <!-- x --!><script>",
    "<![CDATA[<script>alert(1)</script>]]><?php system('x') ?>",
    "<em" * 50 + ">" + "<ul><li>" * 200,
    "&#" + "9" * 5_000 + ";<a href='&#" + "9" * 5_000 + ";'>x",
    "a\x00b\x0bc\x7fd\x85e\u202ef\u2066g\ud800h\udfffi\ufdd0j\uffffk&#x202e;l&#0;",
    "[quote]" * 500 + "x" + "[/quote]" * 300,
    "a@" * 500 + "http://" * 500 + "(" * 5_000,
    '<a href="http://x.example',
    " \n ",
)


class TextFormatTests:
    """The safety rules and the contract of a text format, as tests. See the module for its use."""

    elements = _ELEMENTS
    attributes = {
        "*": frozenset({"class", "lang", "dir"}),
        "a": frozenset({"href", "title", "rel"}),
        "ol": frozenset({"start"}),
    }
    schemes = frozenset({"http", "https", "ftp", "mailto"})
    hostile_sources = HOSTILE_SOURCES

    render = None
    excerpt = None
    quote = None
    excess = None
    max_length = MAX_LENGTH

    def each_rendered(self):
        """Each hostile source with the document that comes of it."""
        for source in self.hostile_sources:
            yield source, _read(self.render(source))

    def test_s1_only_allowed_elements_leave_the_format(self):
        for source, document in self.each_rendered():
            names = {name for name, _ in document.elements}
            _check(names <= self.elements - _NEVER, "elements", names - self.elements, source)

    def test_s2_only_allowed_attributes_leave_the_format(self):
        for source, document in self.each_rendered():
            for name, attributes in document.elements:
                allowed = self.attributes.get(name, frozenset()) | self.attributes["*"]
                extra = {attribute for attribute, _ in attributes} - allowed
                executable = {key for key, _ in attributes if key.startswith("on")}
                _check(not extra | executable, "attributes", extra | executable, source)

    def test_s3_only_allowed_schemes_leave_the_format(self):
        for source, document in self.each_rendered():
            for address in document.addresses:
                visible = _IGNORED_IN_ADDRESSES.sub("", address)
                scheme = urlsplit(visible).scheme if ":" in visible else ""
                bad = (scheme and scheme not in self.schemes) or "\\" in visible[:2]
                _check(not bad, "an address", address, source)

    def test_s4_automatic_links_stay_in_their_attribute(self):
        for tail in ('"onx=1', "'onx=1", "<em>", "`onx=1", "&quot;onx=1", "&#34;onx=1", '\\"onx=1'):
            for address in ("http://example.org/", "www.example.org/", "a@example.org"):
                document = _read(self.render(address + tail))
                names = {key for _, attributes in document.elements for key, _ in attributes}
                _check("onx" not in names, "an attribute", "onx", address + tail)

    def test_s5_quoted_names_make_no_markup(self):
        for author in (
            "<img src=x>",
            '"><script>',
            "a]b[quote=c",
            "&lt;img&gt;",
            "' onx='1",
            "a\nb",
        ):
            for body in ("x", "<em>", "[/quote]", "<!--"):
                quoted = self.quote(SimpleNamespace(author_name=author, body=body))
                _check(isinstance(quoted, str), "no string", quoted, author)
                names = {name for name, _ in _read(self.render(quoted)).elements}
                _check(names <= self.elements - _NEVER, "elements", names, quoted)

    def test_s6_what_was_escaped_stays_escaped(self):
        for source in ("&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;img src=x&amp;gt;"):
            names = {name for name, _ in _read(self.render(source)).elements}
            _check(not names & {"script", "img"}, "elements", names, source)

    def test_s7_another_parser_reads_the_same_document(self):
        cleaner = nh3.Cleaner(
            tags=set(self.elements),
            attributes={
                name: set(self.attributes["*"] | self.attributes.get(name, frozenset()))
                for name in self.elements
            },
            clean_content_tags=set(),
            url_schemes=set(self.schemes),
            link_rel=None,
        )
        for source in self.hostile_sources:
            html = self.render(source)
            again = cleaner.clean(html)
            _check(_read(again) == _read(html), "another document", again, source)
            _check(cleaner.clean(again) == again, "no fixed point", again, source)

    def test_nothing_leaks_out_of_the_container(self):
        for source, document in self.each_rendered():
            _check(not document.faults, "unsound HTML", document.faults, source)

    def test_no_forbidden_character_leaves_the_format(self):
        for source in self.hostile_sources:
            found = _FORBIDDEN_CHARACTERS.findall(self.render(source))
            _check(not found, "characters", found, source)

    def test_render_is_pure_and_gives_a_safe_string(self):
        for source in self.hostile_sources:
            first = self.render(source)
            _check(isinstance(first, SafeString), "no SafeString", type(first), source)
            _check(first == self.render(source), "another answer", first, source)

    def test_excerpt_is_plain_text_of_the_length_that_was_asked_for(self):
        for source in self.hostile_sources:
            for length in (1, 7, 120):
                short = self.excerpt(source, length)
                plain = isinstance(short, str) and not hasattr(short, "__html__")
                _check(plain, "no plain text", short, source)
                _check(len(short) <= length and "\n" not in short, "an excerpt", short, source)

    def test_excess_names_the_limit_with_both_figures(self):
        for source in ("A plain text.", "x" * self.max_length):
            _check(self.excess(source) is None, "a limit", self.excess(source), source)
        too_long = "x" * (self.max_length + 1)
        found = self.excess(too_long)
        _check(found is not None and found.actual > self.max_length, "no limit", found, too_long)
        for source in self.hostile_sources:
            found = self.excess(source)
            named = found is None or (bool(found.limit) and found.actual > found.maximum)
            _check(named, "a limit without its figures", found, source)


class _Document(HTMLParser):
    """A document as Python's parser sees it: its elements, its text and what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.events: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.open: list[str] = []

    def __eq__(self, other: object) -> bool:
        mine = (self.elements, self.events)
        return isinstance(other, _Document) and mine == (other.elements, other.events)

    __hash__ = None

    @property
    def addresses(self) -> list[str]:
        return [
            value or ""
            for _, attributes in self.elements
            for key, value in attributes
            if key in ("href", "src", "action", "formaction", "cite", "data", "poster")
        ]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(sorted(attrs, key=str))))
        self.events.append(("start", tag))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.events.append(("end", tag))
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data):
        if self.events and self.events[-1][0] == "text":
            data = self.events.pop()[1] + data
        self.events.append(("text", data))

    def handle_comment(self, data):
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.faults.append(f"<!{decl}>")

    unknown_decl = handle_decl
    handle_pi = handle_decl


def _read(html: str) -> _Document:
    document = _Document()
    document.feed(html)
    document.close()
    document.faults += document.open
    return document


def _check(holds: bool, what: str, found: object, source: str) -> None:
    if not holds:
        raise AssertionError(f"{what}: {found!r} came of {source[:200]!r}")
