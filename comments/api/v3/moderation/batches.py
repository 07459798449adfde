"""Decisions about all that match, in steps, and taking decisions back."""

from http import HTTPStatus
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from ninja import Status as Answer
from pydantic import ConfigDict

from .... import actions
from ....exceptions import CommentError
from ....models.commenter import NOTE_LENGTH
from ....models.reason import CODE_LENGTH
from ...moderating import BATCHES, Time, go_on, own_batches, start
from ...reading import write_time
from ..operations import Text, reads, refuse, writes
from ..routers import moderation_router as router
from .common import NO_RIGHT, WRITE_ERRORS, Moment, require
from .decisions import check_reason, check_until
from .queue import CommentsFilterBody

#: What is decided about all that match.
BatchDecision = Literal[tuple(BATCHES)]


class CommentsBatch(Schema):
    """A decision, and how far it is."""

    batch: UUID
    decision: str
    total: int = Field(
        description="How many comments it is about, or commenters to block; 0: those it names."
    )
    count: int = Field(description="How many are decided, or blocked.")
    is_finished: bool
    undoable_until: Time


def represent_batch(batch):
    """Return a ``DecisionBatch`` for the API."""
    return {
        "batch": batch.uuid,
        "decision": batch.decision,
        "total": batch.total,
        "count": batch.count,
        "is_finished": batch.finished_at is not None,
        "undoable_until": write_time(batch.undoable_until),
    }


class CommentsDecisionAboutAll(Schema):
    """A decision about all that match."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"decision": "spam", "filter": {"status": "held", "search": "casino"}}]
        },
    )

    decision: BatchDecision
    filter: CommentsFilterBody
    reason: Text = Field("", max_length=CODE_LENGTH, description="To reject: the code of a reason.")
    note: Text = Field("", max_length=NOTE_LENGTH, description="To escalate or block: a word.")
    until: Moment | None = Field(None, description="To block: until when, `null` for good.")


@writes(
    router,
    "/decisions/all/",
    is_public=False,
    response={HTTPStatus.ACCEPTED: CommentsBatch},
    errors=WRITE_ERRORS,
    operation_id="comments_decide_all",
    summary="Begin a decision about all that match",
    description="Nothing is decided yet: `continue` makes the steps, of 500 comments each, until "
    "it is finished. What comes or changes meanwhile is left alone. Escalating skips pages where "
    "no workflow for cases is chosen.",
    url_name="comments_decide_all",
)
def begin_decision(request, data: CommentsDecisionAboutAll):
    """Begin a decision about all that match."""
    # Which right it needs is asked with the decision.
    require(request.user, "view")
    check_reason(data.decision, data.reason)
    check_until(data.until)
    batch = start(
        data.filter.get_criteria(),
        decision=data.decision,
        user=request.user,
        reason=data.reason,
        note=data.note,
        until=data.until,
    )
    return Answer(HTTPStatus.ACCEPTED, represent_batch(batch))


@writes(
    router,
    "/decisions/{batch_id}/continue/",
    is_public=False,
    has_body=False,
    response=CommentsBatch,
    errors=WRITE_ERRORS,
    operation_id="comments_continue",
    summary="Make the next step of a decision about all",
    url_name="comments_continue",
)
def continue_decision(request, batch_id: UUID):
    """Make the next step of a decision about all that match."""
    # Each step asks for the right that its decision needs.
    require(request.user, "view")
    try:
        return represent_batch(go_on(batch_id, user=request.user))
    except CommentError as error:
        return refuse(error)


class CommentsBatches(Schema):
    """What can be undone."""

    items: list[CommentsBatch]


@reads(
    router,
    "/decisions/",
    is_public=False,
    response=CommentsBatches,
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_decisions",
    summary="List what this user can undo",
    url_name="comments_decisions",
)
def list_decisions(request):
    """List what this user can undo by now, the last decision first."""
    require(request.user, "view")
    return {"items": [represent_batch(batch) for batch in own_batches(request.user)]}


class CommentsUndone(Schema):
    """What became of a decision that was taken back."""

    done: list[UUID]
    left: list[UUID] = Field(description="Decided again since.")
    denied: list[UUID] = Field(
        description="This user has no right over them any more; undo again once it is there."
    )
    is_complete: bool = Field(description="Otherwise undo again, to go on.")


@writes(
    router,
    "/decisions/{batch_id}/undo/",
    is_public=False,
    has_body=False,
    response=CommentsUndone,
    errors=WRITE_ERRORS,
    operation_id="comments_undo",
    summary="Undo a decision",
    description="Of this user's own, while it can be undone; up to 500 comments at once.",
    url_name="comments_undo",
)
def undo_decision(request, batch_id: UUID):
    """Take a decision back."""
    require(request.user, "view")
    try:
        undone = actions.undo_batch(batch_id, user=request.user)
    except CommentError as error:
        return refuse(error)
    return {
        "done": [comment.uuid for comment in undone.done],
        "left": [comment.uuid for comment in undone.left],
        "denied": [comment.uuid for comment in undone.denied],
        "is_complete": undone.is_complete,
    }
