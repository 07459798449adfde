"""What a search looks for, and how it marks that in texts."""

import time

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from danceconnection.search.highlight import Highlighter, is_beginning, is_related
from danceconnection.search.terms import MOST_WORDS, Terms
from danceconnection.search.words import find_words, fold
from tests.pages import Markup

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "words", "phrases"),
    [
        ("two words", ("two", "words"), ()),
        ("two two", ("two",), ()),
        ('before "a phrase" after', ("before", "after"), ("a phrase",)),
        ("„ein Satz“ und «une phrase»", ("und",), ("ein Satz", "une phrase")),
        ('"one"', ("one",), ()),
        ('not "closed', ("not", "closed"), ()),
        ("don't", ("don",), ()),
        ("l’amour", ("amour",), ()),
        ("a b", ("a", "b"), ()),
        ("AND title:x* -y NEAR(z) ^q {a} %s \\", ("AND", "title", "x", "y", "NEAR", "z", "q",
                                                  "a", "s"), ()),
        ("nul\x00byte", ("nul", "byte"), ()),
        ("…!? \"'\" 🎉", (), ()),
        ("हिन्दी", ("हिन्दी",), ()),
        ("", (), ()),
    ],
)  # fmt: skip
def test_terms_are_words_and_phrases_without_any_sign(text, words, phrases):
    terms = Terms.parse(text)
    assert (terms.words, terms.phrases) == (words, phrases)
    assert bool(terms) == bool(words or phrases)


def test_terms_are_of_a_limited_number():
    assert len(Terms.parse(" ".join(f"w{n}" for n in range(50))).all_words) == MOST_WORDS


@given(st.text(max_size=300))
def test_terms_hold_nothing_but_letters_and_digits(text):
    terms = Terms.parse(text)
    for word in terms.all_words:
        assert [found.end - found.start for found in find_words(word)] == [len(word)]


@pytest.mark.parametrize(
    ("left", "right"),
    [("Café", "cafe"), ("STRASSE", "straße"), ("Ｗｉｄｅ", "wide"), ("İstanbul", "istanbul"),
     ("cafe\N{COMBINING ACUTE ACCENT}", "café"), ("ﬁn", "fin")],
)  # fmt: skip
def test_words_are_the_same_without_case_and_accents(left, right):
    assert fold(left) == fold(right)


def mark(text, query, **kwargs):
    return Highlighter(Terms.parse(query).needles, **kwargs).mark(text)


def test_hits_are_marked_as_they_stand_in_the_text():
    assert mark("A Café in the Straße", "cafe strasse") == (
        "A <mark>Café</mark> in the <mark>Straße</mark>"
    )
    assert mark("cafeteria", "cafe") == "cafeteria"
    assert mark("One two, two three", '"two three"') == "One two, <mark>two three</mark>"


def test_texts_are_escaped_once_and_marks_are_not():
    assert mark('<b>Dance</b> & "x" &amp;', "dance") == (
        "&lt;b&gt;<mark>Dance</mark>&lt;/b&gt; &amp; &quot;x&quot; &amp;amp;"
    )
    assert isinstance(mark("text", "other"), SafeString)


@given(st.text(max_size=200), st.text(max_size=40))
def test_marking_loses_nothing_and_brings_in_no_other_element(text, query):
    class Reader(Markup):
        def __init__(self, html):
            self.text = ""
            super().__init__(html)

        def handle_data(self, data):
            self.text += data

    for html in (mark(text, query), Highlighter(Terms.parse(query).needles).snippet([text])):
        assert {name for name, _ in Reader(html).elements} <= {"mark"}
    # HTML knows no NUL, and its line ends are one.
    plain = text.replace("\x00", "").replace("\r", "")
    assert Reader(mark(plain, query)).text == plain


@pytest.mark.parametrize(
    ("word", "wanted", "related"),
    [("dances", "dance", True), ("dance", "dancing", True), ("apologies", "apology", True),
     ("common", "comment", False), ("run", "runs", False), ("other", "dance", False)],
)  # fmt: skip
def test_words_with_other_endings_are_related(word, wanted, related):
    assert is_related(word, wanted) == related


def test_what_an_engine_found_by_its_stem_is_marked_if_the_word_itself_is_not_there():
    highlighter = Highlighter(Terms.parse("dancing").needles)
    assert highlighter.loosened(["They dance."]).mark("They dance.") == "They <mark>dance</mark>."
    both = ["They dance.", "Dancing is fun."]
    assert highlighter.loosened(both).mark(both[0]) == "They dance."


def test_beginnings_are_marked_as_whole_words():
    assert mark("A singular case", "singu", accepts=is_beginning) == (
        "A <mark>singular</mark> case"
    )


def snippet(texts, query, **kwargs):
    return Highlighter(Terms.parse(query).needles).snippet(texts, **kwargs)


LONG = "word " * 200


def test_a_snippet_is_cut_around_the_first_hit_and_between_words():
    html = snippet([f"{LONG}needle {LONG}"], "needle")
    assert html.startswith("…word")
    assert html.endswith("word…")
    assert "<mark>needle</mark>" in html
    assert len(html) < 280


def test_a_snippet_shows_the_place_with_the_most_of_what_was_asked():
    text = f"alpha {LONG} alpha beta"
    assert "<mark>alpha</mark> <mark>beta</mark>" in snippet([text], "alpha beta")


def test_a_snippet_prefers_a_text_that_says_more_than_a_heading():
    assert snippet(["An alpha", f"Some alpha {LONG}"], "alpha").startswith(
        "Some <mark>alpha</mark>"
    )
    assert snippet(["An alpha", LONG], "alpha") == "An <mark>alpha</mark>"


def test_a_snippet_of_two_places_has_both():
    html = snippet([f"alpha {LONG}", f"{LONG} beta"], "alpha beta")
    assert "<mark>alpha</mark>" in html
    assert "<mark>beta</mark>" in html


def test_a_snippet_without_a_hit_is_the_beginning():
    assert snippet(["", "First. " + LONG, "Second."], "needle").startswith("First. word")
    assert snippet([], "needle") == ""
    assert snippet(["short"], "needle") == "short"


def test_a_text_without_spaces_is_cut_too():
    assert len(snippet(["語" * 5000 + " needle"], "needle")) < 400


def test_marking_is_fast_for_long_texts():
    start = time.process_time()
    snippet(["alpha beta " * 5000] * 5, "alpha beta gamma")
    assert time.process_time() - start < 2
