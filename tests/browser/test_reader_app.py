"""The reader app of ``examples/``: made from the OpenAPI document, used from another origin."""

import functools
import http.server
import os
import re
import subprocess
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import ROOT, ask, manage
from .tools import AXE, find_violations, require

APP = ROOT / "examples" / "reader-app"
LOOKS = [
    {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    for width in (360, 1280)
    for scheme in ("light", "dark")
]
TOKEN = """
import json
from django.contrib.auth import get_user_model
from wagtail.models import APIToken
user = get_user_model().objects.get(username="moderator")
print(json.dumps(APIToken.create_token(user=user, name="Reader app")[1]))
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


def run(*command, **environment):
    subprocess.run(command, cwd=APP, env=os.environ | environment, check=True)


@pytest.fixture(scope="module")
def installed():
    """The app's tools from npm, in the versions of its lock file."""
    lock, known = APP / "package-lock.json", APP / "node_modules" / "installed.lock"
    if not known.exists() or known.read_bytes() != lock.read_bytes():
        run("npm", "ci", "--silent")
        known.write_bytes(lock.read_bytes())


@pytest.fixture(scope="module")
def app(site, installed):
    """The address of the app, built for ``site`` and served from an origin of its own."""
    run("npm", "run", "--silent", "build", API_ORIGIN=site)
    handler = functools.partial(Handler, directory=str(APP / "dist"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def open_app(chromium, app):
    """Return a function that opens a page of the app in a browser of its own."""
    contexts = []

    def open_at(route="", **options):
        context = chromium.new_context(**options)
        context.add_init_script(path=require(AXE))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{app}#/{route}")
        expect(page.locator("main h1").first).to_be_visible()
        return page

    yield open_at
    for context in contexts:
        context.close()


def test_the_types_of_the_client_are_those_of_the_document(installed, site_environment, tmp_path):
    made = tmp_path / "openapi.json"
    command = manage("export_openapi", "--ours", "--output", str(made))
    subprocess.run(command, cwd=ROOT, env=site_environment, check=True)
    run("npx", "openapi-typescript", str(made), "-o", str(tmp_path / "schema.d.ts"))

    generated = Path(tmp_path / "schema.d.ts").read_text()
    assert generated == (APP / "src" / "schema.d.ts").read_text(), "npm run generate"
    run("npm", "run", "--silent", "check")


def open_article(page):
    """Go from the columns to an article, as a reader does; return its heading."""
    page.locator(".cards a").first.click()
    page.locator(".teaser a").first.click()
    expect(page.locator("#discussion")).to_be_visible()
    return page.locator("main h1").inner_text()


def expect_seen(page, text):
    """Fail unless ``text`` is told to those who see, as to those who hear."""
    status = page.locator("#status")
    expect(status).to_have_text(text)
    assert status.bounding_box()["height"] > 20


def test_a_reader_comments_and_a_moderator_decides(open_app, answering):
    page = open_app()
    headline = open_article(page)
    address = page.url
    assert page.title().startswith(headline)

    form = page.locator("form.form").last
    form.locator("[name=body]").fill("Read on another <em>origin</em>.")
    form.get_by_role("button", name="Preview").click()
    expect(form.locator(".preview em")).to_have_text("origin")

    # What is wrong is said at the field, and nothing is lost.
    form.get_by_role("button", name="Post").click()
    form = page.locator("form.form").last
    expect(form.locator("[name=author_name][aria-invalid=true]")).to_be_focused()
    expect(form.locator("[name=body]")).to_have_value("Read on another <em>origin</em>.")
    expect(form.locator("[role=alert]")).to_have_text("Please look at the fields below.")
    form.locator("[name=author_name]").fill("Robin")
    form.locator("[name=author_email]").fill("robin@example.org")
    form.get_by_role("button", name="Post").click()
    expect(page.locator(".own")).to_contain_text("waits for a moderator")
    expect(page.locator(".own")).to_be_focused()

    desk = open_app("moderation")
    desk.get_by_label("Token").fill(ask(answering, TOKEN))
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_label("Search").fill("origin")
    desk.get_by_role("button", name="Search").click()
    expect(desk.locator(".queue > li")).to_have_count(1)
    expect(desk.locator(".queue .note").first).to_contain_text(headline)
    desk.get_by_role("button", name="Approve").click()
    expect_seen(desk, "Choose comments first.")
    desk.get_by_role("checkbox").check()
    desk.get_by_role("button", name="Approve").click()
    expect_seen(desk, "1 done, 0 left as others decided.")
    expect(desk.locator(".queue > li")).to_have_count(0)
    # Taken back, and decided again.
    desk.get_by_role("button", name="Undo the last decision").click()
    expect(desk.locator(".queue > li")).to_have_count(1)
    desk.get_by_role("checkbox").check()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.locator("#status")).to_contain_text("1 done")

    page.goto(address)
    page.reload()
    comment = page.locator("article.comment", has_text="Read on another origin.")
    expect(comment).to_be_visible()
    helpful = comment.locator("button[aria-pressed]")
    helpful.click()
    expect(helpful).to_have_attribute("aria-pressed", "true")
    expect(helpful).to_contain_text("(1)")
    comment.get_by_role("button", name="Reply").click()
    reply = comment.locator("form")
    reply.locator("[name=body]").fill("And answered from there.")
    reply.locator("[name=author_name]").fill("Wren")
    reply.locator("[name=author_email]").fill("wren@example.org")
    reply.get_by_role("button", name="Post").click()
    expect(comment.locator(".own")).to_contain_text("waits for a moderator")
    comment.get_by_role("button", name="Flag").click()
    comment.get_by_role("button", name="Tell the moderators").click()
    expect(comment).to_contain_text("a moderator will look")


def test_what_one_wrote_is_there_after_a_reload_and_can_be_changed_and_taken_back(open_app):
    page = open_app()
    open_article(page)
    form = page.locator("form.form").last
    form.locator("[name=body]").fill("Written in a hurry.")
    form.locator("[name=author_name]").fill("Robin")
    form.locator("[name=author_email]").fill("robin@example.org")
    form.get_by_role("button", name="Post").click()
    own = page.locator(".own")
    expect(own).to_be_visible()

    page.reload()
    expect(own).to_contain_text("Your comment waits for a moderator.")
    expect(own).to_contain_text("Written in a hurry.")
    own.get_by_role("button", name="Edit").click()
    form = page.locator("form.form", has_text="Edit your comment")
    expect(form.locator("[name=body]")).to_be_focused()
    form.locator("[name=body]").fill("")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("[name=body][aria-invalid=true]")).to_be_focused()
    form.locator("[name=body]").fill("Written at <em>leisure</em>.")
    form.get_by_role("button", name="Save").click()
    expect(own.locator("em")).to_have_text("leisure")
    expect(own).to_be_focused()
    assert find_violations(page) == []

    page.reload()
    expect(own.locator("em")).to_have_text("leisure")
    own.get_by_role("button", name="Withdraw").click()
    expect(own).to_have_text("You have withdrawn your comment.")
    page.reload()
    expect(page.locator("#discussion")).to_be_visible()
    expect(own).to_have_count(0)


def test_the_desk_goes_on_where_the_first_part_ends(open_app, answering):
    desk = open_app("moderation?status=approved")
    desk.get_by_label("Token").fill(ask(answering, TOKEN))
    desk.get_by_role("button", name="Sign in").click()
    rows = desk.locator(".queue > li")
    expect(rows.first).to_be_visible()
    first = rows.count()

    desk.get_by_role("button", name="More comments").click()

    expect(rows.nth(first).locator("input")).to_be_focused()
    expect(desk.locator("#status")).to_contain_text("More comments:")
    boxes = rows.locator("input").evaluate_all("inputs => inputs.map(input => input.value)")
    assert len(set(boxes)) == len(boxes) > first
    # What came later is decided with the rest: here it is chosen, and refused as decided already.
    rows.nth(first).locator("input").check()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.locator("#status")).to_contain_text("left as others decided")


ARTICLE = re.compile(r"/api/v3/columns/articles/\d+/")
THREADS = re.compile(r"/api/v3/comments/threads/")
POSTS = re.compile(r"/api/v3/comments/$")


def test_an_answer_that_comes_late_does_not_lead_back(open_app):
    page = open_app()
    beginning = page.locator("main h1").first.inner_text()
    page.locator(".cards a").first.click()
    expect(page.locator(".teaser a").first).to_be_visible()
    late = []
    page.route(ARTICLE, lambda route: late.append(route))
    with page.expect_request(ARTICLE):
        page.locator(".teaser a").first.click()
    page.locator("#masthead .name").click()
    expect(page.locator("main h1").first).to_have_text(beginning)

    # The article is whole with its threads.
    with page.expect_response(THREADS):
        late[0].continue_()
    page.evaluate("() => new Promise(requestAnimationFrame)")

    expect(page.locator("main h1").first).to_have_text(beginning)


def test_comments_that_do_not_come_are_told(open_app):
    page = open_app()
    open_article(page)
    page.route(THREADS, lambda route: route.abort())

    page.get_by_label("Order").select_option("newest")

    expect_seen(page, "The magazine does not answer.")


def test_a_post_whose_answer_got_lost_is_sent_again_with_its_key(open_app):
    page = open_app()
    open_article(page)
    keys = []

    def lose(route):
        keys.append(route.request.headers["idempotency-key"])
        route.abort()

    page.route(POSTS, lose)
    for number in (1, 2):
        with page.expect_event("requestfailed"):
            page.locator("form.form").last.get_by_role("button", name="Post").click()
        alert = page.locator("form.form").last.locator("[role=alert]")
        expect(alert).to_have_text("The magazine does not answer.")
        assert len(keys) == number

    assert keys[0] == keys[1]


def test_what_something_else_left_in_the_browser_does_no_harm(open_app):
    page = open_app()
    page.evaluate("localStorage.setItem('reader-key', 'ü')")
    discussed = page.locator(".teaser", has_text=re.compile(r"[1-9]\d* comment"))
    discussed.first.locator("a").click()
    expect(page.locator("#discussion")).to_be_visible()
    for rubbish in ("no JSON", "null", "{}", "[null]", "[1, {}]"):
        page.evaluate("text => localStorage.setItem('own-comments', text)", rubbish)
        page.reload()
        expect(page.locator("#discussion")).to_be_visible()
    reaction = page.locator("button[aria-pressed]").first
    reaction.click()

    expect(reaction).to_have_attribute("aria-pressed", "true")


FORBIDDEN = """() => {
  for (const name of ["getItem", "setItem"])
    Storage.prototype[name] = () => { throw new DOMException("", "SecurityError"); };
}"""


def test_a_browser_that_keeps_nothing_posts_and_says_so(open_app):
    page = open_app()
    page.evaluate(FORBIDDEN)
    open_article(page)
    form = page.locator("form.form").last
    form.locator("[name=body]").fill("Kept by nobody.")
    form.locator("[name=author_name]").fill("Robin")
    form.locator("[name=author_email]").fill("robin@example.org")
    form.get_by_role("button", name="Post").click()

    expect(page.locator(".own")).to_contain_text("waits for a moderator")


def test_a_page_without_an_answer_is_not_said_to_be_missing(open_app):
    page = open_app()
    page.route(re.compile("/api/"), lambda route: route.abort())
    page.locator(".cards a").first.click()

    expect(page.locator("main h1")).to_have_text("No answer")
    expect(page.locator("main")).to_contain_text("The magazine does not answer.")


def test_a_wrong_token_is_told(open_app):
    desk = open_app("moderation")
    desk.get_by_label("Token").fill("wrong")
    desk.get_by_role("button", name="Sign in").click()

    expect(desk.locator("[role=alert]")).to_be_visible()
    expect(desk.get_by_label("Token")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_accessible(open_app, answering, look):
    page = open_app(**look)
    assert find_violations(page) == []
    open_article(page)
    assert find_violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= look["viewport"]["width"]

    desk = open_app("moderation", **look)
    desk.get_by_label("Token").fill(ask(answering, TOKEN))
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("button", name="Approve")).to_be_visible()
    assert find_violations(desk) == []
