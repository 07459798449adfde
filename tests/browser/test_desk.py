"""The moderator's desk in a real browser: by keyboard alone, by mouse, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from danceconnection.demo.accounts import PASSWORD

from . import editor
from .conftest import ask
from .tools import AXE, WCAG, find_violations, require

#: How long two dozen decisions may take on a machine that does other things too, in milliseconds.
PATIENCE = 60_000
WINDOW = {"width": 1280, "height": 900}
#: Stores ``count`` held comments with the word ``word`` on an article of their own; prints ids.
SEED = """
import json
from datetime import timedelta
from django.utils import timezone
from columns.factories import ArticlePageFactory
from columns.models import ColumnPage
from comments.factories import ReaderCommentFactory
page = ArticlePageFactory(parent=ColumnPage.objects.order_by("path").first(), title="About {word}")
now = timezone.now() - timedelta(days=2)
comments = [
    ReaderCommentFactory(
        page=page, subject=f"{word} {{n}}", author_name=f"Reader {{n}}",
        body="See https://example.org/x or <em>not</em>.", created_at=now + timedelta(minutes=n),
    )
    for n in range(1, {count} + 1)
]
print(json.dumps([comment.pk for comment in comments]))
"""
STATUSES = """
import json
from comments.models import ReaderComment
print(json.dumps({{
    c.subject.split()[1]: [c.status, c.reason]
    for c in ReaderComment.objects.filter(subject__startswith="{word} ")
}}))
"""
#: Prints the ids of a column with articles, and of a group.
PLACES = """
import json
from django.contrib.auth.models import Group
from columns.models import ColumnPage
print(json.dumps([ColumnPage.objects.order_by("path").first().pk, Group.objects.first().pk]))
"""
#: Whether the text of a button lies within the button.
SHOWS_ITS_TEXT = """
button => {
    const range = document.createRange();
    range.selectNodeContents(button.lastChild);
    const [text, box] = [range.getBoundingClientRect(), button.getBoundingClientRect()];
    return text.top >= box.top && text.bottom <= box.bottom && box.right <= innerWidth;
}
"""


class Desk:
    """A moderator at the queue of the comments with one word, the oldest first."""

    def __init__(self, page, answering, word):
        self.page, self.answering, self.word = page, answering, word

    def open(self):
        self.page.goto(f"/admin/reader-comments/?status=held&q={self.word}")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def rows(self):
        return self.page.locator(".reader-comments tbody tr")

    @property
    def message(self):
        return self.page.locator(".messages > ul > li").last

    def expect_at(self, number):
        """Expect the focus at the comment of that number."""
        expect(self.find(number)).to_be_focused()

    def find(self, number):
        """The link of the comment of that number."""
        return self.page.get_by_role("link", name=f"{self.word} {number}", exact=True)

    def read_statuses(self):
        """Return ``{number: [status, reason]}`` of the comments as they are stored."""
        stored = ask(self.answering, STATUSES.format(word=self.word))
        return {int(number): value for number, value in stored.items()}


@pytest.fixture
def sit_down(visit, answering):
    """Return the function that stores comments and seats a moderator before them."""

    def seat(word, count, *, user="moderator", **options):
        ask(answering, SEED.format(word=word, count=count))
        page = visit(viewport=WINDOW, reduced_motion="reduce", **options)
        editor.sign_in(page, user, PASSWORD)
        desk = Desk(page, answering, word)
        desk.open()
        return desk

    return seat


def test_thirty_comments_are_cleared_by_keyboard_alone(visit, sit_down):
    desk = sit_down("Keyword", 30)
    page = desk.page
    expect(desk.rows).to_have_count(20)
    page.evaluate("window.isTheSame = true")

    desk.press("j")
    desk.expect_at(1)
    desk.press("j", "k")
    desk.expect_at(1)
    desk.press("a")
    desk.expect_at(2)
    expect(desk.message).to_have_text(re.compile("Approved: “Keyword 1” by Reader 1"))
    expect(page.get_by_role("link", name=re.compile("^Waiting 29"))).to_be_visible()
    desk.press("r", "1")
    desk.expect_at(3)
    # Faster than the answers come.
    desk.press("r", "0", "s", "a", "a", "a")
    desk.expect_at(8)
    for number in range(8, 30):
        desk.press("a")
        expect(desk.find(number + 1)).to_be_focused(timeout=PATIENCE)
    # The line of decisions is still being worked off.
    expect(desk.rows).to_have_count(1, timeout=PATIENCE)
    desk.press("a")
    expect(desk.rows).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^Waiting 0"))).to_be_focused()
    assert desk.read_statuses() == {
        1: ["approved", ""],
        2: ["rejected", "off-topic"],
        3: ["rejected", ""],
        4: ["spam", ""],
    } | {number: ["approved", ""] for number in range(5, 31)}

    desk.press("u")
    desk.expect_at(30)
    expect(desk.message).to_have_text(re.compile("Undone: 1 comment is as it was"))
    assert desk.read_statuses()[30] == ["held", ""]
    # No page was loaded for all of that.
    assert page.evaluate("window.isTheSame")


def test_a_selection_is_decided_and_undone_by_keyboard(sit_down):
    desk = sit_down("Bulkword", 4)
    page = desk.page
    desk.press("j", "x", "j", "x")
    expect(page.get_by_text("2 items selected")).to_be_visible()
    desk.press("r")
    expect(page.get_by_role("heading", name="Reject the selected comments")).to_be_visible()
    reason = page.get_by_label("Reason to reject")
    expect(reason).to_be_focused()
    desk.press("ArrowDown", "Tab", "Enter")
    expect(desk.message).to_have_text(re.compile("2 comments rejected"))
    desk.expect_at(3)
    assert desk.read_statuses()[1] == ["rejected", "off-topic"]

    desk.press("u")
    expect(desk.rows).to_have_count(4)
    assert {status for status, _reason in desk.read_statuses().values()} == {"held"}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_title_of_what_is_confirmed_is_seen_with_the_focus(sit_down, width):
    desk = sit_down(f"Longword{width}", 20, user="admin")
    page = desk.page
    page.set_viewport_size({"width": width, "height": 640})
    bulk = "/admin/bulk/comments/readercomment"
    for action in ("approve", "reject", "escalate", "block"):
        page.goto(f"{bulk}/{action}/?id=all&status=held&q={desk.word}", wait_until="networkidle")
        for place in (page.get_by_role("heading", level=1), page.locator(":focus")):
            expect(place).to_be_in_viewport(ratio=0.9)


def test_a_telephone_shows_the_whole_of_what_is_decided(sit_down, answering):
    desk = sit_down("W" * 60, 1, user="admin")
    page = desk.page
    page.set_viewport_size({"width": 360, "height": 740})
    bulk = "/admin/bulk/comments/readercomment"
    page.goto(f"{bulk}/approve/?id=all&status=held&q={desk.word}")
    (item,) = page.locator(".reader-comment-selection li").all()
    assert item.evaluate("item => item.scrollWidth <= item.clientWidth")

    column, group = ask(answering, PLACES)
    page.goto(f"/admin/pages/{column}/")
    # A word of a title has room for itself beside the other columns.
    assert page.locator("td.title").first.bounding_box()["width"] > 90
    page.goto(f"/admin/groups/edit/{group}/")
    last_right = page.get_by_role("columnheader", name="Change discussion settings")
    last_right.scroll_into_view_if_needed()
    expect(last_right).to_be_in_viewport(ratio=0.9)


def test_the_keys_are_explained_and_the_search_has_one(sit_down):
    desk = sit_down("Helpword", 1)
    page = desk.page
    desk.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog.get_by_role("row", name="Next comment j")).to_be_visible()
    expect(dialog.get_by_role("row", name="Undo the last decision u")).to_be_visible()
    desk.press("a", "Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard").click()
    expect(dialog).to_be_visible()
    desk.press("Escape", "/")
    expect(page.locator("#id_q")).to_be_focused()
    # Letters in a field are letters, and what was searched for gives way to them.
    page.keyboard.type("a")
    expect(page.locator("#id_q")).to_have_value("a")
    assert desk.read_statuses()[1] == ["held", ""]


def test_what_a_colleague_decided_meanwhile_is_told(sit_down, answering):
    desk = sit_down("Raceword", 2)
    desk.press("j")
    ask(
        answering,
        "from comments.models import ReaderComment; from comments.actions import mark_spam\n"
        "mark_spam([ReaderComment.objects.get(subject='Raceword 1')]); print('1')",
    )
    desk.press("a")
    desk.expect_at(2)
    expect(desk.page.locator(".messages > ul > li.warning")).to_contain_text("Raceword 1")
    expect(desk.rows).to_have_count(1)
    assert desk.read_statuses()[1] == ["spam", ""]


def test_a_lost_connection_loses_nothing(sit_down):
    desk = sit_down("Lostword", 2)
    desk.page.context.set_offline(True)
    desk.press("j", "a")
    expect(desk.page.locator(".messages > ul > li.error")).to_contain_text("was not done")
    desk.page.context.set_offline(False)
    desk.press("k", "a")
    expect(desk.rows).to_have_count(1)
    assert desk.read_statuses()[1] == ["approved", ""]


def test_who_turned_the_keys_off_types_in_peace(sit_down, answering):
    desk = sit_down("Quietword", 1)
    toggle = (
        "from wagtail.users.models import UserProfile as P\n"
        "from django.contrib.auth import get_user_model as u\n"
        "p = P.get_for_user(u().objects.get(username='moderator'))\n"
        "p.keyboard_shortcuts = {}; p.save(); print('1')"
    )
    ask(answering, toggle.format(False))
    try:
        desk.open()
        desk.page.get_by_role("link", name="Quietword 1", exact=True).focus()
        desk.press("a")
        desk.page.wait_for_timeout(500)
        assert desk.read_statuses()[1] == ["held", ""]
        desk.page.get_by_role("button", name=re.compile("^Approve.*Quietword 1")).click()
        expect(desk.rows).to_have_count(0)
    finally:
        ask(answering, toggle.format(True))


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_comments_are_approved_rejected_and_decided_in_bulk(sit_down, width):
    word = f"Plainword{width}"
    desk = sit_down(word, 6, java_script_enabled=False)
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    for button in page.locator(".reader-comments-selection button").all():
        assert button.evaluate(SHOWS_ITS_TEXT)
    page.get_by_role("button", name=re.compile(f"^Approve.*{word} 1”")).click()
    expect(desk.rows).to_have_count(5)
    row = desk.rows.filter(has_text=f"{word} 2")
    row.get_by_label("Reason to reject").select_option("Off topic")
    row.get_by_role("button", name=re.compile("^Reject")).click()
    expect(desk.rows).to_have_count(4)
    for number in (3, 4):
        desk.rows.filter(has_text=f"{word} {number}").get_by_role("checkbox").check()
    page.get_by_role("button", name="Mark the selected comments as spam").click()
    page.get_by_role("button", name="Spam").click()
    expect(desk.rows).to_have_count(2)
    page.get_by_label("All comments that match the filters").check()
    page.get_by_role("button", name="Approve the selected comments").click()
    expect(page.get_by_text("2 comments:")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(desk.rows).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(desk.rows).to_have_count(2)
    assert [desk.read_statuses()[number][0] for number in range(1, 7)] == [
        "approved",
        "rejected",
        "spam",
        "spam",
        "held",
        "held",
    ]


def test_a_waiting_comment_is_answered_by_keyboard_with_the_reply_in_view(sit_down):
    desk = sit_down("Parakeet", 1)
    desk.press("j", "c")
    body = desk.page.get_by_label("Comment", exact=False).last
    expect(body).to_be_focused()

    desk.page.keyboard.type("Thank you, <em>really</em>.")

    shown = desk.page.get_by_role("region", name="As readers will see it")
    expect(shown.locator("em")).to_have_text("really")
    # The preview stays behind what is typed, and empties with it.
    body.fill("")
    expect(shown).to_be_hidden()
    body.fill("Thank you.")
    desk.page.get_by_role("button", name="Approve and reply").click()
    expect(desk.message).to_contain_text("Replied to")
    assert desk.read_statuses() == {1: ["approved", ""]}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_is_accessible_in_light_and_in_darkness(visit, sit_down, width):
    # Who may see every screen, so that none of them is a refusal.
    desk = sit_down(f"Axeword{width}", 3, user="admin")
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_init_script(path=require(AXE))
    queue = page.url
    (review,) = page.locator(".reader-comment__subject a").all()[:1]
    review = review.get_attribute("href")
    page.locator("[data-reader-comments-key=e]").last.click()
    page.get_by_role("button", name="Escalate", exact=True).click()
    case = page.get_by_role("link", name="Escalated: the case").get_attribute("href")
    page.goto(review)
    settings = page.get_by_role("link", name="Settings of this discussion").get_attribute("href")
    page.goto(queue)
    addresses = {
        "queue": queue,
        "review": review,
        "case": case,
        "settings": settings,
        # Escalating was a decision about a comment of the page.
        "history": settings.replace("reader-comments/discussion", "pages") + "history/",
        "commenter": page.locator("[data-reader-comments-key=n]").first.get_attribute("href"),
        "escalation": page.locator("[data-reader-comments-key=e]").first.get_attribute("href"),
        "reply": page.locator("[data-reader-comments-key=c]").first.get_attribute("href"),
        "reasons": "/admin/reader-comments-reasons/",
        "cases": "/admin/snippets/comments/moderationcase/",
        "decisions": "/admin/reader-comments/reports/decisions/",
        "flagged": "/admin/reader-comments/reports/flagged/",
        "home": "/admin/",
    }
    found = {}
    for name, address in addresses.items():
        answer = page.goto(address, wait_until="networkidle")
        assert (answer.status, answer.request.redirected_from) == (200, None), name
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found |= {f"{name}, {scheme}": find_violations(page, runOnly=WCAG)}
            if name == "queue":
                desk.press("j", "r")
                expect(page.get_by_role("dialog", name="For which reason?")).to_be_visible()
                found |= {f"reasons, {scheme}": find_violations(page, runOnly=WCAG)}
                desk.press("Escape")
    # Wagtail's own markup is not its best practice everywhere; WCAG 2.2 AA it must meet.
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.fixture(scope="module")
def mailbox(site_mail):
    return site_mail.mailbox


def test_a_comment_is_escalated_and_an_editor_decides_it_from_the_home_page(
    visit, sit_down, mailbox
):
    desk = sit_down("Caseword", 2)
    desk.press("j", "e")
    expect(desk.page.get_by_label("Note")).to_be_focused()
    desk.page.keyboard.type("Is this libel?")
    desk.press("Tab", "Enter")
    expect(desk.message).to_have_text(re.compile("Escalated: “Caseword 1”"))
    # The page of the note leads back to where the moderator was.
    desk.expect_at(1)
    expect(desk.rows.first.get_by_role("link", name="Escalated: the case")).to_be_visible()

    page = visit(viewport=WINDOW, reduced_motion="reduce")
    editor.sign_in(page, "editor", PASSWORD)
    task = page.get_by_role("row", name=re.compile("About Caseword"))
    task.get_by_role("link", name=re.compile("Comments on “About Caseword”")).first.click()
    expect(page.get_by_text("Is this libel?")).to_be_visible()
    page.get_by_label("Reason to reject").select_option("Possibly unlawful")
    page.get_by_role("button", name="Reject the comment").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.get_by_text("Rejected (Possibly unlawful)")).to_be_visible()
    assert desk.read_statuses() == {1: ["rejected", "unlawful"], 2: ["held", ""]}

    sent = {
        (message["X-Envelope-To"], message["Subject"])
        for message in mailbox.messages
        if "About Caseword" in message["Subject"]
    }
    assert sent == {
        ("editor@example.com", 'The case about "About Caseword" needs a second look'),
        ("moderator@example.com", 'The case about "About Caseword" is closed: Rejected'),
    }


def test_an_editor_decides_on_the_home_page_itself(visit, sit_down):
    desk = sit_down("Homeword", 1)
    desk.press("j", "e")
    expect(desk.page.get_by_label("Note")).to_be_focused()
    desk.press("Tab", "Enter")
    expect(desk.message).to_have_text(re.compile("Escalated"))

    page = visit(viewport=WINDOW, reduced_motion="reduce")
    editor.sign_in(page, "editor", PASSWORD)
    row = page.get_by_role("row", name=re.compile("About Homeword"))
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("button", name="Approve the comment", exact=True).click()
    expect(row).to_have_count(0)
    assert desk.read_statuses() == {1: ["approved", ""]}
