"""Makes the site and its home page the magazine's."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from home.factories import HomePageFactory
from home.models import HomePage

from .exceptions import DemoRefused
from .tree import get_key

DEFAULT_PORTS = {"http": 80, "https": 443}


def prepare_site(magazine):
    """Give the default site the magazine's name and an empty home page, and return that page.

    Raises ``DemoRefused`` where the site has pages already.
    """
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    root = site.root_page.specific if site.root_page_id else None
    if root is not None and root.get_children().exists():
        raise DemoRefused(
            _("This site has pages of its own. Load the demo content into an empty database.")
        )
    home = root if isinstance(root, HomePage) else HomePageFactory(title=magazine["title"])
    home.title = magazine["title"]
    home.tagline = magazine["tagline"]
    home.search_description = magazine["search_description"]
    home.translation_key = get_key(magazine["slug"])
    home.save()
    _point_site(site, home, name=magazine["title"])
    if root is not None and root.pk != home.pk:
        # Wagtail's page of welcome.
        root.delete()
    return home


def _point_site(site, home, *, name):
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site.site_name = name
    site.hostname = address.hostname
    site.port = address.port or DEFAULT_PORTS[address.scheme]
    site.root_page = Page.objects.get(pk=home.pk)
    site.save()
