"""Searching the site of a request."""

from django.http import Http404
from wagtail.models import Site

from columns.search_service import asking

from .hits import find_hits
from .results import Results


def search_site(request, question):
    """Return the ``Results`` for ``question`` on the site of ``request``, in its language.

    Raises ``SearchUnavailable``, and ``Http404`` where the request is for no site.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    root = site.root_page.localized
    with asking():
        return Results(question, find_hits(question.terms, root))
