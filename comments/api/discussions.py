"""Discussions as the APIs show them: flat, in threads, counted, and described for a form."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal
from uuid import UUID

import swapper
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from pydantic import Field
from typing_extensions import TypedDict
from wagtail.rich_text import expand_db_html

from .. import conf
from ..exceptions import PlaceNotFound
from ..formatting import get_sections
from ..forms import CommentForm
from ..models import CommentSettings, Discussion, ReaderComment
from ..querysets import get_commentable_pages
from ..status import VISIBLE, Mode
from ..threads import Sort, find_place, get_discussion_view
from ..threads.cursors import read_cursor, write_cursor
from ..threads.keyset import Slice, take
from ..threads.places import ORDERS, REPLY_ORDER
from .reading import CommentsComment, get_asked_address, get_comment, get_comments, represent

#: The enumerations of the domain as the document spells them out: no component of its own, whose
#: name could be another application's too.
SortName = Literal[tuple(Sort.values)]

#: How many pages one request counts at most.
MOST_PAGES = 100


class CommentsCount(TypedDict):
    """How many approved comments a page has."""

    page: Annotated[int, Field(description="The id of the page.")]
    count: int


class CommentsPlace(TypedDict):
    """Where a comment stands in its discussion: parameters of `/comments/threads/`."""

    page: Annotated[int, Field(description="The id of the page.")]
    thread: Annotated[UUID | None, Field(description="The thread to ask for, `null`: all.")]
    after: Annotated[str | None, Field(description="The cursor to ask for, `null`: none.")]


class CommentsNode(TypedDict):
    """A comment in its thread, with what is drawn below it."""

    comment: Annotated[
        CommentsComment | None,
        Field(description="`null` where readers see replies to what is gone."),
    ]
    thread: Annotated[
        UUID | None, Field(description="The id of the thread that begins here, else `null`.")
    ]
    reply_count: Annotated[
        int, Field(description="Of a thread's beginning, how many replies there are in all.")
    ]
    hidden_replies: Annotated[
        int, Field(description="How many of them are not in this answer; ask with `thread`.")
    ]
    replies: list["CommentsNode"]


class CommentsFormField(TypedDict):
    """A field of the form for a comment."""

    name: str
    label: str
    help_text: str
    is_required: bool
    max_length: int | None


class CommentsExample(TypedDict):
    """A rule of the text format in use."""

    section: str
    meaning: str
    typed: str
    html: str


class CommentsDiscussion(TypedDict):
    """All that a form below a page needs to know."""

    page: Annotated[int, Field(description="The id of the page.")]
    mode: Annotated[
        Literal["open", "closed"], Field(description="Whether the page takes comments now.")
    ]
    count: Annotated[int, Field(description="The number of approved comments.")]
    version: Annotated[int, Field(description="Goes up with every change that readers could see.")]
    sorts: Annotated[list[str], Field(description="The orders of threads, the default one first.")]
    fields: list[CommentsFormField]
    guidelines: Annotated[str, Field(description="HTML, empty for none.")]
    reaction: Annotated[str, Field(description="The name of the reaction, empty for none.")]
    edit_minutes: Annotated[
        int, Field(description="How long commenters can edit and withdraw what they posted.")
    ]
    max_length: Annotated[int, Field(description="The most characters of a comment.")]
    formatting: list[CommentsExample]


@dataclass(frozen=True)
class Part:
    """Some comments, and the cursors of those on both sides; ``None`` where there are none."""

    comments: list
    next: str | None
    previous: str | None


def make_tag(request, discussion):
    """Return the entity tag of an answer about ``discussion`` at the address of ``request``.

    It changes with whatever a reader could see, and is known before any comment is read. ``None``
    for somebody with a token, whose answers nobody keeps.
    """
    if "Authorization" in request.headers:
        return None
    page = discussion.page
    mode = discussion.get_effective_mode(page.specific_class)
    return write_tag(request, discussion.pk, discussion.version, mode, page.locale_id)


def write_tag(request, *state):
    """Return the same for a guest; ``state`` is that of the discussion, as ``make_tag`` has it."""
    known = (
        get_asked_address(request),
        # The charset in which its parameters were read.
        request.encoding,
        *state,
        conf.text_format().FORMAT_VERSION,
        *conf.describe_threads(),
        getattr(settings, "WAGTAILAPI_BASE_URL", ""),
        get_language(),
    )
    return f'W/"{sha256(repr(known).encode()).hexdigest()[:32]}"'


def list_flat(discussion, *, limit, offset, place):
    """Return the ``Part`` of the comments that readers see in ``discussion``, one after the other.

    ``place`` has the order and the cursors; without a cursor ``offset`` comments are left out.
    Raises ``PlaceNotFound``.
    """
    order = FLAT[place.sort]
    bounds = read_bounds(order, after=place.after, before=place.before)
    if discussion.pk is None:
        return Part([], None, None)
    if offset and not bounds:
        rows = get_comments(
            discussion, limit=limit + 1, offset=offset, is_descending=order.is_descending
        )
        found = Slice(rows[:limit], has_previous=True, has_next=len(rows) > limit)
    else:
        comments = ReaderComment.objects.shown_in(discussion).select_related("parent")
        found = take(comments, order, size=limit, **bounds)
    for comment in found.rows:
        comment.discussion = discussion
    return make_part(found, order)


#: "Most discussed" is an order of threads.
FLAT = ORDERS | {Sort.DISCUSSED: ORDERS[Sort.NEWEST]}


def read_bounds(order, *, after, before):
    """Return the arguments of ``take`` that these cursors mean; raises ``PlaceNotFound``."""
    if after and before:
        raise PlaceNotFound
    cursors = {"after": after, "before": before}
    return {name: read_cursor(order.names, cursor) for name, cursor in cursors.items() if cursor}


def make_part(found, order):
    """Return the ``Part`` of ``found``, a ``Slice`` in ``order``."""
    rows = found.rows
    return Part(
        rows,
        write_cursor(order.names, rows[-1]) if rows and found.has_next else None,
        write_cursor(order.names, rows[0]) if rows and found.has_previous else None,
    )


def get_replies(comment, *, limit, after, before):
    """Return the ``Part`` of the visible replies to ``comment``; raises ``PlaceNotFound``."""
    replies = ReaderComment.objects.filter(
        parent=comment, status__in=VISIBLE, thread_position__isnull=False
    ).select_related("parent")
    bounds = read_bounds(REPLY_ORDER, after=after, before=before)
    found = take(replies, REPLY_ORDER, size=limit, **bounds)
    for reply in found.rows:
        reply.discussion = comment.discussion
    return make_part(found, REPLY_ORDER)


def get_thread_view(discussion, place):
    """Return the ``DiscussionView`` of ``discussion`` at ``place``; raises ``PlaceNotFound``."""
    if place.after and place.before:
        raise PlaceNotFound
    view = get_discussion_view(discussion.page, place=place, discussion=discussion)
    nodes = [node for node in view.nodes if node.comment]
    for node in nodes:
        if node.parent and node.parent.comment:
            node.comment.parent = node.parent.comment
    # Those that readers do not see are still to be named.
    prefetch_related_objects([node.comment for node in nodes], "parent")
    return view


def represent_nodes(view, *, request) -> list[CommentsNode]:
    """Return the threads of ``view``, which ``get_thread_view`` made, for the API."""
    made = {}
    # From the last to the first: what is drawn below a node is made before it.
    for node in reversed(view.nodes):
        made[id(node)] = {
            "comment": node.comment and represent(node.comment, request=request),
            "thread": node.thread,
            "reply_count": node.reply_count,
            "hidden_replies": node.hidden_replies,
            "replies": [made[id(reply)] for reply in node.replies],
        }
    return [made[id(start)] for start in view.starts]


def place_comment(uuid, *, user) -> CommentsPlace:
    """Return where readers find the comment; raises ``Http404`` unless ``user`` may read it."""
    comment = get_comment(uuid, user=user)
    place = find_place(comment)
    return {
        "page": comment.discussion.page_id,
        "thread": place.thread,
        "after": place.after or None,
    }


def count_comments(page_ids, *, user) -> list[CommentsCount]:
    """Return the numbers of those pages that ``user`` may discuss, in the order of ``page_ids``."""
    pages = get_commentable_pages(user).filter(pk__in=page_ids).select_related("reader_discussion")
    counts = {}
    for page in pages:
        discussion = getattr(page, "reader_discussion", None) or Discussion(page=page)
        if discussion.get_effective_mode(page.specific_class) != Mode.HIDDEN:
            counts[page.pk] = discussion.comment_count
    return [{"page": pk, "count": counts[pk]} for pk in dict.fromkeys(page_ids) if pk in counts]


def get_latest(*, user, under, author, limit):
    """Return the newest comments that ``user`` sees on the page ``under`` and below it.

    With an ``author``, the id of a page, only those on what this author wrote; ``None`` is all.
    """
    comments = ReaderComment.objects.visible_to(user)
    if author is not None:
        comments = comments.on_pages_by(author, user)
    if under is not None:
        pages = swapper.load_model("wagtailcore", "Page").objects
        path = pages.filter(pk=under).values_list("path", flat=True).first()
        if path is None:
            return []
        comments = comments.filter(discussion__page__path__startswith=path)
    return list(
        comments.select_related("parent", "discussion__page__locale").newest_first()[:limit]
    )


def describe_discussion(discussion) -> CommentsDiscussion:
    """Return what a form for ``discussion``, which is shown, needs to know."""
    options = CommentSettings.of(discussion.page)
    form = CommentForm()
    return {
        "page": discussion.page_id,
        "mode": str(discussion.get_effective_mode(discussion.page.specific_class)),
        "count": discussion.comment_count,
        "version": discussion.version,
        "sorts": [str(sort) for sort in Sort],
        "fields": [
            {
                "name": name,
                "label": str(field.label),
                "help_text": str(field.help_text),
                "is_required": field.required,
                "max_length": getattr(field, "limit", None) or getattr(field, "max_length", None),
            }
            for name, field in form.fields.items()
        ],
        "guidelines": expand_db_html(options.guidelines),
        "reaction": options.reaction_name,
        "edit_minutes": options.edit_minutes,
        "max_length": conf.text_format().MAX_LENGTH,
        "formatting": [
            {
                "section": section,
                "meaning": str(example.meaning),
                "typed": str(example.typed),
                "html": str(example.rendered),
            }
            for section, examples in get_sections().items()
            for example in examples
        ],
    }
