"""G: what is kept of the source. H19 and L5: references."""

import html
import unicodedata

import pytest

from comments.text import normalise, render
from comments.text.characters import is_visible
from tests.comments.text.reading import read

FORBIDDEN = [
    *range(0x09),
    *range(0x0B, 0x0D),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xFDD0, 0xFDF0),
    0xD800,
    0xDBFF,
    0xDC00,
    0xDFFF,
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
]
KEPT = (
    "\u200c\u200d\u200e\u200f\u200b\ufeff\u00ad\u2028\ufffd\u0301\U0001f469\u200d\U0001f680\u06cc"
)


def test_g1_render_is_pure_and_leaves_its_source_alone():
    source = "\r\na <em>b\x00</em> [quote]c[/quote]"
    copy = str(source)
    assert render(source) == render(source)
    assert source == copy


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_g2_every_line_end_is_one_line_end(end):
    assert render(f"a{end}b{end}{end}c") == render("a\nb\n\nc")
    assert normalise(f"a{end}b") == "a\nb"


@pytest.mark.parametrize("code_point", FORBIDDEN)
def test_g3_forbidden_characters_vanish_typed_and_as_references(code_point):
    for written in (
        chr(code_point),
        f"&#{code_point};",
        f"&#x{code_point:X};",
        f"&#0{code_point};",
    ):
        assert read(render(f"a{written}b")).text == "ab"
        link = render(f'<a href="http://example.org/{written}x" title="t{written}u">a</a>')
        assert read(link).all("a")[0].attributes["href"] == "http://example.org/x"
        assert read(link).all("a")[0].attributes["title"] == "tu"
    assert normalise(chr(code_point)) == ""


@pytest.mark.parametrize("character", KEPT)
def test_g3_everything_else_is_kept(character):
    assert read(render(f"a{character}b")).text == f"a{character}b"
    assert read(render(f"a&#{ord(character)};b")).text == f"a{character}b"


def test_g3_no_named_reference_makes_a_forbidden_character():
    for name, value in html.entities.html5.items():
        assert normalise(value) == value, name


def test_g3_removing_a_reference_makes_no_other_reference():
    assert read(render("&#&#0;65; &am&#0;p;lt;")).text == "&#65; &amp;lt;"


def test_g3_a_carriage_return_as_reference_is_no_line_end():
    assert render("a&#13;b") == render("ab")


def test_normalise_is_idempotent_and_what_the_limit_counts():
    source = "a\r\nb\r\x00c\x00" + "\x00" * 20_000
    assert normalise(source) == normalise(normalise(source)) == "a\nb\nc"
    assert read(render("<em>a</em>" + "\x00" * 20_000)).all("em")


@pytest.mark.parametrize(
    "blank",
    [
        "",
        " \t\u00a0\u3000",
        "\u00ad",
        "\u200b\u200d\ufeff",
        "\u2800",
        "\u3164\u115f\uffa0",
        "\ufe0f",
    ],
)
def test_characters_that_show_nothing_are_seen_as_nothing(blank):
    assert not is_visible(blank)


@pytest.mark.parametrize(
    "shown", [".", "\u06cc\u200c", "\u0967", "\U0001f469\u200d\U0001f680", "\u4e00"]
)
def test_a_character_that_shows_is_seen_beside_what_does_not(shown):
    assert is_visible(f"\u200b{shown}")


def test_g4_the_output_is_one_safe_string():
    rendered = render("a")
    assert isinstance(rendered, str)
    assert rendered.__html__() == rendered


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;lt;", "&amp;lt;"),
        ("&#38;lt;", "&lt;"),
        ("AT&T &foo; &; & &#; &#x; &#xg;", "AT&T &foo; &; & &#; &#x; &#xg;"),
        ("&copy &notit; &sum;", "© ¬it; ∑"),
        ("caf&eacute;", "café"),
        ("&#65;&#x41;&#X41;&#0065", "AAAA"),
        ("&#x110000; &#1114112;", "\ufffd \ufffd"),
        ("&NewLine;a", "a"),
    ],
)
def test_h19_references_are_decoded_exactly_once(source, shown):
    assert read(render(source)).text == shown


def test_h19_what_is_shown_after_decoding_is_stable():
    for source in ("&amp;lt;em&amp;gt;", "&amp;#60;em&amp;#62;"):
        assert html.unescape(render(source)) == f"<p>{html.unescape(source)}</p>"


@pytest.mark.parametrize("digits", [8, 100, 4_299, 4_301, 9_000])
@pytest.mark.parametrize("form", ["&#{};", "&#x{};", "&#X{}", "&amp;#{};"])
def test_l5_long_numeric_references_never_raise(form, digits):
    reference = form.format("9" * digits)
    assert "\ufffd" in render(reference) or "&amp;" in render(reference)
    assert read(render(f'<a href="http://example.org/?{reference}">a</a>')).text


def test_l5_leading_zeros_do_not_count():
    assert read(render(f"&#{'0' * 5000}65;&#x{'0' * 3000}41;")).text == "AA"
    assert read(render("&#1114109; &#9999999; &#99999999;")).text == "\U0010fffd \ufffd \ufffd"


def test_g3_text_keeps_its_normal_form():
    assert read(render("e\u0301")).text == "e\u0301" != unicodedata.normalize("NFC", "e\u0301")
