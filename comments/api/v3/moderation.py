"""Moderating by token: the queue, decisions, cases, commenters, discussions, reports.

The rules, the rights and the log are those of the admin; whoever has no right there finds nothing
here. There is no right to see a mail address.
"""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema
from ninja import Status as Answer
from pydantic import AwareDatetime, ConfigDict

from ... import actions
from ...exceptions import CommentError, ModerationDenied, PlaceNotFound
from ...forms import EditForm
from ...models import ModerationCase, ReaderComment, RejectionReason
from ...models.batch import get_undo_end
from ...models.commenter import NOTE_LENGTH
from ...models.reason import CODE_LENGTH
from ...moderation import reports
from ...moderation.queue import FLAGGED_TAB
from ...permissions import case_policy, comment_policy
from ...querysets import get_registered_pages
from ...status import Mode, Status
from ...threads.keyset import take
from ...threads.places import ORDERS, Sort
from ..discussions import SortName, make_part, read_bounds
from ..moderating import (
    RIGHTS,
    STATUSES,
    CommentsModerated,
    StatusName,
    Time,
    decide,
    filter_queue,
    get_history,
    get_moderated,
    go_on,
    is_known_reason,
    own_batches,
    represent_moderated,
    start,
)
from ..reading import LARGEST_NUMBER, write_time
from .operations import MALFORMED, Text, reads, refuse, refuse_field, refuse_fields, writes
from .reading import CURSOR, LIMIT, CommentsLimit, check_limit, refuse_cursor
from .routers import moderation_router as router

NO_RIGHT = "This user has no such right anywhere, or not over all of this."
UNKNOWN = "There is none with this id within what this user may see."
CONFLICT = "It is not possible as things are now; the code in `errors` tells why."
#: A day far enough from the ends of the calendar for every time zone and database.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(9000, 1, 1))]
#: How many comments one request decides, and how many of a case it shows.
MOST, CASE_SHOWN = 500, 100


#: What a moderator decides, and what about all that match.
Decision = Literal[(*STATUSES, *RIGHTS)]
StatusDecision = Literal[tuple(STATUSES)]
ModeName = Literal[tuple(Mode.values)]
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


class CommentsLogLine(Schema):
    """What somebody decided about a comment."""

    action: str
    message: str = Field(description="In words.")
    user: str = Field(description="The name of the account.")
    at: Time
    batch: UUID | None = Field(description="The decision of which it was a part.")


class CommentsHistory(Schema):
    """A comment with what was decided about it, the newest decision first."""

    comment: CommentsModerated
    history: list[CommentsLogLine]


def require(user, action):
    """Raise the 403 for whoever may do ``action`` nowhere."""
    if not comment_policy.user_has_permission(user, action):
        raise ModerationDenied


def read_moderated(uuid, request, *, action="view"):
    """Return a comment of the scope; raises ``Http404``, and ``ModerationDenied`` for the right."""
    require(request.user, "view")
    comment = get_moderated(uuid, user=request.user)
    if not comment_policy.user_may(request.user, action, comment.page):
        raise ModerationDenied
    return comment


def show(comment, request):
    """Return one comment as its moderators see it."""
    return represent_moderated([comment], user=request.user, request=request)[0]


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
    operation_id="comments_queue",
    summary="List comments of any status",
    description="What the token's user may see in the admin, with the same filters.",
    url_name="comments_queue",
)
def list_queue(request, parameters: Annotated[CommentsQueueQuery, Query()]):
    """List comments of any status."""
    check_limit(parameters.limit)
    require(request.user, "view")
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
    comment = read_moderated(comment_id, request)
    return {
        "comment": show(comment, request),
        "history": [
            {
                "action": entry.action,
                "message": str(entry.message),
                "user": entry.user_display_name,
                "at": write_time(entry.timestamp),
                "batch": entry.uuid,
            }
            for entry in get_history(comment)
        ],
    }


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

    model_config = ConfigDict(extra="forbid")

    decision: Decision
    comments: list[CommentsChosen] = Field(min_length=1, max_length=MOST)
    reason: Text = Field("", max_length=CODE_LENGTH, description="To reject: the code of a reason.")
    note: Text = Field("", max_length=NOTE_LENGTH, description="To escalate or block: a word.")
    until: AwareDatetime | None = Field(None, description="To block: until when, `null` for good.")


class CommentsOutcome(Schema):
    """What became of the comments."""

    batch: UUID | None = Field(description="Undoes it, for some minutes; `null`: nothing to undo.")
    done: list[UUID]
    left: list[UUID] = Field(description="Edited or decided by somebody else meanwhile.")


def check_reason(decision, reason):
    """Raise the 422 for a reason that nobody knows, or where there is none to give."""
    if reason and (decision != "reject" or not is_known_reason(reason)):
        refuse_field("reason", _("There is no such reason here."), "body", "data", "reason")


WRITE_ERRORS = {
    HTTPStatus.FORBIDDEN: NO_RIGHT,
    HTTPStatus.NOT_FOUND: UNKNOWN,
    HTTPStatus.CONFLICT: CONFLICT,
}


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
    if data.until is not None and data.until <= timezone.now():
        refuse_field("until", _("This time is over."), "body", "data", "until")
    try:
        outcome = decide(
            {one.id: (one.status, one.revision) for one in data.comments},
            decision=data.decision,
            user=request.user,
            reason=data.reason,
            note=data.note,
            until=data.until,
        )
    except CommentError as error:
        return refuse(error)
    return {
        "batch": outcome.batch,
        "done": [comment.uuid for comment in outcome.done],
        "left": [comment.uuid for comment in outcome.left],
    }


class CommentsBatch(Schema):
    """A decision, and how far it is."""

    batch: UUID
    decision: str
    total: int = Field(description="How many comments it was to be about; 0: those it names.")
    count: int = Field(description="How many are decided.")
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
        "undoable_until": write_time(get_undo_end(batch.finished_at or batch.created_at)),
    }


class CommentsDecisionAboutAll(Schema):
    """A decision about all that match."""

    model_config = ConfigDict(extra="forbid")

    decision: StatusDecision
    filter: CommentsFilterBody
    reason: Text = Field("", max_length=CODE_LENGTH)


@writes(
    router,
    "/decisions/all/",
    is_public=False,
    response={HTTPStatus.ACCEPTED: CommentsBatch},
    errors=WRITE_ERRORS,
    operation_id="comments_decide_all",
    summary="Begin a decision about all that match",
    description="Nothing is decided yet: `continue` makes the steps, of 500 comments each, until "
    "it is finished. What comes or changes meanwhile is left alone.",
    url_name="comments_decide_all",
)
def begin_decision(request, data: CommentsDecisionAboutAll):
    """Begin a decision about all that match."""
    require(request.user, "moderate")
    check_reason(data.decision, data.reason)
    batch = start(
        data.filter.get_criteria(),
        decision=data.decision,
        user=request.user,
        reason=data.reason,
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
    require(request.user, "moderate")
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
        "is_complete": undone.is_complete,
    }


class CommentsAnswer(Schema):
    """A reply by staff."""

    model_config = ConfigDict(extra="forbid")

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

    model_config = ConfigDict(extra="forbid")

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
def lift(request, comment_id: UUID):
    """Lift the blocks that whoever wrote a comment meets on its page."""
    comment = read_moderated(comment_id, request, action="sanction")
    try:
        return {"count": actions.lift_block(comment, user=request.user)}
    except CommentError as error:
        return refuse(error)


class CommentsReason(Schema):
    """A reason to reject."""

    code: str
    label: str
    message: str = Field(description="What its author is told.")


class CommentsReasons(Schema):
    """The reasons that moderators choose from."""

    items: list[CommentsReason]


@reads(
    router,
    "/reasons/",
    is_public=False,
    response=CommentsReasons,
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_reasons",
    summary="List the reasons to reject",
    url_name="comments_reasons",
)
def list_reasons(request):
    """List the reasons to reject, in the language of the request."""
    require(request.user, "view")
    return {
        "items": [
            {"code": one.code, "label": str(one.label), "message": str(one.message)}
            for one in RejectionReason.objects.get_choices()
        ]
    }


class CommentsCaseSummary(Schema):
    """A moderation case."""

    id: int
    page: int
    title: str = Field(description="Of the page that is discussed.")
    is_open: bool
    outcome: str = Field(description="How it ended, empty while it is open.")
    reason: str
    opened_at: Time
    closed_at: Time | None


class CommentsCase(CommentsCaseSummary):
    """A moderation case, and what this user can do with it."""

    task_state: str = Field(description="Send it with an action; empty where it is at no task.")
    seen: str = Field(description="Send it with an action; it changes with what is in the case.")
    actions: list[str] = Field(description="What this user can do at the present task.")
    can_cancel: bool


class CommentsCaseDetail(Schema):
    """A case with its comments, the oldest first."""

    case: CommentsCase
    count: int = Field(description="How many comments are in the case.")
    items: list[CommentsModerated] = Field(description="The first hundred of them.")


class CommentsCases(Schema):
    """Cases, the newest first."""

    items: list[CommentsCaseSummary]
    next: int | None = Field(description="The value for `before` that gets older ones.")


class CommentsCasesQuery(CommentsLimit):
    """Which cases."""

    is_open: bool = True
    before: int | None = Field(
        None, ge=1, le=LARGEST_NUMBER, description="Only cases with a lower id."
    )


def summarise_case(case):
    """Return what a list tells of a case."""
    return {
        "id": case.pk,
        "page": case.discussion.page_id,
        "title": case.page.get_admin_display_title(),
        "is_open": bool(case.is_open),
        "outcome": str(case.outcome),
        "reason": case.reason,
        "opened_at": write_time(case.opened_at),
        "closed_at": case.closed_at and write_time(case.closed_at),
    }


def represent_case(case, user):
    """Return a case for the API."""
    state = case.current_workflow_task_state
    return summarise_case(case) | {
        "task_state": str(state.pk) if state else "",
        "seen": actions.get_case_digest(case),
        "actions": list(actions.get_case_actions(case, user)),
        "can_cancel": bool(case.is_open) and case_policy.user_moderates(user, case.page),
    }


def get_case(pk, user):
    """Return a case that ``user`` moderates or is to act on; raises ``Http404``."""
    cases = ModerationCase.objects.select_related("discussion__page")
    case = cases.filter(pk=pk).first()
    if case is not None and (
        case_policy.user_moderates(user, case.page) or actions.get_case_actions(case, user)
    ):
        return case
    raise Http404(_("There is no case with this id."))


@reads(
    router,
    "/cases/",
    is_public=False,
    response=CommentsCases,
    errors={
        HTTPStatus.BAD_REQUEST: LIMIT,
        HTTPStatus.FORBIDDEN: NO_RIGHT,
        HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED,
    },
    operation_id="comments_cases",
    summary="List moderation cases",
    description="The newest first; open ones by default.",
    url_name="comments_cases",
)
def list_cases(request, parameters: Annotated[CommentsCasesQuery, Query()]):
    """List the moderation cases of what this user moderates."""
    check_limit(parameters.limit)
    require(request.user, "moderate")
    cases = case_policy.instances_user_has_permission_for(request.user, "moderate")
    cases = cases.filter(is_open=True if parameters.is_open else None)
    if parameters.before is not None:
        cases = cases.filter(pk__lt=parameters.before)
    cases = cases.select_related("discussion__page").order_by("-pk")
    found = list(cases[: parameters.limit + 1])
    shown = found[: parameters.limit]
    return {
        "items": [summarise_case(case) for case in shown],
        "next": shown[-1].pk if len(found) > len(shown) else None,
    }


CaseId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


@reads(
    router,
    "/cases/{case_id}/",
    is_public=False,
    response=CommentsCaseDetail,
    errors={HTTPStatus.NOT_FOUND: UNKNOWN, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    operation_id="comments_case",
    summary="Read a moderation case",
    url_name="comments_case",
)
def read_case(request, case_id: CaseId):
    """Read a moderation case with its comments."""
    case = get_case(case_id, request.user)
    comments = ReaderComment.objects.filter(case_items__case=case).with_open_case()
    comments = comments.select_related("discussion__page__locale", "parent").oldest_first()
    shown = list(comments[:CASE_SHOWN])
    return {
        "case": represent_case(case, request.user),
        "count": case.items.count(),
        "items": represent_moderated(shown, user=request.user, request=request),
    }


class CommentsCaseAction(Schema):
    """A step of the workflow of a case."""

    model_config = ConfigDict(extra="forbid")

    action: Text = Field(max_length=50, description="One of the `actions` of the case.")
    task_state: Text = Field(max_length=50)
    seen: Text = Field(max_length=100)
    reason: Text = Field("", max_length=CODE_LENGTH)
    comment: Text = Field("", max_length=2000, description="A word to whoever looks next.")


@writes(
    router,
    "/cases/{case_id}/actions/",
    is_public=False,
    response=CommentsCase,
    errors=WRITE_ERRORS,
    operation_id="comments_act",
    summary="Act on a moderation case",
    description="Approve, reject, mark as spam, or what else its present task offers.",
    url_name="comments_act",
)
def act(request, case_id: CaseId, data: CommentsCaseAction):
    """Act on the task at which a case is."""
    case = get_case(case_id, request.user)
    try:
        actions.act_on_case(
            case,
            data.action,
            user=request.user,
            task_state=data.task_state,
            seen=data.seen,
            data={"reason": data.reason, "comment": data.comment},
        )
    except CommentError as error:
        return refuse(error)
    except DjangoValidationError as error:
        refuse_fields(error.error_dict, "body", "data")
    return represent_case(ModerationCase.objects.get(pk=case.pk), request.user)


@writes(
    router,
    "/cases/{case_id}/cancel/",
    is_public=False,
    has_body=False,
    response=CommentsCase,
    errors=WRITE_ERRORS,
    operation_id="comments_cancel",
    summary="Cancel a moderation case",
    description="Its comments wait as before.",
    url_name="comments_cancel",
)
def cancel(request, case_id: CaseId):
    """End a case without a decision."""
    case = get_case(case_id, request.user)
    try:
        return represent_case(actions.cancel_case(case, user=request.user), request.user)
    except CommentError as error:
        return refuse(error)


class CommentsMode(Schema):
    """How a discussion is."""

    model_config = ConfigDict(extra="forbid")

    mode: ModeName = Field(description="`inherited`: as on the site.")


class CommentsDiscussionState(Schema):
    """How a discussion is, for those who change it."""

    page: int
    mode: ModeName
    effective_mode: ModeName = Field(description="What that means here; never `inherited`.")
    comment_count: int
    waiting_count: int


def represent_state(discussion, page):
    """Return a discussion for those who change it."""
    return {
        "page": page.pk,
        "mode": discussion.mode,
        "effective_mode": discussion.get_effective_mode(page.specific_class),
        "comment_count": discussion.comment_count,
        "waiting_count": discussion.waiting_count,
    }


@writes(
    router,
    "/discussions/{page_id}/",
    method="PATCH",
    is_public=False,
    response=CommentsDiscussionState,
    errors=WRITE_ERRORS,
    operation_id="comments_set_mode",
    summary="Open, close or hide a discussion",
    url_name="comments_set_mode",
)
def set_mode(request, page_id: CaseId, data: CommentsMode):
    """Give the discussion of a page another mode."""
    page = get_registered_pages().filter(pk=page_id).first()
    if page is None:
        raise Http404(_("There is no page with this id that readers can discuss."))
    try:
        discussion = actions.set_discussion_mode(page, mode=data.mode, user=request.user)
    except ModerationDenied as error:
        # Which drafts there are is nothing for others.
        raise Http404(_("There is no page with this id that readers can discuss.")) from error
    except CommentError as error:
        return refuse(error)
    return represent_state(discussion, page)


class CommentsReportQuery(Schema):
    """The period of a report; by default the last twelve weeks."""

    date_from: Day | None = None
    date_to: Day | None = Field(None, description="With this day.")


class CommentsDecisionsRow(Schema):
    """What one moderator decided in one week, which begins on Monday."""

    week: date
    moderator: str | None = Field(description="The account; `null` when it is gone.")
    total: int
    numbers: dict[str, int] = Field(description="By status.")


class CommentsWaitingRow(Schema):
    """How long comments of a section waited for their first decision."""

    section: int = Field(description="The id of the page above the discussed ones.")
    title: str
    count: int
    median_seconds: float = Field(description="Half of them waited no longer.")
    slow_seconds: float = Field(description="95 of 100 waited no longer.")


class CommentsOverturnedRow(Schema):
    """A decision that a later one reversed."""

    comment: UUID | None = Field(description="`null` when it is gone.")
    former: str
    former_by: str | None
    latter: str
    latter_by: str | None
    at: Time


class CommentsFlaggedRow(Schema):
    """A comment that readers flagged."""

    comment: UUID
    subject: str
    flags: int


class CommentsPeriod(Schema):
    """The days of a report, both included."""

    date_from: date
    date_to: date


class CommentsDecisionsReport(CommentsPeriod):
    """Decisions by moderator and week, the last week first."""

    rows: list[CommentsDecisionsRow]


class CommentsWaitingReport(CommentsPeriod):
    """The waiting time by section, the slowest first."""

    rows: list[CommentsWaitingRow]


class CommentsOverturnedReport(CommentsPeriod):
    """Decisions that a later one reversed, the newest first."""

    rows: list[CommentsOverturnedRow]


class CommentsFlaggedReport(CommentsPeriod):
    """The comments with most flags."""

    rows: list[CommentsFlaggedRow]


def _show_decisions(row):
    numbers = {str(status): number for status, number in row.numbers.items()}
    return {
        "week": row.week,
        "moderator": _get_username(row.moderator),
        "total": row.total,
        "numbers": numbers,
    }


def _show_waiting(row):
    return {
        "section": row.page.pk,
        "title": row.page.get_admin_display_title(),
        "count": row.count,
        "median_seconds": row.median.total_seconds(),
        "slow_seconds": row.slow.total_seconds(),
    }


def _show_overturned(row):
    return {
        "comment": row.comment and row.comment.uuid,
        "former": row.former.action,
        "former_by": _get_username(row.former.user),
        "latter": row.latter.action,
        "latter_by": _get_username(row.latter.user),
        "at": write_time(row.latter.timestamp),
    }


def _show_flagged(row):
    return {"comment": row.comment.uuid, "subject": row.comment.subject, "flags": row.count}


def _get_username(user):
    return user.get_username() if user else None


def _report(name, schema, get_rows, show_row):
    """Add the operation of one report; ``get_rows`` is its function in ``moderation.reports``."""

    def read_report(request, parameters: Annotated[CommentsReportQuery, Query()]):
        require(request.user, "moderate")
        last = parameters.date_to or timezone.localdate()
        first = parameters.date_from or last - reports.FIRST_PERIOD
        if not timedelta(0) <= last - first <= reports.LONGEST_PERIOD:
            text = _("A report covers one day to two years.")
            refuse_field("period", text, "query", "date_from")
        rows = get_rows(request.user, *reports.get_period(first, last))
        return {"date_from": first, "date_to": last, "rows": [show_row(row) for row in rows]}

    reads(
        router,
        f"/reports/{name}/",
        is_public=False,
        response=schema,
        errors={HTTPStatus.FORBIDDEN: NO_RIGHT, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
        operation_id=f"comments_report_{name}",
        summary=schema.__doc__.rstrip("."),
        description="As *Reports › Comment moderation* in the admin, for up to two years.",
        url_name=f"comments_report_{name}",
    )(read_report)


_report("decisions", CommentsDecisionsReport, reports.get_decisions_by_week, _show_decisions)
_report("waiting", CommentsWaitingReport, reports.get_waiting_times, _show_waiting)
_report("overturned", CommentsOverturnedReport, reports.get_overturned, _show_overturned)
_report("flagged", CommentsFlaggedReport, reports.get_most_flagged, _show_flagged)
