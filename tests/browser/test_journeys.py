"""Read, reply with a quote, preview and post: by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from .hands import STOPS, Keyboard, Pointer
from .states.doors import COMPOSING

WINDOW = {"width": 1280, "height": 900}
WALKED = ["home", "column", "article", "authors", "author", "issues", "issue", "search", "closed"]


def take_part(page, hands, name):
    """Quote a comment of the article shown, look at the preview, and post, as ``name``."""
    comment = page.locator("article", has=page.get_by_role("heading", name="Everything at once"))
    hands.use(comment.last.get_by_role("link", name=re.compile("^Quote")))
    body = page.get_by_role("textbox", name="Comment", exact=True)
    expect(body).to_have_value(re.compile(r"\[quote.*years.*\[/quote\]", re.DOTALL))
    hands.write(page.get_by_role("textbox", name="Subject"), f"An answer of {name}")
    hands.write(body, f" So says {name}.")
    hands.write(page.get_by_role("textbox", name="Your name"), name)
    hands.write(page.get_by_role("textbox", name="Your e-mail address"), f"{name}@example.org")
    hands.use(page.get_by_role("button", name="Preview"))
    preview = page.locator("section", has_text="Preview").last
    expect(preview.locator("blockquote").first).to_contain_text("It took me years.")
    expect(preview).to_contain_text(f"So says {name}.")
    page.wait_for_timeout(COMPOSING)
    hands.use(page.get_by_role("button", name=re.compile("^Post")))
    expect(page.get_by_text("Thank you for your comment").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("hands", [Keyboard, Pointer])
def test_a_reader_takes_part(visit, places, hands, scripts):
    page = visit(java_script_enabled=scripts, viewport=WINDOW, reduced_motion="reduce")
    page.goto(places["article"])
    take_part(page, hands(page), f"{hands.__name__}-{scripts}")


@pytest.mark.parametrize("place", WALKED)
def test_the_keyboard_comes_everywhere_and_is_seen_where_it_is(visit, places, place):
    page = visit(viewport=WINDOW, reduced_motion="reduce")
    page.goto(places[place])
    expected = page.evaluate(STOPS)
    assert Keyboard(page).walk() == expected
    assert len(expected) > 5


def test_the_first_stop_leads_past_the_navigation(visit, places):
    page = visit()
    page.goto(places["article"])
    keyboard = Keyboard(page)
    keyboard.use(page.get_by_role("link", name="Skip to the content"))
    assert "main" in page.evaluate("document.activeElement.localName")
    keyboard.tab()
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("style", "complaint"),
    [
        ("a { outline: 0 }", "no sign of focus"),
        ("b { position: fixed; inset: 0; background: #fff }", "covered"),
    ],
)
def test_the_keyboard_notices_what_is_wrong(visit, style, complaint):
    page = visit()
    page.set_content(f"<!DOCTYPE html><style>{style}</style><a href=/>A link</a><b>text</b>")
    with pytest.raises(AssertionError, match=complaint):
        Keyboard(page).walk()


def test_a_trap_is_no_way_through(visit):
    page = visit()
    page.set_content(
        "<!DOCTYPE html><a href=/>One</a><a href=/2 onkeydown='event.preventDefault()'>Two</a>"
        "<a href=/3>Three</a>"
    )
    assert Keyboard(page).walk() != page.evaluate(STOPS)
