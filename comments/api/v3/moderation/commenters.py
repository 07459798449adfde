"""Replies to commenters, notes about them, and lifting blocks."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Schema
from ninja import Status as Answer
from pydantic import ConfigDict

from .... import actions
from ....exceptions import CommentError
from ....forms import EditForm
from ....models.commenter import NOTE_LENGTH
from ...moderating import CommentsModerated, get_moderated
from ...reading import LARGEST_NUMBER
from ..operations import Text, refuse, refuse_fields, writes
from ..routers import moderation_router as router
from .common import WRITE_ERRORS, Moment, read_moderated, show


class CommentsAnswer(Schema):
    """A reply by staff."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"body": "Thank you for this."}]}
    )

    subject: Text = Field("", description="Empty: the beginning of the reply.")
    body: Text
    revision: int | None = Field(None, ge=0, le=LARGEST_NUMBER, description="Which text was read.")


@writes(
    router,
    "/comments/{comment_id}/reply/",
    is_public=False,
    response={HTTPStatus.CREATED: CommentsModerated},
    errors=WRITE_ERRORS,
    operation_id="comments_answer",
    summary="Reply to a comment as staff",
    description="A comment that waits is approved with it.",
    url_name="comments_answer",
)
def answer(request, comment_id: UUID, data: CommentsAnswer):
    """Reply to a comment in the name of the token's user."""
    comment = read_moderated(comment_id, request, action="moderate")
    form = EditForm(data.model_dump())
    if not form.is_valid():
        refuse_fields(form.errors.as_data(), "body", "data")
    try:
        reply = actions.answer_comment(
            comment, user=request.user, seen_revision=data.revision, **form.cleaned_data
        )
    except CommentError as error:
        return refuse(error)
    return Answer(HTTPStatus.CREATED, show(get_moderated(reply.uuid, user=request.user), request))


class CommentsNote(Schema):
    """A note about whoever wrote a comment."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Known to us from the print edition."}]},
    )

    text: Text = Field(min_length=1, max_length=NOTE_LENGTH)


class CommentsDone(Schema):
    """How many were concerned."""

    count: int


@writes(
    router,
    "/comments/{comment_id}/note/",
    is_public=False,
    response=CommentsDone,
    errors=WRITE_ERRORS,
    operation_id="comments_note",
    summary="Keep a note about a commenter",
    description="For those who moderate the section; readers never see it.",
    url_name="comments_note",
)
def note(request, comment_id: UUID, data: CommentsNote):
    """Keep a note about whoever wrote a comment."""
    comment = read_moderated(comment_id, request, action="moderate")
    try:
        actions.note_commenter(comment, text=data.text, user=request.user)
    except CommentError as error:
        return refuse(error)
    return {"count": 1}


class CommentsLiftQuery(Schema):
    """What was known of the blocks that are lifted."""

    seen_at: Moment | None = Field(
        None,
        description="The `seen_at` of what was read. Where somebody has blocked or freed the "
        "commenter later, nothing is lifted, and the code is `sanction_changed`.",
    )


@writes(
    router,
    "/comments/{comment_id}/block/",
    method="DELETE",
    is_public=False,
    has_body=False,
    response=CommentsDone,
    errors=WRITE_ERRORS,
    operation_id="comments_lift",
    summary="Lift the blocks of a commenter",
    description="Those that this user has the right over.",
    url_name="comments_lift",
)
def lift(request, comment_id: UUID, parameters: Annotated[CommentsLiftQuery, Query()]):
    """Lift the blocks that whoever wrote a comment meets on its page."""
    comment = read_moderated(comment_id, request, action="sanction")
    try:
        count = actions.lift_block(comment, user=request.user, since=parameters.seen_at)
    except CommentError as error:
        return refuse(error)
    return {"count": count}
