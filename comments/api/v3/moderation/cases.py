"""Moderation cases."""

from http import HTTPStatus
from typing import Annotated

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema
from pydantic import ConfigDict

from .... import actions
from ....exceptions import CommentError, PlaceNotFound
from ....models import ModerationCase, ReaderComment
from ....models.reason import CODE_LENGTH
from ....permissions import case_policy
from ....threads.keyset import take
from ....threads.places import ORDERS, Sort
from ...discussions import make_part, read_bounds
from ...moderating import CommentsModerated, Time, represent_moderated
from ...reading import LARGEST_NUMBER, write_time
from ..links import CURSORS
from ..operations import MALFORMED, Text, reads, refuse, refuse_fields, writes
from ..reading import CURSOR, LIMIT, CommentsLimit, check_limit, refuse_cursor
from ..routers import moderation_router as router
from .common import NO_RIGHT, SEEN_AT, UNKNOWN, WRITE_ERRORS, Id, require

#: How many comments of a case one answer has.
CASE_SHOWN = 100


class CommentsCaseSummary(Schema):
    """A moderation case."""

    id: int
    page: int
    title: str = Field(description="Of the page that is discussed.")
    is_open: bool
    task: str = Field(description="The workflow task that it waits for, empty where it is at none.")
    outcome: str = Field(description="How it ended, empty while it is open.")
    reason: str
    opened_at: Time
    closed_at: Time | None
    comment_count: int = Field(description="How many comments are in it.")
    waiting_count: int = Field(
        description="How many of them wait: about these an action decides, and no others."
    )


class CommentsCase(CommentsCaseSummary):
    """A moderation case, and what this user can do with it."""

    task_state: str = Field(description="Send it with an action; empty where it is at no task.")
    seen: str = Field(
        description="Send it with an action. Where a comment was added, edited or set back since, "
        "nothing is decided, and the code is `case_moved`."
    )
    actions: list[str] = Field(description="What this user can do at the present task.")
    can_cancel: bool


class CommentsCaseDetail(Schema):
    """A case with its comments, the oldest first."""

    case: CommentsCase
    count: int = Field(description="How many comments are in the case.")
    items: list[CommentsModerated] = Field(description="A hundred of them at the most.")
    next: str | None = Field(description="The cursor for `after`; `null` at the end.")
    previous: str | None = Field(description="The cursor for `before`; `null` at the beginning.")
    seen_at: Time = Field(description=SEEN_AT)


class CommentsCaseActed(CommentsCase):
    """A moderation case after an action, and what the action did."""

    done: int = Field(description="How many comments it decided about; 0 before the last task.")
    left: int = Field(
        description="How many that waited when `seen` was answered were decided by others since."
    )


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


class CommentsCaseQuery(Schema):
    """Which part of a case."""

    after: Text = Field("", max_length=100, description=CURSOR)
    before: Text = Field("", max_length=100, description=CURSOR)


def summarise_case(case):
    """Return what a list tells of a case of ``with_counts`` and ``with_task``."""
    return {
        "id": case.pk,
        "page": case.discussion.page_id,
        "title": case.page.get_admin_display_title(),
        "is_open": bool(case.is_open),
        "task": case.task_name,
        "outcome": str(case.outcome),
        "reason": case.reason,
        "opened_at": write_time(case.opened_at),
        "closed_at": case.closed_at and write_time(case.closed_at),
        "comment_count": case.comment_count,
        "waiting_count": case.waiting_count,
    }


def represent_case(case, user):
    """Return a case of ``with_counts`` and ``with_task`` for the API."""
    state = case.current_workflow_task_state
    return summarise_case(case) | {
        "task_state": str(state.pk) if state else "",
        "seen": actions.get_case_digest(case),
        "actions": list(actions.get_case_actions(case, user)),
        "can_cancel": bool(case.is_open) and case_policy.user_moderates(user, case.page),
    }


def get_case(pk, user):
    """Return a case that ``user`` moderates or is to act on; raises ``Http404``."""
    cases = ModerationCase.objects.select_related("discussion__page").with_counts().with_task()
    case = cases.filter(pk=pk).first()
    if case is not None and (
        case_policy.user_moderates(user, case.page) or actions.get_case_actions(case, user)
    ):
        return case
    raise Http404(_("There is no case with this id."))


def get_changed_case(case):
    """Return ``case`` as it is now, whoever may see it by then."""
    return ModerationCase.objects.with_counts().with_task().get(pk=case.pk)


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
    beside={"next": "before"},
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
    cases = cases.select_related("discussion__page").with_counts().with_task().order_by("-pk")
    found = list(cases[: parameters.limit + 1])
    shown = found[: parameters.limit]
    return {
        "items": [summarise_case(case) for case in shown],
        "next": shown[-1].pk if len(found) > len(shown) else None,
    }


@reads(
    router,
    "/cases/{case_id}/",
    is_public=False,
    response=CommentsCaseDetail,
    errors={HTTPStatus.NOT_FOUND: UNKNOWN, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    beside=CURSORS,
    operation_id="comments_case",
    summary="Read a moderation case",
    description="With its comments, a hundred at once: `next` leads to the others, and an action "
    "decides about all that wait, not only about those of one part. Whoever moderates the page "
    "finds them in the list of comments too, by the filter `case`.",
    url_name="comments_case",
)
def read_case(request, case_id: Id, parameters: Annotated[CommentsCaseQuery, Query()]):
    """Read a moderation case with a part of its comments."""
    seen_at = timezone.now()
    case = get_case(case_id, request.user)
    comments = ReaderComment.objects.filter(case_items__case=case).with_open_case()
    comments = comments.select_related("discussion__page__locale", "parent")
    order = ORDERS[Sort.OLDEST]
    try:
        bounds = read_bounds(order, after=parameters.after, before=parameters.before)
    except PlaceNotFound:
        refuse_cursor()
    part = make_part(take(comments, order, size=CASE_SHOWN, **bounds), order)
    return {
        "case": represent_case(case, request.user),
        "count": case.comment_count,
        "items": represent_moderated(part.comments, user=request.user, request=request),
        "next": part.next,
        "previous": part.previous,
        "seen_at": write_time(seen_at),
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
    response=CommentsCaseActed,
    errors=WRITE_ERRORS,
    operation_id="comments_act",
    summary="Act on a moderation case",
    description="Approve, reject, mark as spam, or what else its present task offers. The last "
    "task decides about all comments that wait in the case: `waiting_count` of them, of which "
    "those are left alone that somebody decides meanwhile. Read all parts of the case before.",
    url_name="comments_act",
)
def act(request, case_id: Id, data: CommentsCaseAction):
    """Act on the task at which a case is."""
    case = get_case(case_id, request.user)
    try:
        result = actions.act_on_case(
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
    return represent_case(get_changed_case(case), request.user) | {
        "done": result.done if result else 0,
        "left": result.left if result else 0,
    }


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
def cancel(request, case_id: Id):
    """End a case without a decision."""
    case = get_case(case_id, request.user)
    try:
        actions.cancel_case(case, user=request.user)
    except CommentError as error:
        return refuse(error)
    return represent_case(get_changed_case(case), request.user)
