"""Moderation cases in the admin: escalating, and the page on which a case is decided."""

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from ..actions import act_on_case, cancel_case, escalate, get_case_actions, get_case_digest
from ..exceptions import CommentError
from ..models import CommentModerationTask, ModerationCase, RejectionReason
from ..moderation.hosts import get_link_hosts
from ..moderation.reasons import explain
from ..permissions import case_policy
from ..status import WAITING, CaseOutcome
from .decisions import get_left_summary, get_summary
from .frame import AboutCommentMixin
from .scope import PageScopedViewMixin

#: How long a note to the next moderator may be.
NOTE_LENGTH = 2000

#: How many comments of a case its page shows at once: what a person looks at.
ITEMS_SHOWN = 50

#: With how many comments on it the page leads to the decision, which stands below them on a
#: telephone.
FEW = 3

#: What a case has decided about its comments, by its outcome.
DECIDED = {
    CaseOutcome.APPROVED: "approved",
    CaseOutcome.REJECTED: "rejected",
    CaseOutcome.SPAM: "spam",
}


class CaseScopedViewMixin(PageScopedViewMixin):
    """The gate for cases: those of the pages that one moderates.

    Besides, whoever is to act on the task at which a case is sees that case: its workflow may lead
    to people who moderate nothing.
    """

    policy = case_policy
    policy_action = "moderate"

    def setup(self, request, *args, **kwargs):
        self.reviewed_pk = None
        if "pk" in kwargs and is_reviewer(request.user, kwargs["pk"]):
            self.reviewed_pk = kwargs["pk"]
            self.request = request
            super(PageScopedViewMixin, self).setup(request, *args, **kwargs)
        else:
            super().setup(request, *args, **kwargs)

    def get_scope(self):
        scope = super().get_scope()
        reviewed = ModerationCase.objects.filter(pk=self.reviewed_pk)
        return reviewed if self.reviewed_pk is not None else scope


def is_reviewer(user, pk):
    """Return whether the case ``pk`` is at a task at which ``user`` can do something."""
    case = ModerationCase.objects.open().filter(pk=pk).first()
    task = case.current_workflow_task if case else None
    return task is not None and bool(task.specific.get_actions(case, user))


class EscalationForm(forms.Form):
    """A word to whoever looks next."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("For whoever looks next. Readers never see it."),
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )


class EscalateView(AboutCommentMixin, FormView):
    """Puts a comment that waits into the case of its page."""

    policy_action = "moderate"
    form_class = EscalationForm
    template_name = "comments/admin/escalate.html"
    page_title = gettext_lazy("Escalate")

    def form_valid(self, form):
        try:
            escalate([self.comment], user=self.request.user, note=form.cleaned_data["note"])
        except CommentError as error:
            messages.warning(self.request, f"{self.comment}: {error}")
        else:
            messages.success(self.request, _("Escalated: %(comment)s.") % {"comment": self.comment})
        return redirect(self.next_url)


class CaseView(WagtailAdminTemplateMixin, TemplateView):
    """A case: its comments as the queue shows them, its notes, and what can be done.

    ``p`` is the number of the part of its comments, as in Wagtail's listings.

    ``POST`` takes ``action``, one of those of the current task or ``cancel``; ``task_state``, the
    id of the state that the screen showed; ``seen``, what it showed of the comments; and the fields
    of the task's form for that action.
    """

    model = ModerationCase
    template_name = "comments/admin/case.html"
    page_title = gettext_lazy("Moderation case")
    header_icon = "comment"
    http_method_names = ["get", "post"]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        cases = ModerationCase.objects.select_related("discussion__page__locale", "opened_by")
        self.case = get_object_or_404(cases, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return self.case.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(get_url_name("list")), "label": _("Moderation cases")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    @cached_property
    def task_state(self):
        """The state of the task at which the case is; ``None`` when it is at none."""
        state = self.case.current_workflow_task_state
        return state.specific if state else None

    @cached_property
    def may_cancel(self):
        return case_policy.user_moderates(self.request.user, self.case.page)

    @cached_property
    def task(self):
        return self.task_state.task.specific if self.task_state else None

    def post(self, request, *args, **kwargs):
        name = request.POST.get("action")
        try:
            if name == "cancel":
                cancel_case(self.case, user=request.user)
                messages.success(request, _("The case is cancelled. Its comments wait as before."))
            else:
                self.act(name)
        except CommentError as error:
            messages.warning(request, str(error))
        return redirect(request.path)

    def act(self, name):
        """Do what was chosen, unless somebody else has brought the case further meanwhile."""
        posted = self.request.POST
        try:
            result = act_on_case(
                self.case,
                name,
                user=self.request.user,
                task_state=posted.get("task_state"),
                seen=posted.get("seen"),
                data=posted,
            )
        except ValidationError as error:
            raise BadRequest from error
        if result is None:
            messages.success(self.request, _("Done. The case is at its next task."))
        elif result.outcome in DECIDED:
            self.tell_result(result)
        else:
            # No task that could have decided is left in the workflow.
            messages.warning(self.request, _("The case is over. Its comments wait as before."))

    def tell_result(self, result):
        decision = DECIDED[result.outcome]
        messages.success(self.request, get_summary(decision, result.done))
        if result.left:
            messages.warning(self.request, get_left_summary(decision, result.left))

    @cached_property
    def part(self):
        """The part of the case that is shown, the oldest comments first."""
        items = self.case.items.select_related("comment__parent", "added_by").order_by(
            "comment__created_at", "pk"
        )
        return Paginator(items, ITEMS_SHOWN).get_page(self.request.GET.get("p"))

    def get_rows(self):
        """Return the items of the case that are shown, with what their comments' cells need."""
        labels = RejectionReason.objects.get_labels()
        for item in self.part:
            comment = item.comment
            # They are all of one discussion, which is loaded.
            comment.discussion = self.case.discussion
            yield {
                "item": item,
                "comment": comment,
                "explanation": explain(comment, labels),
                "hosts": get_link_hosts(comment.rendered),
                "is_waiting": comment.status in WAITING,
            }

    def get_context_data(self, **kwargs):
        page = self.case.page
        return super().get_context_data(
            case=self.case,
            task_state=self.task_state,
            seen=get_case_digest(self.case),
            actions=get_case_actions(self.case, self.request.user).items(),
            takes_reason=isinstance(self.task, CommentModerationTask),
            may_cancel=self.case.is_open and self.may_cancel,
            rows=list(self.get_rows()),
            part=self.part,
            total=self.part.paginator.count,
            waiting=self.case.items.waiting().count(),
            few=FEW,
            queue_url=f"{reverse('reader_comments:index')}?case={self.case.pk}",
            page=page,
            page_url=page.get_url(self.request) if page.live else None,
            reason=RejectionReason.objects.get_labels().get(self.case.reason, self.case.reason),
            reasons=RejectionReason.objects.get_choices(),
            task_states=self.get_task_states(),
            moderates=self.may_cancel,
            **kwargs,
        )

    def get_task_states(self):
        states = TaskState.objects.for_instance(self.case).select_related("task", "finished_by")
        return states.order_by("started_at", "pk")


def get_url_name(name):
    """Return the name of an address of cases."""
    return ModerationCase.snippet_viewset.get_url_name(name)
