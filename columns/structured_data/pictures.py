"""Pictures as machines want them: whole addresses, sizes, and what they show."""

from ..images import FIELD_USES, get_picture
from .nodes import make_node

#: The proportions in which the lead image of an article is offered.
ARTICLE_USES = ("wide", "standard", "square")


def get_lead_image(page):
    """Return ``(image, description)`` of what stands for ``page`` elsewhere, or ``(None, "")``.

    The description of a decorative image is empty.
    """
    for field in FIELD_USES:
        image = getattr(page, field, None)
        if image is not None and hasattr(page, f"{field}_alt"):
            described = not getattr(page, f"{field}_decorative")
            return image, getattr(page, f"{field}_alt") if described else ""
    chosen = getattr(page, "social_image", None)
    if chosen is not None:
        return chosen, chosen.default_alt_text
    figures = page.get_figures() if hasattr(page, "get_figures") else []
    first = next(filter(None, figures), None)
    if getattr(first, "decorative", True):
        return first, ""
    return first, first.contextual_alt_text or ""


def describe_image(image, use, *, caption=""):
    """Return ``image`` in one of ``columns.images.USES``; ``None`` for none that can be shown."""
    picture = get_picture(image, use) if image else None
    if picture is None:
        return None
    shown = picture.fallback
    return make_node(
        "ImageObject",
        url=shown.full_url,
        contentUrl=shown.full_url,
        # A distance of schema.org has its unit.
        width=f"{shown.width} px",
        height=f"{shown.height} px",
        caption=caption,
    )


def describe_lead_images(page):
    """Return the lead image of ``page`` in the proportions that search results show."""
    image, caption = get_lead_image(page)
    found = (describe_image(image, use, caption=caption) for use in ARTICLE_USES)
    return [node for node in found if node]
