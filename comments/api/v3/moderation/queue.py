"""Comments of any status: the queue with its filters, and one comment with its history."""

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Field, Query, Schema
from pydantic import ConfigDict

from ....exceptions import PlaceNotFound
from ....models.reason import CODE_LENGTH
from ....moderation.queue import FLAGGED_TAB
from ....status import Status
from ....threads.keyset import take
from ....threads.places import ORDERS, Sort
from ...discussions import SortName, make_part, read_bounds
from ...moderating import CommentsModerated, Time, filter_queue, get_history, represent_moderated
from ...reading import LARGEST_NUMBER, write_time
from ..links import CURSORS
from ..operations import MALFORMED, Text, reads
from ..reading import CURSOR, LIMIT, CommentsLimit, check_limit, refuse_cursor
from ..routers import moderation_router as router
from .common import NO_RIGHT, SEEN_AT, UNKNOWN, Day, read_moderated, require, show

#: The statuses to ask for, and one that is none.
Tab = Literal[(*Status.values, FLAGGED_TAB)]


class CommentsFilter(Schema):
    """Which comments; without any, all that one may see. As the filters in the admin."""

    status: Tab | None = Field(None, description="`flagged`: readers flagged it since.")
    page: int | None = Field(
        None, ge=1, le=LARGEST_NUMBER, description="On this page and on pages below it."
    )
    reason: Text | None = Field(None, max_length=CODE_LENGTH, description="The code of a reason.")
    commenter: Text | None = Field(None, max_length=100, description="A part of the name.")
    same: UUID | None = Field(None, description="All by whoever wrote this comment.")
    case: int | None = Field(
        None, ge=1, le=LARGEST_NUMBER, description="In this moderation case, open or closed."
    )
    in_case: bool | None = Field(None, description="Whether it is in an open moderation case.")
    date_from: Day | None = Field(None, description="Posted on this day or later.")
    date_to: Day | None = Field(None, description="Posted on this day or before.")
    flags: bool | None = Field(None, description="Whether readers flagged it.")
    links: bool | None = Field(None, description="Whether it has links.")
    language: Text | None = Field(None, max_length=20, description="That of the page.")
    search: Text | None = Field(None, max_length=200, description="In subject, text and name.")

    def get_criteria(self):
        """Return the filters as ``filter_queue`` takes them."""
        return {name: getattr(self, name) for name in CommentsFilter.model_fields}


class CommentsFilterBody(CommentsFilter):
    """The same in a body, where nothing else may stand."""

    model_config = ConfigDict(extra="forbid")


class CommentsQueueQuery(CommentsLimit, CommentsFilter):
    """The filters, the order and the place of the queue."""

    sort: SortName = Field("oldest", description="`discussed` is the same as `newest` here.")
    after: Text = Field("", max_length=100, description=CURSOR)
    before: Text = Field("", max_length=100, description=CURSOR)


class CommentsQueue(Schema):
    """A part of the queue."""

    items: list[CommentsModerated]
    next: str | None = Field(description="The cursor for `after`; `null` at the end.")
    previous: str | None = Field(description="The cursor for `before`; `null` at the beginning.")
    seen_at: Time = Field(description=SEEN_AT)


class CommentsLogLine(Schema):
    """What somebody decided about a comment."""

    action: str
    message: str = Field(description="In words.")
    user: str = Field(
        description="The name of the account; `system`, in the language of the answer, for what "
        "none did, such as what the commenter did."
    )
    at: Time
    batch: UUID | None = Field(description="The decision of which it was a part.")


class CommentsHistory(Schema):
    """A comment with what was decided about it, the newest decision first."""

    comment: CommentsModerated
    history: list[CommentsLogLine]
    seen_at: Time = Field(description=SEEN_AT)


@reads(
    router,
    "/comments/",
    is_public=False,
    response=CommentsQueue,
    errors={
        HTTPStatus.BAD_REQUEST: LIMIT,
        HTTPStatus.FORBIDDEN: NO_RIGHT,
        HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED,
    },
    beside=CURSORS,
    operation_id="comments_queue",
    summary="List comments of any status",
    description="What the token's user may see in the admin, with the same filters.",
    url_name="comments_queue",
)
def list_queue(request, parameters: Annotated[CommentsQueueQuery, Query()]):
    """List comments of any status."""
    check_limit(parameters.limit)
    require(request.user, "view")
    seen_at = timezone.now()
    order = ORDERS[Sort.OLDEST if parameters.sort == "oldest" else Sort.NEWEST]
    found = filter_queue(request.user, parameters.get_criteria())
    try:
        bounds = read_bounds(order, after=parameters.after, before=parameters.before)
    except PlaceNotFound:
        refuse_cursor()
    part = make_part(take(found, order, size=parameters.limit, **bounds), order)
    return {
        "items": represent_moderated(part.comments, user=request.user, request=request),
        "next": part.next,
        "previous": part.previous,
        "seen_at": write_time(seen_at),
    }


@reads(
    router,
    "/comments/{comment_id}/",
    is_public=False,
    response=CommentsHistory,
    errors={
        HTTPStatus.FORBIDDEN: NO_RIGHT,
        HTTPStatus.NOT_FOUND: UNKNOWN,
        HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED,
    },
    operation_id="comments_review",
    summary="Read a comment of any status, with its history",
    url_name="comments_review",
)
def read_one(request, comment_id: UUID):
    """Read a comment of any status, with what was decided about it."""
    seen_at = timezone.now()
    comment = read_moderated(comment_id, request)
    return {
        "seen_at": write_time(seen_at),
        "comment": show(comment, request),
        "history": [
            {
                "action": entry.action,
                "message": str(entry.message),
                # Wagtail names nobody by a text that is yet to be translated.
                "user": str(entry.user_display_name),
                "at": write_time(entry.timestamp),
                "batch": entry.uuid,
            }
            for entry in get_history(comment)
        ],
    }
