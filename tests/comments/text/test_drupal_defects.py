"""D: what the format's predecessors got wrong, and this one must not."""

import pytest

from comments.text import render
from tests.comments.text.reading import links, read, tree


def test_d1_no_attribute_survives_that_spoofs_or_clobbers_the_page():
    rendered = render(
        '<em class="messages" id="content" name="body" target="_top" title="x">a</em>'
    )
    assert rendered == "<p><em>a</em></p>"


@pytest.mark.parametrize("scheme", ["javascript", "smb", "afp", "file", "gopher", "ssl"])
def test_d2_a_refused_scheme_is_not_cut_off(scheme):
    assert render(f'<a href="{scheme}:alert(1)">a</a>') == "<p>a</p>"
    assert links(render(f"{scheme}://example.org/a")) == []


def test_d3_the_authors_rel_never_wins():
    for source in ('<a rel="follow" href="/x">a</a>', "www.example.org", '<a href="/x" rel>a</a>'):
        assert [node.attributes["rel"] for node in read(render(source)).all("a")] == [
            "nofollow ugc"
        ]


@pytest.mark.parametrize(
    "source", ["<http://example.org/> kept", "x<y kept", "a < b kept", "a <b kept"]
)
def test_d4_an_angle_bracket_eats_no_text(source):
    assert read(render(source)).text == source
    followed = read(render(f"{source} <em>and</em> kept > too"))
    assert followed.text == f"{source} and kept > too"


def test_d5_a_comment_of_several_lines_leaks_nothing():
    assert render("a<!--\nb\n\nc\n-->d") == "<p>ad</p>"


def test_d6_ampersands_and_inline_elements_survive_blank_lines():
    assert read(render("a &b; &amp;#65; R&D&amp;")).text == "a &b; &#65; R&D&"
    rendered = render(
        "<UL><LI>a\n\nb</LI></UL><DL><DT>c\n<DD>d</DL><code>e\n\nf</code><em>g\n\nh</em>"
    )
    assert tree(rendered) == tree(
        "<ul><li><p>a</p><p>b</p></li></ul><dl><dt>c</dt><dd>d</dd></dl>"
        "<p><code>e\n\nf</code><em>g</em></p><p><em>h</em></p>"
    )


def test_d7_links_are_found_where_readers_see_them():
    assert links(render("a<br>www.example.org")) == ["http://www.example.org"]
    assert links(render("HTTP://EXAMPLE.MUSEUM/A_(B)")) == ["HTTP://EXAMPLE.MUSEUM/A_(B)"]
    assert links(render("&quot;http://example.org/&quot;")) == ["http://example.org/"]
    assert links(render("wordhttp://example.org/")) == []
    long = "http://example.org/" + "\u00e9" * 80
    assert read(render(long)).text == long[:71] + "\u2026"
    assert "title" not in read(render(long)).all("a")[0].attributes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[quoteANYTHING]a[/quote]", "<p>[quoteANYTHING]a[/quote]</p>"),
        ("[quote=a\nb]c[/quote]", "<p>[quote=a<br>b]c[/quote]</p>"),
        (
            "[quote=a[quote]b[/quote]",
            (
                '<p>[quote=a</p><blockquote><div class="quote-author">Quote:</div><p>b</p>'
                "</blockquote>"
            ),
        ),
        (
            "[quote=&amp;]a[/quote]",
            '<blockquote><div class="quote-author">&amp; wrote:</div><p>a</p></blockquote>',
        ),
        ("<code>[quote]a[/quote]</code>", "<p><code>[quote]a[/quote]</code></p>"),
    ],
)
def test_d8_quote_markers_are_read_strictly(source, expected):
    assert tree(render(source)) == tree(expected)


def test_d8_ten_thousand_markers_overflow_no_stack():
    assert read(render("[quote]" * 1_400)).text == "[quote]" * 1_400
    assert render("[quote=a]" * 500 + "x" + "[/quote]" * 500).count("<blockquote>") == 5


def test_d9_a_quote_of_several_paragraphs_is_sound():
    rendered = render("a [quote]b\n\nc\n\nd[/quote] e")
    assert tree(rendered) == tree(
        '<p>a</p><blockquote><div class="quote-author">Quote:</div><p>b</p><p>c</p><p>d</p>'
        "</blockquote><p>e</p>"
    )


def test_d10_a_character_that_cannot_be_encoded_does_not_empty_the_text():
    assert render("a\udcff\x00\x01b") == "<p>ab</p>"
    assert render("a\udcffb").encode() == b"<p>ab</p>"
