"""Pages of any type in one query, each of them specific and with its language."""

from functools import cache

from django.db.models import Exists
from wagtail.models import Page, get_page_models

from .querysets import get_restrictions

#: Joining more page types than this costs more than asking for each.
MOST_TYPES = 16


def load_pages(condition):
    """Return the pages that meet the condition ``Q``, as specific ones, in the order of the tree.

    ``is_private`` of each tells whether a restriction of it or of a page above keeps it from
    anybody. One query, while the site has a moderate number of page types.
    """
    pages = (
        Page.objects.filter(condition)
        .annotate(is_private=Exists(get_restrictions()))
        .order_by("path")
    )
    accessors = _get_accessors()
    if len(accessors) > MOST_TYPES:
        return list(pages.specific().select_related("locale", for_specific_subqueries=True))
    joined = pages.select_related("locale", *accessors.values())
    return [_get_specific(page, accessors) for page in joined]


def is_public(page):
    """Return whether anybody may read ``page``, which ``load_pages`` returned."""
    return page.live and not page.is_private


@cache
def _get_accessors():
    """Return ``{page type: name of its row at the page}`` of the types made of ``Page`` itself."""
    return {
        model: model._meta.parents[Page].remote_field.get_accessor_name()
        for model in get_page_models()
        if Page in model._meta.parents and not model._meta.proxy
    }


def _get_specific(page, accessors):
    accessor = accessors.get(page.specific_class)
    specific = getattr(page, accessor) if accessor else page.specific
    if specific is not page:
        specific.locale = page.locale
        specific.is_private = page.is_private
    return specific
