"""Q and O: quote markers, and the order of the steps."""

import pytest

from comments.text import render
from tests.comments.text.reading import links, read, tree


def shows(source: str, expected: str) -> None:
    assert tree(render(source)) == tree(expected), render(source)


def quoted(content: str, who: str = "Quote:") -> str:
    return f'<blockquote><div class="quote-author">{who}</div>{content}</blockquote>'


def authors(source: str) -> list[str]:
    return [quote.children[0].text for quote in read(render(source)).all("blockquote")]


@pytest.mark.parametrize("marker", ["quote", "QUOTE", "Quote"])
def test_q1_two_markers_in_any_case(marker):
    shows(f"[{marker}]a[/quote]", quoted("<p>a</p>"))
    shows(f"[{marker}=Bob]a[/{marker}]", quoted("<p>a</p>", "Bob wrote:"))


@pytest.mark.parametrize(
    "source",
    [
        "[quotes]a[/quotes]",
        "[quotefoo]a",
        "[quote x]a",
        "[ quote]a",
        "[quote ]a",
        "[b]a[/b]",
        "[url]a[/url]",
        "[quote/]a",
        "[/quote=x]a",
        "[quote:x]a",
        "[[quote]",
        "quote]a[/quote",
    ],
)
def test_q1_nothing_else_is_a_marker(source):
    root = read(render(source))
    assert root.text == source
    assert not root.all("blockquote")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bob", "Bob"),
        ("  Bob \t  Smith ", "Bob Smith"),
        ("x" * 100, "x" * 100),
        ("a[b", "a[b"),
        ("a=b", "a=b"),
        ("Tom & Jerry", "Tom & Jerry"),
        ("&eacute;&#93;", "\u00e9]"),
        ("\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"),
    ],
)
def test_q2_the_name_is_trimmed_and_attributed(name, shown):
    assert authors(f"[quote={name}]a[/quote]") == [f"{shown} wrote:"]


@pytest.mark.parametrize("name", ["x" * 101, "a\nb", "a\r\nb", "&NewLine;b"])
def test_q2_a_name_that_is_too_long_or_runs_over_a_line_makes_no_marker(name):
    assert authors(f"[quote={name}]a[/quote]") == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('"Bob"', "Bob wrote:"),
        ("'Bob'", "Bob wrote:"),
        ("\"'Bob'\"", "'Bob' wrote:"),
        ("\"Bob'", "\"Bob' wrote:"),
        ("", "Quote:"),
        ("   ", "Quote:"),
        ('""', "Quote:"),
        ('" "', "Quote:"),
        ('"', '" wrote:'),
    ],
)
def test_q3_one_pair_of_quotation_marks_is_removed(name, shown):
    assert authors(f"[quote={name}]a[/quote]") == [shown]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[quote]a", "<p>[quote]a</p>"),
        ("a[/quote]", "<p>a[/quote]</p>"),
        ("[quote]a[quote]b[/quote]", "<p>[quote]a</p>" + quoted("<p>b</p>")),
        ("[quote]a[/quote]b[/quote]", quoted("<p>a</p>") + "<p>b[/quote]</p>"),
        ("[/quote]a[quote]", "<p>[/quote]a[quote]</p>"),
        ("[quote=Bob]a[QUOTE=b]", "<p>[quote=Bob]a[QUOTE=b]</p>"),
    ],
)
def test_q4_markers_without_a_partner_stay_text(source, expected):
    shows(source, expected)


def test_q5_nesting_follows_the_pairs():
    shows(
        "[quote=A]a[quote=B]b[/quote][quote=C]c[/quote]d[/quote]",
        quoted(
            "<p>a</p>"
            + quoted("<p>b</p>", "B wrote:")
            + quoted("<p>c</p>", "C wrote:")
            + "<p>d</p>",
            "A wrote:",
        ),
    )


@pytest.mark.parametrize(
    "source", ["&#91;quote]a[/quote&#93;", "&lbrack;quote]a", "&#x5b;quote=x&rsqb;"]
)
def test_q6_a_bracket_written_as_reference_makes_no_marker(source):
    root = read(render(source))
    assert not root.all("blockquote")
    assert root.text.startswith("[quote")


def test_q7_the_content_is_formatted_like_the_rest():
    shows(
        "x [quote]\n\na\nb\n\n<ul><li>c</ul>\n[/quote] y",
        "<p>x</p>" + quoted("<p>a<br>b</p><ul><li>c</li></ul>") + "<p>y</p>",
    )
    shows("[quote]\na\n[/quote]\n\nb", quoted("<p>a</p>") + "<p>b</p>")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[quote]<em>a</em>[/quote]", quoted("<p><em>a</em></p>")),
        (
            "<em>a[quote]b[/quote]c</em>",
            "<p><em>a</em></p>" + quoted("<p><em>b</em></p>") + "<p><em>c</em></p>",
        ),
        ("<ul><li>[quote]a[/quote]</ul>", f"<ul><li>{quoted('<p>a</p>')}</li></ul>"),
        ("<dl><dd>[quote]a[/quote]b</dl>", f"<dl><dd>{quoted('<p>a</p>')}b</dd></dl>"),
        ("<ul>[quote]a[/quote]</ul>", f"<ul><li>{quoted('<p>a</p>')}</li></ul>"),
        (
            "<em>a[quote]b</em>c[/quote]d",
            "<p><em>a</em></p>" + quoted("<p><em>b</em>c</p>") + "<p>d</p>",
        ),
        ("[quote]<ul><li>a[/quote]b</ul>", quoted("<ul><li>a</li></ul>") + "<p>b</p>"),
    ],
)
def test_q8_quotes_and_html_may_stand_in_each_other(source, expected):
    shows(source, expected)


@pytest.mark.parametrize(
    "name",
    [
        "http://example.org",
        "www.example.org",
        "a@example.org",
        "&lt;em&gt;x",
        "&amp;lt;",
        "a\u202eb",
    ],
)
def test_q9_a_name_is_plain_text(name):
    rendered = render(f"[quote={name}]x[/quote]")
    assert links(rendered) == []
    assert not read(rendered).all("em")
    assert "\u202e" not in rendered
    assert len(authors(f"[quote={name}]x[/quote]")) == 1


@pytest.mark.parametrize("name", ["a<em>b</em>", "a<b>b", "<!-- x -->a", "a<x>"])
def test_q9_a_name_broken_by_a_tag_makes_no_marker(name):
    assert authors(f"[quote={name}]x[/quote]") == []


@pytest.mark.parametrize(
    "source",
    [
        '<a href="/x" title="[quote]">a</a>[/quote]',
        '<a href="/[quote]">a</a>[/quote]',
        "<!-- [quote] -->a[/quote]",
        "<x[quote]>a[/quote]",
        '<em title="[quote=&quot;onx=1]">a</em>[/quote]',
        "[quo<b>te]a[/quote]",
        "[quote<!-- -->]a[/quote]",
    ],
)
def test_q10_markers_elsewhere_than_in_text_are_none(source):
    root = read(render(source))
    assert not root.all("blockquote")
    assert root.text.endswith("a[/quote]")


def test_q11_five_levels_are_drawn_and_deeper_text_stays():
    source = "".join(f"[quote=N{level}]t{level} " for level in range(8)) + "[/quote]" * 8
    root = read(render(source))
    assert len(root.all("blockquote")) == 5
    innermost = root.all("blockquote")[-1]
    assert innermost.text.split() == ["N4", "wrote:t4t5t6t7"]
    assert [node.text for node in innermost.all("p")] == ["t4", "t5", "t6", "t7"]


def test_q12_an_empty_quote_is_dropped():
    assert render("[quote=Bob] \n [/quote]") == ""
    assert render("[quote][quote][/quote][/quote]a") == render("a")


def test_o1_the_steps_do_not_see_each_others_output():
    rendered = render('<a href="/x" title="[quote]http://example.org/\n\nb[/quote]">a</a>')
    assert tree(rendered) == tree(
        '<p><a href="/x" title="[quote]http://example.org/ b[/quote]">a</a></p>'
    )


@pytest.mark.parametrize(
    "source", ["[quote]http://h/a[/quote]", "http://h/a[quote]b[/quote]", "http://h/a[/quote]"]
)
def test_o2_a_quote_marker_ends_an_address(source):
    assert links(render(source)) == ["http://h/a"]


def test_o3_only_our_own_class_and_elements_leave_the_renderer():
    rendered = render('<div class="quote-author">a</div><p class=x>b</p>[quote]c[/quote]')
    assert [node.attributes for node in read(rendered).walk() if node.attributes] == [
        {"class": "quote-author"}
    ]
