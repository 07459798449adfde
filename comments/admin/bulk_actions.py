"""Decisions about the comments that are selected in the queue."""

import json
from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BigIntegerField
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction

from ..actions import (
    Decided,
    block_commenters,
    decide_undecided,
    escalate_undecided,
    pick_shown,
    start_batch,
)
from ..actions.batches import STEP
from ..exceptions import CommentError
from ..models import ReaderComment, RejectionReason
from ..models.batch import BLOCKED, ESCALATED, PICKED
from ..models.commenter import NOTE_LENGTH
from ..permissions import comment_policy
from ..status import VISIBLE, WAITING, Status
from .batch import get_url
from .cases import EscalationForm
from .commenters import PERIODS, EntryForm, get_end
from .decisions import BLOCK_KEY, BULK_DECISIONS, ESCALATE_KEY, PICK_KEY, get_summary
from .queue import get_listing

MAXIMUM_ID = BigIntegerField.MAX_BIGINT

#: How many comments the confirmation spells out.
SHOWN = 20

#: Up to here "all in the listing" is a selection, decided at once as it was seen; what is longer
#: goes on in steps (``admin.batch``).
LARGEST_SELECTION = STEP

#: How old a list of so many may be when it is decided, in minutes.
MAXIMUM_AGE = 60


def get_reasons():
    """Return the choices of the field ``reason``."""
    reasons = RejectionReason.objects.get_choices()
    return [("", _("No reason")), *((reason.code, reason.label) for reason in reasons)]


class ReasonField(forms.ChoiceField):
    """One of the reasons that are offered; those that were are taken too."""

    def valid_value(self, value):
        return RejectionReason.objects.is_known(value)


class SelectionForm(forms.Form):
    """What the moderator has confirmed: ``{pk: [status, revision number]}`` as seen, of exactly
    these comments.

    "All in the listing" may be more by the time of the click; nobody has looked at those. Where
    they are too many to spell out, ``seen_at`` is when they were listed: what has come or changed
    since is left alone.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    reason = ReasonField(
        label=_("Reason to reject"),
        choices=get_reasons,
        required=False,
        widget=forms.Select(attrs={"autofocus": True}),
    )

    def clean_seen_at(self):
        seen_at = self.cleaned_data["seen_at"]
        if seen_at is None:
            return None
        age = timezone.now() - seen_at
        if not timedelta(0) <= age <= timedelta(minutes=MAXIMUM_AGE):
            raise ValidationError(_("This list is too old. Look at it again before you decide."))
        return seen_at

    def clean_seen(self):
        if self.data.get("seen_at"):
            return {}
        try:
            seen = {
                int(pk): (Status(status), int(revision))
                for pk, (status, revision) in json.loads(self.data.get("seen", "")).items()
            }
        except (AttributeError, OverflowError, TypeError, ValueError) as error:
            raise ValidationError("", code="invalid") from error
        return seen


class DecisionBulkAction(BulkAction):
    """Asks once more, then decides what nobody else has decided meanwhile."""

    decision = None
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
        """The comments that the queue lists with these filters, all of them in the scope."""
        return get_listing(self.request.user, self.request.GET, self.policy_action)

    @cached_property
    def candidates(self):
        """Those of ``listing`` that can be decided so."""
        return self.listing.may_become(self.decision.status)

    def is_possible(self, comment):
        return self.decision.is_possible(comment)

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
        return self.get_comments(int(pk) for pk in ids if pk.isascii() and pk.isdecimal())

    def get_comments(self, ids):
        scope = comment_policy.instances_user_has_permission_for(
            self.request.user, self.policy_action
        )
        # Databases refuse numbers that are larger.
        ids = [pk for pk in ids if pk <= MAXIMUM_ID]
        return list(scope.filter(pk__in=ids).select_related("discussion__page").oldest_first())

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.decision.has_reason:
            del form.fields["reason"]
        return form

    def get_actionable_objects(self):
        if self.cleaned_form is not None:
            return self.get_comments(self.cleaned_form.cleaned_data["seen"]), {}
        if self.is_all:
            shown = SHOWN if self.total else LARGEST_SELECTION
            possible = list(self.candidates[:shown])
            left_count = self.listing.count() - (self.total or len(possible))
        else:
            possible = [item for item in self.selection if self.is_possible(item)]
            left_count = len(self.selection) - len(possible)
        return possible, {"left_count": left_count}

    def get_initial(self):
        if self.request.method == "POST":
            # Then the form says itself what was seen.
            return {}
        if self.is_all and self.total:
            return {"seen_at": timezone.now().isoformat()}
        possible, _others = self.get_actionable_objects()
        seen = {comment.pk: [comment.status, comment.revision_number] for comment in possible}
        return {"seen": json.dumps(seen)}

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
        if not (self.is_all and cleaned["seen_at"]):
            return None
        batch = start_batch(
            self.candidates,
            status=self.decision.status,
            user=self.request.user,
            reason=cleaned.get("reason", ""),
            query=self.request.GET.urlencode(),
            seen_at=cleaned["seen_at"],
        )
        return redirect(get_url(batch, self.next_url))

    def get_execution_context(self):
        return {"view": self}

    @classmethod
    def execute_action(cls, objects, *, view):
        """Decide, and tell which comments were decided or edited meanwhile."""
        cleaned = view.cleaned_form.cleaned_data
        seen = cleaned["seen"]
        return view.conclude(
            lambda: decide_undecided(
                objects,
                status=cls.decision.status,
                user=view.request.user,
                reason=cleaned.get("reason", ""),
                seen={pk: status for pk, (status, _revision) in seen.items()},
                seen_revisions={pk: revision for pk, (_status, revision) in seen.items()},
            )
        )

    def conclude(self, decide):
        """Return how many were decided by ``decide``, which returns ``Decided``, and 0.

        Tell of those that were left, and of what a hook of the site refuses.
        """
        self.done = []
        try:
            decided = decide()
        except CommentError as error:
            messages.error(self.request, str(error))
            return 0, 0
        if decided.left:
            messages.warning(self.request, self.get_left_message(decided.left))
        self.done = decided.done
        return len(self.done), 0

    def get_left_message(self, left):
        return ngettext(
            "%(count)d comment was edited or decided by somebody else meanwhile and stays as it "
            "is.",
            "%(count)d comments were edited or decided by somebody else meanwhile and stay as they "
            "are.",
            len(left),
        ) % {"count": len(left)}

    def get_success_message(self, num_parent_objects, num_child_objects):
        return self.decision.get_message(self.done) if self.done else None


def make_bulk_action(decision, priority):
    """Return the bulk action of ``decision``."""
    return type(
        f"Bulk{decision.key.title()}",
        (DecisionBulkAction,),
        {
            "decision": decision,
            "action_type": decision.key,
            "icon": decision.icon,
            "display_name": decision.label,
            "aria_label": decision.bulk_label,
            "action_priority": priority,
        },
    )


class BulkEscalationForm(SelectionForm):
    """What the moderator has confirmed, and a word to whoever looks next."""

    reason = None
    note = EscalationForm.base_fields["note"]


class AllAtOnce:
    """For bulk actions that are done at once: of all that match, the first, as people look at each.

    At most ``LARGEST_SELECTION`` of them.
    """

    total = None

    def get_form(self, form_class=None):
        return super(DecisionBulkAction, self).get_form(form_class)

    def prepare_action(self, objects, objects_without_access):
        return None


class BulkEscalate(AllAtOnce, DecisionBulkAction):
    """Puts the selected comments that wait into the cases of their pages."""

    action_type = ESCALATE_KEY
    icon = "warning"
    display_name = _("Escalate")
    aria_label = _("Escalate the selected comments")
    action_priority = 20
    form_class = BulkEscalationForm

    @cached_property
    def candidates(self):
        return self.listing.waiting()

    def is_possible(self, comment):
        return comment.status in WAITING

    @classmethod
    def execute_action(cls, objects, *, view):
        """Escalate, and tell which comments were decided meanwhile."""
        return view.conclude(
            lambda: escalate_undecided(
                objects,
                user=view.request.user,
                note=view.cleaned_form.cleaned_data["note"],
            )
        )

    def get_success_message(self, num_parent_objects, num_child_objects):
        if not num_parent_objects:
            return None
        return get_summary(ESCALATED, num_parent_objects)


class BulkPickForm(SelectionForm):
    """What has been confirmed."""

    reason = None


class BulkPick(AllAtOnce, DecisionBulkAction):
    """Makes the selected comments editors' picks, as one decision that can be undone."""

    action_type = PICK_KEY
    icon = "pick"
    display_name = _("Pick")
    aria_label = _("Pick the selected comments")
    action_priority = 30
    form_class = BulkPickForm
    policy_action = "feature"

    @cached_property
    def candidates(self):
        return self.listing.filter(status__in=VISIBLE, is_pick=False)

    def is_possible(self, comment):
        return comment.status in VISIBLE and not comment.is_pick

    @classmethod
    def execute_action(cls, objects, *, view):
        """Pick those that readers still see."""
        return view.conclude(lambda: pick_shown(objects, user=view.request.user))

    def get_success_message(self, num_parent_objects, num_child_objects):
        return get_summary(PICKED, num_parent_objects) if num_parent_objects else None


class BulkBlockForm(SelectionForm):
    """What has been confirmed, for how long, and a note to those who moderate the section."""

    reason = None
    block = forms.ChoiceField(
        label=_("Block the commenters"),
        choices=PERIODS,
        initial="7",
        help_text=EntryForm.base_fields["block"].help_text,
        widget=forms.Select(attrs={"autofocus": True}),
    )
    text = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=EntryForm.base_fields["text"].help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BulkBlock(AllAtOnce, DecisionBulkAction):
    """Blocks those who wrote the selected comments, as one decision that can be undone.

    The comments themselves stay as they are.
    """

    action_type = BLOCK_KEY
    icon = "user"
    display_name = _("Block")
    aria_label = _("Block those who wrote the selected comments")
    action_priority = 40
    form_class = BulkBlockForm
    policy_action = "sanction"

    @cached_property
    def candidates(self):
        return self.listing.exclude(author_email="")

    def is_possible(self, comment):
        return bool(comment.author_email)

    @classmethod
    def execute_action(cls, objects, *, view):
        """Block them; whose address is erased by now is left alone."""
        cleaned = view.cleaned_form.cleaned_data
        known = [comment for comment in objects if comment.author_email]
        return view.conclude(
            lambda: Decided(
                block_commenters(
                    known,
                    until=get_end(cleaned["block"]),
                    text=cleaned["text"],
                    user=view.request.user,
                )
            )
        )

    def get_success_message(self, num_parent_objects, num_child_objects):
        return get_summary(BLOCKED, num_parent_objects) if num_parent_objects else None


BULK_ACTIONS = [
    *(
        make_bulk_action(decision, priority)
        for priority, decision in enumerate(BULK_DECISIONS, start=10)
    ),
    BulkEscalate,
    BulkPick,
    BulkBlock,
]
