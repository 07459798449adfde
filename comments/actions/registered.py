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
        """Decide and return the comment as it is then.

        Raises what ``change_status`` raises, and ``ReaderComment.DoesNotExist`` for a comment
        that is gone.
        """
        done = change_status(
            [self.instance],
            status=self.status,
            user=self.user,
            reason=reason,
            skip_permission_checks=skip_permission_checks,
        )
        if not done:
            raise ReaderComment.DoesNotExist
        return done[0]


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
