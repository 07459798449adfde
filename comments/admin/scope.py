"""The one gate that every view of the moderation passes."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ..permissions import comment_policy


class PageScopedViewMixin:
    """Lets a view see the comments of those pages only where its user has a right over them.

    Wagtail's generic views ask a policy for the model alone, and then show any object. A user
    without any such right is refused; for others a comment out of their scope does not exist.
    ``policy_action`` is the action of the policy that a view is for.
    """

    policy_action = "view"

    def setup(self, request, *args, **kwargs):
        # Before the view's own setup, which loads the object.
        if not comment_policy.user_has_permission(request.user, self.policy_action):
            raise PermissionDenied
        self.request = request
        if "pk" in kwargs and not self.get_scope().filter(pk=kwargs["pk"]).exists():
            raise Http404
        super().setup(request, *args, **kwargs)

    def get_scope(self):
        """Return the comments that the user of this request may do the ``policy_action`` with."""
        return comment_policy.instances_user_has_permission_for(
            self.request.user, self.policy_action
        )

    def get_base_queryset(self):
        queryset = super().get_base_queryset()
        return self.get_scope() if queryset.model is comment_policy.model else queryset


def add_scope(view_class):
    """Return ``view_class`` behind the gate, itself when it stands there already."""
    if issubclass(view_class, PageScopedViewMixin):
        return view_class
    attributes = {"policy_action": getattr(view_class, "policy_action", "view")}
    return type(view_class.__name__, (PageScopedViewMixin, view_class), attributes)
