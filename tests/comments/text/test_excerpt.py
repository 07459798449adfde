"""Plain text of a comment for teasers, mails, feeds and the queue."""

import pytest

from comments.text import excerpt

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<em>a</em> &amp; <b>b</b>", "a & b"),
        ("a\n\nb\nc", "a b c"),
        ("<ul><li>a<li>b</ul>c", "a b c"),
        ("&lt;script&gt; &amp;lt;", "<script> &lt;"),
        ("<a href='/x' title='y'>a</a> http://example.org", "a http://example.org"),
        ("[quote=Bob]old[/quote]\nnew", "new"),
        ("[quote=Bob]old[quote]older[/quote][/quote]", "old older"),
        ("<code>a\n  b</code>", "a b"),
        ("", ""),
        ("x<y", "x<y"),
    ],
)
def test_it_is_the_text_on_one_line_without_markup_and_quotes(source, text):
    assert excerpt(source, 100) == text


def test_it_is_cut_between_words_with_an_ellipsis_that_counts():
    assert excerpt("one two three", 13) == "one two three"
    assert excerpt("one two three", 12) == "one two\u2026"
    assert excerpt("one two three", 8) == "one two\u2026"
    assert excerpt("abcdefghij", 5) == "abcd\u2026"
    assert excerpt("abc", 1) == "\u2026"
    assert excerpt("abc", 0) == ""


def test_it_is_never_cut_in_a_reference():
    for length in range(1, 12):
        assert (
            excerpt("&amp;&lt;&gt;&eacute;" * 3, length)
            == ("&<>\u00e9" * 3)[: length - 1] + "\u2026"
        )


@pytest.mark.parametrize(
    "cluster",
    ["é", FAMILY, "👍🏽", "🇨🇭", "क्", "한", "❤️", "🏴\U000e0067\U000e0062\U000e007f", "1️⃣"],
)
def test_it_is_never_cut_in_what_a_reader_sees_as_one_character(cluster):
    text = cluster * 6
    for length in range(1, len(text)):
        kept = excerpt(text, length).removesuffix("\u2026")
        assert kept == cluster * (len(kept) // len(cluster))


def test_a_heap_of_marks_is_cut_all_the_same():
    assert len(excerpt("a" + "\u0301" * 5_000, 1_000)) == 1_000


def test_it_takes_any_source():
    assert excerpt("<em>" * 5_000, 20).startswith("<em>")
    assert excerpt("a\x00\ud800b", 5) == "ab"
