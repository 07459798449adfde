"""What readers do: post, edit, withdraw, react and flag, without an account."""

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Header, Schema
from ninja import Status as Answer
from pydantic import ConfigDict

from ... import actions
from ...exceptions import AddressReserved, CommentError, EditNotPossible, NameReserved
from ...forms import EditForm, FlagForm
from ...network import get_network
from ...status import FlagReason
from ..posting import (
    CommentsOwn,
    CommentsReceipt,
    FieldErrors,
    get_own,
    get_reader_key,
    post,
    represent_own,
)
from ..reading import LARGEST_NUMBER, get_comment
from .operations import MALFORMED, Number, Text, reads, refuse, refuse_fields, writes
from .reading import NO_COMMENT, NO_PAGE
from .routers import router

CONFLICT = "The discussion is closed, or somebody else was faster; the code in `errors` tells."
TOO_MANY = "Too many from one network; `Retry-After` has the seconds to wait."
OWN_SECRET = "There is no such comment, or the secret is not its own."  # noqa: S105 - a sentence
SECRET = "What the answer to the post gave as `secret`."  # noqa: S105 - a sentence
READER = (
    "A random text of 16 characters or more that the client keeps for this reader, so that a "
    "household behind one address is more than one reader. Without it the network counts as one."
)


class CommentsNewComment(Schema):
    """A comment, or a reply to one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "page": 13,
                    "body": "Well <em>said</em>.",
                    "author_name": "Robin",
                    "author_email": "robin@example.org",
                }
            ]
        },
    )

    page: Number = Field(ge=1, le=LARGEST_NUMBER, description="The id of the page to discuss.")
    parent: UUID | None = Field(None, description="The id of the comment to reply to.")
    subject: Text = Field("", description="Empty: the beginning of the comment.")
    body: Text = Field(description="The source, in the text format.")
    author_name: Text = Field("", description="Who writes; with a token, the account does.")
    author_email: Text = Field("", description="Kept private, and in no answer.")
    notify_replies: bool = False
    website: Text = Field("", description="Leave it empty: people do not see this field.")


class CommentsEdit(Schema):
    """The new text of a comment."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"body": "Better <em>said</em>."}]}
    )

    subject: Text = Field("", description="Empty: the beginning of the comment.")
    body: Text = Field(description="The source, in the text format.")


class CommentsFlag(Schema):
    """Why a comment should be looked at."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "spam", "note": "Advertising"}]}
    )

    reason: Literal[tuple(FlagReason.values)]
    note: Text = ""


class CommentsReaction(Schema):
    """What a reader says to a comment."""

    is_on: bool
    reaction_count: int = Field(description="How many readers say so now.")


@writes(
    router,
    "/",
    response={HTTPStatus.CREATED: CommentsReceipt, HTTPStatus.ACCEPTED: CommentsReceipt},
    errors={
        HTTPStatus.NOT_FOUND: NO_PAGE,
        HTTPStatus.CONFLICT: CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED,
        HTTPStatus.TOO_MANY_REQUESTS: TOO_MANY,
    },
    operation_id="comments_post",
    summary="Post a comment or a reply",
    description="Needs no account. 201: readers see it already; 202: a moderator looks at it "
    "before. With a token of somebody who writes for the page, or moderates it, it is posted in "
    "that name. Send an `Idempotency-Key`, a random text, to be able to send the same again after "
    "a broken connection: for a day the answer is the first one.",
    url_name="post_comment",
)
def post_comment(
    request,
    response: HttpResponse,
    comment: CommentsNewComment,
    idempotency_key: Annotated[
        str,
        Header(
            default="",
            alias="Idempotency-Key",
            max_length=255,
            pattern="^[!-~]*$",
            description="A random text of the client's own for this one request.",
        ),
    ],
):
    """Post a comment or a reply."""
    try:
        posted = post(
            comment.model_dump(),
            user=request.user,
            network=get_network(request),
            key=idempotency_key,
            request=request,
        )
    except FieldErrors as error:
        refuse_fields(error.errors, "body", "comment")
    except (NameReserved, AddressReserved) as error:
        return refuse(
            error, status=HTTPStatus.UNPROCESSABLE_ENTITY, loc=("body", "comment", error.field)
        )
    except CommentError as error:
        return refuse(error)
    if posted.is_shown:
        response["Location"] = posted.receipt["url"]
        return Answer(HTTPStatus.CREATED, posted.receipt)
    return Answer(HTTPStatus.ACCEPTED, posted.receipt)


Secret = Annotated[
    str, Header(alias="Comment-Secret", max_length=100, pattern="^[!-~]*$", description=SECRET)
]
ReaderKey = Annotated[
    str,
    Header(
        default="",
        alias="Reader-Key",
        max_length=200,
        pattern="^([!-~]{16,})?$",
        description=READER,
    ),
]


@reads(
    router,
    "/{comment_id}/own/",
    response=CommentsOwn,
    errors={HTTPStatus.NOT_FOUND: OWN_SECRET, HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED},
    operation_id="comments_own",
    summary="Read a comment of one's own",
    description="In any status, with its source, for whoever has the secret.",
    url_name="own_comment",
)
def read_own(request, response: HttpResponse, comment_id: UUID, secret: Secret):
    """Read a comment of one's own."""
    response["Cache-Control"] = "private, no-store"
    return represent_own(get_own(comment_id, secret, user=request.user))


@writes(
    router,
    "/{comment_id}/own/",
    method="PATCH",
    response=CommentsOwn,
    errors={HTTPStatus.NOT_FOUND: OWN_SECRET, HTTPStatus.CONFLICT: CONFLICT},
    operation_id="comments_edit",
    summary="Edit a comment of one's own",
    description="While there is time; an approved comment may wait again then.",
    url_name="edit_comment",
)
def edit_own(request, comment_id: UUID, secret: Secret, text: CommentsEdit):
    """Edit a comment of one's own."""
    comment = get_own(comment_id, secret, user=request.user)
    form = EditForm(text.model_dump())
    if not form.is_valid():
        refuse_fields(form.errors.as_data(), "body", "text")
    try:
        return represent_own(actions.edit_comment(comment, **form.cleaned_data))
    except CommentError as error:
        return refuse(error)


@writes(
    router,
    "/{comment_id}/own/",
    method="DELETE",
    has_body=False,
    response=CommentsOwn,
    errors={HTTPStatus.NOT_FOUND: OWN_SECRET, HTTPStatus.CONFLICT: CONFLICT},
    operation_id="comments_withdraw",
    summary="Withdraw a comment of one's own",
    description="While there is time.",
    url_name="withdraw_comment",
)
def withdraw_own(request, comment_id: UUID, secret: Secret):
    """Withdraw a comment of one's own."""
    comment = get_own(comment_id, secret, user=request.user)
    try:
        return represent_own(actions.withdraw_by_author(comment))
    except EditNotPossible as error:
        return refuse(error)


def _react(request, comment_id, reader_key, *, is_on):
    comment = get_comment(comment_id, user=request.user)
    network = get_network(request)
    try:
        comment = actions.react(
            comment,
            reader_key=get_reader_key(reader_key, network),
            network=network,
            is_on=is_on,
        )
    except CommentError as error:
        return refuse(error)
    return {"is_on": is_on, "reaction_count": comment.reaction_count}


REACTION_ERRORS = {
    HTTPStatus.NOT_FOUND: NO_COMMENT,
    HTTPStatus.CONFLICT: CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS: TOO_MANY,
}


@writes(
    router,
    "/{comment_id}/reaction/",
    method="PUT",
    has_body=False,
    response=CommentsReaction,
    errors=REACTION_ERRORS,
    operation_id="comments_react",
    summary="React to a comment",
    description="Doing the same again changes nothing.",
    url_name="react",
)
def react(request, comment_id: UUID, reader_key: ReaderKey):
    """React to a comment."""
    return _react(request, comment_id, reader_key, is_on=True)


@writes(
    router,
    "/{comment_id}/reaction/",
    method="DELETE",
    has_body=False,
    response=CommentsReaction,
    errors=REACTION_ERRORS,
    operation_id="comments_unreact",
    summary="Take a reaction back",
    url_name="unreact",
)
def unreact(request, comment_id: UUID, reader_key: ReaderKey):
    """Take a reaction back."""
    return _react(request, comment_id, reader_key, is_on=False)


@writes(
    router,
    "/{comment_id}/flags/",
    response={HTTPStatus.NO_CONTENT: None},
    errors={
        HTTPStatus.NOT_FOUND: NO_COMMENT,
        HTTPStatus.CONFLICT: CONFLICT,
        HTTPStatus.TOO_MANY_REQUESTS: TOO_MANY,
    },
    operation_id="comments_flag",
    summary="Flag a comment",
    description="A second flag of the same reader changes nothing.",
    url_name="flag_comment",
)
def flag_comment(request, comment_id: UUID, reader_key: ReaderKey, flag: CommentsFlag):
    """Tell the moderators that something is wrong with a comment."""
    comment = get_comment(comment_id, user=request.user)
    form = FlagForm(flag.model_dump())
    if not form.is_valid():
        refuse_fields(form.errors.as_data(), "body", "flag")
    network = get_network(request)
    try:
        actions.flag_comment(
            comment,
            reader_key=get_reader_key(reader_key, network),
            network=network,
            **form.cleaned_data,
        )
    except CommentError as error:
        return refuse(error)
    return Answer(HTTPStatus.NO_CONTENT, None)
