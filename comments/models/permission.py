"""Which rights groups have over discussions, besides those that come with publishing."""

from itertools import product

import swapper
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy


def get_publish_codename():
    """Return the codename of the permission to publish pages, such as ``publish_page``."""
    page_model = swapper.load_model("wagtailcore", "Page")
    return f"publish_{page_model._meta.model_name}"


class Right(models.TextChoices):
    """What a group may be given for a part of the tree. Whoever may publish there has them all."""

    MODERATE = "moderate", _("Decide about comments")
    FEATURE = "feature", _("Pick comments")
    SANCTION = "sanction", _("Sanction commenters")
    SETTINGS = "settings", _("Change discussion settings")


#: The rights of which each lets one see comments that readers do not see: nobody sees those for
#: the right to settings alone.
VIEWING = frozenset({Right.MODERATE, Right.FEATURE, Right.SANCTION})


class GroupCommentPermissionManager(models.Manager):
    """Answers which rights a user has over which parts of the page tree."""

    def get_paths(self, user, rights):
        """Return the tree paths below which ``user`` has any of ``rights``.

        Those are the pages on which a group of the user has the permission to publish, and
        those on which it has been given the right. Two queries, once per user object. Not meant
        for superusers, who need no rights.
        """
        if not user.is_active or user.is_anonymous:
            return frozenset()
        if not hasattr(user, "_discussion_rights"):
            user._discussion_rights = self._load_rights(user)
        return frozenset(path for path, right in user._discussion_rights if right in rights)

    def _load_rights(self, user):
        # Wagtail's own list, which it keeps on the user: the menu and the search ask for it too.
        publish = get_publish_codename()
        paths = [
            permission.page.path
            for permission in PagePermissionPolicy().get_cached_permissions_for_user(user)
            if permission.permission.codename == publish
        ]
        granted = self.filter(group__user=user).values_list("page__path", "right")
        return {*product(paths, Right.values), *granted}

    def allows(self, user, rights, page):
        """Return whether ``user`` has any of ``rights`` over the discussion of ``page``."""
        if not user.is_active or user.is_anonymous or not rights:
            return False
        return user.is_superuser or any(
            page.path.startswith(path) for path in self.get_paths(user, rights)
        )

    def get_scope(self, user, path_lookup, rights):
        """Return the condition on ``path_lookup`` that ``user`` has any of ``rights`` there."""
        if user.is_active and user.is_superuser:
            return Q()
        scope = Q(pk__in=[])
        for path in self.get_paths(user, rights):
            scope |= Q(**{f"{path_lookup}__startswith": path})
        return scope


class GroupCommentPermission(models.Model):
    """A right of a group over the discussions of a page and of all pages below it."""

    Right = Right

    group = models.ForeignKey(
        Group,
        verbose_name=_("group"),
        on_delete=models.CASCADE,
        related_name="comment_permissions",
    )
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="group_comment_permissions",
    )
    right = models.CharField(
        _("right"), max_length=16, choices=Right.choices, default=Right.MODERATE
    )

    objects = GroupCommentPermissionManager()

    class Meta:
        verbose_name = _("group's right over discussions")
        verbose_name_plural = _("groups' rights over discussions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["group", "page", "right"], name="unique_group_comment_permission"
            )
        ]

    def __str__(self):
        return f"{self.group}: {self.get_right_display()} ({self.page})"
