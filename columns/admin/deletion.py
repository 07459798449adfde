"""Deleting pages: authors who are named elsewhere stay."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..models import AuthorPage, Byline, Columnist


def refuse_deleting_authors_in_use(request, page):
    """Keep a tree of pages that holds authors whom an article or a column names.

    Wagtail asks this for the page itself, not for the pages below it; the database would then
    refuse, with an error page.
    """
    authors = AuthorPage.objects.descendant_of(page, inclusive=True)
    named = authors.filter(Exists(Byline.objects.filter(author=OuterRef("pk")))) | authors.filter(
        Exists(Columnist.objects.filter(author=OuterRef("pk")))
    )
    names = list(named.order_by("title").values_list("title", flat=True))
    if not names:
        return None
    messages.error(
        request,
        _("Not deleted: %(names)s would be missing from bylines or columns.")
        % {"names": ", ".join(names)},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
