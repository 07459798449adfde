"""A second look: the comments of a page that go through a workflow of Wagtail's together."""

import swapper
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import (
    DraftStateMixin,
    RevisionMixin,
    Workflow,
    WorkflowMixin,
    WorkflowState,
    WorkflowTask,
)
from wagtail.permissions import policy_registry

from ..status import WAITING, CaseOutcome
from .comment import ReaderComment
from .discussion import Discussion
from .reason import CODE_LENGTH


class ModerationCaseQuerySet(models.QuerySet):
    """Queries over cases."""

    def open(self):
        """Cases that are not closed."""
        return self.filter(is_open=True)

    def without_waiting(self):
        """Cases of which no comment waits any more."""
        waiting = CaseItem.objects.filter(case=models.OuterRef("pk")).waiting()
        return self.exclude(models.Exists(waiting))

    def with_counts(self):
        """Annotate cases with the numbers of comments in them: all, and those that wait.

        They are ``comment_count`` and ``waiting_count``.
        """
        items = CaseItem.objects.filter(case=models.OuterRef("pk"))
        waiting = items.filter(comment__status__in=WAITING)
        return self.annotate(comment_count=_count(items), waiting_count=_count(waiting))

    def with_task(self):
        """Annotate cases with ``task_name``, that of the task at which they are; "" for none."""
        # Asked for by its name: a content type that was looked up would cost a query of its own.
        states = WorkflowState.objects.active().filter(
            base_content_type__app_label=self.model._meta.app_label,
            base_content_type__model=self.model._meta.model_name,
            object_id=Cast(models.OuterRef("pk"), models.CharField(max_length=255)),
        )
        name = models.Subquery(states.values("current_task_state__task__name")[:1])
        return self.annotate(task_name=Coalesce(name, models.Value("")))


def _count(items):
    """Return the number of ``items`` of a case, as a subquery."""
    numbers = items.order_by().values("case").annotate(number=models.Count("pk"))
    return Coalesce(models.Subquery(numbers.values("number")), 0)


class ModerationCase(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Comments of one discussion that were escalated, on their way through a workflow.

    A discussion has one open case at the most. What the workflow decides becomes of those of its
    comments that still wait by then; when each was decided singly, the case closes itself.

    Nothing of a case is a draft: publishing one, which is how a workflow of Wagtail's ends, changes
    nothing in it, and revisions hold no word of a comment.
    """

    discussion = models.ForeignKey(
        Discussion,
        verbose_name=_("discussion"),
        on_delete=models.CASCADE,
        related_name="cases",
    )
    #: ``True``, or ``None`` when the case is closed: of ``None`` a unique constraint allows many.
    is_open = models.BooleanField(null=True, default=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=CaseOutcome.choices, blank=True, editable=False
    )
    reason = models.CharField(_("reason"), max_length=CODE_LENGTH, blank=True, editable=False)

    objects = ModerationCaseQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("moderation case")
        verbose_name_plural = _("moderation cases")
        # The page-scoped policy decides, here as for comments.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["discussion", "is_open"], name="one_open_case")
        ]

    def __str__(self):
        return _("Comments on “%(page)s”") % {"page": self.page.get_admin_display_title()}

    @property
    def page(self):
        """The page that is discussed."""
        return self.discussion.page

    def get_workflow(self):
        """Return the workflow of the nearest section above the page, else that of all cases.

        ``None`` where there is none, and where workflows are switched off.
        """
        if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
            return None
        chosen = (
            PageCommentWorkflow.objects.filter(
                page__in=self.page.get_ancestors(inclusive=True), workflow__active=True
            )
            .order_by("-page__depth")
            .select_related("workflow")
            .first()
        )
        return chosen.workflow if chosen else self.get_default_workflow()

    def publish(self, revision, *args, **kwargs):
        """Do nothing: what becomes of the comments is for ``comments.actions`` to do."""

    def with_content_json(self, content):
        """Return the case as it is: a revision of it has nothing to bring back."""
        return self


class CaseItemQuerySet(models.QuerySet):
    """Queries over the comments of cases."""

    def waiting(self):
        """Those whose comment waits."""
        return self.filter(comment__in=ReaderComment.objects.waiting())


class CaseItem(models.Model):
    """A comment in a case, with who put it there, and why."""

    case = models.ForeignKey(ModerationCase, on_delete=models.CASCADE, related_name="items")
    comment = models.ForeignKey(ReaderComment, on_delete=models.CASCADE, related_name="case_items")
    note = models.TextField(_("note"), blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CaseItemQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment in a case")
        verbose_name_plural = _("comments in cases")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "comment"], name="comment_once_in_a_case")
        ]

    def __str__(self):
        return f"CaseItem {self.pk}: comment {self.comment_id} in case {self.case_id}"


def find_case_workflows():
    """Return the active workflows that a case can go through: a task there decides about comments.

    That is any task in use but a ``DiscussionSettingsTask``, which looks at pages alone.
    """
    deciding = WorkflowTask.objects.filter(
        workflow=models.OuterRef("pk"),
        task__active=True,
        task__discussionsettingstask__isnull=True,
    )
    return Workflow.objects.active().filter(models.Exists(deciding))


class PageCommentWorkflowForm(WagtailAdminModelForm):
    """Takes no page but those for which the policy lets the user choose a workflow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            policy = policy_registry.get_by_type(PageCommentWorkflow)
            self.fields["page"].queryset = policy.get_pages(self.for_user)


class PageCommentWorkflow(models.Model):
    """The workflow through which cases of a page and of all pages below it go."""

    page = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="comment_workflow",
        help_text=_("With all pages below it, unless one of them has a workflow of its own."),
    )
    workflow = models.ForeignKey(
        Workflow,
        verbose_name=_("workflow"),
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"active": True},
    )

    wagtail_reference_index_ignore = True

    # Here and not in the admin: what the API takes goes through the form that they make.
    panels = [PageChooserPanel("page"), FieldPanel("workflow")]
    base_form_class = PageCommentWorkflowForm

    class Meta:
        verbose_name = _("workflow of moderation cases")
        verbose_name_plural = _("workflows of moderation cases")

    def __str__(self):
        return f"{self.page}: {self.workflow}"

    def clean(self):
        """Refuse a workflow that no case can go through: escalating would fail every time."""
        if self.workflow_id is None or find_case_workflows().filter(pk=self.workflow_id).exists():
            return
        text = _(
            "No task in use of this workflow decides about comments. Add one to it, such as a "
            "comment moderation task, or choose another workflow."
        )
        raise ValidationError({"workflow": ValidationError(text, code="undecided")})
