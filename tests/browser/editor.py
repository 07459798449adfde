"""What people do in Wagtail's admin, as steps of tests."""

import re

from playwright.sync_api import Page, expect

# So many milliseconds after a change, at the most, Wagtail's form says that it is being saved.
AUTOSAVE_DELAY = 1_000


def sign_in(page: Page, username: str, password: str) -> None:
    """Sign in to the admin."""
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/admin/$"))


def add_page(page: Page, model: str, parent_id: int, title: str) -> None:
    """Open the form of a new page of the type ``model`` (``app/model``) and type its title."""
    page.goto(f"/admin/pages/add/{model}/{parent_id}/", wait_until="networkidle")
    page.locator("#id_title").fill(title)
    page.locator("#id_title").press("Tab")
    expect(page.locator("#id_slug")).not_to_have_value("")


def upload_image(page: Page, button: str, path: str, title: str) -> None:
    """Press ``button``, the chooser of an image, and upload the file at ``path``."""
    page.get_by_role("button", name=button).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(path)
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_have_count(0)


def choose_page(page: Page, button: str, title: str) -> None:
    """Press ``button``, the chooser of a page, and find the one called ``title``."""
    page.get_by_role("button", name=button).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Search term").fill(title)
    dialog.get_by_role("link", name=title, exact=True).click()
    expect(dialog).to_have_count(0)


def insert_block(page: Page, name: str) -> None:
    """Add a block to the end of the body."""
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def publish(page: Page) -> int:
    """Publish the page of the form, once nothing of it is being saved, and return its id.

    Who publishes while Wagtail's first autosave is on its way makes the page twice, and is told
    that its slug is in use.
    """
    page.wait_for_timeout(AUTOSAVE_DELAY)
    expect(page.locator("#w-autosave-indicator")).not_to_have_attribute(
        "data-w-autosave-state-value", "saving", timeout=15_000
    )
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Publish").click()
    message = page.locator(".messages .success", has_text="published").first
    expect(message).to_be_visible(timeout=15_000)
    edit = message.get_by_role("link", name="Edit").get_attribute("href")
    return int(re.search(r"/pages/(\d+)/edit/", edit)[1])
