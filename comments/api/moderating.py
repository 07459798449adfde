"""Moderating through an API: what a moderator sees, and what becomes of what one decides."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

import swapper
from django.db import transaction
from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field
from typing_extensions import TypedDict

from .. import actions
from ..exceptions import BatchNotKnown, EscalationNotPossible, ModerationDenied
from ..models import CommentLogEntry, DecisionBatch, ReaderComment, RejectionReason
from ..models.batch import BLOCKED, ESCALATED, LONGEST_RUN, PICKED
from ..moderation.hosts import get_link_hosts
from ..moderation.queue import (
    HAS_FLAGS,
    HAS_LINKS,
    IN_CASE,
    by_same_commenter,
    filter_case,
    filter_tab,
    get_cases,
    get_queue,
    search_queue,
)
from ..moderation.reasons import explain
from ..moderation.records import get_records
from ..permissions import comment_policy, get_action, get_scope
from ..status import TRANSITIONS, VISIBLE, WAITING, Status
from .reading import get_permalink, write_time

#: Decisions that give a status.
STATUSES = {
    "approve": Status.APPROVED,
    "reject": Status.REJECTED,
    "spam": Status.SPAM,
    "hold": Status.HELD,
}
#: The action of the policy that each other decision needs.
RIGHTS = {"pick": "feature", "unpick": "feature", "escalate": "moderate", "block": "sanction"}

#: Decisions about all that match, and what ``DecisionBatch`` calls them.
BATCHES = STATUSES | {"pick": PICKED, "escalate": ESCALATED, "block": BLOCKED}

StatusName = Literal[tuple(Status.values)]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class CommentsDiscussedPage(TypedDict):
    """The page that is discussed, as its editors call it."""

    id: int
    title: str
    is_live: bool


class CommentsRecord(TypedDict):
    """What became of all that a commenter wrote where one moderates."""

    total: int
    approved: int
    refused: Annotated[int, Field(description="Rejected, or spam.")]
    since: Time


class CommentsModerated(TypedDict):
    """A comment as its moderators see it. Mail addresses and networks are in no answer."""

    id: UUID
    page: CommentsDiscussedPage
    parent: UUID | None
    subject: str
    body: Annotated[str, Field(description="The source, as it was typed.")]
    html: Annotated[str, Field(description="As readers see it, or would.")]
    author_name: str
    badge: Literal["author", "staff"] | None
    status: StatusName
    reason: Annotated[str, Field(description="The code of the reason for the status, or empty.")]
    explanation: Annotated[str, Field(description="Why it is where it is, in words.")]
    links: Annotated[list[str], Field(description="The hosts that its links lead to.")]
    flag_count: Annotated[int, Field(description="Flags since the last decision.")]
    reaction_count: int
    is_pick: bool
    revision: Annotated[int, Field(description="How often its author has edited it.")]
    created_at: Time
    edited_at: Time | None
    decided_at: Time
    record: Annotated[
        CommentsRecord | None, Field(description="`null` where nothing tells who wrote it.")
    ]
    case: Annotated[int | None, Field(description="The open moderation case that it is in.")]
    decisions: Annotated[
        list[str], Field(description="What this user can decide about it as it is.")
    ]
    url: Annotated[str, Field(description="Where it stands once it is approved, for people.")]


@dataclass
class Outcome:
    """What became of comments: ``done``, and ``left`` as others have decided; ``batch`` undoes it.

    ``batch`` is ``None`` where there is nothing to undo.
    """

    done: list = field(default_factory=list)
    left: list = field(default_factory=list)
    batch: UUID | None = None


def represent_moderated(comments, *, user, request) -> list[CommentsModerated]:
    """Return ``comments`` of ``get_queue`` for a moderator. Two queries for any number."""
    records = get_records(user, comments)
    labels = RejectionReason.objects.get_labels()
    return [
        {
            "id": comment.uuid,
            "page": {
                "id": comment.page.pk,
                "title": comment.page.get_admin_display_title(),
                "is_live": comment.page.live,
            },
            "parent": comment.parent and comment.parent.uuid,
            "subject": comment.subject,
            "body": comment.body,
            "html": comment.rendered,
            "author_name": comment.author_name,
            "badge": comment.badge or None,
            "status": comment.status,
            "reason": comment.reason,
            "explanation": explain(comment, labels),
            "links": get_link_hosts(comment.rendered),
            "flag_count": comment.flag_count,
            "reaction_count": comment.reaction_count,
            "is_pick": comment.is_pick,
            "revision": comment.revision_number,
            "created_at": write_time(comment.created_at),
            "edited_at": comment.edited_at and write_time(comment.edited_at),
            "decided_at": write_time(comment.status_changed_at),
            "record": _represent_record(records.get(comment.author_email)),
            "case": comment.open_case,
            "decisions": get_possible(comment, user),
            "url": get_permalink(comment, request),
        }
        for comment in comments
    ]


def _represent_record(record) -> CommentsRecord | None:
    if record is None:
        return None
    return {
        "total": record.total,
        "approved": record.approved,
        "refused": record.refused,
        "since": write_time(record.since),
    }


def get_possible(comment, user):
    """Return the names of the decisions that ``user`` can make about ``comment`` as it is."""
    possible = []
    if comment_policy.user_moderates(user, comment.page):
        targets = TRANSITIONS[comment.status]
        possible += [name for name, status in STATUSES.items() if status in targets]
        possible += ["escalate"] if comment.status in WAITING else []
    if comment.status in VISIBLE and comment_policy.user_may(user, "feature", comment.page):
        possible.append("unpick" if comment.is_pick else "pick")
    if comment.author_email and comment_policy.user_may(user, "sanction", comment.page):
        possible.append("block")
    return possible


def filter_queue(user, criteria, *, action="view"):
    """Return the comments that ``user`` finds under ``criteria``, a dictionary of the API's names.

    They are those of the filters in the admin, whose results are the same.
    """
    queue = filter_tab(get_queue(user, action=action), criteria["status"] or "")
    if criteria["page"] is not None:
        pages = swapper.load_model("wagtailcore", "Page").objects
        page = pages.filter(get_scope(user, "path", "view"), pk=criteria["page"]).first()
        queue = queue.filter(discussion__page__path__startswith=page.path) if page else queue.none()
    if criteria["same"] is not None:
        comment = get_queue(user).filter(uuid=criteria["same"]).first()
        queue = by_same_commenter(queue, comment) if comment else queue.none()
    if criteria["case"] is not None:
        case = get_cases(user).filter(pk=criteria["case"]).first()
        queue = filter_case(queue, case) if case else queue.none()
    conditions = {
        "reason": criteria["reason"],
        "author_name__icontains": criteria["commenter"],
        "discussion__page__locale__language_code": criteria["language"],
        "created_at__gte": _begin(criteria["date_from"]),
        "created_at__lt": _begin(criteria["date_to"], days=1),
    }
    queue = queue.filter(**{name: value for name, value in conditions.items() if value})
    for name, condition in (("flags", HAS_FLAGS), ("links", HAS_LINKS), ("in_case", IN_CASE)):
        if criteria[name] is not None:
            queue = queue.filter(condition if criteria[name] else ~condition)
    return search_queue(queue, criteria["search"]) if criteria["search"] else queue


def _begin(day, days=0):
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=days)


def get_moderated(uuid, *, user):
    """Return one comment for ``user``; raises ``Http404`` unless it is within the scope."""
    comment = get_queue(user).filter(uuid=uuid).first()
    if comment is None:
        raise Http404(_("There is no comment with this id."))
    return comment


@transaction.atomic
def decide(chosen, *, user, **kwargs) -> Outcome:
    """Decide about the comments of ``chosen``: ``{uuid: (status, revision)}`` as ``user`` saw them.

    ``None`` for either is what it is now. The keyword arguments are ``decision``, one of
    ``STATUSES`` or ``RIGHTS``, and what it needs: ``reason``, ``note``, ``until``. What others have
    decided meanwhile is left to them, and so is whom they have blocked or freed later than
    ``seen_at``. Raises ``Http404`` when one of them is none that
    ``user`` may decide so, and what the actions raise: nothing is changed then.
    """
    now = timezone.now()
    done, left = _decide(chosen, user=user, **kwargs)
    return Outcome(done, left, _find_batch(done, user, now))


def _decide(chosen, *, decision, user, reason="", note="", until=None, seen_at=None):
    action = RIGHTS.get(decision, "moderate")
    comments = list(get_queue(user, action=action).filter(uuid__in=chosen).order_by("pk"))
    if len(comments) < len(chosen):
        raise Http404(_("There is no comment with one of these ids that you can decide so."))
    by_uuid = {comment.uuid: comment for comment in comments}
    seen = {by_uuid[uuid].pk: status for uuid, (status, _rev) in chosen.items() if status}
    revisions = {
        by_uuid[uuid].pk: revision
        for uuid, (_status, revision) in chosen.items()
        if revision is not None
    }
    stale = [
        comment
        for comment in comments
        if seen.get(comment.pk, comment.status) != comment.status
        or revisions.get(comment.pk, comment.revision_number) != comment.revision_number
    ]
    if decision in STATUSES:
        decided = actions.decide_undecided(
            comments,
            status=STATUSES[decision],
            user=user,
            reason=reason,
            seen=seen,
            seen_revisions=revisions,
        )
        return decided.done, decided.left
    fresh = [comment for comment in comments if comment not in stale]
    if decision == "block":
        _entries, decided = actions.block_undecided(
            fresh, until=until, text=note, user=user, since=seen_at
        )
    elif decision == "escalate":
        decided = actions.escalate_undecided(fresh, user=user, note=note)
        if decided.skipped and not decided.done:
            raise EscalationNotPossible(pages=[one.page for one in decided.skipped])
    else:
        decided = actions.pick_shown(fresh, is_pick=decision == "pick", user=user)
    return decided.done, stale + decided.left + decided.skipped


def _find_batch(comments, user, since):
    """Return the id of what ``user`` decided ``since`` then about ``comments``, or ``None``."""
    entries = CommentLogEntry.objects.filter(
        comment__in=[comment.pk for comment in comments], user=user, timestamp__gte=since
    )
    batches = DecisionBatch.objects.filter(uuid__in=entries.values("uuid"), user=user)
    return batches.order_by("-pk").values_list("uuid", flat=True).first()


#: What the filters are called in the admin's addresses, where a batch may be gone on with.
ADMIN_NAMES = {"search": "q", "date_from": "created_at_from", "date_to": "created_at_to"}


def start(criteria, *, decision, user, **details):
    """Begin a decision about all that ``criteria`` find; return its ``DecisionBatch``.

    ``decision`` is one of ``BATCHES``, and ``details`` are its ``reason``, ``note`` and ``until``.
    Raises ``ModerationDenied`` for whoever may decide so nowhere.
    """
    action = get_action(BATCHES[decision])
    if not comment_policy.user_has_permission(user, action):
        raise ModerationDenied
    query = QueryDict(mutable=True)
    for name, value in criteria.items():
        if value in (None, ""):
            continue
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if name == "same":
            value = get_moderated(value, user=user).pk
        query[ADMIN_NAMES.get(name, name)] = value
    # Never empty: that would be a decision which has no steps.
    query.setdefault("status", "")
    return actions.start_batch(
        filter_queue(user, criteria, action=action),
        decision=BATCHES[decision],
        user=user,
        query=query.urlencode(),
        **details,
    )


def go_on(uuid, *, user):
    """Make the next step of the decision ``uuid`` of ``user``; return its ``DecisionBatch``.

    Raises ``Http404``, and ``BatchNotKnown`` for one that was begun in the admin under a filter
    that the API does not know.
    """
    batch = DecisionBatch.objects.filter(uuid=uuid, user=user).exclude(query="").first()
    if batch is None:
        raise Http404(_("There is no decision of yours with this id that has steps."))
    criteria = _read_query(QueryDict(batch.query))
    candidates = filter_queue(user, criteria, action=get_action(batch.decision))
    batch, _decided = actions.continue_batch(batch, candidates)
    return batch


def _read_query(query):
    names = {value: name for name, value in ADMIN_NAMES.items()}
    criteria = dict.fromkeys(FILTERS)
    given = {names.get(name, name): value for name, value in query.items() if value}
    ignored = {"ordering", "p", "id", "next"}
    if set(given) - set(FILTERS) - ignored:
        raise BatchNotKnown
    criteria |= {name: value for name, value in given.items() if name in FILTERS}
    try:
        for name in ("flags", "links", "in_case"):
            criteria[name] = {None: None, "yes": True, "no": False}[criteria[name]]
        for name in ("date_from", "date_to"):
            criteria[name] = criteria[name] and date.fromisoformat(criteria[name])
        for name in ("page", "case"):
            criteria[name] = criteria[name] and int(criteria[name])
        if criteria["same"]:
            criteria["same"] = ReaderComment.objects.get(pk=int(criteria["same"])).uuid
    except (KeyError, ValueError, ReaderComment.DoesNotExist) as error:
        raise BatchNotKnown from error
    return criteria


FILTERS = (
    "status",
    "page",
    "reason",
    "commenter",
    "same",
    "case",
    "in_case",
    "date_from",
    "date_to",
    "flags",
    "links",
    "language",
    "search",
)


def is_known_reason(code):
    """Return whether comments can be rejected for the reason ``code``; "" is none."""
    return not code or RejectionReason.objects.is_known(code)


def get_history(comment):
    """Return the log entries of what was decided about ``comment``, the newest first."""
    return CommentLogEntry.objects.for_instance(comment).select_related("user")


def own_batches(user):
    """Return what ``user`` can undo now, and what is not finished, the newest first."""
    shown = Q(pk__in=DecisionBatch.objects.undoable(user).values("pk"))
    begun = timezone.now() - LONGEST_RUN
    shown |= Q(finished_at=None, undone_at=None, created_at__gt=begun)
    return DecisionBatch.objects.filter(shown, user=user).order_by("-created_at", "-pk")[:20]
