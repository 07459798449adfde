"""Reading pages in tests as anonymous readers do, and counting what that costs."""

from html.parser import HTMLParser
from itertools import pairwise

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from home.factories import HomePageFactory

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# A script that is data: browsers do not run it, and the policy of the pages allows it.
DATA_BLOCK = "application/ld+json"
#: The ways in which a page is not for everybody, or not on this site; see ``hide``.
NOT_PUBLIC = ("draft", "expired", "restricted", "restricted above", "moved to another site")
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Markup(HTMLParser):
    """The elements of a page as ``(name, attributes)`` in order, and whether they nest well."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.slips = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.slips.append((tag, self.getpos()))

    def named(self, *names):
        """Return the attributes of all elements with one of these names."""
        return [attrs for name, attrs in self.elements if name in names]

    def heading_levels(self):
        """Return the levels of the headings in order."""
        return [
            int(n[1]) for n, _ in self.elements if len(n) == 2 and n[0] == "h" and n[1:].isdigit()
        ]


def read(client, address, *, status=200):
    """Return the answer to an anonymous reader, which sets no cookie."""
    response = client.get(address)
    assert response.status_code == status
    assert not response.cookies
    return response


def count_queries(client, address):
    """Return how many queries a reader's request costs when caches are warm.

    The first request warms them (the paths of the sites, the content types). The second one must
    write nothing.
    """
    read(client, address)
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    statements = [query["sql"] for query in queries]
    assert not [sql for sql in statements if sql.lstrip().upper().startswith(WRITES)]
    return len(statements)


def check_markup(html):
    """Assert what holds for every page: it nests, ids are unique, headings descend in order."""
    markup = Markup(html)
    assert markup.slips == []
    assert markup.open == []
    ids = [attrs["id"] for _, attrs in markup.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    levels = markup.heading_levels()
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("alt" in attrs for attrs in markup.named("img"))
    assert all("style" not in attrs for _, attrs in markup.elements)
    scripts = [attrs for attrs in markup.named("script") if attrs.get("type") != DATA_BLOCK]
    assert all(attrs.get("src") for attrs in scripts)
    assert not markup.named("style")
    return markup


def hide(page, state):
    """Bring ``page`` into one of the states ``NOT_PUBLIC``."""
    if state == "draft":
        page.unpublish()
    if state == "expired":
        Page.objects.filter(pk=page.pk).update(live=False, expired=True)
    if state == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    if state == "restricted above":
        above = page.get_parent()
        restriction = {"restriction_type": "password", "password": "a password"}
        PageViewRestriction.objects.create(page=above, **restriction)
    if state == "moved to another site":
        root = HomePageFactory()
        Site.objects.create(hostname="other.example.org", root_page=root)
        above = page if page.get_parent().is_site_root() else page.get_parent()
        above.move(root, pos="last-child")
