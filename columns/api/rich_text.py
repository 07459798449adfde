"""Rich text as HTML, many texts at a time."""

import swapper
from django.utils.html import format_html
from wagtail.models import Locale
from wagtail.rich_text import features, get_rewriter
from wagtail.rich_text.rewriters import LinkRewriter

#: Stands between texts while they are one string. XML, and so rich text, cannot contain it.
SEPARATOR = "\x1e"


def expand_all(sources, *, locale):
    """Return ``{source: HTML}`` for the rich texts ``sources``, all in the language ``locale``.

    Wagtail looks up the targets of links once for each string, and once more for each link to a
    page, so that the texts are joined to one string and links to pages have a rule of their own.
    The number of queries depends on the kinds of targets only.
    """
    sources = list(dict.fromkeys(sources))
    if not any("<" in source for source in sources):
        return {source: source for source in sources}
    html = SEPARATOR.join(source.replace(SEPARATOR, "") for source in sources)
    for rewrite in _get_rewriters(locale):
        html = rewrite(html)
    return dict(zip(sources, html.split(SEPARATOR), strict=True))


def _get_rewriters(locale):
    # Wagtail's module needs all models to be loaded; ours is imported by models.
    from wagtail.rich_text.pages import PageLinkHandler

    from ..links import PooledPageLinkHandler

    handlers = features.get_link_types()
    rules = {name: handler.expand_db_attributes_many for name, handler in handlers.items()}
    if handlers["page"] in (PageLinkHandler, PooledPageLinkHandler):
        rules["page"] = _PageLinks(PageLinkHandler, locale)
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
        locales = {locale.pk: locale for locale in Locale.objects.all()}
        targets = self.handler.get_many(attributes)
        translations = self._get_translations(targets)
        tags = []
        for target in targets:
            page = target and translations.get(target.translation_key, target)
            if page is not None:
                page.locale = locales[page.locale_id]
            url = page and page.full_url
            tags.append(format_html('<a href="{}">', url) if url else "<a>")
        return tags

    def _get_translations(self, targets):
        foreign = [page for page in targets if page and page.locale_id != self.locale.pk]
        if not foreign:
            return {}
        page_model = swapper.load_model("wagtailcore", "Page")
        keys = {page.translation_key for page in foreign}
        found = page_model.objects.live().filter(locale=self.locale, translation_key__in=keys)
        return {page.translation_key: page for page in found.specific()}
