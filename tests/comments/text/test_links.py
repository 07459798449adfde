"""U: which addresses in plain text become links, and where they end."""

import pytest

from comments.text import render
from tests.comments.text.reading import links, read


def link_texts(source: str) -> list[str]:
    return [node.text for node in read(render(source)).all("a")]


def found(source: str) -> list[str]:
    """The addresses linked in `source`, whose text must have survived."""
    rendered = render(source)
    assert read(rendered).text == source
    return links(rendered)


@pytest.mark.parametrize("scheme", ["http", "https", "ftp", "HTTP", "hTTps"])
def test_u1_three_schemes_are_linked(scheme):
    assert found(f"see {scheme}://example.org/a now") == [f"{scheme}://example.org/a"]


@pytest.mark.parametrize(
    "source",
    [
        "javascript:alert(1)",
        "javascript://www.example.org/%0aalert(1)",
        "javascript:alert('http://example.org')",
        "javascript:a@example.org",
        "foo://www.example.org/a",
        "foo://bar@example.org",
        "foo://x,http://example.org/",
        "data:text/html,http://example.org",
        "file:///etc/passwd",
        "svn+ssh://example.org",
        "tel:123",
        "news:a.b",
    ],
)
def test_u1_other_schemes_stay_text_with_their_tail(source):
    assert found(source) == []


def test_u2_www_becomes_a_link():
    assert found("at www.example.org/a.") == ["http://www.example.org/a"]
    assert found("WWW.Example.ORG") == ["http://WWW.Example.ORG"]


@pytest.mark.parametrize(
    "source", ["example.org", "setup.py", "a.b.c", "example.org/path", "e.g.this"]
)
def test_u3_bare_domains_are_no_links(source):
    assert found(source) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "http://a-b.example.museum",
        "http://xn--bcher-kva.example",
        "http://b\u00fccher.example",
        "http://\u092d\u093e\u0930\u0924.\u092d\u093e\u0930\u0924",
        "http://\u4f8b\u3048.\u30c6\u30b9\u30c8/a",
        "http://192.0.2.1/",
        "http://localhost",
        "http://localhost:8000/a",
        "http://example.org:8080",
        "http://example.org:8080/a",
        "http://h/a",
        "http://intranet/page",
    ],
)
def test_u4_hosts(address):
    assert found(f"({address})") == [address]


@pytest.mark.parametrize(
    "source",
    [
        "http://",
        "http:// example.org",
        "www.",
        "www. example",
        "www..org",
        "http://-",
        "http://.org",
        "http://a..org/",
        "http://example.1",
        "http://example.o",
        "http://1.2.3",
        "http://999.1.1.1/",
        "http://1.2.3.4.5",
        "http://x",
        "www.123",
        "localhost",
        "192.0.2.1",
        "http:///example.org",
        "http://[::1]/",
    ],
)
def test_u4_no_host_no_link(source):
    assert found(source) == []


@pytest.mark.parametrize(
    "tail",
    [
        "/a,b;c:d!e'f(g)h[i]j*k~l%m&n@o",
        "/?a=b&c=d#e",
        "?a=b",
        "#a",
        "/a_(b)",
        "/\u00e9t\u00e9/\u4f8b",
        "/a//b",
        "/@user",
        "/~user/",
        "/\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ],
)
def test_u5_path_query_and_fragment(tail):
    assert found(f"x http://example.org{tail} y") == [f"http://example.org{tail}"]


@pytest.mark.parametrize(
    "end",
    list('<>"{}|\\^` \n\t\u00a0\u201c\u201d\u2018\u2019\u00ab\u00bb\u3002\uff0c\uff09\u300d\u3001'),
)
def test_u5_characters_that_end_an_address(end):
    source = f"http://example.org/a{end}b" if end != "<" else "http://example.org/a< b"
    assert links(render(source)) == ["http://example.org/a"]


def test_u5_a_tag_or_a_comment_ends_an_address():
    for between in ("<b>", "<em>", "<!-- x -->", "</b>", "<b/>"):
        assert links(render(f"http://example.org/a{between}b")) == ["http://example.org/a"]


def test_u5_an_address_is_at_most_2000_characters_long():
    rendered = render("http://example.org/" + "a" * 5_000 + " www.example.org")
    assert [len(link) <= 2_000 for link in links(rendered)] == [True, True]
    assert links(rendered)[-1] == "http://www.example.org"


def test_u6_removed_characters_are_never_in_an_address():
    assert links(render("http://exam\u202eple.org/\u2066a&#x202e;b")) == ["http://example.org/ab"]


@pytest.mark.parametrize("before", ["a", "\u00e9", "7", "_", "@"])
def test_u7_no_link_begins_in_a_word(before):
    for address in ("http://example.org", "www.example.org"):
        assert links(render(before + address)) == []


@pytest.mark.parametrize("before", [*list("(['\"-.,:;/=*>“【"), "<br>", "<em>", "<b>"])
def test_u7_other_punctuation_may_precede(before):
    assert links(render(f"{before}http://example.org/")) == ["http://example.org/"]


@pytest.mark.parametrize("before", list("./:-"))
def test_u7_www_does_not_follow_the_signs_of_an_address(before):
    assert links(render(before + "www.example.org")) == []


@pytest.mark.parametrize("sign", [*list(".,;:!?'\"*"), "...", ".'", "?!", "*.", "…"])
def test_u8_trailing_punctuation_is_not_part_of_it(sign):
    for address in ("http://example.org/a", "http://example.org", "http://example.org/a_(b)"):
        assert found(f"{address}{sign}") == [address]
        assert found(f"{address}{sign} x") == [address]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("(http://h/a_(b))", "http://h/a_(b)"),
        ("[http://h/?c[]=1]", "http://h/?c[]=1"),
        ("(see http://example.org/a).", "http://example.org/a"),
        ("http://example.org/a)))", "http://example.org/a"),
        ("http://example.org/(a)(b)", "http://example.org/(a)(b)"),
        ("(www.example.org)", "http://www.example.org"),
        ("http://example.org/a).)", "http://example.org/a"),
    ],
)
def test_u8_a_closing_bracket_is_part_of_it_if_it_is_balanced(source, address):
    assert found(source) == [address]


def test_u9_the_text_of_a_long_automatic_link_is_cut_by_characters():
    for filler in ("a", "\u00e9", "\U0001d4d0"):
        address = "http://example.org/" + filler * 100
        assert link_texts(address) == [address[:71] + "\u2026"]
        assert links(render(address)) == [address]
        exact = address[:72]
        assert link_texts(exact) == [exact]
        assert link_texts(address[:73]) == [address[:71] + "\u2026"]


def test_u9_the_text_of_a_typed_link_is_never_cut():
    address = "http://example.org/" + "a" * 100
    assert link_texts(f'<a href="/x">{address}</a>') == [address]


@pytest.mark.parametrize(
    "address",
    ["a@example.org", "a.b_c+d-e%f@x-y.example.org", "A1@EXAMPLE.ORG", "x@b\u00fccher.example"],
)
def test_u10_mail_addresses_are_linked(address):
    assert found(f"to {address}, please") == ["mailto:" + address]


def test_u10_a_percent_sign_in_a_mail_address_is_no_encoding():
    assert found("a%41b@example.org") == ["mailto:a%2541b@example.org"]


def test_u10_an_explicit_mailto_is_linked_without_what_follows():
    assert found("mailto:a@example.org") == ["mailto:a@example.org"]
    assert found("MAILTO:a@example.org?cc=b") == ["mailto:a@example.org"]
    assert found("a@example.org?cc=b.c") == ["mailto:a@example.org"]
    assert found("(a@example.org).") == ["mailto:a@example.org"]
    assert found("...a@example.org") == ["mailto:a@example.org"]


@pytest.mark.parametrize(
    "source",
    [
        "a@b",
        "@x.org",
        "a@@x.org",
        "a@x.o",
        "a@x.12",
        "a@",
        "@",
        "a @x.org",
        "éa@x.org",
        "a@x.org@y",
        "a" * 65 + "@x.org",
        "a@.org",
        "a@x..org",
        "a@-x.org",
    ],
)
def test_u10_what_is_no_mail_address(source):
    assert found(source) == []


def test_u10_an_at_sign_in_an_address_makes_no_mail_link():
    assert found("http://example.org/?who=a@example.com") == [
        "http://example.org/?who=a@example.com"
    ]
    assert found("http://user:a@example.com/") == []


@pytest.mark.parametrize("address", ["http://example.org", "www.example.org", "a@example.org"])
def test_u11_where_no_automatic_link_is_made(address):
    for around in ('<a href="/x">{}</a>', '<a href="/x"><em>{}</em></a>'):
        assert links(render(around.format(address))) == ["/x"]
    for around in ("<code>{}</code>", "<code>a <em>{}</em> b</code>", "<em><code>{}</code></em>"):
        assert links(render(around.format(address))) == []
    assert links(render(f'<a href="javascript:1">{address}</a>')) == []
    assert links(render(f"<!-- {address} -->")) == []
    assert links(render(f"<a title='{address}' href='/x'>a</a>")) == ["/x"]


@pytest.mark.parametrize(
    "around",
    [
        "<em>{}</em>",
        "<strong>{}</strong>",
        "<cite>{}</cite>",
        "<ul><li>{}</ul>",
        "<dl><dt>{}</dl>",
        "<dl><dd>{}</dl>",
        "[quote]{}[/quote]",
        "<code>a</code>{}",
        "<a href=/x>b</a> {}",
    ],
)
def test_u11_where_automatic_links_are_made(around):
    assert "http://example.org" in links(render(around.format("http://example.org")))


def test_l8_two_hundred_automatic_links_and_no_more():
    source = "www.example.org " * 300
    assert found(source.strip()) == ["http://www.example.org"] * 200
