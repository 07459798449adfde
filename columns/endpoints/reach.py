"""Which pages somebody may read through the API, and of which site they are."""

from typing import NamedTuple

from django.db.models import CharField, Q
from django.http import Http404
from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.models import PageViewRestriction, Site

from ..pool import get_pool, make_row
from ..prepared import Parameter, Prepared
from ..restrictions import IsRestricted
from .operations import refuse_value

SITE_FIELDS = [field.attname for field in Site._meta.concrete_fields]


def get_site(request, name=""):
    """Return the site called ``name``, ``host`` or ``host:port``, else that of ``request``.

    Raises ``Http404`` where there is none.
    """
    if not name:
        # Wagtail keeps it there, for all who ask.
        if not hasattr(request, "_wagtail_site"):
            request._wagtail_site = _find_site(request)
        site = Site.find_for_request(request)
    else:
        hostname, _colon, port = name.partition(":")
        sites = Site.objects.select_related("root_page").filter(hostname=hostname.lower())
        if port:
            sites = sites.filter(port=int(port)) if port.isdecimal() else sites.none()
        site = sites.order_by("-is_default_site", "port").first()
    if site is None:
        raise Http404(_("There is no such site."))
    return site


def _find_site(request):
    """Return what ``Site.find_for_request`` does, without the home page.

    Few answers need that, and making it and Wagtail's order costs more than all else here.
    """
    hostname, port = split_domain_port(request.get_host())[0], request.get_port()

    def get_rank(site):
        if site.hostname == hostname and str(site.port) == port:
            return 0
        if site.is_default_site:
            return 1 if site.hostname == hostname else 2
        return 3

    rows = _SITES.fetch(hostname=hostname)
    found = [make_row(Site, **dict(zip(SITE_FIELDS, row, strict=True))) for row in rows]
    best, *others = sorted(found, key=get_rank) or [None]
    if not others or get_rank(best) < 2:
        return best
    # The default of another name gives way to the only site of this one.
    return None if get_rank(best) == 3 else others[0] if len(others) == 1 else best


def _select_sites():
    hostname = Q(hostname=Parameter("hostname", CharField()))
    return Site.objects.filter(hostname | Q(is_default_site=True)).order_by().values_list()


_SITES = Prepared(_select_sites)


class Reach(NamedTuple):
    """What decides which pages somebody may read; part of the shape of a ``Prepared`` query."""

    #: The paths from the root (``url_path``) of the site's home pages in all languages.
    homes: tuple[str, ...]
    #: The paths in the tree below which nothing is for this reader; ``None``: a guest's.
    closed: tuple[str, ...] | None

    def get_condition(self):
        """Return the condition on pages that they are live and for this reader."""
        on_site, closed = Q(pk__in=[]), Q(pk__in=[])
        for path in self.homes:
            on_site |= Q(url_path__startswith=path)
        if self.closed is None:
            return on_site & Q(~IsRestricted(), live=True)
        for path in self.closed:
            closed |= Q(path__startswith=path)
        return on_site & Q(live=True) & ~closed


def get_reach(*, user, site):
    """Return the ``Reach`` of ``user`` as a reader of ``site``.

    Rights to edit play no part. A page behind a shared password is for nobody here: a password
    opens a session, not an account.
    """
    roots = get_pool().addresses.root_paths
    homes = tuple(root.root_path for root in roots if root.site_id == site.pk)
    return Reach(homes, _get_closed_to(user) if user.is_authenticated else None)


def get_readable(pages, *, user, site):
    """Return those of the queryset ``pages`` on ``site`` that ``user`` may read as a reader."""
    return pages.filter(get_reach(user=user, site=site).get_condition())


def _get_closed_to(user):
    groups = set(user.groups.values_list("pk", flat=True))
    restrictions = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    closed = {each.page.path for each in restrictions if not _accepts(each, user, groups)}
    return tuple(sorted(closed))


def _accepts(restriction, user, groups):
    if restriction.restriction_type == restriction.LOGIN:
        return True
    if restriction.restriction_type == restriction.GROUPS:
        return user.is_superuser or any(group.pk in groups for group in restriction.groups.all())
    return restriction.restriction_type == restriction.NONE


def check_locale(code):
    """Return ``code``, a language of the content or empty; raises the 422 for any other."""
    if code and code not in get_content_languages():
        refuse_value("unknown_locale", _("The site has no such language."), "query", "locale")
    return code


def get_root(site, code):
    """Return the home page of ``site`` in the language ``code``; empty: in the site's own.

    Raises ``Http404`` where the site is not translated.
    """
    root = site.root_page
    if not code or code == root.locale.language_code:
        return root
    translated = root.get_translations().filter(locale__language_code=code).live().first()
    if translated is None:
        raise Http404(_("The site is not translated into this language."))
    return translated
