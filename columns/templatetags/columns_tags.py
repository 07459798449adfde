"""Template tags of the publishing pages: pictures, teasers, stored embeds and metadata."""

import re

from django import template
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe

from ..images import USES, get_books, get_images, get_lead_images, get_picture
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

    Three queries for any number of articles.
    """
    articles = list(articles)
    images = get_lead_images(articles)
    paths = {article.path[: -article.steplen] for article in articles}
    public = ColumnPage.objects.live().public()
    columns = {column.path: column for column in public.filter(path__in=paths)}
    for article in articles:
        article.lead_image = images.get(article.pk)
        article.column = columns.get(article.path[: -article.steplen])
    return articles


@register.simple_tag
def books_of(author):
    """Return the books of an author bio with their covers loaded."""
    return get_books(author)


@register.simple_tag
def social_picture(page):
    """Return the ``Picture`` to show where ``page`` is shared, or ``None``."""
    images = (image for image, use in get_images(page) if use == "social" and image)
    image = next(images, None)
    return image and get_picture(image, "social")


@register.simple_tag
def translations_of(page):
    """Return the published translations of ``page`` with their locales."""
    if not page.pk or not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    translations = page.get_translations().live().defer_streamfields()
    # Most pages have none: the restrictions need not be looked up for them.
    return list(translations.public().select_related("locale")) if translations else []


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
