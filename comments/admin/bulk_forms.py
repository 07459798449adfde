"""What is confirmed when a decision is made about many comments."""

import json
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import RejectionReason
from ..models.commenter import NOTE_LENGTH
from ..status import Status
from .cases import EscalationForm
from .commenters import PERIODS, EntryForm, SeenAtField

#: How old a list of so many may be when it is decided, in minutes.
MAXIMUM_AGE = 60

#: The largest number that ``DecisionBatch.total`` takes.
LARGEST_COUNT = 2**31 - 1


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
    ``seen_at`` is when they were listed: what others have decided since is left alone, and where
    they are too many to spell out, so that ``seen`` is empty, what has come or changed since.
    ``seen_count`` is how many it was about then.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_at = SeenAtField()
    seen_count = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST_COUNT
    )

    @property
    def is_spelled_out(self):
        """Whether ``seen`` says which comments it is about."""
        return bool(self.data.get("seen"))

    def clean_seen_at(self):
        seen_at = self.cleaned_data["seen_at"]
        if seen_at is None or self.is_spelled_out:
            return seen_at
        age = timezone.now() - seen_at
        if not timedelta(0) <= age <= timedelta(minutes=MAXIMUM_AGE):
            raise ValidationError(_("This list is too old. Look at it again before you decide."))
        return seen_at

    def clean_seen(self):
        if self.data.get("seen_at") and not self.is_spelled_out:
            return {}
        try:
            seen = {
                int(pk): (Status(status), int(revision))
                for pk, (status, revision) in json.loads(self.data.get("seen", "")).items()
            }
        except (AttributeError, OverflowError, RecursionError, TypeError, ValueError) as error:
            raise ValidationError("", code="invalid") from error
        return seen


class BulkRejectionForm(SelectionForm):
    """What the moderator has confirmed, and why."""

    reason = ReasonField(
        label=_("Reason to reject"),
        choices=get_reasons,
        required=False,
        widget=forms.Select(attrs={"autofocus": True}),
    )


class BulkEscalationForm(SelectionForm):
    """What the moderator has confirmed, and a word to whoever looks next."""

    note = EscalationForm.base_fields["note"]


class BulkBlockForm(SelectionForm):
    """What has been confirmed, for how long, and a note to those who moderate the section."""

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
