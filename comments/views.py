"""The readers' side: posting a comment, and the permanent address of one."""

from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import conf, cookies, formatting, guard, reader
from .actions import make_subject, submit_comment
from .exceptions import (
    AddressReserved,
    CommentError,
    NameReserved,
    ReplyNotPossible,
    TooManyComments,
)
from .forms import CommentForm
from .models import ReaderComment
from .network import get_network
from .status import VISIBLE
from .threads import find_place, get_empty_view

#: How many seconds the page about the text format may be kept: it changes with a release.
HELP_AGE = 3600


@require_safe
def comment_permalink(request, comment_uuid):
    """Lead to the comment in its discussion; 404 for one that this reader may not see."""
    comment = reader.get_comment(request, comment_uuid)
    place = find_place(comment)
    return redirect(f"{comment.page.get_url(request)}{place.query}#{comment.anchor}")


# Nothing is done in the name of whoever is signed in: a session only says which private pages the
# reader may see. What other sites make browsers send is refused by guard.is_cross_site.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_comment(request, page_id):
    """Take a comment for a page, or show the form for it alone.

    ``GET`` shows the form, for a reply with ``?parent=<uuid>``, with the quoted parent in it with
    ``&quote=1``. ``POST`` answers with a redirect to the page when the comment was taken, else
    with the form as it was sent and what is wrong; with ``preview`` in it nothing is taken, and
    the form comes back with how the comment would look.
    """
    page = reader.get_page(request, page_id)
    if request.method != "POST":
        return _offer_form(request, page)
    if guard.is_cross_site(request):
        return HttpResponseForbidden(_("Comments are posted from this site only."))
    try:
        parent = _find_parent(page, request.POST.get("parent"))
    except ReplyNotPossible as error:
        return _keep_without_parent(request, page, error)
    if "preview" in request.POST:
        return _show_preview(request, page, parent)
    if guard.is_trapped(request.POST):
        # The same answer as to people, for a comment that nobody keeps.
        return _lead_to(request, page, ReaderComment())
    return _take_comment(request, page, parent)


@csrf_protect
@never_cache
@require_POST
def post_signed_in(request, page_id):
    """Take a comment by an author of the page or a member of staff, in the name of the account.

    The answers are those of ``post_comment``; whoever is nobody here gets 403.
    """
    page = reader.get_page(request, page_id)
    commenter = reader.get_staff(request, page)
    if commenter is None:
        raise PermissionDenied
    try:
        parent = _find_parent(page, request.POST.get("parent"))
    except ReplyNotPossible as error:
        return _keep_without_parent(request, page, error)
    return _take_comment(request, page, parent, commenter)


@require_safe
def formatting_help(request):
    """Show what readers may write in comments: each rule as it is typed and as it shows.

    The frame, which is the site's, may name who is signed in: no proxy keeps that.
    """
    context = {"sections": formatting.get_sections(), "limits": formatting.get_limits()}
    response = render(request, "comments/formatting.html", context)
    visibility = "private" if reader.has_session(request) else "public"
    patch_cache_control(response, max_age=HELP_AGE, **{visibility: True})
    return response


def _show_preview(request, page, parent):
    form = CommentForm(request.POST)
    form.forgive_empty_fields()
    if "body" in form.errors:
        return _show_form(request, page, parent, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    text, typed = conf.text_format(), form.cleaned_data
    preview = {
        "subject": typed.get("subject") or make_subject(typed["body"]),
        "author_name": typed.get("author_name", ""),
        "html": text.render(typed["body"]),
    }
    return _show_form(request, page, parent, form, preview=preview)


def _get_quote(request, parent):
    """Return what stands in the form at first: for ``?quote=1`` the quoted parent."""
    if parent is None or "quote" not in request.GET:
        return {}
    return {"body": conf.text_format().quote(parent)}


def _take_comment(request, page, parent, commenter=None):
    form = CommentForm(request.POST)
    problem = guard.check_token(request.POST, page)
    if problem:
        form.add_error(None, problem)
    if commenter is not None:
        form.forgive_name()
    if not form.is_valid():
        return _show_form(request, page, parent, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        comment = submit_comment(
            page,
            parent=parent,
            network=get_network(request),
            commenter=commenter,
            **form.cleaned_data,
        )
    except CommentError as error:
        form.add_error(getattr(error, "field", None), str(error))
        return _show_refusal(request, page, parent, form, error)
    response = _lead_to(request, page, comment)
    cookies.remember_own(request, response, comment)
    return response


def _lead_to(request, page, comment):
    """Redirect to where its author finds ``comment``.

    A script that shows waiting comments in the discussion says so with ``return``.
    """
    if comment.status in VISIBLE:
        return redirect("comments:permalink", comment.uuid)
    if request.POST.get("return") == "discussion":
        return _thank(request, page)
    return redirect("comments:own_comment", comment.uuid)


def _offer_form(request, page):
    """Show the empty form, or 404 where the comment to reply to is not one that readers see."""
    try:
        parent = _find_parent(page, request.GET.get("parent"))
    except ReplyNotPossible as error:
        raise Http404 from error
    return _show_form(request, page, parent, CommentForm(initial=_get_quote(request, parent)))


def _find_parent(page, uuid):
    """Return the comment to reply to, ``None`` for none.

    Raises ``ReplyNotPossible``, the same for one that is hidden, elsewhere or never was.
    """
    if not uuid:
        return None
    try:
        return ReaderComment.objects.visible_on(page).get(uuid=UUID(uuid))
    except (ReaderComment.DoesNotExist, ValueError) as error:
        raise ReplyNotPossible from error


def _keep_without_parent(request, page, error):
    """Give back what was typed, as a comment that replies to nothing."""
    form = CommentForm(request.POST)
    form.add_error(None, str(error))
    return _show_refusal(request, page, None, form, error)


def _thank(request, page):
    return redirect(f"{page.get_url(request)}?comment=held#discussion-notice")


def _show_refusal(request, page, parent, form, error):
    status = HTTPStatus.CONFLICT
    if isinstance(error, TooManyComments):
        status = HTTPStatus.TOO_MANY_REQUESTS
    elif isinstance(error, NameReserved | AddressReserved):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    response = _show_form(request, page, parent, form, status)
    if isinstance(error, TooManyComments):
        response["Retry-After"] = str(error.retry_after)
    return response


def _show_form(request, page, parent, form, status=HTTPStatus.OK, *, preview=None):
    context = {
        "page": page,
        "parent": parent,
        "form": form,
        "preview": preview,
        "form_token": guard.keep_or_make_token(request.POST, page),
        "discussion_view": get_empty_view(page),
        "commenter": reader.get_staff(request, page),
    }
    return render(request, "comments/post_comment.html", context, status=status)
