"""Rich text as HTML, many texts at a time."""

from django.db.models import Q
from django.utils.html import format_html
from wagtail.rich_text import features, get_rewriter
from wagtail.rich_text.rewriters import LinkRewriter

from ..pool import find_address
from ..specific import load_pages

#: Stands between texts while they are one string. XML, and so rich text, cannot contain it.
SEPARATOR = "\x1e"


def expand_all(sources, *, locale):
    """Return ``{source: HTML}`` for the rich texts ``sources``, all in the language ``locale``.

    Wagtail looks up the targets of links once for each string, and once more for each link to a
    page, so that the texts are joined to one string and links to pages have a rule of their own.
    The number of queries depends on the kinds of targets only.
    """
    plain = {source: source.replace(SEPARATOR, "") for source in sources}
    # In all others there is nothing that is rewritten.
    sources = [source for source in plain if "<a" in source or "<embed" in source]
    if not sources:
        return plain
    html = SEPARATOR.join(plain[source] for source in sources)
    for rewrite in _get_rewriters(locale):
        html = rewrite(html)
    return plain | dict(zip(sources, html.split(SEPARATOR), strict=True))


def _get_rewriters(locale):
    # Wagtail's module needs all models to be loaded; ours is imported by models.
    from wagtail.rich_text.pages import PageLinkHandler

    from ..links import PooledPageLinkHandler

    handlers = features.get_link_types()
    rules = {name: handler.expand_db_attributes_many for name, handler in handlers.items()}
    if handlers["page"] in (PageLinkHandler, PooledPageLinkHandler):
        rules["page"] = _PageLinks(PooledPageLinkHandler, locale)
    _links, *others = get_rewriter().rewriters
    return [LinkRewriter(bulk_rules=rules), *others]


class _PageLinks:
    """Links to pages: absolute, and in the language of the text where the target has it.

    A page's own site shows it in the reader's language; a request to the API has none.
    """

    def __init__(self, handler, locale):
        self.handler = handler
        self.locale = locale

    def __call__(self, attributes):
        targets = self.handler.get_many(attributes)
        translations = self._get_translations(targets)
        pages = [page and translations.get(page.translation_key, page) for page in targets]
        urls = [page and find_address(page) for page in pages]
        return [format_html('<a href="{}">', url) if url else "<a>" for url in urls]

    def _get_translations(self, targets):
        foreign = [page for page in targets if page and page.locale_id != self.locale.pk]
        if not foreign:
            return {}
        keys = {page.translation_key for page in foreign}
        translated = Q(locale=self.locale, translation_key__in=keys, live=True)
        found = load_pages(translated, defer_streamfields=True)
        return {page.translation_key: page for page in found}
