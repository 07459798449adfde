"""The steps from one state to another: following a link, filling in the form, pressing a button.

Each is made for a table: ``follow("a[rel=next]")`` returns a function that takes the step on a
page, or raises ``DoorMissing``. Links are opened and not clicked, so that scripts of the site that
would rather change the page in place have no say in where a state is.
"""

from playwright.sync_api import Page

#: Longer than ``COMMENTS_MINIMUM_COMPOSE_SECONDS``, in milliseconds: only a form that was made for
#: one reader knows its time, so that nothing has to be waited for on the page of an article.
COMPOSING = 3200
COMMENT = {
    "subject": "On turnout",
    "body": "[quote=Ada]Slowly[/quote] And <em>then</em>?\n\nSee https://example.org/ for more.",
    "author_name": "Wren",
    "author_email": "wren@example.org",
}


class DoorMissing(Exception):
    """The page has no such link or button."""


def find(page: Page, selector: str):
    """Return the first element that is ``selector``, at once or not at all."""
    found = page.locator(selector)
    if not found.count():
        raise DoorMissing(f"{page.url} has no {selector}")
    return found.first


def follow(selector: str):
    """Open what the first such link leads to."""

    def step(page: Page):
        page.goto(find(page, selector).evaluate("link => link.href"))

    return step


def enter(**fields: str):
    """Fill in these fields of a form."""

    def step(page: Page):
        for name, text in fields.items():
            find(page, f"form[method=post] [name={name}]").fill(text)

    return step


def write(**changes: str):
    """Fill in the form for a comment, with ``changes`` to what is in order."""
    return enter(**(COMMENT | changes))


def click(selector: str):
    """Click as a person does: a script of the site may change the page in place."""

    def step(page: Page):
        find(page, selector).click()

    return step


def choose(selector: str):
    """Choose the first such radio button or checkbox."""

    def step(page: Page):
        find(page, selector).check()

    return step


def settle(page: Page):
    """Wait for what scripts of the site still fetch."""
    page.wait_for_load_state("networkidle")


def open_own(page: Page):
    """Open the page of the comment that was just posted; without scripts, it is open already."""
    if "/comments/own/" not in page.url:
        own = "main a[href*='/comments/own/']"
        page.wait_for_selector(own, state="attached")
        follow(own)(page)


def press(selector: str):
    """Press a button of a form, and wait until its answer stands there instead of the form."""

    def step(page: Page):
        button = find(page, selector)
        button.evaluate("button => { button.form.id = 'sent'; }")
        button.click()
        page.wait_for_selector("#sent", state="detached")
        page.wait_for_load_state()

    return step
