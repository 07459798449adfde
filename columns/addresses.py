"""The addresses of many pages, each the one that ``page.full_url`` has."""

import re
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import (
    NoReverseMatch,
    get_resolver,
    get_script_prefix,
    get_urlconf,
    reverse,
)
from django.utils import translation
from django.utils.functional import cached_property
from wagtail.models import Page, Site

#: What stands in a path as it is, as Django's ``reverse`` writes one.
SAFE = "!$&'()*+,;=/~:@"
#: A path that stays as it is.
PLAIN = re.compile(r"[a-z0-9/_-]*")
#: How many paths of views a process knows at most.
MOST_PATHS = 4096


def has_own_addresses(model):
    """Return whether pages of the type ``model`` say themselves where they are.

    What is no model, but has some values of a page, says nothing.
    """
    return getattr(model, "get_url_parts", Page.get_url_parts) is not Page.get_url_parts


def find_path(name, *args, language, **kwargs):
    """Return the path of the view ``name`` in ``language``; raises ``NoReverseMatch``."""
    # All that decides it: what is the same is looked up once in the life of a process.
    place = (get_resolver(get_urlconf()), get_script_prefix(), settings.LANGUAGE_CODE)
    return _find_path(place, name, language, args, tuple(kwargs.items()))


@lru_cache(maxsize=MOST_PATHS)
def _find_path(_place, name, language, args, kwargs):
    with translation.override(language):
        return reverse(name, args=args, kwargs=dict(kwargs))


class Addresses:
    """Finds addresses of pages without asking anything of the database or a cache for each.

    With a ``site``, only those of pages on it.
    """

    def __init__(self, site=None):
        self.site = site

    @cached_property
    def root_paths(self):
        """Wagtail's ``SiteRootPath`` of each home page, asked of the cache once."""
        return Site.get_site_root_paths()

    @cached_property
    def roots(self):
        """``(path, address)`` of the home pages in all languages, the longest path first.

        Empty where no page has an address, because the site does not serve pages at all.
        """
        found = []
        for root in self.root_paths:
            if self.site is not None and root.site_id != self.site.pk:
                continue
            try:
                path = find_path("wagtail_serve", "", language=root.language_code)
            except NoReverseMatch:
                return []
            found.append((root.root_path, f"{root.root_url}{path}"))
        # Stable: of two sites with one home page, Wagtail's own order decides.
        return sorted(found, key=lambda root: -len(root[0]))

    def find(self, page):
        """Return the absolute address of ``page``, or ``None`` where it has none."""
        if has_own_addresses(type(page)):
            return page.full_url
        return self._find_at(page.url_path)

    def find_all(self, model, paths):
        """Return ``{id: address}`` of pages of the type ``model`` by ``{id: path from the root}``.

        A type with addresses of its own is asked for them, which is one query.
        """
        if has_own_addresses(model):
            pages = model.objects.filter(pk__in=paths).select_related("locale")
            return {page.pk: page.full_url for page in pages}
        return {pk: self._find_at(path) for pk, path in paths.items()}

    def _find_at(self, url_path):
        for path, address in self.roots:
            if url_path.startswith(path):
                below = url_path[len(path) :]
                if not PLAIN.fullmatch(below):
                    below = quote(below, safe=SAFE)
                if not getattr(settings, "WAGTAIL_APPEND_SLASH", True):
                    below = below.rstrip("/")
                return f"{address}{below}"
        return None
