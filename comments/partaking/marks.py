"""Reactions and flags: plain forms, which a script sends without leaving the page."""

from http import HTTPStatus

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import actions, cookies, guard, reader
from ..exceptions import CommentError
from ..forms import FlagForm
from ..models import CommentReaction, CommentSettings
from ..network import get_network
from .doors import private, refuse, wants_json


@private
@require_http_methods(["GET", "HEAD", "POST"])
def react(request, comment_uuid):
    """Take a reaction, or take one back with ``value=off``; ``GET`` shows what there is.

    A form without a script cannot know whether this reader has reacted before: a second press
    then shows the page on which the reaction can be taken back.
    """
    comment = reader.get_comment(request, comment_uuid)
    if not CommentSettings.of(comment.page).reaction_name:
        raise Http404
    key, cookie = cookies.keep_or_make_reader_key(request)
    had_reacted = CommentReaction.objects.filter(comment=comment, reader_key=key).exists()
    if request.method != "POST":
        return _show_reaction(request, comment, has_reacted=had_reacted)
    is_on = request.POST.get("value") != "off"
    try:
        comment = actions.react(comment, reader_key=key, network=get_network(request), is_on=is_on)
    except CommentError as error:
        return refuse(request, error, comment=comment)
    if had_reacted and is_on and not wants_json(request):
        return redirect("comments:react", comment.uuid)
    response = _answer_reaction(request, comment, is_on=is_on)
    cookies.remember_reader(request, response, cookie)
    return response


def _answer_reaction(request, comment, *, is_on):
    if not wants_json(request):
        return redirect("comments:permalink", comment.uuid)
    name = CommentSettings.of(comment.page).reaction_name
    done = _("You said “%(reaction)s”.") if is_on else _("You no longer say “%(reaction)s”.")
    return JsonResponse(
        {
            "is_on": is_on,
            "count": comment.reaction_count,
            "message": done % {"reaction": name},
        }
    )


def _show_reaction(request, comment, *, has_reacted):
    context = {
        "comment": comment,
        "page": comment.page,
        "has_reacted": has_reacted,
        "reaction_name": CommentSettings.of(comment.page).reaction_name,
    }
    return render(request, "comments/react.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request, comment_uuid):
    """Show the form to flag a comment, and take it."""
    comment = reader.get_comment(request, comment_uuid)
    if request.method != "POST":
        return _show_flag_form(request, comment, FlagForm())
    form = FlagForm(request.POST)
    if not form.is_valid():
        return _show_flag_form(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if guard.is_trapped(request.POST):
        return _thank(request, comment)
    key, cookie = cookies.keep_or_make_reader_key(request)
    try:
        actions.flag_comment(
            comment, reader_key=key, network=get_network(request), **form.cleaned_data
        )
    except CommentError as error:
        return refuse(request, error, comment=comment)
    response = _thank(request, comment)
    cookies.remember_reader(request, response, cookie)
    return response


def _thank(request, comment):
    # No redirect: by now the comment may be one that readers do not see any more.
    if wants_json(request):
        return JsonResponse({"message": _("Thank you. A moderator will look at the comment.")})
    return render(request, "comments/flagged.html", {"page": comment.page})


def _show_flag_form(request, comment, form, status=HTTPStatus.OK):
    context = {
        "comment": comment,
        "page": comment.page,
        "form": form,
        "trap_field": guard.TRAP_FIELD,
    }
    return render(request, "comments/flag_comment.html", context, status=status)
