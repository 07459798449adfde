"""What is decided beforehand: reasons to reject, settings of a site's discussions, workflows.

The admin saves them through Wagtail's actions for all models, which check the permission of the
model, write in one transaction and log; so does whoever calls these.
"""

from django.db import transaction
from wagtail.actions import action_registry
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from ..exceptions import RulesDenied
from ..models import RejectionReason
from ..models.reason import forget_reasons


def save_rules(form, *, user):
    """Save what ``form`` says, and return its ``RejectionReason``, ``CommentSettings`` or
    ``PageCommentWorkflow``.

    ``form`` is a bound form of the admin. Raises ``PermissionDenied``, and Wagtail's
    ``FormValidationError`` where it is not valid.
    """
    name = "edit" if form.instance.pk else "create"
    action = action_registry.get_action_class(type(form.instance), name)
    return action(form.instance, user=user, form=form).execute()


def delete_rules(instance, *, user):
    """Delete a ``RejectionReason``, whose code its comments keep, or a ``PageCommentWorkflow``.

    Raises ``PermissionDenied``.
    """
    action_registry.get_action_class(type(instance), "delete")(instance, user=user).execute()


@transaction.atomic
def adopt_reasons(*, user=None):
    """Store the reasons that a site begins with, to be edited, and return them.

    Where it has some of its own already, nothing is stored. Raises ``RulesDenied``.
    """
    _check(user, "add")
    adopted = RejectionReason.objects.adopt()
    for reason in adopted:
        log(instance=reason, action="wagtail.create", user=user, content_changed=True)
    return adopted


@transaction.atomic
def place_reason(reason, *, position=None, user=None):
    """Put ``reason`` at ``position`` in the list, which begins with 0; ``None`` is its end.

    Raises ``RulesDenied``.
    """
    _check(user, "change")
    reasons = list(RejectionReason.objects.select_for_update().order_by("sort_order", "code"))
    if reason not in reasons:
        return
    former = reasons.index(reason)
    last = len(reasons) - 1
    place = last if position is None else min(position, last)
    if place == former:
        return
    reasons.insert(place, reasons.pop(former))
    for number, one in enumerate(reasons):
        one.sort_order = number
    RejectionReason.objects.bulk_update(reasons, ["sort_order"])
    forget_reasons()
    log(instance=reason, action="wagtail.reorder", user=user)


def _check(user, action):
    policy = policy_registry.get_by_type(RejectionReason)
    if user is not None and not policy.user_has_permission(user, action):
        raise RulesDenied
