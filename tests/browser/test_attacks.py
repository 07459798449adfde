"""Payloads as comments on the real page, in a real browser whose content policy is switched off.

The sanitiser alone stands between a payload and its reader there. That the probe would see what
a payload does is shown by the same payloads, in the same browser, without the sanitiser.
"""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .attacks import PAYLOADS
from .conftest import ask

PROBE = (Path(__file__).parent / "attacks" / "probe.js").read_text()
STORE = "from tests.browser.attacks.seeding import main; main()"
#: How long a payload has to begin something by itself, in milliseconds.
PATIENCE = 150
FRAMES_PER_PAGE = 80
NOTHING = {"status": 204}
OWN = ("/static/", "/media/")
#: Payloads that do nothing in a browser: a probe that catches them would catch anything.
HARMLESS = ["{{7*7}}", "${alert(1)}", "mailto:javascript:alert(1)@example.org"]


class Watched:
    """A page of its own context, and everything that payloads on it did.

    ``scripts`` that ran, ``requests`` to other hosts, kinds and ``paths`` asked of the site itself,
    ``landings`` on other documents. While ``navigates`` is false, leaving the page goes nowhere.
    """

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.scripts, self.requests, self.paths, self.followed = [], [], set(), []
        self.landings = 0
        self.navigates = True
        page.context.expose_function("reportScript", self.note_script)
        page.context.add_init_script(PROBE)
        page.context.route("**/*", self.route)
        page.context.on("page", lambda popup: self.scripts.append(f"a window: {popup.url}"))
        page.on("dialog", self.dismiss)
        page.on("pageerror", lambda error: self.scripts.append(f"an error: {error}"))
        page.on("framenavigated", self.count_landing)

    def note_script(self, text):
        self.scripts.append(text)

    def route(self, route):
        request = route.request
        if not self.navigates and request.resource_type == "document":
            self.followed.append(request.url)
            route.fulfill(**NOTHING)
        elif request.url.startswith(f"{self.site}/"):
            self.paths.add((request.resource_type, urlsplit(request.url).path))
            route.continue_()
        else:
            self.requests.append(request.url)
            route.abort()

    def dismiss(self, dialog):
        self.scripts.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def count_landing(self, frame):
        self.landings += 1

    def open(self, address):
        self.navigates = True
        answer = self.page.goto(address)
        assert answer.status == 200
        self.page.wait_for_timeout(PATIENCE)
        self.navigates = False


@pytest.fixture(scope="module")
def stored(site, answering):
    """``path`` of the article with the payloads, and ``numbers``: the payload of each comment."""
    return ask(answering, STORE)


@pytest.fixture
def watch(visit, site):
    """Return a new watched page."""

    def watch_page(**options):
        return Watched(visit(**options), site)

    return watch_page


def open_pages(watched, stored):
    """Open the pages of the discussion one after the other; yield what links lead on from each."""
    address = stored["path"]
    while address:
        watched.open(address)
        links = {
            relation: watched.page.locator(f"#discussion a[rel={relation}]")
            for relation in ("prev", "next")
        }
        found = {name: link.get_attribute("href") for name, link in links.items() if link.count()}
        address = found.get("next")
        yield found.keys()


def touch_everything(watched):
    """Point at, focus and click all that stands in the comments, links with a real mouse."""
    page = watched.page
    page.evaluate("document.querySelectorAll('.comments-body').forEach(probe.touch)")
    links = page.locator(".comments-body a")
    for number in range(links.count()):
        point = page.evaluate(
            """number => {
                const link = document.querySelectorAll('.comments-body a')[number];
                link.focus();
                link.scrollIntoView({ block: 'center', behavior: 'instant' });
                const [box] = link.getClientRects();
                // An address that is none leads to an empty page of Chromium's own.
                if (link.protocol === ':') return null;
                const point = [box.x + Math.min(3, box.width / 2), box.y + box.height / 2];
                // A mouse that cannot reach the link would press what lies over it.
                if (link.contains(document.elementFromPoint(...point))) return point;
                link.click();
                return null;
            }""",
            number,
        )
        if point:
            page.mouse.move(*point)
            page.mouse.click(*point)
    # What the last click asks for is to come while leaving the page still goes nowhere.
    page.wait_for_timeout(PATIENCE)


def test_no_payload_does_anything_on_the_real_page(watch, stored):
    found, surroundings, targets, visits = {}, set(), set(), 0
    # What scrolls smoothly on after a click is elsewhere at the next one.
    watched = watch(bypass_csp=True, reduced_motion="reduce")
    for links in open_pages(watched, stored):
        visits += 1
        page = watched.page
        comments = page.evaluate(
            "[...document.querySelectorAll('.comments-comment')].map(probe.inspectComment)"
        )
        found |= {comment["id"]: comment for comment in comments}
        if len(links) == 2:
            surroundings.add(page.evaluate("probe.describeSurroundings()"))
        assert not watched.followed, "a navigation that nobody clicked"
        targets |= set(page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)"))
        touch_everything(watched)
        assert set(watched.followed) <= {address.partition("#")[0] for address in targets}
        watched.followed.clear()
        assert len(page.frames) == 1

    assert found.keys() == stored["numbers"].keys()
    assert len(found) == len(PAYLOADS) >= 300
    faults = {
        PAYLOADS[stored["numbers"][name]]: comment["faults"]
        for name, comment in found.items()
        if comment["faults"]
    }
    assert faults == {}
    # What stands around the texts and around the comments is the same whatever they say.
    assert len({comment["frame"] for comment in found.values()}) == 1
    assert len(surroundings) == 1
    assert watched.scripts == []
    assert watched.requests == []
    assert watched.landings == visits
    # No payload names an address below these, so that whatever else is asked for is one's doing.
    asked = {(kind, path) for kind, path in watched.paths if not path.startswith(OWN)}
    assert asked == {("document", stored["path"])}


def test_the_content_policy_finds_nothing_to_stop(watch, stored):
    watched = watch()
    pages = list(open_pages(watched, stored))

    assert len(pages) > 20
    assert watched.scripts == []
    assert watched.requests == []


class Unsanitised:
    """Serves the payloads as they are, each in a frame of its own, and notes what they do.

    ``caught`` are the numbers of the payloads by what they were caught at: running a script,
    asking another host for something, leaving markup that belongs into no comment.
    """

    def __init__(self, page, site):
        self.page, self.site, self.root = page, site, f"{site}/unsanitised/"
        self.caught = {"script": set(), "request": set(), "markup": set()}
        page.context.expose_binding("reportScript", self.note_script)
        page.context.add_init_script(PROBE)
        page.context.route("**/*", self.route)
        page.on("dialog", lambda dialog: dialog.dismiss())

    def note_script(self, source, text):
        frame = source["frame"]
        while frame and not frame.name.startswith("payload-"):
            frame = frame.parent_frame
        if frame:
            self.caught["script"].add(int(frame.name.removeprefix("payload-")))

    def route(self, route):
        name = route.request.url.removeprefix(self.root)
        if name.startswith("page-"):
            numbers = self.get_numbers(int(name.removeprefix("page-")))
            route.fulfill(body=self.make_page(numbers), content_type="text/html")
        elif name.isdigit():
            route.fulfill(body=self.make_frame(int(name)), content_type="text/html; charset=utf-8")
        else:
            self.note_request(route.request)
            route.fulfill(**NOTHING)

    def note_request(self, request):
        by = request.headers.get("referer", "").removeprefix(self.root)
        if by.isdigit() and not request.url.startswith(f"{self.site}/"):
            self.caught["request"].add(int(by))

    def get_numbers(self, page):
        return range(len(PAYLOADS))[page * FRAMES_PER_PAGE :][:FRAMES_PER_PAGE]

    def make_page(self, numbers):
        frames = (f"<iframe name=payload-{n} src={self.root}{n}></iframe>" for n in numbers)
        return f"<!doctype html><title>Payloads</title>{''.join(frames)}"

    def make_frame(self, number):
        # The whole address in the Referer header tells whose requests they are.
        head = "<meta charset=utf-8 data-own><meta name=referrer content=unsafe-url data-own>"
        return f"<!doctype html>{head}<body><div data-own>{PAYLOADS[number]}</div>"

    def look(self, page):
        """Load a page of frames, look into each, then touch all that is in it."""
        self.page.goto(f"{self.root}page-{page}")
        self.page.wait_for_timeout(PATIENCE * 4)
        for number, faults in zip(
            self.get_numbers(page), self.page.evaluate("probe.inspectFrames()"), strict=True
        ):
            if faults:
                self.caught["markup"].add(number)
        self.page.evaluate("probe.touchFrames()")
        self.page.wait_for_timeout(PATIENCE * 2)


def test_the_probe_catches_the_same_payloads_when_nothing_sanitises_them(visit, site):
    unsanitised = Unsanitised(visit(bypass_csp=True), site)
    for page in range(-(-len(PAYLOADS) // FRAMES_PER_PAGE)):
        unsanitised.look(page)

    numbers = {kind: len(found) for kind, found in unsanitised.caught.items()}
    # The rest is what only other browsers fall for, and what is plain text in any of them.
    caught = set.union(*unsanitised.caught.values())
    assert len(caught) >= 500, (len(caught), numbers)
    assert not {PAYLOADS.index(payload) for payload in HARMLESS} & caught
    assert numbers["script"] >= 250, numbers
    assert numbers["request"] >= 30, numbers
