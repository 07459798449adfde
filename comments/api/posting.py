"""Posting through an API: without an account, a cookie or a session."""

import re
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Annotated, Literal
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail.coreutils import camelcase_to_underscore

from .. import guard
from ..actions import get_edit_deadline, is_open_to_author, submit_comment, submit_once
from ..cookies import digest_reader_key
from ..exceptions import ReplyNotPossible
from ..forms import CommentForm
from ..identity import get_commenter
from ..models import ReaderComment
from ..moderation.reasons import get_explanation
from ..prepared import name_columns
from ..querysets import get_commentable_pages
from ..status import VISIBLE, WAITING, Status
from .reading import get_discussion, get_permalink, write_time

SECRET_SALT = "comments.api.own"  # noqa: S105 - a name


class CommentsReceipt(TypedDict):
    """What became of a post."""

    id: Annotated[UUID, Field(description="The comment's permanent id.")]
    status: Annotated[
        Literal["approved", "held"],
        Field(description="Whether readers see it already, or a moderator looks at it before."),
    ]
    secret: Annotated[
        str,
        Field(
            description="Proves that the comment is yours: send it as `Comment-Secret`. It comes "
            "with this answer alone."
        ),
    ]
    editable_until: Annotated[
        str,
        Field(
            description="Until when you can edit and withdraw it, in UTC.",
            json_schema_extra={"format": "date-time"},
        ),
    ]
    url: Annotated[str, Field(description="Where it stands once it is approved, for people.")]


class CommentsOwn(TypedDict):
    """A comment as its author alone sees it."""

    id: UUID
    page: int
    status: Annotated[
        Literal["approved", "held", "rejected", "withdrawn"],
        Field(description="What became of it; `rejected` is all that is not shown for good."),
    ]
    rejection_message: Annotated[
        str, Field(description="Why it was rejected, for its author; empty for no reason.")
    ]
    subject: str
    body: Annotated[str, Field(description="The source, as it was typed.")]
    html: Annotated[str, Field(description="The comment as safe HTML.")]
    author_name: str
    is_editable: Annotated[bool, Field(description="Whether it can be edited and withdrawn now.")]
    editable_until: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    revision: Annotated[int, Field(description="How often it was edited.")]


@dataclass(frozen=True)
class Posted:
    """What became of a post: the ``receipt``, and whether readers see it (201) or not yet (202)."""

    receipt: CommentsReceipt
    is_shown: bool


class FieldErrors(Exception):
    """What was sent is not what the form takes; ``errors`` is ``{field: [ValidationError]}``."""

    def __init__(self, errors):
        self.errors = errors
        super().__init__(str(errors))


#: The largest body, in bytes: four for each character of the longest comment, and room.
LARGEST_BODY = 256 * 1024


def is_body_small(request):
    """Tell whether the body of ``request`` is said to be one that is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    # Python takes no text of thousands of digits for a number.
    is_number = length.isdecimal() and len(length) <= len(str(LARGEST_BODY))
    return is_number and int(length) <= LARGEST_BODY


_ODD_CHARACTER = re.compile("[\x00\ud800-\udfff]")


def check_characters(value):
    """Return ``value``; raises ``ValueError`` for NUL and halves of surrogate pairs.

    No database keeps them, and no text has them.
    """
    if _ODD_CHARACTER.search(value):
        raise ValueError(_("The text has a character that no text has."))
    return value


def describe_errors(error_dict, *path):
    """Return ``{field: [ValidationError]}`` as a list of ``{"type", "loc", "msg"}``."""
    return [
        {"type": error.code or "invalid", "loc": [*path, name], "msg": message}
        for name, problems in error_dict.items()
        for error in problems
        for message in error.messages
    ]


def describe_refusal(error, *loc):
    """Return what an action refused in that shape, with a code such as ``discussion_closed``."""
    code = camelcase_to_underscore(type(error).__name__)
    return {"type": code, "loc": list(loc), "msg": str(error)}


def post(data, *, user, network, key="", request) -> Posted:
    """Post what ``data``, a dictionary with the fields of the form, ``page`` and ``parent``, says.

    ``user`` is who the token proves, perhaps nobody; ``network`` is as for ``submit_comment``,
    ``key`` the ``Idempotency-Key`` or ``""``. Raises ``Http404``, ``FieldErrors`` and what
    ``submit_comment`` and ``submit_once`` raise. What fills in the field that people do not see
    gets an answer like everybody else's, and nothing is kept.
    """
    discussion = get_discussion(data["page"], user=user)
    page = _as_specific(discussion.page)
    commenter = get_commenter(user, page) if user.is_authenticated else None
    cleaned, errors = CommentForm.check(data, is_named=commenter is None)
    if errors:
        raise FieldErrors(errors)
    if guard.is_trapped(data):
        return _pretend(discussion, request)

    def submit():
        return submit_comment(
            page,
            parent=_find_parent(page, data["parent"]),
            network=network,
            commenter=commenter,
            **cleaned,
        )

    if key:
        sent = {name: str(value) for name, value in data.items()} | {"user": str(user.pk)}
        comment, is_shown = submit_once(submit, key=key, sent=sent)
    else:
        comment = submit()
        is_shown = comment.status in VISIBLE
    comment.discussion.page = page
    return Posted(_make_receipt(comment, is_shown, request), is_shown)


def _as_specific(page):
    """Return ``page`` as an object of its own class, without a query.

    What is not known of it is loaded when somebody asks, such as a hook of the site.
    """
    page_type = page.specific_class
    known = page.__dict__ | {page_type._meta.pk.attname: page.pk}
    names = name_columns(page_type, frozenset(known))
    specific = page_type.from_db(page._state.db, names, [known[name] for name in names])
    specific._state.fields_cache.update(page._state.fields_cache)
    return specific


def _find_parent(page, uuid):
    if uuid is None:
        return None
    parent = ReaderComment.objects.visible_on(page).filter(uuid=uuid).first()
    if parent is None:
        raise ReplyNotPossible
    return parent


def _make_receipt(comment, is_shown, request) -> CommentsReceipt:
    return {
        "id": comment.uuid,
        "status": "approved" if is_shown else "held",
        "secret": make_secret(comment.uuid),
        "editable_until": write_time(get_edit_deadline(comment)),
        "url": get_permalink(comment, request),
    }


def _pretend(discussion, request):
    comment = ReaderComment(uuid=uuid4(), discussion=discussion, created_at=timezone.now())
    receipt = _make_receipt(comment, False, request)
    # A secret of nothing, which looks like the others.
    return Posted(receipt | {"secret": token_urlsafe(32)[: len(receipt["secret"])]}, False)


def make_secret(uuid):
    """Return the text that proves that one wrote the comment ``uuid``."""
    return Signer(salt=SECRET_SALT).signature(uuid.hex)


def get_own(uuid, secret, *, user):
    """Return the comment whose author has this ``secret``; raises ``Http404`` for all others.

    As on the pages: while there is a text, ``user`` may see the page, and what was posted as
    oneself only with a token of the same account.
    """
    try:
        Signer(salt=SECRET_SALT).unsign(f"{uuid.hex}:{secret}")
    except BadSignature as error:
        raise Http404(_("There is no comment with this id.")) from error
    comments = ReaderComment.objects.own([uuid], user).exclude(status=Status.REMOVED)
    comment = (
        comments.filter(discussion__page__in=get_commentable_pages(user))
        .select_related("discussion__page", "parent")
        .first()
    )
    if comment is None:
        raise Http404(_("There is no comment with this id."))
    return comment


def represent_own(comment) -> CommentsOwn:
    """Return ``comment`` for its author."""
    if comment.status in VISIBLE:
        status = "approved"
    elif comment.status in WAITING | {Status.UNCONFIRMED}:
        status = "held"
    else:
        status = "withdrawn" if comment.status == Status.WITHDRAWN else "rejected"
    return {
        "id": comment.uuid,
        "page": comment.discussion.page_id,
        "status": status,
        "rejection_message": get_explanation(comment),
        "subject": comment.subject,
        "body": comment.body,
        "html": comment.rendered,
        "author_name": comment.author_name,
        "is_editable": is_open_to_author(comment),
        "editable_until": write_time(get_edit_deadline(comment)),
        "revision": comment.revision_number,
    }


def get_reader_key(key, network):
    """Return the digest that stands for a reader: by a ``key`` of its own, else by its network."""
    return digest_reader_key(key or f"network:{network}")
