"""A source that is read once says what each question alone is answered."""

from types import SimpleNamespace

import pytest
from hypothesis import given

from comments import text
from comments.source import Source
from comments.text.limits import HARD_LENGTH, MAX_LENGTH

from .test_properties import PATIENT, SOURCES

LONG = [
    "x" * (MAX_LENGTH + 1),
    "<b>" * 31 + "x",
    "<em>x</em> " * 1_001,
    "\x00" * HARD_LENGTH + "<b>x</b>",
    "x" * MAX_LENGTH + "\x00" * HARD_LENGTH,
    "<b>x</b> " * HARD_LENGTH,
]


def answer(reading):
    """Return what a reading says."""
    return str(reading.html), reading.excess, reading.excerpt(60), reading.excerpt(5)


def ask(source):
    """Return the same from the functions of the format, each of which reads it anew."""
    excerpts = [text.excerpt(source, length) for length in (60, 5)]
    return str(text.render(source)), text.excess(source), *excerpts


@PATIENT
@given(SOURCES)
def test_one_reading_answers_as_the_functions_do(source):
    assert answer(text.read(source)) == ask(source)


@pytest.mark.parametrize("source", LONG)
def test_so_it_does_past_the_limits(source):
    assert answer(text.read(source)) == ask(source)


def test_a_source_is_its_text_and_is_read_once(settings, monkeypatch):
    read = []
    monkeypatch.setattr(text, "read", lambda source: read.append(source) or SimpleNamespace())
    source = Source("<em>x</em>")

    assert source == "<em>x</em>"
    assert Source.of(source) is source
    assert source.reading is source.reading
    assert read == ["<em>x</em>"]
    assert type(read[0]) is str


def test_a_format_without_reading_is_asked_for_each_once(monkeypatch):
    asked = []

    def note(name, value):
        return lambda source, *args: asked.append((name, source, *args)) or value

    names = {"render": "html", "excess": "excess", "excerpt": "excerpt"}
    own = SimpleNamespace(**{name: note(name, value) for name, value in names.items()})
    monkeypatch.setattr("comments.conf.text_format", lambda: own)
    reading = Source("x").reading

    assert [reading.html, reading.excess, reading.excerpt(9)] == ["html", "excess", "excerpt"]
    assert reading.html == "html"
    assert asked == [("render", "x"), ("excess", "x"), ("excerpt", "x", 9)]
