"""Which pages belong to a site, and when the public ones last changed."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils.crypto import salted_hmac
from wagtail.models import Page, PageLogEntry, Site

from .. import conf

#: What editors do, or time does for them, that readers notice.
PUBLIC_CHANGES = (
    "wagtail.publish",
    "wagtail.unpublish",
    "wagtail.delete",
    "wagtail.move",
    "wagtail.copy",
    "wagtail.create_alias",
    "wagtail.publish.scheduled",
    "wagtail.view_restriction.create",
    "wagtail.view_restriction.edit",
    "wagtail.view_restriction.delete",
)


def of_site(site):
    """Return the condition on pages that they are of ``site``, in any of its languages."""
    condition = Q(pk__in=[])
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk:
            condition |= Q(url_path__startswith=root.root_path)
    return condition


@dataclass(frozen=True)
class Change:
    """The last change of the public pages: ``time``, and a ``tag`` that no other state has.

    ``time`` is ``None`` while nothing was ever published.
    """

    time: datetime.datetime | None
    tag: str


def get_last_change():
    """Return the last ``Change``: two queries.

    What vanished counts as well as what came, which dates of the pages alone would not show.
    """
    pages = Page.objects.live().aggregate(time=Max("last_published_at"), count=Count("pk"))
    logged = PageLogEntry.objects.filter(action__in=PUBLIC_CHANGES)
    last = logged.aggregate(time=Max("timestamp"))["time"]
    time = max(filter(None, [pages["time"], last]), default=None)
    # A digest: how many pages there are, private ones included, is nobody's business.
    state = f"{time} {pages['count']} {Site.get_site_root_paths()} {conf.sitemap_limit()}"
    return Change(time, salted_hmac("columns.sitemaps", state, algorithm="sha256").hexdigest())
