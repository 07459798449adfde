"""The one gate that every view of the moderation passes."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ..permissions import comment_policy


class PageScopedViewMixin:
    """Lets a view see the comments of those pages only where its user has a right over them.

    Wagtail's generic views ask a policy for the model alone, and then show any object. A user
    without any such right is refused; for others a comment out of their scope does not exist.
    ``policy_action`` is the action of the ``policy`` that a view is for.
    """

    policy = comment_policy
    policy_action = "view"

    def setup(self, request, *args, **kwargs):
        # Before the view's own setup, which loads the object.
        self.request = request
        if not self.policy.user_has_permission(request.user, self.policy_action):
            raise PermissionDenied
        if "pk" in kwargs and not self.get_scope().filter(pk=kwargs["pk"]).exists():
            raise Http404
        super().setup(request, *args, **kwargs)

    def get_scope(self):
        """Return the objects that the user of this request may do the ``policy_action`` with."""
        return self.policy.instances_user_has_permission_for(self.request.user, self.policy_action)

    def get_base_queryset(self):
        queryset = super().get_base_queryset()
        return self.get_scope() if queryset.model is self.policy.model else queryset


def add_scope(view_class, gate=PageScopedViewMixin):
    """Return ``view_class`` behind the ``gate``, itself when it stands there already."""
    if issubclass(view_class, gate):
        return view_class
    attributes = {"policy_action": getattr(view_class, "policy_action", gate.policy_action)}
    return type(view_class.__name__, (gate, view_class), attributes)
