"""The readers' side: posting a comment, and the permanent address of one."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import PageViewRestriction

from . import guard
from .actions import submit_comment
from .exceptions import CommentError, TooManyComments
from .forms import CommentForm
from .models import ReaderComment
from .network import get_network
from .querysets import get_commentable_pages
from .threads import find_page_number, get_discussion_view


@require_safe
def comment_permalink(request, comment_uuid):
    """Lead to the comment in its discussion; 404 for one that this reader may not see."""
    comment = get_object_or_404(
        ReaderComment.objects.visible_to(
            request.user, passed_restrictions=_get_passed_restrictions(request)
        ).select_related("discussion__page", "root"),
        uuid=comment_uuid,
    )
    number = find_page_number(comment)
    query = f"?discussion={number}" if number > 1 else ""
    return redirect(f"{comment.page.get_url(request)}{query}#{comment.anchor}")


# Nothing is done in the name of whoever is signed in: a session only says which private pages the
# reader may see. What other sites make browsers send is refused by guard.is_cross_site.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_comment(request, page_id):
    """Take a comment for a page, or show the form for it alone.

    ``GET`` shows the form, for a reply with ``?parent=<uuid>``. ``POST`` answers with a redirect
    to the page when the comment was taken, else with the form as it was sent and what is wrong.
    """
    pages = get_commentable_pages(
        request.user, passed_restrictions=_get_passed_restrictions(request)
    )
    page = get_object_or_404(pages, pk=page_id).specific
    parent = _get_parent(request, page)
    if request.method != "POST":
        return _show_form(request, page, parent, CommentForm())
    if guard.is_cross_site(request):
        return HttpResponseForbidden(_("Comments are posted from this site only."))
    if guard.is_trapped(request.POST):
        return _thank(request, page)
    return _take_comment(request, page, parent)


def _take_comment(request, page, parent):
    form = CommentForm(request.POST)
    problem = guard.check_token(request.POST, page)
    if problem:
        form.add_error(None, problem)
    if not form.is_valid():
        return _show_form(request, page, parent, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        submit_comment(page, parent=parent, network=get_network(request), **form.cleaned_data)
    except CommentError as error:
        form.add_error(None, str(error))
        return _show_refusal(request, page, parent, form, error)
    return _thank(request, page)


def _get_parent(request, page):
    """Return the comment to reply to; 404 when readers do not see it on ``page``."""
    uuid = request.POST.get("parent") or request.GET.get("parent")
    if not uuid:
        return None
    try:
        return get_object_or_404(ReaderComment.objects.visible_on(page), uuid=UUID(uuid))
    except ValueError as error:
        raise Http404 from error


def _get_passed_restrictions(request):
    """Return the ids of the restrictions whose shared password this reader has given."""
    key = PageViewRestriction.passed_view_restrictions_session_key
    # Without a session cookie there is nothing to look up, and the answer stays cacheable.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ()
    return request.session.get(key, ())


def _thank(request, page):
    return redirect(f"{page.get_url(request)}?comment=held#discussion-notice")


def _show_refusal(request, page, parent, form, error):
    status = HTTPStatus.CONFLICT
    if isinstance(error, TooManyComments):
        status = HTTPStatus.TOO_MANY_REQUESTS
    response = _show_form(request, page, parent, form, status)
    if isinstance(error, TooManyComments):
        response["Retry-After"] = str(error.retry_after)
    return response


def _show_form(request, page, parent, form, status=HTTPStatus.OK):
    context = {
        "page": page,
        "parent": parent,
        "form": form,
        "form_token": guard.keep_or_make_token(request.POST, page),
        "discussion_view": get_discussion_view(page),
    }
    return render(request, "comments/post_comment.html", context, status=status)
