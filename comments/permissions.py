"""Who may do what with discussions: the page tree decides.

Whoever may publish below a page has every right over the discussions there. Besides, a group may
be given single rights for any part of the tree (``GroupCommentPermission``). One policy answers
for the queue, every view and action, reports, and the APIs.
"""

import swapper
from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import GroupPagePermission
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy

from .models import (
    Discussion,
    GroupCommentPermission,
    ModerationCase,
    PageCommentWorkflow,
    ReaderComment,
)
from .models.batch import BLOCKED, PICKED, UNPICKED
from .models.permission import VIEWING, Right, get_publish_codename

#: For each action of the policy, the rights of which one is enough. Comments are never added or
#: deleted through the admin.
RIGHTS = {
    "view": VIEWING,
    "change": frozenset({Right.MODERATE}),
    "moderate": frozenset({Right.MODERATE}),
    "feature": frozenset({Right.FEATURE}),
    "sanction": frozenset({Right.SANCTION}),
    "settings": frozenset({Right.SETTINGS}),
}

#: The actions that decisions need where it is another than to moderate.
ACTIONS = {PICKED: "feature", UNPICKED: "feature", BLOCKED: "sanction"}


def get_action(decision):
    """Return the action of the policy that ``decision`` needs, as ``DecisionBatch`` names it."""
    return ACTIONS.get(decision, "moderate")


def get_rights(actions):
    """Return the rights of which each allows one of ``actions``; none for unknown actions."""
    return frozenset().union(*(RIGHTS.get(action, ()) for action in actions))


def get_scope(user, path_lookup, action):
    """Return the condition that ``user`` may do ``action`` on the page at ``path_lookup``."""
    return GroupCommentPermission.objects.get_scope(user, path_lookup, get_rights([action]))


class PageScopedPolicy(BasePermissionPolicy):
    """Grants the actions of ``RIGHTS`` on objects that belong to pages where the user has a right.

    ``path_lookup`` is the lookup from the model to the ``path`` of its page.
    """

    def __init__(self, model, *, path_lookup):
        super().__init__(model)
        self.path_lookup = path_lookup

    def user_has_permission(self, user, action):
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user, actions):
        rights = get_rights(actions)
        if not user.is_active or not rights:
            return False
        return user.is_superuser or bool(GroupCommentPermission.objects.get_paths(user, rights))

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_may(user, action, instance.page) for action in actions)

    def user_may(self, user, action, page):
        """Return whether ``user`` may do ``action`` with the discussion of ``page``."""
        return GroupCommentPermission.objects.allows(user, get_rights([action]), page)

    def user_moderates(self, user, page):
        """Return whether ``user`` decides about comments on ``page``."""
        return self.user_may(user, "moderate", page)

    def instances_user_has_any_permission_for(self, user, actions):
        instances = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return instances.none()
        return instances.filter(
            GroupCommentPermission.objects.get_scope(user, self.path_lookup, get_rights(actions))
        )

    def users_with_any_permission(self, actions):
        return self._get_users(actions, publishing=Q(), granted=Q())

    def users_with_any_permission_for_instance(self, actions, instance):
        above = Q(page__in=instance.page.get_ancestors(inclusive=True))
        return self._get_users(actions, publishing=above, granted=above)

    def _get_users(self, actions, *, publishing, granted):
        users = get_user_model()._default_manager.filter(is_active=True)
        rights = get_rights(actions)
        if not rights:
            return users.none()
        publishers = GroupPagePermission.objects.filter(
            publishing, permission__codename=get_publish_codename()
        )
        holders = GroupCommentPermission.objects.filter(granted, right__in=rights)
        return users.filter(
            Q(is_superuser=True)
            | Q(groups__in=publishers.values("group"))
            | Q(groups__in=holders.values("group"))
        ).distinct()


class SectionWorkflowPolicy(ModelPermissionPolicy):
    """Grants on the workflow of a section what the model's permission allows, to those who have
    the right to settings over its page besides.
    """

    def user_has_permission(self, user, action):
        may = super().user_has_permission(user, action)
        return may and discussion_policy.user_has_permission(user, "settings")

    def user_has_permission_for_instance(self, user, action, instance):
        may = super().user_has_permission(user, action)
        return may and discussion_policy.user_may(user, "settings", instance.page)

    def instances_user_has_any_permission_for(self, user, actions):
        instances = super().instances_user_has_any_permission_for(user, actions)
        return instances.filter(get_scope(user, "page__path", "settings"))

    def get_pages(self, user):
        """Return the pages for which ``user`` may choose a workflow, given the permission."""
        pages = swapper.load_model("wagtailcore", "Page").objects
        return pages.filter(get_scope(user, "path", "settings"))

    def users_with_any_permission(self, actions):
        here = discussion_policy.users_with_permission("settings")
        return super().users_with_any_permission(actions).filter(pk__in=here.values("pk"))

    def users_with_any_permission_for_instance(self, actions, instance):
        here = discussion_policy.users_with_permission_for_instance("settings", instance)
        return super().users_with_any_permission(actions).filter(pk__in=here.values("pk"))


comment_policy = PageScopedPolicy(ReaderComment, path_lookup="discussion__page__path")
discussion_policy = PageScopedPolicy(Discussion, path_lookup="page__path")
case_policy = PageScopedPolicy(ModerationCase, path_lookup="discussion__page__path")
section_workflow_policy = SectionWorkflowPolicy(PageCommentWorkflow)
