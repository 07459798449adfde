"""Promises for arbitrary sources."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.text import excerpt, normalise, render
from tests.comments.text.reading import read, tree
from tests.comments.text.test_safety import ATTRIBUTES, ELEMENTS, SCHEMES, by_html5lib

FRAGMENTS = [
    *[
        "<em>",
        "</em>",
        "<strong>",
        "</strong>",
        "<cite>",
        "</cite>",
        "<code>",
        "</code>",
        "</a>",
        "<ul>",
        "</ul>",
        "<ol>",
        "</ol>",
    ],
    *[
        "<li>",
        "</li>",
        "<dl>",
        "</dl>",
        "<dt>",
        "</dt>",
        "<dd>",
        "</dd>",
        "<p>",
        "</p>",
        "<br>",
        "<div>",
        "<b>",
        "</b>",
        "<script>",
    ],
    *[
        "</script>",
        "<svg>",
        "<math>",
        "<style>",
        "<table>",
        "<td>",
        "<tr>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        ">",
        "<",
        "</",
        "<a",
    ],
    *[
        "[quote]",
        "[/quote]",
        "[quote=Bob]",
        "[quote=",
        "]",
        "&",
        "&lt;",
        "&gt;",
        "&amp;",
        "&#91;",
        "&#x5d;",
        "&#0;",
        "&quot;",
        "'",
        '"',
    ],
    *[
        "http://example.org/a",
        "www.example.org",
        "a@example.org",
        "javascript:1",
        "(",
        ")",
        ".",
        ",",
        "http://",
        "www.",
        "@",
    ],
    "<a href=/x>",
    '<a href="javascript:1">',
    "<a href='http://example.org' title='[quote]'>",
    "<em lang=de onclick=1>",
    "<a href='x",
    ' title="',
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\t",
    "a",
    "word",
    "\u00e9",
    "\u202e",
    "\u200d",
    "\x00",
    "\ud800",
    "\ufdd2",
    "\xa0",
]
SOURCES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=40).map("".join)
WHOLE_TAGS = [part for part in FRAGMENTS if re.fullmatch(r"</?\w+>|\[/?quote\]|\s+", part)]
# Text that has no markup, no reference, no marker and no address in it.
PLAIN = st.text(
    st.characters(exclude_characters="<&[@:.", exclude_categories=["Cs"])
    | st.sampled_from("\n \t"),
    max_size=80,
).filter(lambda text: normalise(text) == text)
PATIENT = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def visible(text: str) -> str:
    return "".join(text.split())


@PATIENT
@given(st.text(max_size=300) | SOURCES)
def test_s1_s2_s3_whatever_is_typed_only_allowed_things_come_out(source):
    for node in read(render(source)).walk():
        assert node.name in ELEMENTS
        assert set(node.attributes) <= ATTRIBUTES
        assert (node.name == "a") == ("rel" in node.attributes)
        if node.name == "a":
            head = node.attributes["href"].split("/")[0].split("?")[0].split("#")[0]
            assert ":" not in head or head.lower().startswith(SCHEMES)


@PATIENT
@given(SOURCES)
def test_s7_parsing_and_serialising_again_changes_nothing(source):
    html = render(source)
    again = by_html5lib(html)
    assert tree(again) == tree(html)
    assert by_html5lib(again) == again


@PATIENT
@given(SOURCES)
def test_p7_h17_the_structure_is_the_formats_own(source):
    root = read(render(source))
    inline = {"a", "em", "strong", "cite", "code", "br"}
    for node in root.walk():
        inside = {child.name for child in node.walk()}
        if node.name in inline | {"p"}:
            assert inside <= inline
            assert node.name not in inside
        if node.name == "p":
            assert node.text.strip()
        if node.name == "blockquote":
            assert node.children[0].attributes == {"class": "quote-author"}
            assert len(node.children) > 1


@PATIENT
@given(PLAIN)
def test_h19_plain_text_loses_no_character(text):
    assert visible(read(render(text)).text) == visible(text)


@PATIENT
@given(st.text(alphabet=st.sampled_from("a<b/ =\"'!-[]qu>ote&;#1\n@.:w"), max_size=60))
def test_h6_what_is_no_tag_is_shown(text):
    """Nothing is lost before the first `>`: no tag, comment or declaration can end without one."""
    unfinished = text.replace(">", "").replace("&", "").replace("[", "")
    assert visible(read(render(unfinished)).text) == visible(unfinished)


@PATIENT
@given(st.lists(st.sampled_from(WHOLE_TAGS), max_size=40))
def test_h16_no_word_is_lost_or_moved_however_tags_cross(tags):
    source = "".join(f"{tag}w{number}x" for number, tag in enumerate(tags))
    words = re.findall(r"w\d+x", read(render(source)).text)
    assert words == [f"w{number}x" for number in range(len(tags))]


@PATIENT
@given(SOURCES)
def test_g1_rendering_is_deterministic_and_normalising_changes_nothing(source):
    assert render(source) == render(source) == render(normalise(source))
    assert normalise(normalise(source)) == normalise(source)


@PATIENT
@given(SOURCES, st.integers(1, 30))
def test_l9_the_output_is_proportional_to_the_input(source, times):
    repeated = source * times
    assert len(render(repeated)) <= 25 * len(repeated) + 2_000


@PATIENT
@given(SOURCES, st.integers(0, 60))
def test_an_excerpt_fits_and_has_no_more_than_the_comment(source, length):
    short = excerpt(source, length)
    assert len(short) <= length
    shown = visible(read(render(source)).text)
    if "quote" not in source and "\u2026" not in shown:
        assert shown.startswith(visible(short.removesuffix("\u2026")))
