"""Q12: what a "Quote" button puts into the form."""

from types import SimpleNamespace

import pytest

from comments.text import quote, render
from tests.comments.text.reading import read, tree


def quote_of(author: str, body: str) -> str:
    return quote(SimpleNamespace(author_name=author, body=body))


def test_q12_it_is_the_trimmed_source_with_its_author():
    assert quote_of("Bob", " \na <em>b</em>\r\n[quote]c[/quote]\n ") == (
        "[quote=Bob]a <em>b</em>\n[quote]c[/quote][/quote]\n"
    )
    assert quote_of("", "a") == "[quote]a[/quote]\n"


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("Bob", "Bob"),
        ("a]b\nc\r\nd", "ab c d"),
        ("Tom & Jerry <tj@example.org>", "Tom & Jerry <tj@example.org>"),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ('"Bob"', '"Bob"'),
        ("'", "'"),
        ("[quote=x", "[quote=x"),
        ("a\u202eb\x00", "ab"),
        ("x" * 300, "x" * 100),
        ("<&[" * 33, "<&[" * 33),
        ("http://example.org", "http://example.org"),
    ],
)
def test_q12_any_author_is_shown_by_name(author, shown):
    root = read(render(quote_of(author, "text") + "reply"))
    assert [child.name for child in root.children] == ["blockquote", "p"]
    assert root.children[0].children[0].text == f"{shown} wrote:"
    assert root.children[1].text == "reply"
    assert not root.all("a")


@pytest.mark.parametrize(
    "body",
    [
        "a [/quote] b",
        "a [quote] b",
        "<code>a",
        "<!-- a",
        "<em>a",
        "<ul><li>a",
        "a <b",
        "</blockquote>",
        "<a href='",
        "<code>[quote]</code>",
        "<em>" * 50,
        "[/quote][/quote][quote=x]",
        "x" * 9000,
        "<a href=/x>a",
    ],
)
def test_q12_no_source_breaks_out_of_its_quote_or_reaches_into_the_reply(body):
    root = read(render(quote_of("Bob", body) + "reply"))
    assert [child.name for child in root.children] == ["blockquote", "p"]
    assert root.children[1].children == ["reply"]


def test_q12_a_source_that_would_break_out_is_shown_as_text():
    shown = tree(render(quote_of("Bob", "a [/quote] <em>b")))
    assert shown == tree(
        '<blockquote><div class="quote-author">Bob wrote:</div>'
        "<p>a [/quote] &lt;em&gt;b</p></blockquote>"
    )
