"""Mails to moderators about cases. What readers wrote is in none of them but in a quoting note.

They go through Wagtail's notifiers: its preferences of each user, its languages, its templates
beside ours (``comments/notifications/``). They are sent after the commit.
"""

from functools import partial

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Min
from wagtail.admin.mail import EmailNotificationMixin, Notifier
from wagtail.models import TaskState
from wagtail.signals import task_submitted

from .models import CommentModerationTask, ModerationCase
from .permissions import case_policy
from .signals import moderation_case_closed
from .status import CaseOutcome

#: How many different notes of a case a mail has: the first ones.
NOTES_SHOWN = 5


class CaseSubmittedNotifier(EmailNotificationMixin, Notifier):
    """Tells those who may decide about a case that it waits for them.

    Superusers hear of every workflow from Wagtail itself, where its settings say so.
    """

    notification = "submitted"
    template_directory = "comments/notifications/"

    def __init__(self):
        super().__init__((TaskState,))

    def __call__(self, instance=None, **kwargs):
        call = super().__call__
        transaction.on_commit(partial(call, instance, **kwargs), robust=True)
        return True

    def can_handle(self, instance, **kwargs):
        return super().can_handle(instance, **kwargs) and isinstance(
            instance.task.specific, CommentModerationTask
        )

    def get_recipient_users(self, task_state, user=None, **kwargs):
        case, task = task_state.workflow_state.content_object, task_state.task.specific
        moderators = case_policy.users_with_any_permission_for_instance(["moderate"], case)
        groups = task.groups.all()
        if groups:
            members = get_user_model()._default_manager.filter(groups__in=groups)
            moderators = moderators.filter(pk__in=members.values("pk"))
        return moderators.filter(is_superuser=False).exclude(pk=user.pk if user else None)

    def get_template_base_prefix(self, instance, **kwargs):
        return "case_"

    def get_context(self, task_state, **kwargs):
        context = super().get_context(task_state, **kwargs)
        case = task_state.workflow_state.content_object
        return context | {
            "case": case,
            # A decision in steps and other escalations may add to it, and mail no more.
            "count": case.items.waiting().count(),
            "notes": get_notes(case),
        }


def get_notes(case):
    """Return the different notes with which comments were put into ``case``, the first ones."""
    notes = case.items.exclude(note="").order_by().values("note").annotate(first=Min("pk"))
    return list(notes.order_by("first").values_list("note", flat=True)[:NOTES_SHOWN])


class CaseClosedNotifier(EmailNotificationMixin, Notifier):
    """Tells those who escalated comments what became of them.

    When a workflow has approved them, Wagtail itself tells whoever opened the case.
    """

    notification = "rejected"
    template_directory = "comments/notifications/"

    def __init__(self):
        super().__init__((ModerationCase,))

    def can_handle(self, instance, **kwargs):
        return super().can_handle(instance, **kwargs) and instance.outcome != CaseOutcome.APPROVED

    def __call__(self, case=None, **kwargs):
        return super().__call__(case, **kwargs)

    def get_recipient_users(self, case, user=None, **kwargs):
        escalated = case.items.exclude(added_by=None).values("added_by")
        users = get_user_model()._default_manager.filter(pk__in=escalated)
        # Whoever lost the right since hears nothing more of it.
        return [
            escalator
            for escalator in users.exclude(pk=user.pk if user else None)
            if case_policy.user_moderates(escalator, case.page)
        ]

    def get_template_base_prefix(self, instance, **kwargs):
        return "case_closed_"

    def get_context(self, case, **kwargs):
        return super().get_context(case, **kwargs) | {"case": case}


# Signals hold their receivers weakly: these are kept here.
case_submitted_notifier = CaseSubmittedNotifier()
case_closed_notifier = CaseClosedNotifier()


def connect():
    """Send the mails. Called once, by ``ready()``."""
    task_submitted.connect(case_submitted_notifier, dispatch_uid="comments.mails.case_submitted")
    moderation_case_closed.connect(case_closed_notifier, dispatch_uid="comments.mails.case_closed")
