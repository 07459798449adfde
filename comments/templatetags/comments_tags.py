"""Template tags of reader comments.

``{% discussion page %}`` renders the whole discussion of a page with the form. A site that wants
its own looks overrides ``comments/discussion.html`` or one of the templates it includes.
"""

from django import template

from .. import guard
from ..forms import CommentForm
from ..threads import get_discussion_view

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion(context, page):
    """Render the discussion of ``page``: its comments, and the form while it is open.

    ``?discussion=`` in the address names the page of threads. In a preview of an unsaved page
    there is nothing to show.
    """
    request = context.get("request")
    number = request.GET.get("discussion", 1) if request else 1
    return {
        "request": request,
        "page": page,
        "discussion_view": get_discussion_view(page, number=number) if page.pk else None,
        "was_held": bool(request and request.GET.get("comment") == "held"),
        "form": CommentForm(),
        "form_token": guard.make_token(page),
    }


@register.filter
def comment_html(comment):
    """Return the HTML of ``comment``, which the text format has made safe."""
    return comment.rendered


@register.inclusion_tag("comments/includes/hidden_fields.html")
def comment_form_guard(form_token):
    """Render the fields that keep robots away; see ``comments.guard``."""
    return {
        "form_token": form_token,
        "token_field": guard.TOKEN_FIELD,
        "trap_field": guard.TRAP_FIELD,
    }
