"""The sitemap of all public pages of a site."""

from collections import defaultdict

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from .. import conf
from ..alternates import get_alternates
from .pictures import find_pictures
from .scope import of_site


class PageSitemap(Sitemap):
    """The public pages of the site of a request, in the order of the tree.

    What a page type says by Wagtail's ``get_sitemap_urls()`` is kept; the first of its addresses
    gets the page's pictures and translations.
    """

    @property
    def limit(self):
        return conf.sitemap_limit()

    @cached_property
    def paginator(self):
        return Paginator(self.items(), self.limit)

    def items(self):
        # Deferred: of the specific page only its methods are needed, which costs no query.
        pages = Page.objects.filter(of_site(self.get_wagtail_site())).live().public()
        return pages.order_by("path").specific(defer=True)

    def _urls(self, page, protocol, domain):
        pages = list(self.paginator.page(page).object_list)
        pictures, alternates = find_pictures(pages), self._find_alternates()
        urls = []
        for item in pages:
            first, *others = item.get_sitemap_urls(self.request) or [None]
            if first is None:
                continue
            first["pictures"] = pictures.get(item.pk, [])
            first["alternates"] = alternates.get(item.translation_key, [])
            urls += [first, *others]
        return urls

    def _find_alternates(self):
        """Return ``{translation key: [Alternate, ...]}`` for all pages that are translated."""
        if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            return {}
        public = Page.objects.live().public()
        keys = public.values("translation_key").annotate(number=Count("pk")).filter(number__gt=1)
        versions = defaultdict(list)
        translated = public.filter(translation_key__in=keys.values("translation_key"))
        for page in translated.select_related("locale"):
            versions[page.translation_key].append(page)
        return {key: get_alternates(pages, self.request) for key, pages in versions.items()}
