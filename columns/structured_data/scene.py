"""Where a page is shown: its addresses, its site, and what its template has loaded."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.models import Site


class Scene:
    """A page in the context of its template.

    ``address`` is ``None`` where nobody can reach the page: then there is nothing to describe.
    No property costs a query that the page's own template does not ask too.
    """

    def __init__(self, page, context):
        self.page = page
        self.context = context
        self.request = context.get("request")
        self.site = Site.find_for_request(self.request)
        _site_id, self.root, path = page.get_url_parts(self.request) or (None, None, None)
        self.address = self.root + path if self.root else None

    @cached_property
    def canonical(self):
        """The address that search engines keep: see ``get_canonical_address``."""
        return get_canonical_address(self.address, self.context)

    @cached_property
    def home(self):
        """The address of the front page in the language of the page."""
        return self.root + reverse("wagtail_serve", args=("",))

    @property
    def language(self):
        """The language of the page."""
        return self.page.locale.language_code

    @cached_property
    def publication(self):
        """The name of the publication."""
        return self.site.site_name or self.site.root_page.title

    @cached_property
    def description(self):
        """The text of the page's description, which the template knows best."""
        return self.context.get("summary") or self.page.search_description

    def is_home(self):
        """Tell whether the page is the front page, in any language."""
        return self.address == self.home

    def find_address(self, page):
        """Return the address of another page, or ``None``."""
        return page.get_full_url(self.request)


def get_canonical_address(address, context):
    """Return the address under which search engines should keep a page, made of its own one.

    The context says by ``canonical`` what is different: what follows the address, such as
    ``?page=2``, or a whole address. Lists give ``subpath`` and ``number`` instead: the part of
    the page, such as ``archive/2026/``, and the number of the page of the list.
    """
    number = context.get("number") or 1
    part = context.get("subpath") or ""
    query = f"?page={number}" if number > 1 else ""
    return address and urljoin(address, context.get("canonical") or f"{part}{query}")
