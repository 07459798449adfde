"""Who is reading, and what this reader may see: asked by every view of the readers' side."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from wagtail.models import PageViewRestriction

from . import cookies
from .identity import get_commenter
from .models import ReaderComment
from .querysets import get_commentable_pages
from .status import Status


def has_session(request):
    """Return whether the browser sent a session: without one there is nothing to look up."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def get_user(request):
    """Return the user of ``request``, without touching the session where there is none."""
    return request.user if has_session(request) else AnonymousUser()


def get_passed_restrictions(request):
    """Return the ids of the restrictions whose shared password this reader has given."""
    key = PageViewRestriction.passed_view_restrictions_session_key
    return request.session.get(key, ()) if has_session(request) else ()


def get_page(request, page_id):
    """Return the page that this reader may see and discuss, else raise ``Http404``."""
    pages = get_commentable_pages(
        get_user(request), passed_restrictions=get_passed_restrictions(request)
    )
    return get_object_or_404(pages, pk=page_id).specific


def get_comment(request, uuid):
    """Return the comment that this reader may see, else raise ``Http404``."""
    comments = ReaderComment.objects.visible_to(
        get_user(request), passed_restrictions=get_passed_restrictions(request)
    )
    return get_object_or_404(comments.select_related("discussion__page", "root"), uuid=uuid)


def get_own_comment(request, uuid):
    """Return the comment with this id if it was written in this browser, else ``None``.

    In any status, as long as there is a text and the reader may see the page; what was posted as
    oneself only while the same account is signed in.
    """
    if uuid not in cookies.get_own_ids(request):
        return None
    comments = ReaderComment.objects.own([uuid], get_user(request)).exclude(status=Status.REMOVED)
    pages = get_commentable_pages(
        get_user(request), passed_restrictions=get_passed_restrictions(request)
    )
    return (
        comments.filter(discussion__page__in=pages)
        .select_related("discussion__page", "parent")
        .first()
    )


def get_staff(request, page):
    """Return the ``Commenter`` who is signed in and known on ``page``, or ``None``."""
    return get_commenter(get_user(request), page) if has_session(request) else None
