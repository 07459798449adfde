"""What readers see: comments flat and in threads, their numbers, the state of a discussion."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from pydantic import ConfigDict

from ...exceptions import PlaceNotFound
from ...threads import Place, Sort
from ..discussions import (
    MOST_PAGES,
    CommentsCount,
    CommentsDiscussion,
    CommentsNode,
    CommentsPlace,
    SortName,
    count_comments,
    describe_discussion,
    get_latest,
    get_replies,
    get_thread_view,
    list_flat,
    make_tag,
    place_comment,
    represent_nodes,
)
from ..fields import CommentsPartOfComment, UnknownFields, choose_fields, read_fields
from ..reading import (
    DEFAULT_LIMIT,
    LARGEST_NUMBER,
    CommentsComment,
    CommentsPreview,
    get_comment,
    get_discussion,
    get_limit_maximum,
    preview,
    represent,
)
from .guests import answers_guests
from .links import CURSORS
from .operations import MALFORMED, Text, get_known_answer, keep_tag, reads, refuse_field, writes
from .routers import router

NO_PAGE = "There is no such page, or it has no discussion for this reader."
NO_COMMENT = "There is no such comment for this reader."
LIMIT = "The limit is larger than the site allows."
CURSOR = "A cursor of a former answer: `next` or `previous`. Nobody relies on how it is written."


class CommentsList(Schema):
    """A part of the approved comments of a page."""

    count: int = Field(description="The number of approved comments in the whole discussion.")
    items: list[CommentsComment]
    next: str | None = Field(
        description="The cursor for `after` that gets what follows; `null` at the end."
    )
    previous: str | None = Field(
        description="The cursor for `before` that gets what precedes; `null` at the beginning."
    )


class CommentsListOfParts(CommentsList):
    """A part of the approved comments of a page, with those fields that were asked for."""

    items: list[CommentsPartOfComment]


class CommentsLimit(Schema):
    """How many at most."""

    limit: int = Field(
        DEFAULT_LIMIT,
        ge=1,
        le=LARGEST_NUMBER,
        description="At most so many comments; the site sets the largest number.",
    )


class CommentsListQuery(CommentsLimit):
    """The parameters of a list of comments."""

    page: int = Field(ge=1, le=LARGEST_NUMBER, description="The id of the page.")
    offset: int = Field(0, ge=0, le=LARGEST_NUMBER, description="How many to leave out before.")
    sort: SortName = Field(
        "oldest", description="`discussed` is for threads, and the same as `newest` here."
    )
    after: Text = Field("", max_length=100, description=CURSOR)
    before: Text = Field("", max_length=100, description=CURSOR)
    fields: Text = Field(
        "",
        max_length=500,
        description="Which fields each comment has, as Wagtail's version 2 reads it: `_,html,url` "
        "for these alone, `-html` for all others; without it, all. The `id` always.",
    )


class CommentsPreviewText(Schema):
    """A text that a reader has typed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "See www.example.org and <em>this</em>"}]},
    )

    body: str = Field(description="The source of a comment, as it was typed.")


def check_limit(limit):
    """Raise the 400 for more than the site allows."""
    maximum = get_limit_maximum()
    if limit > maximum:
        raise HttpError(HTTPStatus.BAD_REQUEST, f"limit cannot be higher than {maximum}")


def refuse_cursor():
    """Raise the 422 for a cursor, or a combination of them, that is none."""
    refuse_field("cursor", _("This is no place in the discussion."), "query", "after")


@reads(
    router,
    "/",
    # The whole list is tried first: hardly anybody asks for less.
    response=Annotated[CommentsList | CommentsListOfParts, Field(union_mode="left_to_right")],
    errors={
        HTTPStatus.BAD_REQUEST: LIMIT,
        HTTPStatus.NOT_FOUND: NO_PAGE,
        HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED,
    },
    beside=CURSORS,
    operation_id="comments_list",
    summary="List the comments of a page",
    description="The approved comments of a page, one after the other, by default oldest first. "
    "With the cursors `after` and `before` no comment comes twice and none is missing, whatever is "
    "posted meanwhile; `offset` is for leaps.",
    url_name="list_comments",
)
@decorate_view(answers_guests)
def list_comments(
    request, response: HttpResponse, parameters: Annotated[CommentsListQuery, Query()]
):
    """List the approved comments of a page."""
    check_limit(parameters.limit)
    try:
        names = read_fields(parameters.fields)
    except UnknownFields as error:
        refuse_field("fields", error, "query", "fields")
    discussion = get_discussion(parameters.page, user=request.user)
    tag = make_tag(request, discussion)
    known = get_known_answer(request, tag)
    if known is not None:
        return known
    place = Place(sort=Sort(parameters.sort), after=parameters.after, before=parameters.before)
    try:
        part = list_flat(discussion, limit=parameters.limit, offset=parameters.offset, place=place)
    except PlaceNotFound:
        refuse_cursor()
    keep_tag(response, tag)
    return {
        "count": discussion.comment_count,
        "items": [
            choose_fields(represent(comment, request=request), names) for comment in part.comments
        ],
        "next": part.next,
        "previous": part.previous,
    }


class CommentsThreads(Schema):
    """A part of the threads of a discussion, or of one thread."""

    count: int = Field(description="The number of approved comments in the whole discussion.")
    items: list[CommentsNode]
    next: str | None = Field(description="The cursor for `after`; `null` at the end.")
    previous: str | None = Field(description="The cursor for `before`; `null` at the beginning.")


class CommentsThreadsQuery(Schema):
    """The parameters of threads."""

    page: int = Field(ge=1, le=LARGEST_NUMBER, description="The id of the page.")
    sort: SortName = Field("oldest", description="The order of the threads.")
    thread: UUID | None = Field(
        None, description="The id of the first comment of a thread: all of that one thread."
    )
    after: Text = Field("", max_length=100, description=CURSOR)
    before: Text = Field("", max_length=100, description=CURSOR)


@reads(
    router,
    "/threads/",
    response=CommentsThreads,
    errors={HTTPStatus.NOT_FOUND: NO_PAGE, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    beside=CURSORS,
    operation_id="comments_threads",
    summary="List the threads of a page",
    description="The discussion as its page shows it: threads with their first replies, nested to "
    "the depth that the site draws. `hidden_replies` tells how many replies are left out; `thread` "
    "gets all of one thread, page by page.",
    url_name="list_threads",
)
def list_threads(
    request, response: HttpResponse, parameters: Annotated[CommentsThreadsQuery, Query()]
):
    """List the threads of a page."""
    discussion = get_discussion(parameters.page, user=request.user)
    tag = make_tag(request, discussion)
    known = get_known_answer(request, tag)
    if known is not None:
        return known
    place = Place(
        sort=Sort(parameters.sort),
        thread=parameters.thread,
        after=parameters.after,
        before=parameters.before,
    )
    try:
        view = get_thread_view(discussion, place)
    except PlaceNotFound as error:
        if parameters.thread and not (parameters.after or parameters.before):
            raise Http404(_("There is no thread with this id.")) from error
        refuse_cursor()
    keep_tag(response, tag)
    return {
        "count": view.comment_count,
        "items": represent_nodes(view, request=request),
        "next": view.threads.next_cursor,
        "previous": view.threads.previous_cursor,
    }


class CommentsCounts(Schema):
    """The numbers of comments of several pages."""

    items: list[CommentsCount]


class CommentsCountsQuery(Schema):
    """The pages whose comments are counted."""

    page: list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]] = Field(
        min_length=1, max_length=MOST_PAGES, description="The ids of pages, each as a `page=`."
    )


@reads(
    router,
    "/counts/",
    response=CommentsCounts,
    errors={HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    operation_id="comments_counts",
    summary="Count the comments of several pages",
    description="Pages that this reader cannot discuss are left out.",
    url_name="count_comments",
)
def list_counts(request, parameters: Annotated[CommentsCountsQuery, Query()]):
    """Count the approved comments of several pages in one request."""
    return {"items": count_comments(parameters.page, user=request.user)}


class CommentsLatest(Schema):
    """The newest comments of a part of the site."""

    items: list[CommentsComment]


class CommentsLatestQuery(CommentsLimit):
    """The parameters of the newest comments."""

    under: int | None = Field(
        None,
        ge=1,
        le=LARGEST_NUMBER,
        description="The id of a page: only comments on it and on pages below it.",
    )
    author: int | None = Field(
        None,
        ge=1,
        le=LARGEST_NUMBER,
        description="The id of a page about an author: only comments on what this author wrote. "
        "There are none where this reader may not see that page.",
    )


@reads(
    router,
    "/latest/",
    response=CommentsLatest,
    errors={HTTPStatus.BAD_REQUEST: LIMIT, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    operation_id="comments_latest",
    summary="List the newest comments of all sites, of a section or of an author",
    description="With the id of a home page as `under`, those of one site in one language.",
    url_name="latest_comments",
)
def list_latest(request, parameters: Annotated[CommentsLatestQuery, Query()]):
    """List the newest approved comments, newest first."""
    check_limit(parameters.limit)
    found = get_latest(
        user=request.user,
        under=parameters.under,
        author=parameters.author,
        limit=parameters.limit,
    )
    return {"items": [represent(comment, request=request) for comment in found]}


@reads(
    router,
    "/discussions/{page_id}/",
    response=CommentsDiscussion,
    errors={HTTPStatus.NOT_FOUND: NO_PAGE, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    operation_id="comments_discussion",
    summary="Read the state of a discussion",
    description="Whether it is open, what its form asks for, its limits, the guidelines, the "
    "reaction, and the help about the text format: all that a form needs.",
    url_name="discussion",
)
def read_discussion(request, page_id: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]):
    """Read the state of the discussion of a page."""
    return describe_discussion(get_discussion(page_id, user=request.user))


# Before the address of one comment, which would take "preview" for an id.
@writes(
    router,
    "/preview/",
    response=CommentsPreview,
    errors={
        HTTPStatus.UNPROCESSABLE_ENTITY: "The text is empty, or passes a limit of the format: "
        "the code, such as `max_length`, names it, the message says both figures.",
    },
    operation_id="comments_preview",
    summary="Preview a text",
    url_name="preview_comment",
)
def preview_comment(request, text: CommentsPreviewText):
    """Show what the text format makes of a comment; nothing is kept."""
    try:
        return preview(text.body)
    except DjangoValidationError as error:
        code, message = error.error_list[0].code, error.messages[0]
        refuse_field(code, message, "body", "text", "body")


@reads(
    router,
    "/{comment_id}/",
    response=CommentsComment,
    errors={HTTPStatus.NOT_FOUND: NO_COMMENT, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    operation_id="comments_detail",
    summary="Read one comment",
    url_name="detail_comment",
)
def read_comment(request, comment_id: UUID):
    """Read one approved comment."""
    return represent(get_comment(comment_id, user=request.user), request=request)


@reads(
    router,
    "/{comment_id}/place/",
    response=CommentsPlace,
    errors={HTTPStatus.NOT_FOUND: NO_COMMENT, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    operation_id="comments_place",
    summary="Find a comment in its discussion",
    description="The parameters of `/comments/threads/` with which the comment is in the answer.",
    url_name="place_comment",
)
def find_comment(request, comment_id: UUID):
    """Find one approved comment in its discussion."""
    return place_comment(comment_id, user=request.user)


class CommentsRepliesQuery(CommentsLimit):
    """The parameters of replies."""

    after: Text = Field("", max_length=100, description=CURSOR)
    before: Text = Field("", max_length=100, description=CURSOR)


class CommentsReplies(Schema):
    """A part of the replies to one comment."""

    items: list[CommentsComment]
    next: str | None = Field(description="The cursor for `after`; `null` at the end.")
    previous: str | None = Field(description="The cursor for `before`; `null` at the beginning.")


@reads(
    router,
    "/{comment_id}/replies/",
    response=CommentsReplies,
    errors={
        HTTPStatus.BAD_REQUEST: LIMIT,
        HTTPStatus.NOT_FOUND: NO_COMMENT,
        HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED,
    },
    beside=CURSORS,
    operation_id="comments_replies",
    summary="List the replies to a comment",
    description="Those that answer it directly, in the order in which they became visible.",
    url_name="list_replies",
)
def list_replies(request, comment_id: UUID, parameters: Annotated[CommentsRepliesQuery, Query()]):
    """List the approved replies to one comment."""
    check_limit(parameters.limit)
    comment = get_comment(comment_id, user=request.user)
    try:
        part = get_replies(
            comment, limit=parameters.limit, after=parameters.after, before=parameters.before
        )
    except PlaceNotFound:
        refuse_cursor()
    return {
        "items": [represent(reply, request=request) for reply in part.comments],
        "next": part.next,
        "previous": part.previous,
    }
