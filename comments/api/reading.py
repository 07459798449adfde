"""What both versions of the API answer about comments."""

from datetime import UTC
from functools import lru_cache
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail.api.utils import get_full_url

from .. import conf
from ..actions import make_subject
from ..forms import BodyField
from ..models import Discussion, ReaderComment
from ..querysets import get_commentable_pages
from ..status import Mode
from .written import find_discussion

#: The largest number that every database takes as an id or an offset.
LARGEST_NUMBER = 2**31 - 1
DEFAULT_LIMIT = 20
#: For how many languages the address of a comment is kept.
LANGUAGES = 100

#: Stands for the id of a comment in an address.
ANY_ID = UUID(int=0)


class CommentsComment(TypedDict):
    """An approved comment of a reader."""

    id: Annotated[UUID, Field(description="The comment's permanent id.")]
    page: Annotated[int, Field(description="The id of the page that is discussed.")]
    parent: Annotated[
        UUID | None,
        Field(
            description="The id of the comment that this one replies to, `null` for none. A "
            "parent that is not public itself is not in the list."
        ),
    ]
    depth: Annotated[int, Field(description="0 for a comment that replies to no other.")]
    subject: Annotated[str, Field(description="Plain text.")]
    html: Annotated[str, Field(description="The comment as safe HTML.")]
    author_name: Annotated[str, Field(description="Plain text.")]
    badge: Annotated[
        Literal["author", "staff"] | None,
        Field(description="What is proved of the commenter, `null` for a guest."),
    ]
    is_pick: Annotated[bool, Field(description="Whether editors picked the comment.")]
    reaction_count: Annotated[int, Field(description="How many readers reacted to it.")]
    created_at: Annotated[
        str,
        Field(
            description="When the comment was posted, in UTC.",
            json_schema_extra={"format": "date-time"},
        ),
    ]
    edited_at: Annotated[
        str | None,
        Field(
            description="When the commenter last changed it, in UTC; `null` for never.",
            json_schema_extra={"format": "date-time"},
        ),
    ]
    url: Annotated[str, Field(description="The comment's permanent address, for people.")]


class CommentsPreview(TypedDict):
    """What a text would become as a comment."""

    html: Annotated[str, Field(description="The comment as safe HTML.")]
    subject: Annotated[
        str, Field(description="The subject, plain text, if the comment is given none of its own.")
    ]


def preview(source) -> CommentsPreview:
    """Return what the text format makes of ``source``; raises ``ValidationError`` as the form."""
    body = BodyField().clean(source)
    return {"html": conf.text_format().render(body), "subject": make_subject(body)}


def get_discussion(page_id, *, user):
    """Return the discussion of a page, unsaved while there is none, with its ``page``.

    Raises the same ``Http404`` for a page that does not exist, that ``user`` may not see as a
    reader, that takes no comments by its type, and whose discussion is hidden.
    """
    discussion = (
        _find_discussion(page_id, user) if user.is_authenticated else find_discussion(page_id)
    )
    if discussion is None:
        raise _no_discussion()
    page = discussion.page
    if discussion.get_effective_mode(page.specific_class) == Mode.HIDDEN:
        raise _no_discussion()
    return discussion


def _find_discussion(page_id, user):
    pages = get_commentable_pages(user).select_related("reader_discussion", "locale")
    page = pages.filter(pk=page_id).first()
    if page is None:
        return None
    discussion = getattr(page, "reader_discussion", None) or Discussion(page=page)
    discussion.page = page
    return discussion


def get_comments(discussion, *, limit, offset, is_descending=False):
    """Return a slice of the comments that readers see in ``discussion``, oldest first or last."""
    if discussion.pk is None or offset >= discussion.comment_count:
        return []
    comments = ReaderComment.objects.shown_in(discussion).select_related("parent")
    names = ("-created_at", "-uuid") if is_descending else ("created_at", "uuid")
    found = list(comments.order_by(*names)[offset : offset + limit])
    for comment in found:
        comment.discussion = discussion
    return found


def get_comment(uuid, *, user):
    """Return the comment with this id; raises ``Http404`` unless ``user`` may read it."""
    comments = ReaderComment.objects.visible_to(user)
    comment = (
        comments.select_related("parent", "root", "discussion__page__locale")
        .filter(uuid=uuid)
        .first()
    )
    if comment is None:
        raise Http404(_("There is no comment with this id."))
    return comment


def represent(comment, *, request) -> CommentsComment:
    """Return a comment for the API. Load parent, discussion, page and locale along."""
    return {
        "id": comment.uuid,
        "page": comment.discussion.page_id,
        "parent": comment.parent and comment.parent.uuid,
        "depth": comment.depth,
        "subject": comment.subject,
        "html": comment.rendered,
        "author_name": comment.author_name,
        "badge": comment.badge or None,
        "is_pick": comment.is_pick,
        "reaction_count": comment.reaction_count,
        "created_at": write_time(comment.created_at),
        "edited_at": comment.edited_at and write_time(comment.edited_at),
        "url": get_permalink(comment, request),
    }


def write_time(moment):
    """Return ``moment`` as ISO 8601 in UTC."""
    # As text, because the two versions of the API would round it differently.
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def get_limit_maximum():
    """Return the largest ``limit`` of a list (``WAGTAILAPI_LIMIT_MAX``)."""
    maximum = getattr(settings, "WAGTAILAPI_LIMIT_MAX", 20)
    return LARGEST_NUMBER if maximum is None else maximum


def get_asked_address(request):
    """Return the whole address that ``request`` asked for, at the host that it asked."""
    known = request.__dict__
    if "_asked_address" not in known:
        known["_asked_address"] = request.build_absolute_uri()
    return known["_asked_address"]


def get_permalink(comment, request):
    """Return the permanent address of ``comment``, for people."""
    before, after = get_permalink_parts(comment.page.locale.language_code, request)
    return f"{before}{comment.uuid}{after}"


def get_permalink_parts(language, request):
    """Return what the permanent address of a comment has before and after its id.

    ``language`` is that of its page: that of the request is only what its header happens to say.
    """
    known = request.__dict__.setdefault("_comment_permalinks", {})
    if language not in known:
        # One for all comments of an answer; only the id differs.
        where = (get_urlconf(), settings.ROOT_URLCONF, get_script_prefix(), settings.LANGUAGE_CODE)
        before, after = _find_permalink(language, where)
        known[language] = get_full_url(request, before), after
    return known[language]


@lru_cache(maxsize=100)
def _find_permalink(language, _where):
    """Return the path of a comment around its id; ``_where`` is what else decides about it."""
    with translation.override(language):
        return tuple(reverse("comments:permalink", args=[ANY_ID]).split(str(ANY_ID)))


def _no_discussion():
    return Http404(_("There is no page with this id that readers can discuss."))
