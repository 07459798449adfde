"""Reading every address as everybody."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from .fillers import OPTIONAL_FILLERS, get_fillers
from .markers import Found, find
from .states import MAIN, OTHER, PAGES
from .surfaces import Surface
from .visitors import Visitor

#: Their answers depend on the site that is asked, and on nothing in the address.
OF_A_SITE = {
    "^feeds/topics/(?P<slug>[-\\w]+)\\.(?P<extension>[a-z]+)$",
    "api/v2/^pages/",
    "feeds/articles.<str:extension>",
    "pages_list",
    "search/",
    "sitemap-news.xml",
    "sitemap.xml",
    "topics/<str:slug>/",
}


@dataclass(frozen=True)
class Visit:
    """One address of a surface; ``chosen`` is what stands in it by the names of the fillers."""

    surface: Surface
    address: str
    host: str = MAIN
    chosen: dict = field(default_factory=dict, hash=False)
    headers: dict = field(default_factory=dict, hash=False)

    @property
    def is_filtered(self):
        """Whether the address asks for less than all that there is."""
        return bool(self.chosen.keys() & {*self.surface.optional})


@dataclass(frozen=True)
class Reading:
    """What a visitor got: what is ``found`` in the answer, and what is private of it."""

    visit: Visit
    visitor: Visitor
    status: int
    found: Found
    secrets: set
    is_empty: bool

    def __str__(self):
        return f"{self.visitor.name} at {self.visit.host}{self.visit.address} ({self.status})"


def list_visits(surface, world):
    """Yield a ``Visit`` for everything that can stand in the addresses of ``surface``."""
    for template in surface.templates:
        names = [name for name in surface.names if f"{{{name}}}" in template]
        names.sort(key=lambda name: template.index(f"{{{name}}}"))
        for chosen in choose(world, get_fillers(surface), [*names, *surface.headers]):
            path = template.format(**chosen)
            headers = {name: chosen[name] for name in surface.headers}
            for host in get_hosts(surface, world, chosen):
                yield Visit(surface, path, host, chosen, headers)
            for name in surface.optional:
                for value in OPTIONAL_FILLERS[name](world, chosen):
                    address = f"{path}{'&' if '?' in path else '?'}{name}={quote(str(value))}"
                    yield Visit(surface, address, MAIN, chosen | {name: value}, headers)


def choose(world, fillers, names, chosen=None):
    """Yield all ways to fill in ``names``, one after the other, as dictionaries."""
    chosen = chosen or {}
    if not names:
        yield chosen
        return
    for value in fillers[names[0]](world, chosen):
        yield from choose(world, fillers, names[1:], chosen | {names[0]: value})


def get_hosts(surface, world, chosen):
    """Return the hosts at which this address says something of its own."""
    if surface.name in OF_A_SITE and not chosen.keys() & {"page_type", "some_page"}:
        return [MAIN, OTHER]
    path = chosen.get("html_path") or chosen.get("column_path")
    if surface.door == "session" and path:
        return sorted({page.host for page in PAGES.values() if world.paths[page.name] == path})
    return [MAIN]


def read(visit, visitor, secrets):
    """Return the ``Reading`` of ``visitor`` at ``visit``; ``secrets`` are looked for in it."""
    response = visitor.client.get(visit.address, headers={"Host": visit.host, **visit.headers})
    headers = [f"{name}: {value}" for name, value in response.headers.items()]
    text = "\n".join([*headers, response.content.decode()])
    return Reading(
        visit,
        visitor,
        response.status_code,
        find(without_echo(text, visit.address)),
        secrets.find(text),
        is_empty='"items": []' in text,
    )


def without_echo(text, address):
    """Return ``text`` without the address that was asked for: whoever asks knows it."""
    path = urlsplit(address).path
    if path == "/":
        return text
    return text.replace(path, "").replace(quote(path, safe=""), "")
