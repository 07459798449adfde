"""P and K: lines, paragraphs and code."""

import pytest

from comments.text import render
from tests.comments.text.reading import read, tree


def shows(source: str, expected: str) -> None:
    assert tree(render(source)) == tree(expected), render(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a", "<p>a</p>"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
        (
            "[quote]a\n\nb[/quote]",
            '<blockquote><div class="quote-author">Quote:</div><p>a</p><p>b</p></blockquote>',
        ),
    ],
)
def test_p1_each_run_of_inline_content_is_a_paragraph(source, expected):
    shows(source, expected)


@pytest.mark.parametrize(
    "source", ["", " ", "\n", "\n\n \t\n", "&nbsp;", "<em> </em>", "<code>\n</code>", "\u3000"]
)
def test_p1_white_space_alone_is_nothing(source):
    assert render(source) == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\nb", "<p>a<br>b</p>"),
        ("a \n\t b", "<p>a<br>b</p>"),
        ("a\n \t \nb", "<p>a</p><p>b</p>"),
        ("a\n\n\n\n\nb", "<p>a</p><p>b</p>"),
        ("\n\n a\n\n ", "<p>a</p>"),
        ("<em>\na\n</em>", "<p><em>a</em></p>"),
        ("a <em> b</em>\n c", "<p>a <em> b</em><br>c</p>"),
        ("<em>a\n</em>b", "<p><em>a</em><br>b</p>"),
        ("a\n<!-- x -->\nb", "<p>a</p><p>b</p>"),
        ("a  b", "<p>a  b</p>"),
    ],
)
def test_p2_newlines_and_blank_lines(source, expected):
    shows(source, expected)


@pytest.mark.parametrize(
    "source", ["a\nb\n\nc", "<ul>\n<li>a\n\nb\n</ul>\n", "<code>a\n\nb</code>"]
)
def test_p3_all_line_ends_behave_the_same(source):
    assert (
        render(source) == render(source.replace("\n", "\r\n")) == render(source.replace("\n", "\r"))
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "a\n<ul>\n<li>b</li>\n\n<li>c</li>\n</ul>\nd",
            "<p>a</p><ul><li>b</li><li>c</li></ul><p>d</p>",
        ),
        ("<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        (
            "a[quote]b[/quote]c",
            (
                '<p>a</p><blockquote><div class="quote-author">Quote:</div><p>b</p></blockquote>'
                "<p>c</p>"
            ),
        ),
        ("<ul><li>a\n<ul>\n<li>b\n</ul>\n</ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ],
)
def test_p4_blocks_stand_alone(source, expected):
    shows(source, expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul><li>a\nb</ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul><li>a\n\nb</ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<ul><li>\n\na\n\n</ul>", "<ul><li>a</li></ul>"),
        ("<dl><dt>a\n\nb<dd>c\nd</dl>", "<dl><dt><p>a</p><p>b</p></dt><dd>c<br>d</dd></dl>"),
        ("<ul><li></ul>", "<ul><li></li></ul>"),
    ],
)
def test_p5_lines_in_items(source, expected):
    shows(source, expected)


@pytest.mark.parametrize("name", ["em", "strong", "cite", 'a href="/x"'])
def test_p6_inline_elements_are_reopened_in_each_paragraph(name):
    end = name.split()[0]
    shows(f"<{name}>a\n\nb</{end}>", f"<p><{name}>a</{end}></p><p><{name}>b</{end}></p>")
    shows(
        f"<{name}>a<ul><li>b</ul>c</{end}>",
        f"<p><{name}>a</{end}></p><ul><li><{name}>b</{end}></li></ul><p><{name}>c</{end}></p>",
    )


@pytest.mark.parametrize(
    "source",
    [
        "<em></em>",
        "<p></p>",
        "[quote] [/quote]",
        "<ul></ul>",
        "<a href=/x></a>",
        "a\n\n<em>\n</em>\n\nb",
    ],
)
def test_p7_there_is_no_empty_paragraph(source):
    assert all(node.text.strip() for node in read(render(source)).all("p"))


def test_k1_code_is_inline_and_its_tags_are_filtered():
    shows(
        "a <code>b <b>c</b> &lt;d&gt; <em>e</em></code>",
        "<p>a <code>b c &lt;d&gt; <em>e</em></code></p>",
    )


@pytest.mark.parametrize(
    "content", ["a\nb", "a\n\n\nb", "\n a\n\n", "a\n<em>\n\n</em>b", "a [quote]\n\n[/quote] b"]
)
def test_k2_newlines_never_split_code(content):
    codes = read(render(f"x <code>{content}</code> y")).all("code")
    assert [code.text for code in codes] == [content.replace("<em>", "").replace("</em>", "")]


def test_k3_quote_markers_in_code_are_text_and_pair_with_nothing():
    root = read(render("[quote]a <code>[/quote] [quote=x]</code> b[/quote] c"))
    assert [node.text for node in root.all("code")] == ["[/quote] [quote=x]"]
    assert [node.text for node in root.all("blockquote")] == ["Quote:a [/quote] [quote=x] b"]
    assert read(render("<code>[quote]</code>[/quote]")).text == "[quote][/quote]"
    assert read(render("<em><code><strong>[quote]a[/quote]")).text == "[quote]a[/quote]"
