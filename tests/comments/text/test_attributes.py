"""H8 to H15: attributes, addresses, rel."""

import pytest

from comments.text import render
from tests.comments.text.reading import links, read, tree


def attributes_of(source: str, name: str) -> dict[str, str]:
    return read(render(source)).all(name)[0].attributes


def test_h8_the_allowed_attributes_are_kept():
    link = attributes_of('<a href="/x" title="a &quot;b\nc" lang="de-CH" dir="RTL">x</a>', "a")
    assert link == {
        "href": "/x",
        "title": 'a "b c',
        "lang": "de-CH",
        "dir": "rtl",
        "rel": "nofollow ugc",
    }
    assert attributes_of('<ol start=" -3 "><li>a</ol>', "ol") == {"start": "-3"}
    assert attributes_of('<li lang="fr">a', "li") == {"lang": "fr"}


@pytest.mark.parametrize(
    "attribute",
    [
        "lang='x y'",
        "lang='\"><b>'",
        "lang=" + "a" * 36,
        "dir=auto",
        "start=1",
        "title=x",
        "href=/x",
    ],
)
def test_h8_values_and_elements_that_do_not_fit_are_refused(attribute):
    assert attributes_of(f"<em {attribute}>a</em>", "em") == {}


@pytest.mark.parametrize("start", ["1.5", "x", "1e3", "\u0661", "9" * 10, ""])
def test_h8_a_start_that_is_no_integer_is_refused(start):
    assert attributes_of(f'<ol start="{start}"><li>a</ol>', "ol") == {}


@pytest.mark.parametrize(
    "attribute",
    [
        "style",
        "onclick",
        "ONCLICK",
        "class",
        "id",
        "name",
        "target",
        "rel",
        "data-x",
        "hx-get",
        "aria-label",
        "srcdoc",
        "ping",
        "download",
        "contenteditable",
        "autofocus",
        "accesskey",
        "tabindex",
        "is",
        "slot",
        "part",
        "nonce",
        "xmlns",
        "formaction",
        "xlink:href",
        "itemprop",
        "role",
        "popover",
        "inert",
        "onx",
        "on",
    ],
)
@pytest.mark.parametrize(
    "shape", ["<em {}=x>", "<em/{}='x'>", '<em\n{}\n=\n"x">', "<em \"'{}=x>", "<em x=y{}=x>"]
)
def test_h9_every_other_attribute_is_dropped(attribute, shape):
    assert attributes_of(shape.format(attribute) + "a</em>", "em") == {}


def test_h9_a_form_feed_between_name_and_attribute_is_removed_before_it_separates():
    assert read(render("<em\fonclick=x>a</em>")).text == "a"


def test_h10_the_first_of_two_attributes_counts():
    assert links(render('<a href="/1" HREF="/2">a</a>')) == ["/1"]
    assert links(render('<a href="javascript:1" href="/2">a</a>')) == []


SAFE = ["http://x.org", "HTTPS://x.org/a", "ftp://x.org/a", "mailto:a@x.org?subject=b"]


@pytest.mark.parametrize("address", SAFE)
def test_h11_the_four_schemes_are_kept(address):
    assert links(render(f'<a href="{address}">a</a>')) == [address]


UNSAFE_SCHEMES = [
    "javascript",
    "vbscript",
    "data",
    "file",
    "blob",
    "about",
    "view-source",
    "jar",
    "feed",
    "livescript",
    "mocha",
    "tel",
    "irc",
    "sms",
    "chrome",
    "resource",
    "ws",
    "wss",
    "gopher",
    "ssh",
    "intent",
    "x-apple",
    "localhost",
    "foo+bar",
]


@pytest.mark.parametrize("scheme", UNSAFE_SCHEMES)
@pytest.mark.parametrize("rest", ["alert(1)", "123", "//x.org/%0aalert(1)", "0", ""])
def test_h11_all_other_schemes_are_refused(scheme, rest):
    for typed in (scheme, scheme.upper(), scheme.title()):
        assert links(render(f'<a href="{typed}:{rest}">a</a>')) == []


@pytest.mark.parametrize(
    "address",
    [
        "java\tscript:alert(1)",
        "java\nscript:7",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;1",
        "&#x6A&#x61vascript:1",
        "  javascript:1",
        "\u00a0javascript:1",
        "\u200bjavascript:1",
        "java\u200dscript:1",
        "\ufeffhttp://x.org",
        "h\u0442tp://x.org",
        "http\u200b://x.org",
        "\u017fhttp:1",
        "&Tab;javascript&Tab;:1",
        "javascript\u2028:1",
        "jav&#x0A;ascript:1",
        "\x01javascript:1",
        "x.html:80",
        "localhost:8000",
        "a b:c",
        "1a:b",
        ":x",
        "java\\script:1",
    ],
)
def test_h12_the_scheme_is_found_as_a_browser_finds_it(address):
    assert links(render(f'<a href="{address}">a</a>')) == []


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("  http://x.org/ ", "http://x.org/"),
        ("ht\ntp://x.org/\ta", "http://x.org/a"),
        ("/a:b", "/a:b"),
        ("?a:b", "?a:b"),
        ("#javascript:1", "#javascript:1"),
        ("./javascript:1", "./javascript:1"),
        ("http://x.org/&amp;amp;?a=1&b=2&amp;c", "http://x.org/&amp;?a=1&b=2&c"),
        ("?a=1&copy=2", "?a=1&copy=2"),
    ],
)
def test_h12_what_has_no_scheme_or_an_allowed_one_is_kept(address, kept):
    assert links(render(f'<a href="{address}">a</a>')) == [kept]


@pytest.mark.parametrize(
    "attribute",
    ["", "href", "href=''", "href=' '", "href='javascript:alert(1)'", "href='http://[::1'"],
)
def test_h13_refused_href_leaves_its_text(attribute):
    assert tree(render(f"a <a {attribute}>b <em>c</em></a> d")) == tree("<p>a b <em>c</em> d</p>")


def test_h13_an_address_that_a_gate_would_take_away_makes_no_link():
    for host in ("http://[::1", "http://a b/", "http://1.2.3.4.5/", "http://:80", "http://xn--/"):
        rendered = render(f'<a href="{host}">a</a>')
        assert all("href" in node.attributes for node in read(rendered).all("a")), rendered


@pytest.mark.parametrize(
    "address", ["/x", "#x", "?x", "x.html", "//host/x", "../x", "/x y", "/@me"]
)
def test_h14_relative_addresses_are_kept(address):
    assert links(render(f'<a href="{address}">a</a>')) == [address]


@pytest.mark.parametrize(
    "source",
    [
        "<a href=/x>a</a>",
        '<a rel="dofollow noopener" href=/x>a</a>',
        "http://example.org",
        "a@example.org",
        "<a href=mailto:a@example.org rel=me>a</a>",
    ],
)
def test_h15_every_link_gets_exactly_our_rel(source):
    assert set(attributes_of(source, "a")["rel"].split()) == {"nofollow", "ugc"}


@pytest.mark.parametrize(
    "address",
    [
        "http://bank.example@evil.example/",
        "http://user:secret@example.org/",
        "https:user@example.org",
        "http:\\\\user@example.org",
        "//user@example.org/",
        "\\\\user@example.org/",
        "/\t/user@example.org/",
        "ftp://user@example.org/",
        "http:////user@example.org",
    ],
)
def test_user_information_in_an_address_is_refused(address):
    assert links(render(f'<a href="{address}">a</a>')) == []
    assert [link for link in links(render(address)) if not link.startswith("mailto:")] == []
