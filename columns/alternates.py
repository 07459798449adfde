"""A page in other languages, as search engines are told of it (``hreflang``)."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Alternate:
    """A version of a page: ``language`` is a code, or ``x-default`` for any other reader."""

    language: str
    address: str


def find_translations(page):
    """Return the published translations of ``page`` with their locales."""
    loaded = getattr(page, "loaded_translations", None)
    if loaded is not None:
        return loaded
    if not page.pk or not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    translations = page.get_translations().live().defer_streamfields()
    # Most pages have none: the restrictions need not be looked up for them.
    return list(translations.public().select_related("locale")) if translations else []


def get_alternates(pages, request):
    """Return the ``Alternate`` of each of ``pages``, the versions of one page with their locales.

    None where there is only one that can be reached. Readers of other languages get the version
    in the language of the site (``LANGUAGE_CODE``), where there is one.
    """
    addresses = {page.locale.language_code: page.get_full_url(request) for page in pages}
    found = {language: address for language, address in sorted(addresses.items()) if address}
    if len(found) < 2:
        return []
    default = found.get(settings.LANGUAGE_CODE)
    alternates = [Alternate(language, address) for language, address in found.items()]
    return [*alternates, Alternate("x-default", default)] if default else alternates
