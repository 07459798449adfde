"""Decisions about the comments that are selected in the queue."""

import json

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction

from ..actions import (
    Decided,
    block_undecided,
    count_commenters,
    decide_undecided,
    escalate_undecided,
    pick_shown,
    start_batch,
)
from ..actions.batches import STEP
from ..exceptions import CommentError, ListingGone
from ..models import ReaderComment
from ..models.batch import BLOCKED, ESCALATED, PICKED
from ..permissions import comment_policy
from ..status import VISIBLE, WAITING
from .batch import get_url, tell_of_end
from .bulk_forms import BulkBlockForm, BulkEscalationForm, BulkRejectionForm, SelectionForm
from .commenters import get_end
from .decisions import (
    BLOCK_KEY,
    BULK_DECISIONS,
    ESCALATE_KEY,
    PICK_KEY,
    get_left_summary,
    get_skipped_summary,
    get_summary,
)
from .queue import get_listing

ID_DIGITS = 20
MAXIMUM_ID = BigIntegerField.MAX_BIGINT

#: How many comments the confirmation spells out.
SHOWN = 20

#: Up to here "all in the listing" is a selection, decided at once as it was seen; what is longer
#: goes on in steps (``admin.batch``).
LARGEST_SELECTION = STEP


class SelectionBulkAction(BulkAction):
    """Asks once more, then decides what nobody else has decided meanwhile.

    A class of it says what is decided, in ``decision_name`` (as ``DecisionBatch`` does), which
    comments that is possible for, in ``find_possible`` and ``is_possible``, and does it in
    ``decide``.
    """

    decision_name = None
    models = [ReaderComment]
    form_class = SelectionForm
    template_name = "comments/admin/confirm_bulk_decision.html"
    #: The action of the policy that is needed for each comment.
    policy_action = "moderate"

    def __init__(self, request, model):
        super().__init__(request, model)
        queue_url = f"{reverse('reader_comments:index')}?status=held"
        self.next_url = get_valid_next_url_from_request(request) or queue_url

    def dispatch(self, request, *args, **kwargs):
        if not comment_policy.user_has_permission(request.user, self.policy_action):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def is_all(self):
        return "all" in self.request.GET.getlist("id")

    @cached_property
    def listing(self):
        """The comments that the queue lists with these filters, all of them in the scope.

        None where the filters make no sense.
        """
        try:
            return self.get_listing()
        except ListingGone:
            return ReaderComment.objects.none()

    def get_listing(self):
        return get_listing(self.request.user, self.request.GET, self.policy_action)

    @cached_property
    def candidates(self):
        """Those of ``listing`` that can be decided so."""
        return self.find_possible(self.listing)

    @cached_property
    def total(self):
        """How many ``candidates`` there are, where they are too many to spell out; else ``None``.

        ``is_all`` is true.
        """
        count = self.candidates.count()
        return count if count > LARGEST_SELECTION else None

    @cached_property
    def selection(self):
        """The selected comments of the scope, with their pages; others do not exist."""
        ids = self.request.GET.getlist("id")
        # Longer ones are no ids, and Python does not read numbers of any length.
        numbers = (pk for pk in ids if pk.isascii() and pk.isdecimal() and len(pk) < ID_DIGITS)
        return self.get_comments(int(pk) for pk in numbers)

    def get_comments(self, ids):
        scope = comment_policy.instances_user_has_permission_for(
            self.request.user, self.policy_action
        )
        # Databases refuse numbers that are larger.
        comments = scope.filter(pk__in=[pk for pk in ids if pk <= MAXIMUM_ID])
        return list(comments.select_related("discussion__page").with_open_case().oldest_first())

    def get_actionable_objects(self):
        if self.cleaned_form is not None:
            return self.get_comments(self.cleaned_form.cleaned_data["seen"]), {}
        if self.is_all:
            shown = SHOWN if self.total else LARGEST_SELECTION
            possible = list(self.candidates[:shown])
            count = self.total or self.candidates.count()
            left_count = self.listing.count() - count
        else:
            possible = [item for item in self.selection if self.is_possible(item)]
            left_count = len(self.selection) - len(possible)
        return possible, {"left_count": left_count}

    def get_initial(self):
        if self.request.method == "POST":
            # Then the form says itself what was seen.
            return {}
        seen_at = timezone.now().isoformat()
        if self.is_all and self.total:
            return {"seen_at": seen_at, "seen_count": self.count_seen(self.candidates, self.total)}
        possible, _others = self.get_actionable_objects()
        seen = {comment.pk: [comment.status, comment.revision_number] for comment in possible}
        count = self.count_seen(ReaderComment.objects.filter(pk__in=list(seen)), len(seen))
        return {"seen": json.dumps(seen), "seen_at": seen_at, "seen_count": count}

    def count_seen(self, comments, count):
        """Return how many it is about: ``count``, that of the queryset ``comments``, or persons."""
        return count

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        count = (self.is_all and self.total) or len(context["items"])
        shown = [item["item"] for item in context["items"][:SHOWN]]
        return {
            **context,
            "title": self.aria_label,
            "label": self.display_name,
            "header_icon": self.icon,
            "count": count,
            "shown": shown,
            "more_count": count - len(shown),
        }

    def prepare_action(self, objects, objects_without_access):
        """Begin with what is too much for one request, and lead to its progress."""
        cleaned = self.cleaned_form.cleaned_data
        if not self.is_all or self.cleaned_form.is_spelled_out:
            return None
        try:
            candidates = self.find_possible(self.get_listing())
        except ListingGone as error:
            messages.error(self.request, str(error))
            return redirect(self.next_url)
        batch = start_batch(
            candidates,
            decision=self.decision_name,
            user=self.request.user,
            query=self.request.GET.urlencode(),
            seen_at=cleaned["seen_at"],
            seen_count=cleaned["seen_count"] or 0,
            **self.get_details(cleaned),
        )
        if batch.finished_at:
            tell_of_end(self.request, batch, candidates)
            return redirect(self.next_url)
        return redirect(get_url(batch, self.next_url))

    def get_details(self, cleaned):
        """Return what ``start_batch`` needs besides, from the form: a ``dict``."""
        return {}

    def get_execution_context(self):
        return {"view": self}

    @classmethod
    def execute_action(cls, objects, *, view):
        """Decide, and return how many were decided, and 0."""
        return view.conclude(objects)

    def conclude(self, objects):
        """Decide about those of ``objects`` that are as they were seen.

        Tell of those that were left, and of what a hook of the site refuses.
        """
        self.done = []
        seen = self.cleaned_form.cleaned_data["seen"]
        fresh = [one for one in objects if seen[one.pk] == (one.status, one.revision_number)]
        try:
            decided = self.decide(fresh)
        except CommentError as error:
            messages.error(self.request, str(error))
            return 0, 0
        left_count = self.count_left(objects, decided)
        if left_count:
            messages.warning(self.request, get_left_summary(self.decision_name, left_count))
        if decided.skipped:
            pages = list({comment.page.pk: comment.page for comment in decided.skipped}.values())
            text = get_skipped_summary(len(decided.skipped), pages)
            messages.warning(self.request, text)
        self.done = decided.done
        return len(self.done), 0

    def count_left(self, objects, decided):
        """Return how many of ``objects`` stay as they were, or persons; ``decided`` is the rest."""
        return len(objects) - len(decided.done) - len(decided.skipped)

    def get_success_message(self, num_parent_objects, num_child_objects):
        return get_summary(self.decision_name, num_parent_objects) if num_parent_objects else None


class DecisionBulkAction(SelectionBulkAction):
    """Gives the selected comments the status of ``decision``."""

    decision = None

    def find_possible(self, comments):
        return comments.may_become(self.decision.status)

    def is_possible(self, comment):
        return self.decision.is_possible(comment)

    def get_details(self, cleaned):
        return {"reason": cleaned.get("reason", "")}

    def decide(self, comments):
        cleaned = self.cleaned_form.cleaned_data
        return decide_undecided(
            comments,
            status=self.decision.status,
            user=self.request.user,
            reason=cleaned.get("reason", ""),
            seen={pk: status for pk, (status, _revision) in cleaned["seen"].items()},
            seen_revisions={pk: revision for pk, (_status, revision) in cleaned["seen"].items()},
        )

    def get_success_message(self, num_parent_objects, num_child_objects):
        return self.decision.get_message(self.done) if self.done else None


def make_bulk_action(decision, priority):
    """Return the bulk action of ``decision``."""
    return type(
        f"Bulk{decision.key.title()}",
        (DecisionBulkAction,),
        {
            "decision": decision,
            "decision_name": decision.status,
            "form_class": BulkRejectionForm if decision.has_reason else SelectionForm,
            "action_type": decision.key,
            "icon": decision.icon,
            "display_name": decision.label,
            "aria_label": decision.bulk_label,
            "action_priority": priority,
        },
    )


class BulkEscalate(SelectionBulkAction):
    """Puts the selected comments that wait into the cases of their pages."""

    decision_name = ESCALATED
    action_type = ESCALATE_KEY
    icon = "warning"
    display_name = _("Escalate")
    aria_label = _("Escalate the selected comments")
    action_priority = 20
    form_class = BulkEscalationForm

    def find_possible(self, comments):
        return comments.may_be_escalated()

    def is_possible(self, comment):
        return comment.status in WAITING and comment.open_case is None

    def get_details(self, cleaned):
        return {"note": cleaned["note"]}

    def decide(self, comments):
        note = self.cleaned_form.cleaned_data["note"]
        return escalate_undecided(comments, user=self.request.user, note=note)


class BulkPick(SelectionBulkAction):
    """Makes the selected comments editors' picks."""

    decision_name = PICKED
    action_type = PICK_KEY
    icon = "pick"
    display_name = _("Pick")
    aria_label = _("Pick the selected comments")
    action_priority = 30
    policy_action = "feature"

    def find_possible(self, comments):
        return comments.may_be_picked()

    def is_possible(self, comment):
        return comment.status in VISIBLE and not comment.is_pick

    def decide(self, comments):
        return pick_shown(comments, user=self.request.user)


class BulkBlock(SelectionBulkAction):
    """Blocks those who wrote the selected comments; the comments themselves stay as they are."""

    decision_name = BLOCKED
    action_type = BLOCK_KEY
    icon = "user"
    display_name = _("Block")
    aria_label = _("Block those who wrote the selected comments")
    action_priority = 40
    form_class = BulkBlockForm
    policy_action = "sanction"

    def find_possible(self, comments):
        return comments.may_be_blocked()

    def is_possible(self, comment):
        return bool(comment.author_email)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        ids = [item["item"].pk for item in context["items"]]
        comments = self.candidates if self.is_all else ReaderComment.objects.filter(pk__in=ids)
        return context | {"commenter_count": count_commenters(comments, user=self.request.user)}

    def count_seen(self, comments, count):
        return count_commenters(comments, user=self.request.user)

    def get_details(self, cleaned):
        return {"note": cleaned["text"], "until": get_end(cleaned["block"])}

    def decide(self, comments):
        """Block them; whom others have blocked or freed meanwhile is left alone."""
        cleaned = self.cleaned_form.cleaned_data
        details = self.get_details(cleaned)
        entries, _comments = block_undecided(
            comments,
            until=details["until"],
            text=details["note"],
            user=self.request.user,
            since=cleaned["seen_at"],
        )
        return Decided(entries)

    def count_left(self, objects, decided):
        # Persons: of one whose address is erased by now, nothing tells whether others of these
        # comments are by the same.
        return max((self.cleaned_form.cleaned_data["seen_count"] or 0) - len(decided.done), 0)


BULK_ACTIONS = [
    *(
        make_bulk_action(decision, priority)
        for priority, decision in enumerate(BULK_DECISIONS, start=10)
    ),
    BulkEscalate,
    BulkPick,
    BulkBlock,
]
