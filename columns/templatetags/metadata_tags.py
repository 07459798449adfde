"""Template tags of what a page says of itself to programs."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import to_locale

from ..alternates import find_translations, get_alternates
from ..images import get_picture
from ..structured_data import describe
from ..structured_data.nodes import to_plain_text
from ..structured_data.pictures import get_lead_image
from ..structured_data.scene import get_canonical_address
from ..structured_data.times import get_publication_time, get_update_time

register = template.Library()

SUMMARY_LENGTH = 200
#: What could end a script or a line in it, as JSON writes any character.
SCRIPT_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@register.simple_tag
def summary_of(page, description=""):
    """Return the description of ``page`` as plain text: the editors' own, else ``description``."""
    text = page.search_description or to_plain_text(description)
    return Truncator(text).chars(SUMMARY_LENGTH)


@register.simple_tag(takes_context=True)
def canonical_address(context, page):
    """Return the address that search engines should keep, or ``None``.

    The context's ``canonical`` or ``number`` says what is different from the page's own address
    (``columns.structured_data.scene.get_canonical_address``).
    """
    return get_canonical_address(page.get_full_url(context.get("request")), context)


@register.simple_tag(takes_context=True)
def alternates_of(context, page, address):
    """Return the versions of ``page`` in all languages, this one among them.

    None where ``address`` is not the page's own: the second page of a list has no translation.
    """
    request = context.get("request")
    if not address or address != page.get_full_url(request):
        return []
    translations = find_translations(page)
    return get_alternates([page, *translations], request) if translations else []


@register.simple_tag
def sharing_image(page):
    """Return ``{"picture", "alt"}`` of the image to show where ``page`` is shared, or ``None``."""
    image, description = get_lead_image(page)
    picture = image and get_picture(image, "social")
    return picture and {"picture": picture.fallback, "alt": description}


@register.simple_tag(takes_context=True)
def structured_data(context, page):
    """Return the JSON-LD of ``page`` for a script of data, or ``None``."""
    data = describe(page, context)
    if data is None:
        return None
    # Django's encoder, because a site's own description may hold dates and lazy translations.
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(SCRIPT_ESCAPES))  # noqa: S308 - escaped for this one place


@register.filter
def opengraph_locale(language_code):
    """Return a language as OpenGraph writes it, such as ``pt_BR``."""
    return to_locale(language_code)


@register.filter
def publication_time(article):
    """Return when ``article`` was published, with the time zone."""
    return get_publication_time(article).isoformat(timespec="seconds")


@register.filter
def update_time(article):
    """Return when readers last got another text of ``article``, with the time zone."""
    return get_update_time(article).isoformat(timespec="seconds")
