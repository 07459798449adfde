"""Links to pages in texts, from pages that may be loaded already."""

from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.rich_text.pages import PageLinkHandler

from .pool import get_pool


class PooledPageLinkHandler(PageLinkHandler):
    """Wagtail's rule for links to pages, which looks into the pool of the request first."""

    @classmethod
    def get_many(cls, attrs_list):
        pages = get_pool().pages
        ids = [attrs.get("id", "") for attrs in attrs_list]
        if all(pk.isdecimal() and int(pk) in pages for pk in ids):
            return [pages[int(pk)] for pk in ids]
        return super().get_many(attrs_list)

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
