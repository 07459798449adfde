"""Links to pages in texts, from pages that may be loaded already."""

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.rich_text.pages import PageLinkHandler

from .pool import get_pool
from .specific import load_pages, read_page_id


class PooledPageLinkHandler(PageLinkHandler):
    """Wagtail's rule for links to pages, which looks into the pool of the request first.

    What is not there is one query for all of them, in which they have their languages.
    """

    @classmethod
    def get_many(cls, attrs_list):
        pooled = get_pool().pages
        ids = [read_page_id(attrs.get("id", "")) for attrs in attrs_list]
        others = {*ids} - {None} - pooled.keys()
        loaded = load_pages(Q(pk__in=others), defer_streamfields=True) if others else []
        pages = pooled | {page.pk: page for page in loaded}
        return [pages.get(pk) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [
            format_html('<a href="{}">', _localize(page).url) if page else "<a>"
            for page in cls.get_many(attrs_list)
        ]


def _localize(page):
    """Return the translation for the present language, without asking where ``page`` is it."""
    if page.pk in get_pool().pages:
        try:
            language = get_supported_content_language_variant(get_language())
        except LookupError:
            return page
        if page.locale.language_code == language:
            return page
    return page.localized
