"""The accounts of the demo: one for each kind of work. They exist in the demo and only there."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from comments.models import GroupCommentPermission

#: Known to everybody who reads this line; ``load_demo`` refuses where settings have no ``DEMO``.
PASSWORD = "ordinary-weather"  # noqa: S105

PUBLISHING = ("add_page", "change_page", "publish_page")


@dataclass(frozen=True)
class Account:
    """A log-in of the demo and what it is for."""

    username: str
    name: tuple[str, str]
    task: str


ADMIN = Account("admin", ("Ada", "Admin"), _("may do everything"))
EDITOR = Account("editor", ("Edda", "Editor"), _("writes and publishes everywhere"))
COLUMNIST = Account("columnist", ("Cole", "Columnist"), _("writes and publishes in one column"))
MODERATOR = Account("moderator", ("Mona", "Moderator"), _("decides about reader comments"))
ACCOUNTS = (ADMIN, EDITOR, COLUMNIST, MODERATOR)


def create_users():
    """Create the accounts, as yet without rights, and return the users by username."""
    return {account.username: _create_user(account) for account in ACCOUNTS}


def grant_rights(users, *, home, column):
    """Give the ``users`` their groups, each with rights on a part of the tree.

    ``home`` is the page below which the editor publishes and the moderator moderates,
    ``column`` the one of the columnist. Returns the group of the editors.
    """
    editors = _create_group("Editors of the magazine", "change_issuesettings")
    columnists = _create_group(f"Columnists of {column.title}")
    moderators = _create_group("Moderators of reader comments")
    _let_publish(editors, home)
    _let_publish(columnists, column)
    _let_use_files(editors, "add", "change", "choose")
    _let_use_files(columnists, "add", "choose")
    GroupCommentPermission.objects.create(group=moderators, page=_as_page(home))
    users["editor"].groups.add(editors)
    users["columnist"].groups.add(columnists)
    users["moderator"].groups.add(moderators)
    return editors


def _create_user(account):
    first_name, last_name = account.name
    return get_user_model().objects.create_user(
        account.username,
        f"{account.username}@example.com",
        PASSWORD,
        first_name=first_name,
        last_name=last_name,
        is_superuser=account is ADMIN,
        is_staff=account is ADMIN,
    )


def _create_group(name, *codenames):
    """Create a group that may enter the admin, with further permissions on whole models."""
    group = Group.objects.create(name=name)
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return group


def _let_publish(group, page):
    """Let the group write and publish ``page`` and everything below it."""
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PUBLISHING
    ):
        GroupPagePermission.objects.create(group=group, page=_as_page(page), permission=permission)


def _let_use_files(group, *actions):
    """Let the group use images and documents of all collections."""
    codenames = [f"{action}_{model}" for action in actions for model in ("image", "document")]
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
    ):
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def _as_page(page):
    return Page.objects.get(pk=page.pk)
