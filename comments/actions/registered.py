"""The decisions as actions of Wagtail's registry, where generic code looks for them."""

from wagtail.actions import BaseAction, action_registry

from ..models import ReaderComment
from ..status import Status
from .decide import change_status


class DecisionAction(BaseAction):
    """Gives one comment the status ``status``. Permission is checked in ``change_status``."""

    permission_policy_action = "moderate"
    status: Status

    def execute(self, skip_permission_checks=False, reason=""):
        """Decide and return the comment; raises what ``change_status`` raises."""
        user = None if skip_permission_checks else self.user
        return change_status([self.instance], status=self.status, user=user, reason=reason)[0]


def register():
    """Register approve, hold, reject, spam and remove for reader comments."""
    names = {
        "approve": Status.APPROVED,
        "hold": Status.HELD,
        "reject": Status.REJECTED,
        "spam": Status.SPAM,
        "remove": Status.REMOVED,
    }
    for name, status in names.items():
        attributes = {"action_name": name, "status": status}
        action_class = type(f"{name.title()}Comment", (DecisionAction,), attributes)
        action_registry.register(ReaderComment, action_class)
