"""Which groups moderate which parts of the page tree, besides those who may publish there."""

from itertools import chain

import swapper
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission


def get_publish_codename():
    """Return the codename of the permission to publish pages, such as ``publish_page``."""
    page_model = swapper.load_model("wagtailcore", "Page")
    return f"publish_{page_model._meta.model_name}"


class GroupCommentPermissionManager(models.Manager):
    """Answers which parts of the page tree a user moderates."""

    def get_moderated_paths(self, user):
        """Return the tree paths below which ``user`` moderates: two queries, once per object.

        Those are the pages on which a group of the user has the permission to publish, and
        those on which it has been given the right. Not meant for superusers, who need none.
        """
        if not user.is_active or user.is_anonymous:
            return frozenset()
        if not hasattr(user, "_moderated_paths"):
            published = GroupPagePermission.objects.filter(
                group__user=user, permission__codename=get_publish_codename()
            )
            granted = self.filter(group__user=user, right=self.model.Right.MODERATE)
            paths = (
                permissions.values_list("page__path", flat=True)
                for permissions in (published, granted)
            )
            user._moderated_paths = frozenset(chain.from_iterable(paths))
        return user._moderated_paths

    def get_scope(self, user, path_lookup):
        """Return the condition on ``path_lookup`` that ``user`` moderates the page there."""
        if user.is_active and user.is_superuser:
            return Q()
        scope = Q(pk__in=[])
        for path in self.get_moderated_paths(user):
            scope |= Q(**{f"{path_lookup}__startswith": path})
        return scope


class GroupCommentPermission(models.Model):
    """A right of a group over the discussions of a page and of all pages below it."""

    class Right(models.TextChoices):
        MODERATE = "moderate", _("Moderate comments")

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
