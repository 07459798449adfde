"""Factories of users and of their rights, for tests."""

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from comments.factories import GroupCommentPermissionFactory, GroupFactory


class UserFactory(factory.django.DjangoModelFactory):
    """A user who may sign in and nothing else."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("user{}".format)
    email = factory.Sequence("user{}@staff.example.org".format)


def make_staff(
    *,
    pages=(),
    moderates=(),
    rights=("moderate", "feature", "settings"),
    permissions=("add", "change", "publish"),
    model_name="page",
):
    """Return a user with access to the admin.

    The user has the page ``permissions`` on each of ``pages``, and the ``rights`` over comments
    on each of ``moderates``. ``model_name`` is that of the site's base page.
    """
    group: Group = GroupFactory()
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page in pages:
        for permission in permissions:
            GroupPagePermission.objects.create(
                group=group,
                page=page.page_ptr if hasattr(page, "page_ptr") else page,
                permission=Permission.objects.get(codename=f"{permission}_{model_name}"),
            )
    for page in moderates:
        for right in rights:
            GroupCommentPermissionFactory(
                group=group, page=page.page_ptr if hasattr(page, "page_ptr") else page, right=right
            )
    user = UserFactory()
    user.groups.add(group)
    return user
