"""Decisions about the comments that are selected in the queue."""

import json

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BigIntegerField
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction

from ..actions import decide_undecided
from ..models import ReaderComment, RejectionReason
from ..permissions import comment_policy
from ..status import Status
from .decisions import APPROVE, REJECT, SPAM
from .queue import QueueView

MAXIMUM_ID = BigIntegerField.MAX_BIGINT

#: How many comments the confirmation spells out.
SHOWN = 20


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

    "All in the listing" may be more by the time of the click; nobody has looked at those.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = ReasonField(label=_("Reason to reject"), choices=get_reasons, required=False)

    def clean_seen(self):
        try:
            seen = {
                int(pk): (Status(status), int(revision))
                for pk, (status, revision) in json.loads(self.data["seen"]).items()
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

    def __init__(self, request, model):
        super().__init__(request, model)
        queue_url = f"{reverse('reader_comments:index')}?status=held"
        self.next_url = get_valid_next_url_from_request(request) or queue_url

    def dispatch(self, request, *args, **kwargs):
        if not comment_policy.user_has_permission(request.user, "moderate"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def listing(self):
        """The comments that the queue lists with these filters, all of them in the scope."""
        view = QueueView()
        view.setup(self.request)
        return view.get_queryset()

    @cached_property
    def selection(self):
        """The selected comments of the scope, with their pages; others do not exist."""
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            return list(self.listing)
        return self.get_comments(int(pk) for pk in ids if pk.isascii() and pk.isdecimal())

    def get_comments(self, ids):
        scope = comment_policy.instances_user_has_permission_for(self.request.user, "moderate")
        # Databases refuse numbers that are larger.
        ids = [pk for pk in ids if pk <= MAXIMUM_ID]
        return list(scope.filter(pk__in=ids).select_related("discussion__page").oldest_first())

    def get_actionable_objects(self):
        if self.cleaned_form is not None:
            return self.get_comments(self.cleaned_form.cleaned_data["seen"]), {}
        possible, others = [], []
        for comment in self.selection:
            (possible if self.decision.is_possible(comment) else others).append(comment)
        return possible, {"items_with_no_access": others}

    def get_initial(self):
        if self.request.method == "POST":
            # Then the form says itself what was seen.
            return {}
        possible, _others = self.get_actionable_objects()
        seen = {comment.pk: [comment.status, comment.revision_number] for comment in possible}
        return {"seen": json.dumps(seen)}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "decision": self.decision,
            "header_icon": self.decision.icon,
            "shown": [item["item"] for item in context["items"][:SHOWN]],
            "more_count": max(0, len(context["items"]) - SHOWN),
        }

    def get_execution_context(self):
        return {"view": self}

    @classmethod
    def execute_action(cls, objects, *, view):
        """Decide, and tell which comments were decided or edited meanwhile."""
        cleaned = view.cleaned_form.cleaned_data
        seen = cleaned["seen"]
        decided = decide_undecided(
            objects,
            status=cls.decision.status,
            user=view.request.user,
            reason=cleaned["reason"] if cls.decision.has_reason else "",
            seen={pk: status for pk, (status, _revision) in seen.items()},
            seen_revisions={pk: revision for pk, (_status, revision) in seen.items()},
        )
        if decided.left:
            messages.warning(view.request, view.get_left_message(decided.left))
        view.done = decided.done
        return len(view.done), 0

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
            "display_name": decision.label,
            "aria_label": decision.bulk_label,
            "action_priority": priority,
        },
    )


BULK_ACTIONS = [
    make_bulk_action(decision, priority)
    for priority, decision in enumerate((APPROVE, REJECT, SPAM), start=10)
]
