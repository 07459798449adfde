"""Finding the page of an address with one query instead of two for each of its parts.

Wagtail goes down the tree from the site's home page: it looks for the child with the next slug,
then for the specific page of it, and asks that for the rest. Here all pages on the way are loaded
at once, together with the sections of the site, and then gone through in the same order. Where a
page has a way of its own to find what is below it, Wagtail does what it always does.
"""

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.utils.translation import get_language
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from .pool import get_pool
from .specific import is_public, load_pages

#: Of an address with more parts, Wagtail looks for one after the other and stops at the first that
#: is missing. All of them at once would let one long address make one huge query.
MOST_COMPONENTS = 20


def find_route(request, path):
    """Return the ``RouteResult`` of ``path`` in the site of ``request``; ``None``: ask Wagtail."""
    components = [component for component in path.split("/") if component]
    if len(components) > MOST_COMPONENTS:
        return None
    site = Site.find_for_request(request)
    root_path = site and _get_root_path(site)
    if root_path is None:
        return None
    on_the_way = _load(site.root_page, root_path, components)
    page = on_the_way.get(root_path)
    if page is None or not page.live:
        return None
    return _walk(request, page, components, on_the_way)


def _get_root_path(site):
    """Return the path of the home page of ``site`` in the language of the request, or ``None``."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return site.root_page.url_path
    try:
        language = get_supported_content_language_variant(get_language())
    except LookupError:
        return None
    roots = (root for root in Site.get_site_root_paths() if root.site_id == site.pk)
    return next((root.root_path for root in roots if root.language_code == language), None)


def _load(root, root_path, components):
    """Return ``{url path: page}`` of the pages on the way; they and the sections are kept."""
    paths = [root_path]
    for component in components:
        paths.append(f"{paths[-1]}{component}/")
    # The slugs are indexed, the paths are not.
    slugs = {root_path.strip("/").rpartition("/")[2], *components}
    sections = Q(path__startswith=root.path, depth=root.depth + 1, live=True)
    found = load_pages(Q(slug__in=slugs, url_path__in=paths) | sections)
    pool = get_pool()
    pool.pages.update((page.pk, page) for page in found)
    pool.children[root.pk] = [
        page
        for page in found
        if page.depth == root.depth + 1 and page.path.startswith(root.path) and is_public(page)
    ]
    return {page.url_path: page for page in found}


def _walk(request, page, components, on_the_way):
    """Go down from ``page`` as Wagtail's ``route`` does, among the pages that are loaded."""
    unrestricted = True
    while True:
        unrestricted = unrestricted and not page.is_private and page.alias_of_id is None
        route = type(page).route
        result = None
        if route is RoutablePageMixin.route:
            result = _find_subpage(request, page, components)
        elif route is not Page.route:
            return None
        if result is None and not components:
            result = RouteResult(page) if page.live else None
        if result is not None:
            page.is_unrestricted = unrestricted
            return result
        below = on_the_way.get(f"{page.url_path}{components[0]}/") if components else None
        if below is None:
            return None
        below._cached_parent_obj = page
        page, components = below, components[1:]


def _find_subpage(request, page, components):
    """Return the route to a part of ``page``, as ``RoutablePageMixin.route`` does, or ``None``."""
    if not page.live:
        return None
    try:
        match = page.resolve_subpage("/".join(["", *components, ""]) if components else "/")
    except Http404:
        return None
    request.routable_resolver_match = match
    view, args, kwargs = match
    return RouteResult(page, args=(view, args, kwargs))
