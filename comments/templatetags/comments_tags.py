"""Template tags of reader comments.

``{% discussion page %}`` renders the whole discussion of a page with the form. A site that wants
its own looks overrides ``comments/discussion.html`` or one of the templates it includes.
"""

import json
from functools import lru_cache
from uuid import UUID

from django import template
from django.conf import settings
from django.http import Http404
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext
from wagtail.models import Site

from .. import guard, registry
from ..exceptions import PlaceNotFound
from ..feeds.addresses import get_feed_addresses
from ..forms import CommentForm
from ..models import CommentSettings, Discussion
from ..querysets import count_shown_comments
from ..status import Mode
from ..structured_data import describe_discussion
from ..threads import Place, get_discussion_view

register = template.Library()

#: What could end a script or a line in it, as JSON writes any character.
SCRIPT_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion(context, page):
    """Render the discussion of ``page``: its comments, and the form while it is open.

    The address says which part of it (see ``comments.threads.Place``); one that names none is
    not found. In a preview of an unsaved page there is nothing to show.
    """
    request = context.get("request")
    return {
        "request": request,
        "page": page,
        "discussion_view": _read(page, request) if page.pk else None,
        "was_held": bool(request and request.GET.get("comment") == "held"),
        "form": CommentForm(),
        "form_token": guard.make_public_token(page),
    }


def _read(page, request):
    try:
        place = Place.read(request.GET if request else {})
        return get_discussion_view(page, place=place, discussion=_find_discussion(page, request))
    except PlaceNotFound as error:
        raise Http404(str(error)) from error


def _find_discussion(page, request):
    """Return the discussion of ``page``, unsaved while there is none: one query a request."""
    found = {} if request is None else request.__dict__.setdefault("_reader_discussions", {})
    if page.pk not in found:
        found[page.pk] = CommentSettings.find_discussion(page) or Discussion(page_id=page.pk)
    return found[page.pk]


@register.filter
def permalink(comment):
    """Return the address that leads to ``comment`` wherever it stands."""
    before, after = _split_permalink(
        get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), get_language()
    )
    return f"{before}{comment.uuid}{after}"


@lru_cache(maxsize=64)
def _split_permalink(urlconf, script_prefix, language):
    """Return what stands around the id in a permalink: a hundred of them on a page cost time."""
    example = UUID(int=0)
    before, _, after = reverse("comments:permalink", args=[example]).partition(str(example))
    return before, after


@register.filter
def posted(comment):
    """Return when ``comment`` was posted, as an element: for people and for machines."""
    moment = localtime(comment.created_at)
    return _write_time(moment, str(moment.tzinfo), get_language())


@lru_cache(maxsize=4096)
def _write_time(moment, zone, language):
    """Return the element of a time. It is kept: the same times are read again and again.

    The zone is named because the same moment in two of them would be the same key.
    """
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        date_format(moment, "DATETIME_FORMAT"),
    )


@register.filter
def in_reply(comment):
    """Return the words that say that another comment answers ``comment``."""
    return gettext("in reply to %(name)s") % {"name": comment.author_name}


@register.filter
def reply_count(node):
    """Return how many replies a thread has, in words."""
    number = node.reply_count
    words = ngettext("%(grouped)s reply", "%(grouped)s replies", number)
    return words % {"grouped": grouped(number)}


@register.filter
def grouped(number):
    """Return ``number`` as people write it, such as 4,213."""
    return number_format(number, force_grouping=True)


@register.simple_tag
def most_discussed(*, under=None, limit=5):
    """Return the pages with most comments, each with its ``comment_count``.

    ``under`` is a page of which only what is below counts. Nobody sees here what is not for
    everybody: no private page, and no hidden discussion. One query besides the restrictions.
    """
    if under is not None and not under.pk:
        return []
    busy = Discussion.objects.most_discussed(under=under).select_related("page", "page__locale")
    pages = []
    for discussion in busy[:limit]:
        discussion.page.comment_count = discussion.comment_count
        pages.append(discussion.page)
    return pages


@register.simple_tag
def comment_count(page, *, among):
    """Return how many comments readers see on ``page``, one of the list ``among``.

    The first call loads the counts of the whole list, in one query; 0 where nothing is shown.
    """
    if not hasattr(page, "comment_count"):
        counts = count_shown_comments([other.pk for other in among])
        for other in among:
            other.comment_count = counts.get(other.pk, 0)
    return page.comment_count


@register.simple_tag(takes_context=True)
def comment_feeds_of(context, page):
    """Return the ``CommentFeedAddresses`` that belong to ``page``, or ``None``.

    None for a page with a view restriction: programs that read feeds do not sign in. Whoever
    has no session cookie sees no such page.
    """
    request = context.get("request")
    site = Site.find_for_request(request)
    if site is None or not getattr(page, "pk", None):
        return None
    may_be_restricted = settings.SESSION_COOKIE_NAME in request.COOKIES
    if may_be_restricted and page.get_view_restrictions().exists():
        return None
    is_shown = False
    if registry.get_options(page.specific_class):
        mode = _find_discussion(page, request).get_effective_mode(page.specific_class)
        if mode == Mode.HIDDEN:
            return None
        is_shown = True
    return get_feed_addresses(page, site=site, is_shown=is_shown)


@register.simple_tag(takes_context=True)
def discussion_canonical(context):
    """Return what search engines should keep of the address of this page of a discussion.

    It is what follows the address of the page: empty, or such as ``?after=…``.
    """
    request = context.get("request")
    try:
        return Place.read(request.GET).canonical.query if request else ""
    except PlaceNotFound:
        return ""


@register.inclusion_tag("comments/includes/structured_data.html")
def discussion_data(page, discussion_view, request):
    """Render the shown part of a discussion for machines (JSON-LD)."""
    return {"structured_data": describe_discussion(page, discussion_view, request)}


@register.filter
def json_for_script(data):
    """Return ``data`` as JSON that nothing in it can end or leave the script around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Some thirty times as fast as str.translate(), which looks each character up.
    for character, escape in SCRIPT_ESCAPES.items():
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308 - escaped for this one place


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
