"""Deleting pages in the admin: authors whom other pages name stay."""

from django.contrib import messages
from django.shortcuts import redirect

from ..exceptions import AuthorsInUse
from ..models import AuthorPage


def refuse_deleting_authors_in_use(request, page):
    """Answer the deletion of ``page`` with a message when it would take authors out of bylines."""
    return _refuse(request, [page])


def refuse_deleting_authors_in_bulk(request, action_type, pages, action):
    """The same for a selection of pages."""
    return _refuse(request, pages) if action_type == "delete" else None


def _refuse(request, pages):
    pages = [page for page in pages if hasattr(page, "get_parent")]
    authors = AuthorPage.get_in_use_outside(pages)
    if not authors:
        return None
    messages.error(request, str(AuthorsInUse(authors)))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
