"""Two ways of using a page: with the keyboard alone, and with a pointer.

Both do the same things (``use`` a link or a button, ``write`` into a field), so that one journey
is made in either way. The keyboard looks at each stop it comes to: what has the focus is in the
window, is covered by nothing, and shows that it has it.
"""

from io import BytesIO

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

#: More than any page has places to stop at.
MOST_STOPS = 200
#: How different a pixel is when a focus comes, of 255: about what a contrast of 3 to 1 is on paper.
CLEAR_DIFFERENCE = 48
MARGIN = 6

LOOK = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.y + Math.min(box.height, innerHeight) / 2, 0), innerHeight - 1);
    const hit = document.elementFromPoint(x, y);
    const all = element.getBoundingClientRect();
    return {
        kind: `${element.localName}.${element.className}`,
        name: (element.innerText || element.name || element.title || '').trim().slice(0, 60),
        shown: hit !== null && element.contains(hit),
        box: { x: all.x, y: all.y, width: all.width, height: all.height },
    };
}"""
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, iframe, audio[controls], [tabindex]')]
    .filter(element => element.tabIndex >= 0 && !element.disabled && element.type !== 'hidden'
        && element.checkVisibility({ visibilityProperty: true }))
    .map(element => (element.innerText || element.name || element.title || '').trim().slice(0, 60))
"""
LEAVE = "() => { window.left = document.activeElement; window.left.blur(); }"
RETURN = "() => window.left.focus({ preventScroll: true, focusVisible: true })"


class Pointer:
    """A mouse or a finger."""

    def __init__(self, page: Page):
        self.page = page

    def use(self, target: Locator):
        target.click()

    def write(self, field: Locator, text: str):
        field.click()
        field.press("Control+End")
        field.press_sequentially(text)


class Keyboard:
    """A keyboard: Tab, Enter and letters, and nothing else."""

    def __init__(self, page: Page):
        self.page = page
        self.looked_at = set()

    def use(self, target: Locator):
        self.come_to(target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str):
        self.come_to(field)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def come_to(self, target: Locator):
        """Press Tab until ``target`` has the focus."""
        target.wait_for()
        for _ in range(MOST_STOPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.tab()
        raise AssertionError(f"Tab does not come to {target}")

    def walk(self) -> list[str]:
        """Press Tab from the first stop of the page to the last; return their names."""
        names = []
        while len(names) < MOST_STOPS and (stop := self.tab()):
            names.append(stop["name"])
        return names

    def tab(self):
        """Press Tab; return what has the focus now, ``None`` beyond the last stop."""
        self.page.keyboard.press("Tab")
        stop = self.page.evaluate(LOOK)
        if stop:
            assert stop["shown"], f"the focus is out of sight or covered: {stop}"
            # Elements of one kind look alike: one of each is looked at. In a frame it is for the
            # document there to show what has the focus.
            if stop["kind"] not in self.looked_at and not stop["kind"].startswith("iframe"):
                self.looked_at.add(stop["kind"])
                self.check_indicator(stop)
        return stop

    def check_indicator(self, stop):
        """Assert that the element looks different because it has the focus."""
        clip = self.get_clip(stop["box"])
        focused = self.take_picture(clip)
        self.page.evaluate(LEAVE)
        plain = self.take_picture(clip)
        self.page.evaluate(RETURN)
        histogram = ImageChops.difference(focused, plain).histogram()
        length = stop["box"]["width"] + stop["box"]["height"]
        assert sum(histogram[CLEAR_DIFFERENCE:]) >= min(length, 200), f"no sign of focus: {stop}"

    def get_clip(self, box):
        size = self.page.viewport_size
        left, top = max(box["x"] - MARGIN, 0), max(box["y"] - MARGIN, 0)
        right = min(box["x"] + box["width"] + MARGIN, size["width"])
        bottom = min(box["y"] + box["height"] + MARGIN, size["height"])
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}

    def take_picture(self, clip):
        return Image.open(BytesIO(self.page.screenshot(clip=clip))).convert("L")
