"""The comments that were written in the reader's own browser."""

from http import HTTPStatus

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import cookies, guard, reader
from ..actions import (
    edit_comment,
    get_edit_deadline,
    is_open_to_author,
    waits_after_edit,
    withdraw_by_author,
)
from ..exceptions import CommentError
from ..forms import EditForm
from ..models import CommentFlag, CommentReaction, ReaderComment
from ..moderation.reasons import get_explanation
from ..status import VISIBLE, WAITING, Status
from .doors import private, refuse

#: What stands in the discussion for its author alone.
SHOWN_TO_AUTHOR = WAITING | {Status.UNCONFIRMED}


@private
@require_safe
def own_comments(request):
    """Tell, as JSON, what in the discussion of ``?page=`` concerns this reader alone.

    ``waiting`` are the reader's own waiting comments as HTML, ``own`` the addresses of all own
    comments that can still be changed, ``reacted`` and ``flagged`` the ids of comments. A browser
    that proves nothing gets empty lists, at no query but those for the page.
    """
    number = request.GET.get("page", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404
    page = reader.get_page(request, int(number))
    own = _get_own(request, page)
    return JsonResponse(
        {
            "waiting": [
                {
                    "id": comment.uuid,
                    "parent": comment.parent and comment.parent.uuid,
                    "html": render_to_string(
                        "comments/includes/own_comment.html", {"comment": comment}
                    ),
                }
                for comment in own
                if comment.status in SHOWN_TO_AUTHOR
            ],
            "own": [comment.uuid for comment in own if is_open_to_author(comment)],
            "reacted": _get_marked(CommentReaction, request, page),
            "flagged": _get_marked(CommentFlag, request, page),
        }
    )


def _get_own(request, page):
    ids = cookies.get_own_ids(request)
    if not ids:
        return []
    comments = ReaderComment.objects.own(ids, reader.get_user(request)).filter(
        discussion__page=page.pk, status__in=SHOWN_TO_AUTHOR | VISIBLE
    )
    found = list(comments.select_related("discussion", "parent").oldest_first())
    for comment in found:
        comment.discussion.page = page
        comment.is_open_to_author = is_open_to_author(comment)
    return found


def _get_marked(model, request, page):
    key = cookies.get_reader_key(request)
    if not key:
        return []
    marks = model.objects.filter(reader_key=key, comment__discussion__page=page.pk)
    return list(marks.values_list("comment__uuid", flat=True))


@private
@require_safe
def own_comment(request, comment_uuid):
    """Show a comment to who wrote it: where it stands, and what can still be done with it.

    Everybody else gets the same answer for every id, whether there is such a comment or not.
    """
    comment = reader.get_own_comment(request, comment_uuid)
    if comment is None:
        return _show_nothing(request)
    return _show(request, comment)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def edit_own(request, comment_uuid):
    """Let the author change the text while there is time; every check is made again."""
    comment = reader.get_own_comment(request, comment_uuid)
    if comment is None:
        return _show_nothing(request)
    if request.method != "POST":
        if not is_open_to_author(comment):
            return redirect("comments:own_comment", comment.uuid)
        initial = {"subject": comment.subject, "body": comment.body}
        return _show_form(request, comment, EditForm(initial=initial))
    form = EditForm(request.POST)
    if guard.is_trapped(request.POST):
        return redirect("comments:own_comment", comment.uuid)
    if not form.is_valid():
        return _show_form(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        edit_comment(comment, **form.cleaned_data)
    except CommentError as error:
        form.add_error(None, str(error))
        return _show_form(request, comment, form, HTTPStatus.CONFLICT)
    return redirect("comments:own_comment", comment.uuid)


@private
@require_POST
def withdraw_own(request, comment_uuid):
    """Let the author take the comment back while there is time."""
    comment = reader.get_own_comment(request, comment_uuid)
    if comment is None:
        return _show_nothing(request)
    try:
        withdraw_by_author(comment)
    except CommentError as error:
        return refuse(request, error, comment=comment)
    return redirect("comments:own_comment", comment.uuid)


def _show(request, comment):
    context = {
        "comment": comment,
        "page": comment.page,
        "is_waiting": comment.status in SHOWN_TO_AUTHOR,
        "is_public": comment.status in VISIBLE,
        "is_withdrawn": comment.status == Status.WITHDRAWN,
        "explanation": get_explanation(comment),
        "is_open_to_author": is_open_to_author(comment),
        "deadline": get_edit_deadline(comment),
    }
    return render(request, "comments/own_comment.html", context)


def _show_nothing(request):
    return render(request, "comments/own_unknown.html", status=HTTPStatus.NOT_FOUND)


def _show_form(request, comment, form, status=HTTPStatus.OK):
    context = {
        "comment": comment,
        "page": comment.page,
        "form": form,
        "trap_field": guard.TRAP_FIELD,
        "waits_after_edit": waits_after_edit(comment),
        "is_open_to_author": is_open_to_author(comment),
        "deadline": get_edit_deadline(comment),
    }
    return render(request, "comments/edit_comment.html", context, status=status)
