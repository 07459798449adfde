"""H: which elements are kept, what becomes of the others, and how nesting is repaired."""

import pytest

from comments.text import render
from tests.comments.text.reading import read, tree


def shows(source: str, expected: str) -> None:
    assert tree(render(source)) == tree(expected), render(source)


@pytest.mark.parametrize("name", ["em", "strong", "cite", "code"])
def test_h1_inline_elements_are_kept_in_any_case(name):
    for typed in (name, name.upper(), name.title()):
        shows(f"a <{typed}>b</{typed}> c", f"<p>a <{name}>b</{name}> c</p>")


def test_h1_links_and_lists_are_kept():
    shows("<A HREF='/x'>b</A>", '<p><a href="/x">b</a></p>')
    for name in ("ul", "ol"):
        shows(f"<{name}><li>a</li></{name}>", f"<{name}><li>a</li></{name}>")
    shows("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>")


@pytest.mark.parametrize(
    "name",
    [
        "b",
        "i",
        "u",
        "s",
        "span",
        "font",
        "img",
        "input",
        "svg",
        "math",
        "custom-tag",
        "o:p",
        "x",
        "kK",
        "acronym",
    ],
)
def test_h2_other_inline_tags_go_and_their_text_stays(name):
    shows(f"wo<{name}>r</{name}>d", "<p>word</p>")
    shows(f"wo<{name.upper()} a=b />rd", "<p>word</p>")


@pytest.mark.parametrize(
    "name",
    [
        "script",
        "style",
        "textarea",
        "title",
        "xmp",
        "noscript",
        "iframe",
        "noembed",
        "plaintext",
        "template",
    ],
)
def test_h2_the_text_of_raw_elements_shows_and_its_markup_is_filtered(name):
    rendered = render(f"a <{name}>alert(1) <em>b</em></{name}> <em>c</em>")
    assert [node.text for node in read(rendered).all("em")] == ["b", "c"]
    assert "alert(1)" in read(rendered).text


@pytest.mark.parametrize("name", ["p", "div", "h1", "h6", "pre", "blockquote", "table", "section"])
def test_h3_a_removed_block_tag_is_a_paragraph_break(name):
    shows(f"a<{name}>b</{name}>c", "<p>a</p><p>b</p><p>c</p>")


def test_h3_a_removed_break_is_a_line_break():
    shows("a<br>b<BR/>c</br>d", "<p>a<br>b<br>c<br>d</p>")
    shows("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "<p>a  b<br>c</p>")


def test_h3_words_never_glue_together_in_lists_code_and_at_quotes():
    shows("<ul><li>a<p>b</ul>", "<ul><li><p>a</p><p>b</p></li></ul>")
    assert read(render("<code>a<p>b</code>")).text.split() == ["a", "b"]
    shows(
        "<ul><li>[quote]a</li><li>b[/quote]c</ul>",
        '<ul><li><blockquote><div class="quote-author">Quote:</div><p>a</p></blockquote></li>'
        "<li><p>b</p><p>c</p></li></ul>",
    )


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("<http://example.org/>", "http://example.org/"),
        ("<HTTPS://example.org/a?b=c>", "HTTPS://example.org/a?b=c"),
        ("<ftp://example.org>", "ftp://example.org"),
        ("<www.example.org>", "http://www.example.org"),
        ("<name@example.org>", "mailto:name@example.org"),
        ("<mailto:name@example.org>", "mailto:name@example.org"),
    ],
)
def test_h4_addresses_in_angle_brackets_are_text_and_linked(source, address):
    root = read(render(f"see {source} there"))
    assert root.text == f"see {source} there"
    assert [node.attributes["href"] for node in root.all("a")] == [address]


def test_h4_something_like_an_address_is_still_a_tag():
    assert read(render("a<x@y>b")).text == "ab"


@pytest.mark.parametrize(
    "source",
    [
        "3 < 5",
        "<3",
        "a <- b",
        "</3",
        "</>",
        "</ em>",
        "<",
        "a <",
        "< em>",
        "<<",
        "a > b",
        "<\u00e9>",
        "<1>",
    ],
)
def test_h5_a_sign_that_begins_no_tag_is_text(source):
    assert read(render(source)).text == source


@pytest.mark.parametrize(
    "source",
    [
        "x<y",
        "x<y and more words than an attribute list may have a b c d e f g h i j k l m n o p q r s",
        '<a href="http://example.org',
        "<a href='x",
        "<a href=",
        "<a ",
        "<a /",
        "a </em",
        "a </em ",
        '<a href="x"',
        "<em class='",
    ],
)
def test_h6_an_unfinished_tag_is_text(source):
    assert read(render(source)).text == source.strip()


def test_h6_what_follows_an_unfinished_tag_is_still_read():
    shows("x<y and <em>z</em> &amp; more", "<p>x&lt;y and <em>z</em> &amp; more</p>")
    shows('<a href="x>b</a> <em>c</em>', '<p>&lt;a href="x&gt;b <em>c</em></p>')


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- x -->",
        "<!-- x\n\ny > <em> -->",
        "<!---->",
        "<!-->",
        "<!--->",
        "<!-- a --!>",
        "<!DOCTYPE html>",
        "<!doctype x PUBLIC 'y'>",
        "<![CDATA[ x > y ]]>",
        "<?php x ?>",
        "<?xml version='1.0'?>",
        "<!x>",
    ],
)
def test_h7_declarations_vanish_with_their_content(hidden):
    shows(f"a{hidden}b", "<p>ab</p>")


@pytest.mark.parametrize(
    "opening", ["<!--", "<!-- -- >", "<![CDATA[ x ]>", "<!", "<?", "<!doctype"]
)
def test_h7_an_unclosed_declaration_swallows_nothing(opening):
    root = read(render(f"a {opening} b <em>c"))
    assert root.text.startswith("a")
    assert root.text.endswith("c")
    assert "b" in root.text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<em>a", "<p><em>a</em></p>"),
        ("a</em></ul></a>b", "<p>ab</p>"),
        ("<em>a<strong>b</em>c</strong>", "<p><em>a<strong>b</strong></em><strong>c</strong></p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<ul><li>a<ul><li>b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("</div></section>a", "<p>a</p>"),
        ("<em/>a", "<p><em>a</em></p>"),
        ("<ul><em><li>a</em></ul>", "<ul><li><em>a</em></li></ul>"),
        ("<cite>a<ul><li>b</ul></cite>", "<p><cite>a</cite></p><ul><li><cite>b</cite></li></ul>"),
    ],
)
def test_h16_nesting_is_repaired(source, expected):
    shows(source, expected)


def test_h16_words_keep_their_order_where_html5lib_would_change_it():
    source = "<code><strong><cite><cite><a href=/x><ol></code>one</ol><a href='javascript:1'>two"
    assert read(render(source)).text == "onetwo"


def test_h16_inline_elements_last_as_in_html():
    """All but `cite` are opened again in the next block; `cite` ends with its own."""
    for name in ("em", "strong", "code"):
        shows(
            f"<ul><li><{name}>a<li>b</ul>",
            f"<ul><li><{name}>a</{name}></li><li><{name}>b</{name}></li></ul>",
        )
    shows("<ul><li><cite>a<li>b</ul>", "<ul><li><cite>a</cite></li><li>b</li></ul>")
    shows(
        "<cite>a<ul><li>b</ul>c",
        "<p><cite>a</cite></p><ul><li><cite>b</cite></li></ul><p><cite>c</cite></p>",
    )


def test_h16_nothing_of_the_page_can_be_closed():
    for source in ("</div></p></body></html>x", "</blockquote>x", "[/quote]</div>x"):
        assert read(f"<div>{render(source)}</div>").all("div")[0].text.endswith("x")


def test_h17_a_link_in_a_link_begins_a_new_one():
    shows('<a href="/1">a<a href="/2">b</a>c</a>', '<p><a href="/1">a</a><a href="/2">b</a>c</p>')


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<li>a</li><li>b</li>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<dt>a<dd>b", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<dl>a<dt>b</dl>", "<dl><dd>a</dd><dt>b</dt></dl>"),
        ("<dl><li>a</li></dl>", "<dl><dd><ul><li>a</li></ul></dd></dl>"),
        ("<ul><ul><li>a</ul></ul>", "<ul><li><ul><li>a</li></ul></li></ul>"),
        (
            "<ul><li>a</li><ol><li>b</ol><li>c</ul>",
            "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
        ),
        ("<ul><dt>a</dt><li>b</ul>", "<ul><li><dl><dt>a</dt></dl></li><li>b</li></ul>"),
        ("<ul> <!-- x --> <b> </b> <li>a</ul>", "<ul><li>a</li></ul>"),
    ],
)
def test_h18_items_and_lists_always_belong_together(source, expected):
    shows(source, expected)
