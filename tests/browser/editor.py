"""What people do in Wagtail's admin, as steps of tests."""

import re

from playwright.sync_api import Page, expect


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
    """Publish the page of the form and return its id."""
    message = page.locator(".messages .success", has_text="published").first
    for patience in (8_000, 15_000):
        page.get_by_role("button", name="More actions").last.click()
        page.get_by_role("button", name="Publish").click()
        try:
            expect(message).to_be_visible(timeout=patience)
            break
        except AssertionError:
            # Seen once, with "Autosave is paused" in the form; a person clicks again.
            continue
    expect(message).to_be_visible()
    edit = message.get_by_role("link", name="Edit").get_attribute("href")
    return int(re.search(r"/pages/(\d+)/edit/", edit)[1])
