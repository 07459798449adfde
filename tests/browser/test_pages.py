"""Every state of every page is accessible, fits narrow screens, and is valid HTML."""

import pytest

from .states import STATES
from .tools import AXE, find_violations, require, validate

WIDTHS = {360: 740, 1280: 900}
NARROWEST = 320
BAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Bad</title></head><body><main><h1>Bad</h1>
<img src="/static/danceconnection/icon.svg" width="32" height="32">
<p style="color: #aaa; background: #fff">Too pale to read</p>
<p><div>In a paragraph</p>
<style>a { display: inline-block; width: 9px; height: 9px }</style>
<a href="/">a</a><a href="/b">b</a>
<div style="width: 400px">Wide</div></main></body></html>"""


class Visitor:
    """Somebody with one window who comes to one state after another."""

    def __init__(self, page, places):
        self.page, self.places = page, places
        page.on("response", self.note)

    def note(self, response):
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.answer = response

    def visit(self, state):
        """Come to ``state``; return the last document's response."""
        self.page.context.clear_cookies()
        self.page.goto(self.places.get(state.start, state.start))
        for step in state.steps:
            step(self.page)
        return self.answer


@pytest.fixture(scope="module")
def visitors(chromium, site, places):
    """Visitors by the width of their window."""
    contexts = []

    def open_window(width, height):
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_init_script(path=require(AXE))
        return Visitor(context.new_page(), places)

    yield {width: open_window(width, height) for width, height in WIDTHS.items()}
    for context in contexts:
        context.close()


def find_overflow(page):
    """Return what sticks out of the window sideways, when the page can be scrolled that way."""
    return page.evaluate(
        """() => {
            const root = document.documentElement, width = root.clientWidth;
            const masks = [root, document.body].filter(
                element => getComputedStyle(element).overflowX !== 'visible');
            if (root.scrollWidth <= width && !masks.length) return [];
            return [...document.body.querySelectorAll('*')]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .map(element => `${element.localName}.${element.className}`)
                .concat(masks.map(element => `${element.localName} hides what sticks out`));
        }"""
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_is_accessible_in_light_and_in_darkness(visitors, state, width):
    visitor = visitors[width]
    visitor.visit(state)
    page = visitor.page
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = find_violations(page)
    assert found == {"light": [], "dark": []}
    if width == min(WIDTHS):
        page.set_viewport_size({"width": NARROWEST, "height": WIDTHS[width]})
        sticking_out = find_overflow(page)
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        assert sticking_out == []


@pytest.fixture(scope="module")
def plain_visitor(chromium, site, places):
    """A visitor whose browser runs no scripts, so that pages are as the site sent them."""
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    yield Visitor(context.new_page(), places)
    context.close()


class Sources:
    """What the site sent for each state, in a folder, for one run of the validator over all."""

    def __init__(self, visitor, folder):
        self.visitor, self.folder = visitor, folder

    def fetch(self, state):
        """Come to ``state``, keep what the site sent, and return its HTTP status."""
        answer = self.visitor.visit(state)
        self.get_path(state).write_bytes(answer.body())
        return answer.status

    def get_path(self, state):
        return self.folder / f"{state.name}.html"


@pytest.fixture(scope="module")
def sources(plain_visitor, tmp_path_factory):
    return Sources(plain_visitor, tmp_path_factory.mktemp("sources"))


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_answers_without_scripts(sources, state):
    assert sources.fetch(state) == state.status


def test_all_that_was_sent_is_valid(sources):
    # All are there when the whole file is run, none when this test is run alone.
    for state in STATES:
        if not sources.get_path(state).exists():
            sources.fetch(state)
    assert len(list(sources.folder.iterdir())) == len(STATES)
    assert validate(sources.folder) == []


def test_the_tools_find_what_is_wrong(visitors, tmp_path):
    # A page that the site did not send is not under its content policy.
    page = visitors[360].page.context.new_page()
    page.set_content(BAD)
    (tmp_path / "bad.html").write_text(BAD)
    violations = "\n".join(find_violations(page))
    for rule in ("image-alt", "color-contrast", "target-size"):
        assert rule in violations
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    assert find_overflow(page) == ["div."]
    faults = "\n".join(validate(tmp_path))
    assert "alt" in faults
    assert "No “p” element in scope" in faults
