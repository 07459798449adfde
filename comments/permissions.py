"""Who may moderate: the page tree decides.

Whoever may publish below a page moderates the discussions there. Besides, a group may be given
the right for any part of the tree (``GroupCommentPermission``). One policy answers for the
queue, every view and action, and the APIs.
"""

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import GroupPagePermission
from wagtail.permission_policies import BasePermissionPolicy

from .models import Discussion, GroupCommentPermission, ReaderComment
from .models.permission import get_publish_codename

#: What a moderator may do. Comments are never added or deleted through the admin.
MODERATION_ACTIONS = frozenset({"view", "change", "moderate"})


class PageScopedPolicy(BasePermissionPolicy):
    """Grants what moderators may do, on objects that belong to pages they moderate.

    ``path_lookup`` is the lookup from the model to the ``path`` of its page.
    """

    def __init__(self, model, *, path_lookup):
        super().__init__(model)
        self.path_lookup = path_lookup

    def user_has_permission(self, user, action):
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user, actions):
        if not user.is_active or MODERATION_ACTIONS.isdisjoint(actions):
            return False
        return user.is_superuser or bool(GroupCommentPermission.objects.get_moderated_paths(user))

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions) and self.user_moderates(
            user, instance.page
        )

    def user_moderates(self, user, page):
        """Return whether ``user`` moderates the discussion of ``page``."""
        if not user.is_active or user.is_anonymous:
            return False
        return user.is_superuser or any(
            page.path.startswith(path)
            for path in GroupCommentPermission.objects.get_moderated_paths(user)
        )

    def instances_user_has_any_permission_for(self, user, actions):
        instances = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return instances.none()
        return instances.filter(GroupCommentPermission.objects.get_scope(user, self.path_lookup))

    def users_with_any_permission(self, actions):
        return self._get_users(actions, publishing=Q(), granted=Q())

    def users_with_any_permission_for_instance(self, actions, instance):
        above = Q(page__in=instance.page.get_ancestors(inclusive=True))
        return self._get_users(actions, publishing=above, granted=above)

    def _get_users(self, actions, *, publishing, granted):
        users = get_user_model()._default_manager.filter(is_active=True)
        if MODERATION_ACTIONS.isdisjoint(actions):
            return users.none()
        publishers = GroupPagePermission.objects.filter(
            publishing, permission__codename=get_publish_codename()
        )
        moderators = GroupCommentPermission.objects.filter(
            granted, right=GroupCommentPermission.Right.MODERATE
        )
        return users.filter(
            Q(is_superuser=True)
            | Q(groups__in=publishers.values("group"))
            | Q(groups__in=moderators.values("group"))
        ).distinct()


comment_policy = PageScopedPolicy(ReaderComment, path_lookup="discussion__page__path")
discussion_policy = PageScopedPolicy(Discussion, path_lookup="page__path")
