"""Tasks for Wagtail's workflows: deciding about a case, and two that articles go through."""

from django import forms
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, AbstractPage, Task, TaskState

from .. import registry
from ..status import CaseOutcome, Mode
from .case import ModerationCase
from .discussion import Discussion
from .permission import GroupCommentPermission, Right
from .reason import RejectionReason

#: The home page of Wagtail's admin lists all that waits for a user, and takes two queries for each.
CASES_SHOWN = 25


def get_reason_choices():
    """Return the choices of a reason to reject."""
    reasons = RejectionReason.objects.get_choices()
    return [("", _("No reason")), *((reason.code, reason.label) for reason in reasons)]


class ReasonField(forms.ChoiceField):
    """One of the reasons that are offered; from a screen left open, one that was is taken too."""

    def valid_value(self, value):
        return RejectionReason.objects.is_known(value)


class RejectionForm(TaskStateCommentForm):
    """Why the comments of a case are rejected: a reason for their authors, a word for the staff."""

    reason = ReasonField(label=_("Reason to reject"), choices=get_reason_choices, required=False)


def get_labels(number):
    """Return ``{name: label}`` of what is done with ``number`` comments.

    They carry the number: a case may hold more than a screen shows, and Wagtail's home page shows
    none of them.
    """
    labels = {
        "approve": ngettext("Approve the comment", "Approve all %(number)s comments", number),
        "note": ngettext(
            "Approve the comment with a note", "Approve all %(number)s comments with a note", number
        ),
        "reject": ngettext("Reject the comment", "Reject all %(number)s comments", number),
        "spam": ngettext(
            "Mark the comment as spam", "Mark all %(number)s comments as spam", number
        ),
    }
    written = number_format(number, force_grouping=True)
    return {name: label % {"number": written} for name, label in labels.items()}


class CommentModerationTask(Task):
    """Those who moderate the page of a case decide about its comments.

    ``groups`` narrows that to moderators who are in one of them.
    """

    groups = models.ManyToManyField(
        Group,
        verbose_name=_("groups"),
        blank=True,
        related_name="+",
        help_text=_("Only moderators of the page who are in one of these groups; none: all."),
    )

    admin_form_fields = [*Task.admin_form_fields, "groups"]
    admin_form_widgets = {"groups": forms.CheckboxSelectMultiple}

    class Meta:
        verbose_name = _("comment moderation task")
        verbose_name_plural = _("comment moderation tasks")

    @classmethod
    def get_description(cls):
        return _("Those who moderate the comments of the page decide about a moderation case")

    def _is_in_groups(self, user):
        group_ids = set(self.groups.values_list("pk", flat=True))
        return not group_ids or user.groups.filter(pk__in=group_ids).exists()

    def user_may(self, obj, user):
        """Return whether ``user`` decides about ``obj``, which is a case."""
        if not isinstance(obj, ModerationCase):
            return False
        if not GroupCommentPermission.objects.allows(user, {Right.MODERATE}, obj.page):
            return False
        return user.is_superuser or self._is_in_groups(user)

    def user_can_access_editor(self, obj, user):
        return self.user_may(obj, user)

    def get_actions(self, obj, user):
        if not self.user_may(obj, user):
            return []
        labels = get_labels(obj.items.waiting().count())
        return [
            ("approve", labels["approve"], False),
            ("approve", labels["note"], True),
            ("reject", labels["reject"], True),
            ("spam", labels["spam"], False),
        ]

    def get_form_for_action(self, action):
        return RejectionForm if action == "reject" else TaskStateCommentForm

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Approve the task, or end the workflow with what becomes of the comments.

        Nobody makes changes to a reader's comment and submits it again: a case that is rejected
        is over. ``comments.casework`` follows Wagtail's signals from there, whose instance carries
        the outcome: it is stored when the discussion is locked.
        """
        reason = kwargs.pop("reason", "")
        outcomes = {"reject": CaseOutcome.REJECTED, "spam": CaseOutcome.SPAM}
        if action_name not in outcomes:
            super().on_action(task_state, user, action_name, **kwargs)
            return
        workflow_state = task_state.workflow_state
        task_state.reject(user=user, update=False, **kwargs)
        workflow_state.case_outcome = outcomes[action_name], reason
        workflow_state.cancel(user=user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(ModerationCase),
        )
        scope = GroupCommentPermission.objects.get_scope(
            user, "discussion__page__path", {Right.MODERATE}
        )
        if not (user.is_superuser or self._is_in_groups(user)):
            return states.none()
        # Wagtail keeps ids as texts, and unites these querysets, so that none may be cut off.
        here = [int(pk) for pk in states.values_list("workflow_state__object_id", flat=True)]
        cases = ModerationCase.objects.open().filter(scope, pk__in=here).order_by("pk")
        shown = cases.values_list("pk", flat=True)[:CASES_SHOWN]
        return states.filter(workflow_state__object_id__in=[str(pk) for pk in shown])


class DiscussionSettingsTask(AbstractGroupApprovalTask):
    """Lets a page pass whose discussion is as the task asks; else the groups look at it.

    For the workflow of pages. A page that takes no comments at all, whatever its settings, passes.
    """

    expected_mode = models.CharField(
        _("the discussion should be"),
        max_length=16,
        choices=[choice for choice in Mode.choices if choice[0] != Mode.INHERITED],
        default=Mode.OPEN,
        help_text=_("A page whose discussion is so goes on by itself."),
    )

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "expected_mode"]

    class Meta:
        verbose_name = _("discussion settings task")
        verbose_name_plural = _("discussion settings tasks")

    @classmethod
    def get_description(cls):
        return _("Pages with the expected discussion pass; members of the groups see the others")

    def is_as_expected(self, obj):
        """Return whether ``obj``, a page, has the discussion that the task asks for, or none."""
        if registry.get_options(type(obj)) is None:
            return True
        return Discussion.of(obj).get_effective_mode(type(obj)) == self.expected_mode

    def start(self, workflow_state, user=None):
        page = workflow_state.content_object
        if not self.is_as_expected(getattr(page, "specific", page)):
            return super().start(workflow_state, user=user)
        # The workflow goes on by itself from a task that is approved when it starts.
        return self.get_task_state_class().objects.create(
            workflow_state=workflow_state,
            revision=page.get_latest_revision(),
            task=self,
            status=TaskState.STATUS_APPROVED,
            finished_at=timezone.now(),
        )


class ExpertReviewTask(AbstractGroupApprovalTask):
    """A review by one of the groups, but by nobody who had a hand in the text.

    Those are the owner of the page, who made the draft, who submitted it, and the accounts of its
    authors where the page type names them (``comments.registry``). Of a moderation case, they are
    who escalated it first, and the authors of its page.
    """

    class Meta:
        verbose_name = _("expert review task")
        verbose_name_plural = _("expert review tasks")

    @classmethod
    def get_description(cls):
        return _("Members of the groups can approve what they have not written themselves")

    def is_involved(self, obj, user):
        """Return whether ``user`` had a hand in ``obj``."""
        obj = getattr(obj, "specific", obj)
        state = obj.current_workflow_state
        revision = obj.get_latest_revision()
        ids = {
            getattr(obj, "owner_id", None),
            revision.user_id if revision else None,
            state.requested_by_id if state else None,
        }
        page = obj.page.specific if isinstance(obj, ModerationCase) else obj
        # Other snippets have a workflow too, and no authors that are known here.
        authors = registry.get_authors(page) if isinstance(page, AbstractPage) else []
        return user.pk in ids or user in [author.account for author in authors]

    def get_actions(self, obj, user):
        return [] if self.is_involved(obj, user) else super().get_actions(obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Act as Wagtail does; raises ``PermissionDenied`` for whoever had a hand in the text.

        Wagtail's views ask for the actions on the object of their address, and take the state of
        the task of any other with it.
        """
        if self.is_involved(task_state.workflow_state.content_object, user):
            raise PermissionDenied
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        involved = [
            state.pk
            for state in states.select_related("workflow_state")
            if self.is_involved(state.workflow_state.content_object, user)
        ]
        return states.exclude(pk__in=involved)
