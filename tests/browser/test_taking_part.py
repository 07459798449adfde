"""Reacting, flagging, posting and changing one's mind, with the script and without any."""

import json
import urllib.request

import pytest
from playwright.sync_api import expect

ARTICLE = "/at-close-range/whose-turn-is-it-to-notice/"


@pytest.fixture(scope="module")
def fresh_comment(site):
    """The id of a comment that readers see and have not reacted to."""
    with urllib.request.urlopen(f"{site}/api/v2/pages/?slug=whose-turn-is-it-to-notice") as answer:
        (page,) = json.load(answer)["items"]
    address = f"{site}/api/v2/comments/?page={page['id']}&limit=50"
    with urllib.request.urlopen(address) as answer:
        comments = json.load(answer)["items"]
    return next(c["id"] for c in comments if c["subject"] == "Two brothers")


def write(page, *, body):
    page.locator("[name=subject]").fill("From a browser")
    page.locator("[name=body]").fill(body)
    page.locator("[name=author_name]").fill("Ada Reader")
    page.locator("[name=author_email]").fill("ada@example.org")


def test_with_the_script_everything_happens_in_its_place(visit, fresh_comment):
    page = visit()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(error))
    page.goto(ARTICLE)
    comment = page.locator(f"#comment-{fresh_comment}")
    reaction = comment.locator(".comments-react button")

    reaction.focus()
    page.keyboard.press("Enter")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    expect(reaction.locator(".comments-react-count")).to_have_text("1")
    expect(page.locator("#discussion-status")).to_have_text("You said “Helpful”.")

    comment.locator("a.comments-flag").click()
    dialog = page.get_by_role("dialog", name="Flag this comment")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(comment.locator("a.comments-flag")).to_be_focused()
    comment.locator("a.comments-flag").click()
    dialog.get_by_role("button", name="Flag it").click()
    expect(dialog.locator(".comments-error")).to_contain_text("Choose what is wrong")
    dialog.get_by_label("Something else").check()
    dialog.get_by_role("button", name="Flag it").click()
    expect(comment.locator(".comments-flagged")).to_be_focused()

    write(page, body="My waiting text.")
    page.get_by_role("button", name="Post comment").click()
    waiting = page.locator(".comments-waiting")
    expect(waiting).to_contain_text("My waiting text.")
    expect(waiting).to_contain_text("only you see it")
    expect(waiting).to_be_focused()
    # Reaction and flag of this reader are still there after the page was loaded again.
    expect(reaction).to_have_attribute("aria-pressed", "true")
    expect(comment.locator(".comments-flagged")).to_be_visible()
    reaction.click()
    expect(reaction).to_have_attribute("aria-pressed", "false")
    assert complaints == []

    other = visit()
    other.goto(f"{ARTICLE}?comment=held")
    other.wait_for_load_state("networkidle")
    expect(other.locator(".comments-waiting")).to_have_count(0)
    assert "My waiting text." not in other.content()


def test_a_reader_who_only_reads_asks_for_nothing_private(visit):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(ARTICLE)
    page.wait_for_load_state("networkidle")

    assert not [url for url in asked if "/comments/own/" in url]
    assert page.context.cookies() == []


def test_without_scripts_the_same_is_done_by_forms_and_links(visit, fresh_comment):
    page = visit(java_script_enabled=False)
    page.goto(ARTICLE)
    comment = page.locator(f"#comment-{fresh_comment}")

    comment.locator(".comments-react button").click()
    page.wait_for_url(f"**{ARTICLE}#comment-*")
    comment.locator(".comments-react button").click()
    expect(page.get_by_role("heading", name="You said “Helpful”")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url(f"**{ARTICLE}#comment-*")

    comment.locator("a.comments-flag").click()
    page.get_by_role("button", name="Flag it").click()
    expect(page.get_by_role("alert")).to_contain_text("The comment was not flagged")
    page.get_by_label("Something else").check()
    page.get_by_role("button", name="Flag it").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to the discussion").click()

    write(page, body="Written without scripts.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("heading", name="Thank you for your comment")).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    page.locator("[name=body]").fill("Written better.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".comments-body")).to_have_text("Written better.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#discussion-notice")).to_contain_text("You have withdrawn it.")
