"""Readers who change how pages look: wider spacing (WCAG 1.4.12), larger text (1.4.4), zoom."""

import pytest

from .test_pages import find_overflow

PLACES = ["home", "column", "article", "author", "issue", "many threads"]
WIDE_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
* { word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
LARGE_TEXT = "html { font-size: 200% !important }"
#: What cuts the text it has. What is for screen readers alone is cut on purpose.
FIND_CUT = """() => [...document.body.querySelectorAll('*')].filter(element => {
    const style = getComputedStyle(element);
    const cuts = [style.overflowX, style.overflowY].some(way => way === 'hidden' || way === 'clip');
    const isUnseen = style.clipPath !== 'none' || element.clientWidth <= 1;
    const isCut = element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1;
    return cuts && isCut && !isUnseen && element.innerText?.trim();
}).map(element => `${element.localName}.${element.className}: ${element.innerText.slice(0, 40)}`)"""


@pytest.mark.parametrize(
    ("style", "width"),
    [(WIDE_SPACING, 360), (WIDE_SPACING, 1280), (LARGE_TEXT, 1280)],
    ids=["spacing, narrow", "spacing, wide", "large text"],
)
def test_nothing_is_cut_or_pushed_out_by_readers_styles(visit, places, style, width):
    # The reader's own style sheet is not the site's, whose content policy forbids it.
    page = visit(bypass_csp=True, viewport={"width": width, "height": 800})
    for place in PLACES:
        page.goto(places[place])
        before = page.evaluate("document.body.scrollHeight")
        page.add_style_tag(content=style)
        assert page.evaluate("document.body.scrollHeight") > before
        assert page.evaluate(FIND_CUT) == [], place
        assert find_overflow(page) == [], place


def test_everything_fits_at_twice_the_size(visit, places):
    page = visit(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    for place in PLACES:
        page.goto(places[place])
        assert find_overflow(page) == [], place
        assert page.get_by_role("navigation").first.is_visible()
