"""Template tags of the publishing pages: pictures, teasers and stored embeds."""

import re
from urllib.parse import quote

from django import template
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.models import Page, Site

from .. import conf
from ..feeds.addresses import get_feed_addresses
from ..images import USES, get_books, get_lead_images, get_picture
from ..models import ColumnPage

register = template.Library()

FRAME_START = re.compile(r"<iframe\b(?![^>]*\btitle=)", re.IGNORECASE)


@register.inclusion_tag("columns/includes/picture.html")
def picture_for(image, use, *, alt=None, sizes=None, eager=False):
    """Render ``image`` for one of ``columns.images.USES``; nothing when there is none.

    Without ``alt`` the description given in the body's block counts. ``eager`` is for images at
    the top of a page, which must not wait for the layout.
    """
    return {
        "picture": get_picture(image, use) if image else None,
        "alt": get_contextual_alt(image) if alt is None else alt,
        "sizes": sizes or USES[use].sizes,
        "eager": eager,
    }


def get_contextual_alt(image):
    """Return the description of an image of the body, empty for a decorative one."""
    if image is None or getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or ""


@register.filter
def alt_text(described, field):
    """Return the description of an image ``field``, empty for a decorative one.

    That is the rule of ``columns.mixins.images``.
    """
    if getattr(described, f"{field}_decorative"):
        return ""
    return getattr(described, f"{field}_alt")


@register.simple_tag
def teasers_of(articles):
    """Return ``articles`` as a list, each with its ``lead_image`` and ``column`` loaded.

    Two queries for any number of articles, or none where they are loaded.
    """
    articles = list(articles)
    images = get_lead_images([page for page in articles if not hasattr(page, "lead_image")])
    columns = ColumnPage.get_columns_of(articles)
    for article in articles:
        article.lead_image = images.get(article.pk) or getattr(article, "lead_image", None)
        article.column = columns.get(article.pk)
    return articles


@register.simple_tag
def books_of(author):
    """Return the books of an author bio with their covers loaded."""
    return get_books(author)


@register.simple_tag(takes_context=True)
def share_links(context, page):
    """Return where to share ``page``: ``{"address", "mail", "services"}``; ``{}`` in a preview.

    ``services`` are ``{"name", "address"}``, by ``COLUMNS_SHARE_SERVICES``.
    """
    address = page.get_full_url(context.get("request")) if page.pk else None
    if not address:
        return {}
    encoded = {"url": quote(address, safe=""), "title": quote(page.title, safe="")}
    return {
        "address": address,
        "mail": "mailto:?subject={title}&body={url}".format(**encoded),
        "services": [
            {"name": name, "address": pattern.format(**encoded)}
            for name, pattern in conf.share_services().items()
        ],
    }


@register.simple_tag(takes_context=True)
def feeds_of_page(context):
    """Return the ``FeedAddresses`` of the page in the context, what it is about first.

    Of a page that is not for everybody only those of the site: programs that read feeds do not
    sign in.
    """
    site = Site.find_for_request(context.get("request"))
    if site is None:
        return []
    page = context.get("page")
    page = page if isinstance(page, Page) else None
    about = {name: context.get(name) or None for name in ("column", "topic")}
    if page is not None and is_restricted(context["request"], page):
        page, about = None, {}
    return get_feed_addresses(page, site=site, **about)


def is_restricted(request, page):
    """Tell whether ``page`` has a view restriction. Whoever has no session cookie sees no such."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(page.pk) and page.get_view_restrictions().exists()


@register.filter
def stored_embed(embeds, value):
    """Return what ``{url: Embed}`` holds for the block's ``value``, or ``None``."""
    return (embeds or {}).get(value.url) if value else None


@register.filter
def embed_html(embed):
    """Return the stored HTML of ``embed``; its frame has a name for people who cannot see it."""
    title = escape(embed.title or embed.provider_name or embed.url)
    start = f'<iframe title="{title}" loading="lazy"'
    # A function, because a title may hold what a replacement text would take for a reference.
    framed = FRAME_START.sub(lambda _match: start, embed.html)
    return mark_safe(framed)  # noqa: S308 - the HTML of the site's own list of providers


@register.filter
def page_numbers(paged):
    """Return the numbers to offer around a page of a list; ``None`` where some are left out."""
    ellipsis = paged.paginator.ELLIPSIS
    numbers = paged.paginator.get_elided_page_range(paged.number, on_each_side=2, on_ends=1)
    return [None if number == ellipsis else number for number in numbers]
