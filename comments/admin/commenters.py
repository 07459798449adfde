"""Notes about a commenter and sanctions, beside a comment."""

from datetime import timedelta

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from ..actions import block_commenter, lift_block, note_commenter
from ..exceptions import CommentError
from ..models import CommenterEntry
from ..models.commenter import NOTE_LENGTH
from ..permissions import comment_policy, get_scope
from .frame import AboutCommentMixin

#: For how long one may be blocked: the days, ``"always"`` for good.
PERIODS = [
    ("1", gettext_lazy("For a day")),
    ("7", gettext_lazy("For a week")),
    ("30", gettext_lazy("For 30 days")),
    ("365", gettext_lazy("For a year")),
    ("always", gettext_lazy("For good")),
]

#: How many entries a page shows, the newest.
SHOWN = 20


def get_entries(user, comment):
    """Return what is kept about the commenter of ``comment`` where ``user`` may keep some too.

    Whoever may only pick comments or set discussions reads none of it.
    """
    entries = CommenterEntry.objects.of(comment.author_email).select_related("page", "created_by")
    scope = get_scope(user, "page__path", "moderate") | get_scope(user, "page__path", "sanction")
    return entries.filter(scope).order_by("-pk")[:SHOWN]


def may_know_commenter(user, page):
    """Return whether ``user`` reads notes and mail addresses of those who comment on ``page``."""
    return any(comment_policy.user_may(user, action, page) for action in ("moderate", "sanction"))


def get_end(period):
    """Return until when a block for one of ``PERIODS`` holds; ``None`` for good."""
    return None if period == "always" else timezone.now() + timedelta(days=int(period))


class SeenAtField(forms.DateTimeField):
    """When the form was shown, as it says itself; far enough from the ends of the calendar for
    every database.
    """

    YEARS = range(1900, 9000)

    def __init__(self, **kwargs):
        super().__init__(widget=forms.HiddenInput, required=False, **kwargs)

    def to_python(self, value):
        moment = super().to_python(value)
        if moment is not None and moment.year not in self.YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class EntryForm(forms.Form):
    """A note, and for how long the commenter is blocked, if at all."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("For those who moderate this section. Readers never see it."),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    block = forms.ChoiceField(
        label=gettext_lazy("Block the commenter"),
        required=False,
        help_text=gettext_lazy(
            "What they post in this section under this address is rejected at once."
        ),
        choices=[("", gettext_lazy("No")), *PERIODS],
    )

    # When the entries were shown: nobody lifts or replaces a block that they have not seen.
    seen_at = SeenAtField()

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and not cleaned.get("block"):
            raise forms.ValidationError(_("Write a note, or choose for how long to block."))
        return cleaned


class CommenterView(AboutCommentMixin, FormView):
    """Takes a note about the commenter of a comment, or blocks them; ``lift`` lifts a block."""

    policy_action = "view"
    form_class = EntryForm
    template_name = "comments/admin/commenter.html"
    page_title = gettext_lazy("Note or sanction")
    header_icon = "user"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not (self.may("moderate") or self.may("sanction")):
            raise PermissionDenied

    def may(self, action):
        return comment_policy.user_may(self.request.user, action, self.comment.page)

    def get_page_subtitle(self):
        return self.comment.author_name

    def get_initial(self):
        return {**super().get_initial(), "seen_at": timezone.now().isoformat()}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.may("sanction"):
            del form.fields["block"]
        return form

    def post(self, request, *args, **kwargs):
        if "lift" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            seen_at = EntryForm.base_fields["seen_at"].clean(request.POST.get("seen_at"))
        except ValidationError as error:
            raise BadRequest from error
        try:
            lifted = lift_block(self.comment, user=request.user, since=seen_at)
        except CommentError as error:
            messages.warning(request, str(error))
            return redirect(self.next_url)
        if lifted:
            messages.success(request, _("The commenter is blocked no more."))
        else:
            messages.warning(request, _("There is no block here that you can lift."))
        return redirect(self.next_url)

    def form_valid(self, form):
        text, block = form.cleaned_data["text"], form.cleaned_data.get("block")
        try:
            if block:
                until = get_end(block)
                block_commenter(
                    self.comment,
                    until=until,
                    text=text,
                    user=self.request.user,
                    since=form.cleaned_data["seen_at"],
                )
                done = _("%(name)s is blocked.")
            else:
                note_commenter(self.comment, text=text, user=self.request.user)
                done = _("The note about %(name)s is kept.")
        except CommentError as error:
            messages.warning(self.request, str(error))
        else:
            messages.success(self.request, done % {"name": self.comment.author_name})
        return redirect(self.next_url)

    def get_context_data(self, **kwargs):
        entries = list(get_entries(self.request.user, self.comment))
        return super().get_context_data(
            entries=entries,
            is_blocked=self.may("sanction") and any(entry.is_in_force for entry in entries),
            **kwargs,
        )
