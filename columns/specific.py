"""Pages of any type in one query, each of them specific and with its language."""

from functools import cache

import swapper
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from .restrictions import IsRestricted

#: Joining more page types than this costs more than asking for each.
MOST_TYPES = 16

ID_DIGITS = 18


def load_pages(condition, *, defer_streamfields=False):
    """Return the pages that meet the condition ``Q``, as specific ones, in the order of the tree.

    ``is_private`` of each tells whether a restriction of it or of a page above keeps it from
    anybody. ``defer_streamfields`` leaves out the bodies, for pages that are only named. One
    query, while the site has a moderate number of page types; one more for each type that is made
    of another page type, where there are pages of it.
    """
    pages = _get_base().objects.filter(condition).annotate(is_private=IsRestricted()).order_by()
    accessors = _get_accessors()
    if defer_streamfields:
        pages = pages.defer_streamfields()
    if len(accessors) > MOST_TYPES:
        return sorted(_ask_each_type(pages), key=_get_path)
    joined = pages.select_related("locale", *accessors.values())
    if defer_streamfields:
        joined = joined.defer(*_get_streamfields())
    found = {page.pk: _get_specific(page, accessors) for page in joined}
    others = [pk for pk, page in found.items() if page is None]
    if others:
        found |= {page.pk: page for page in _ask_each_type(pages.filter(pk__in=others))}
    # A few pages are sorted faster than Django writes an order for so many columns.
    return sorted(found.values(), key=_get_path)


def read_page_id(text):
    """Return the id of a page that ``text`` says, or ``None`` for what is none."""
    # No database has ids of more digits, and one refuses numbers that are longer.
    is_id = text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS
    return int(text) if is_id else None


def is_public(page):
    """Return whether anybody may read ``page``, which ``load_pages`` returned."""
    return page.live and not page.is_private


def _get_path(page):
    return page.path


def _get_base():
    return swapper.load_model("wagtailcore", "Page")


@cache
def _get_accessors():
    """Return ``{page type: name of its row at the page}`` of the types made of ``Page`` itself."""
    base = _get_base()
    return {
        model: model._meta.parents[base].remote_field.get_accessor_name()
        for model in get_page_models()
        if base in model._meta.parents and not model._meta.proxy
    }


@cache
def _get_streamfields():
    """Return the names of the stream fields of these types, as they are seen from the page."""
    return [
        f"{accessor}__{field.name}"
        for model, accessor in _get_accessors().items()
        for field in model._meta.local_concrete_fields
        if isinstance(field, StreamField)
    ]


def _ask_each_type(pages):
    return pages.specific().select_related("locale", for_specific_subqueries=True)


def _get_specific(page, accessors):
    """Return the specific one of ``page``, or ``None`` where it is not loaded along."""
    accessor = accessors.get(page.specific_class)
    if accessor is None:
        return page if page.specific_class in (None, type(page)) else None
    specific = getattr(page, accessor)
    specific.locale = page.locale
    specific.is_private = page.is_private
    return specific
