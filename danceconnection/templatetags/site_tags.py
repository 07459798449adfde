"""Template tags of the site's frame: its navigation, and what is only for people who sign in."""

from django import template
from django.conf import settings
from django.db.models import Q
from wagtail.models import Site

from columns.models import ArticlePage
from columns.pool import get_pool
from columns.specific import is_public, load_pages

register = template.Library()


@register.simple_tag(takes_context=True)
def site_sections(context):
    """Return the published pages directly below the home page, in the order of the tree.

    They are those of the page's own language, where there are any. ``is_current`` of each tells
    whether the page shown stands in that section; it may be the section itself.
    """
    request = context.get("request")
    site = request and Site.find_for_request(request)
    if not site:
        return []
    root = site.root_page
    page = context.get("page")
    locale_id = getattr(page, "locale_id", None)
    if locale_id and locale_id != root.locale_id:
        root = root.get_translation_or_none(page.locale) or root
    sections = get_pool().children.get(root.pk)
    if sections is None:
        sections = load_pages(Q(path__startswith=root.path, depth=root.depth + 1, live=True))
        sections = [section for section in sections if is_public(section)]
    for section in sections:
        section.is_current = (getattr(page, "path", None) or "").startswith(section.path)
    return sections


@register.simple_tag(takes_context=True)
def newest_articles(context, *, limit):
    """Return the newest published articles of the site: two queries, the restrictions included."""
    request = context.get("request")
    site = request and Site.find_for_request(request)
    if not site:
        return []
    published = ArticlePage.objects.descendant_of(site.root_page.localized).published()
    return list(published.defer_streamfields()[:limit])


@register.simple_tag(takes_context=True)
def has_session(context):
    """Tell whether the reader's browser sent a session cookie, without looking into it.

    Whoever has none is nobody to the site: their pages never touch the session, and stay the
    same for everybody.
    """
    request = context.get("request")
    return request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES
