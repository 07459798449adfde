"""From an empty form to a comment that everybody reads: the whole way, in a real browser."""

import json
import re
import urllib.request

import pytest
from PIL import Image
from playwright.sync_api import expect

from danceconnection.demo.accounts import PASSWORD

from . import editor

MAIL_ADDRESS = "reader-canary@example.org"
SUBJECT = "A question about ferns"


def fetch(address):
    """Return what ``address`` answers, as text."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode()


def find_id(site, page_type):
    """Return the id of the only public page of that type."""
    answer = json.loads(fetch(f"{site}/api/v2/pages/?type={page_type}"))
    (page,) = answer["items"]
    return page["id"]


@pytest.fixture
def picture(tmp_path):
    """The path of an image to upload."""
    path = tmp_path / "fern.png"
    Image.new("RGB", (1600, 1000), "#2f6b4f").save(path)
    return str(path)


def test_an_editor_publishes_a_reader_comments_and_a_moderator_approves(visit, site, picture):
    column_id, article_id = publish_an_article(visit(), site, picture)
    article_url = json.loads(fetch(f"{site}/api/v2/pages/{article_id}/"))["meta"]["html_url"]
    path = re.sub("^https?://[^/]+", "", article_url)

    reader = visit(java_script_enabled=False)
    reader.goto(path)
    expect(reader.get_by_role("heading", name="Why ferns wait", level=1)).to_be_visible()
    expect(reader.get_by_role("img", name="A fern in the shade")).to_be_visible()
    post_a_comment(reader)
    expect(reader.locator("#discussion-notice")).to_be_visible()
    expect(reader.get_by_role("heading", name=SUBJECT)).to_have_count(0)
    assert SUBJECT not in fetch(f"{site}/api/v2/comments/?page={article_id}")
    assert SUBJECT not in fetch(f"{site}/api/v3/comments/?page={article_id}")

    approve(visit(viewport={"width": 1280, "height": 900}))

    reader.goto(path)
    expect(reader.get_by_role("heading", name=SUBJECT)).to_be_visible()
    expect(reader.locator("blockquote", has_text="shade is kind")).to_be_visible()
    answers = [
        fetch(f"{site}/api/v2/comments/?page={article_id}"),
        fetch(f"{site}/api/v3/comments/?page={article_id}"),
    ]
    for answer in answers:
        assert SUBJECT in answer
    answers += [
        reader.content(),
        fetch(f"{site}/api/v2/pages/{article_id}/"),
        fetch(f"{site}/api/v3/pages/{article_id}/"),
        fetch(f"{site}/api/v2/pages/{column_id}/"),
    ]
    for answer in answers:
        assert MAIL_ADDRESS not in answer
        assert "reader-canary" not in answer


def publish_an_article(page, site, picture):
    """Make a column, an author, an issue and an article in the admin; return two ids."""
    editor.sign_in(page, "editor", PASSWORD)
    editor.add_page(page, "columns/columnpage", find_id(site, "home.HomePage"), "Slow Gardens")
    column_id = editor.publish(page)
    editor.add_page(
        page, "columns/authorpage", find_id(site, "columns.AuthorIndexPage"), "Fern Gully"
    )
    page.get_by_role("textbox", name="Credentials").fill("B.Sc.")
    editor.publish(page)
    editor.add_page(
        page, "columns/issuepage", find_id(site, "columns.IssueIndexPage"), "The green issue"
    )
    page.get_by_role("textbox", name="Cover headline").fill("Everything grows")
    editor.publish(page)
    editor.add_page(page, "columns/articlepage", column_id, "Why ferns wait")
    editor.choose_page(page, "Choose a page (Author bio)", "Fern Gully")
    editor.insert_block(page, "Figure")
    editor.upload_image(page, "Choose an image", picture, "Fern")
    page.get_by_role("textbox", name="Alt text").fill("A fern in the shade")
    return column_id, editor.publish(page)


def post_a_comment(page):
    """Fill in and send the form below the article, as a person would: not at once."""
    page.get_by_role("textbox", name="Subject").fill(SUBJECT)
    page.get_by_role("textbox", name="Comment", exact=True).fill(
        "[quote=Fern]The shade is kind[/quote] Is it?"
    )
    page.get_by_role("textbox", name="Your name").fill("Wren")
    page.get_by_role("textbox", name="Your e-mail address").fill(MAIL_ADDRESS)
    page.wait_for_timeout(3500)
    page.get_by_role("button", name="Post comment").click()


def approve(page):
    """Find the comment in the queue and approve it."""
    editor.sign_in(page, "moderator", PASSWORD)
    page.get_by_role("link", name="Comments").first.click()
    # The one who waits longest comes first, and other tests leave comments that wait.
    page.get_by_role("searchbox").or_(page.locator("#id_q")).first.fill("ferns")
    page.wait_for_url("**q=ferns**")
    expect(page.get_by_text(SUBJECT).first).to_be_visible()
    page.get_by_role("button", name=re.compile(f"^Approve.*{SUBJECT}")).first.click()
    expect(page.locator(".messages .success").first).to_be_visible()
