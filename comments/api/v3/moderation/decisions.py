"""Decisions about one comment or some."""

from typing import Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict

from ....exceptions import CommentError
from ....models.commenter import NOTE_LENGTH
from ....models.reason import CODE_LENGTH
from ...moderating import RIGHTS, STATUSES, StatusName, decide, is_known_reason
from ...reading import LARGEST_NUMBER
from ..operations import Text, refuse, refuse_field, writes
from ..routers import moderation_router as router
from .common import EXAMPLE_ID, WRITE_ERRORS, Moment, require

#: How many comments one request decides.
MOST = 500
#: What a moderator decides.
Decision = Literal[(*STATUSES, *RIGHTS)]


class CommentsChosen(Schema):
    """A comment as the moderator saw it."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    status: StatusName | None = Field(None, description="What it was; else it is left alone.")
    revision: int | None = Field(
        None, ge=0, le=LARGEST_NUMBER, description="Which text it was; else it is left alone."
    )


class CommentsDecision(Schema):
    """A decision about some comments."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "decision": "reject",
                    "reason": "off-topic",
                    "comments": [{"id": EXAMPLE_ID, "status": "held", "revision": 0}],
                }
            ]
        },
    )

    decision: Decision
    comments: list[CommentsChosen] = Field(min_length=1, max_length=MOST)
    reason: Text = Field("", max_length=CODE_LENGTH, description="To reject: the code of a reason.")
    note: Text = Field("", max_length=NOTE_LENGTH, description="To escalate or block: a word.")
    until: Moment | None = Field(None, description="To block: until when, `null` for good.")
    seen_at: Moment | None = Field(
        None,
        description="To block: the `seen_at` of what was read. Whom somebody has blocked or freed "
        "later is left; without it, the block takes the place of theirs.",
    )


class CommentsOutcome(Schema):
    """What became of the comments."""

    batch: UUID | None = Field(description="Undoes it, for some minutes; `null`: nothing to undo.")
    done: list[UUID]
    left: list[UUID] = Field(
        description="Edited or decided by somebody else meanwhile, their commenter blocked or "
        "freed, or to be escalated where no workflow for cases is chosen."
    )


def check_reason(decision, reason):
    """Raise the 422 for a reason that nobody knows, or where there is none to give."""
    if reason and (decision != "reject" or not is_known_reason(reason)):
        refuse_field("reason", _("There is no such reason here."), "body", "data", "reason")


def check_until(until):
    """Raise the 422 for an end of a block that is over."""
    if until is not None and until <= timezone.now():
        refuse_field("until", _("This time is over."), "body", "data", "until")


@writes(
    router,
    "/decisions/",
    is_public=False,
    response=CommentsOutcome,
    errors=WRITE_ERRORS,
    operation_id="comments_decide",
    summary="Decide about comments",
    description="Approve, reject for a reason, mark as spam, hold, pick, unpick, escalate, or "
    "block whoever wrote them: one comment or many, as one decision. What somebody else has "
    "decided or edited since it was seen is left alone and named.",
    url_name="comments_decide",
)
def make_decision(request, data: CommentsDecision):
    """Decide about one comment or many."""
    require(request.user, "view")
    check_reason(data.decision, data.reason)
    check_until(data.until)
    try:
        outcome = decide(
            {one.id: (one.status, one.revision) for one in data.comments},
            decision=data.decision,
            user=request.user,
            reason=data.reason,
            note=data.note,
            until=data.until,
            seen_at=data.seen_at,
        )
    except CommentError as error:
        return refuse(error)
    return {
        "batch": outcome.batch,
        "done": [comment.uuid for comment in outcome.done],
        "left": [comment.uuid for comment in outcome.left],
    }
