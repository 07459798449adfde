"""What the frame of a front end asks for: languages, navigation, addresses, redirects, sitemap."""

import datetime
from collections import defaultdict
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, prefetch_related_objects
from django.http import Http404
from django.urls import NoReverseMatch, Resolver404, reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from .. import conf
from ..addresses import Addresses
from ..restrictions import IsRestricted
from .details import list_feeds
from .reach import get_readable
from .shapes import ColumnsFeed, Id, Locale, Url

#: Of an address with more parts nothing is looked for.
MOST_COMPONENTS = 20

PageType = Annotated[str, Field(description="The page's type, such as `columns.ArticlePage`.")]


class ColumnsNavigationEntry(TypedDict):
    """A page that the navigation leads to."""

    id: Id
    type: PageType
    title: str
    slug: str
    url: Url
    show_in_menus: bool


class ColumnsHome(TypedDict):
    """The home page of the site in one language."""

    locale: Locale
    name: Annotated[str, Field(description="What the language calls itself.")]
    id: Id
    title: str
    url: Url


class ColumnsShareService(TypedDict):
    """A service to share an article with."""

    name: str
    url: Annotated[str, Field(description="`{url}` and `{title}` stand for those of the article.")]


class ColumnsSite(TypedDict):
    """What the frame of every page needs."""

    name: str
    url: str
    locale: Annotated[str, Field(description="The site's own language.")]
    homes: Annotated[list[ColumnsHome], Field(description="Its public home pages by language.")]
    feeds: list[ColumnsFeed]
    sitemaps: list[str]
    share_services: list[ColumnsShareService]
    articles_per_page: int
    limit_maximum: Annotated[
        int | None, Field(description="The largest `limit` of a list; `null` for none.")
    ]


class ColumnsFound(TypedDict):
    """What is at an address."""

    kind: Literal["page", "redirect"]
    url: Annotated[
        str | None, Field(description="The page's own address, or where the redirect leads to.")
    ]
    id: Annotated[int | None, Field(description="The page's id; `null` for a redirect elsewhere.")]
    type: Annotated[str | None, Field(description="The page's type; `null` for a redirect.")]
    locale: Annotated[str | None, Field(description="The page's language; `null` for a redirect.")]
    route: Annotated[
        str, Field(description="A part of the page, such as `/archive/2026/`; `/` for itself.")
    ]
    is_permanent: Annotated[
        bool | None, Field(description="Whether a redirect is one for good; `null` for a page.")
    ]


class ColumnsRedirect(TypedDict):
    """A redirect with its target."""

    path: Annotated[str, Field(description="The former path, in lower case, without a last slash.")]
    url: Annotated[str, Field(description="Where it leads to.")]
    page: Annotated[int | None, Field(description="The id of the page there; `null` elsewhere.")]
    is_permanent: bool


class ColumnsAlternate(TypedDict):
    """The same page in another language."""

    locale: Locale
    url: str


class ColumnsSitemapEntry(TypedDict):
    """An address of a public page."""

    id: Id
    type: PageType
    locale: Locale
    url: str
    last_modified: datetime.datetime | None
    alternates: list[ColumnsAlternate]


def get_type(page):
    """Return the label of the type of ``page``, such as ``columns.ArticlePage``."""
    content_type = page.cached_content_type
    model = content_type.model_class()
    return model._meta.label if model else f"{content_type.app_label}.{content_type.model}"


def describe_site(request, site) -> ColumnsSite:
    """Return what the frame of every page of ``site`` needs."""
    root = site.root_page
    translations = Page.objects.filter(translation_key=root.translation_key)
    homes = get_readable(translations, user=AnonymousUser(), site=site).select_related("locale")
    return {
        "name": site.site_name or root.title,
        "url": site.root_url,
        "locale": root.locale.language_code,
        "homes": [
            {
                "locale": home.locale.language_code,
                "name": get_language_info(home.locale.language_code)["name_local"],
                "id": home.pk,
                "title": home.title,
                "url": home.full_url,
            }
            for home in homes.order_by("path")
        ],
        "feeds": list_feeds(None, site=site),
        "sitemaps": list(_list_sitemaps(site)),
        "share_services": [
            {"name": name, "url": address} for name, address in conf.share_services().items()
        ],
        "articles_per_page": conf.articles_per_page(),
        "limit_maximum": getattr(settings, "WAGTAILAPI_LIMIT_MAX", 20),
    }


def _list_sitemaps(site):
    for name in ("sitemap", "news_sitemap"):
        try:
            yield f"{site.root_url}{reverse(name)}"
        except NoReverseMatch:
            continue


def list_navigation(root, *, user, site) -> list[ColumnsNavigationEntry]:
    """Return the pages directly below ``root`` that ``user`` may read, in their order."""
    sections = get_readable(Page.objects.child_of(root), user=user, site=site)
    addresses = Addresses()
    return [
        {
            "id": page.pk,
            "type": get_type(page),
            "title": page.title,
            "slug": page.slug,
            "url": addresses.find(page),
            "show_in_menus": page.show_in_menus,
        }
        for page in sections.order_by("path")
    ]


def find_path(path, *, user, site) -> ColumnsFound:
    """Return what is at ``path`` on ``site``; raises ``Http404``."""
    # As in the address of a request: what stands after two slashes is no host.
    path = escape_leading_slashes(path)
    # No database looks for NUL, and no address has it.
    found = None
    if "\x00" not in unquote(path):
        found = _find_page(path, user=user, site=site) or _find_redirect(path, site=site)
    if found is None:
        raise Http404(_("Nothing is at this address."))
    return found


def _find_page(path, *, user, site):
    path = unquote(path)
    for root, address in Addresses(site).roots:
        below = urlsplit(address).path
        if not f"{path.rstrip('/')}/".startswith(below):
            continue
        components = [part for part in path[len(below) :].split("/") if part]
        if len(components) > MOST_COMPONENTS:
            return None
        found = _find_below(root, components, user=user, site=site)
        if found is not None:
            return found
    return None


def _find_below(root, components, *, user, site):
    """Return the page at the end of the way from ``root``, or the one that has its last parts."""
    paths = [root]
    for component in components:
        paths.append(f"{paths[-1]}{component}/")
    # The slugs are indexed, the paths are not.
    slugs = {root.strip("/").rpartition("/")[2], *components}
    way = Page.objects.filter(slug__in=slugs, url_path__in=paths)
    pages = get_readable(way, user=user, site=site).select_related("locale")
    page = max(pages, key=lambda page: len(page.url_path), default=None)
    if page is None:
        return None
    rest = paths[-1][len(page.url_path) :]
    if rest and not _has_route(page, f"/{rest}"):
        return None
    return {
        "kind": "page",
        "url": page.full_url,
        "id": page.pk,
        "type": get_type(page),
        "locale": page.locale.language_code,
        "route": f"/{rest}",
        "is_permanent": None,
    }


def _has_route(page, route):
    if not issubclass(page.specific_class or Page, RoutablePageMixin):
        return False
    try:
        page.specific_deferred.resolve_subpage(route)
    except (Http404, Resolver404):
        return False
    return True


def _get_redirects(site):
    """Return the redirects of ``site`` that lead to an address that anybody may know.

    ``None`` where Wagtail's application is not installed.
    """
    if not apps.is_installed("wagtail.contrib.redirects"):
        return None
    from wagtail.contrib.redirects.models import Redirect

    public = Page.objects.live().filter(~IsRestricted())
    leading = Q(redirect_page__in=public) | Q(redirect_page=None) & ~Q(redirect_link="")
    return Redirect.get_for_site(site).filter(leading).select_related("redirect_page__locale")


def _find_redirect(path, *, site):
    redirects = _get_redirects(site)
    if redirects is None:
        return None
    known = redirects.filter(old_path=redirects.model.normalise_path(path))
    # One of the site's own goes before one of all sites.
    redirect = known.order_by(F("site").desc(nulls_last=True)).first()
    return redirect and {
        "kind": "redirect",
        "url": _get_target(redirect),
        "id": redirect.redirect_page_id,
        "type": None,
        "locale": None,
        "route": redirect.redirect_page_route_path or "/",
        "is_permanent": redirect.is_permanent,
    }


def list_redirects(part, *, site):
    """Return ``(count, redirects of the part)`` of ``site``."""
    redirects = _get_redirects(site)
    if redirects is None:
        return 0, []
    found = redirects.order_by("old_path", "pk")[part.offset : part.offset + part.limit]
    return redirects.count(), [
        {
            "path": redirect.old_path,
            "url": _get_target(redirect),
            "page": redirect.redirect_page_id,
            "is_permanent": redirect.is_permanent,
        }
        for redirect in found
    ]


def _get_target(redirect):
    if not redirect.redirect_page_id:
        return redirect.redirect_link
    address = redirect.redirect_page.full_url or ""
    route = redirect.redirect_page_route_path
    return f"{address.rstrip('/')}{route}" if route else address


def list_sitemap(*, site, limit, after):
    """Return ``{"items": …, "next": …}`` of the public pages of ``site``, by their ids."""
    pages = Page.objects.filter(pk__gt=after).order_by("pk")
    public = get_readable(pages, user=AnonymousUser(), site=site)
    found = list(public.specific(defer=True)[: limit + 1])
    prefetch_related_objects(found, "locale")
    part, is_more = found[:limit], len(found) > limit
    alternates = _find_alternates(part, site=site)
    items = [
        {
            "id": page.pk,
            "type": get_type(page),
            "locale": page.locale.language_code,
            "url": entry["location"],
            "last_modified": entry.get("lastmod"),
            "alternates": alternates[page.translation_key] if number == 0 else [],
        }
        for page in part
        for number, entry in enumerate(page.get_sitemap_urls())
    ]
    return {"items": items, "next": part[-1].pk if is_more else None}


def _find_alternates(pages, *, site):
    """Return ``{translation key: [ColumnsAlternate, …]}``, empty where there is one language."""
    keys = [page.translation_key for page in pages]
    versions = get_readable(
        Page.objects.filter(translation_key__in=keys), user=AnonymousUser(), site=site
    )
    addresses, found = Addresses(), defaultdict(list)
    for page in versions.select_related("locale").order_by("locale__language_code"):
        url = addresses.find(page)
        if url:
            found[page.translation_key].append({"locale": page.locale.language_code, "url": url})
    return defaultdict(list, {key: rows for key, rows in found.items() if len(rows) > 1})
