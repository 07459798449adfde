"""Who is writing, how far that is proved, and which names nobody else may take.

``COMMENTS_IDENTITY`` names another function than ``identify``, for sites with members of their
own: it takes the user of the request and the page, and returns a ``Commenter`` or ``None`` for
somebody who writes as a guest.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from . import conf, registry
from .exceptions import AddressReserved, NameReserved
from .models.comment import NAME_LENGTH
from .permissions import comment_policy, discussion_policy
from .prepared import Parameter, Prepared, name_columns
from .status import Badge

#: How many names are kept as they are compared: those of the staff are asked for with each post.
KEPT_NAMES = 1000

#: Letters that look like others, after folding; each group is one letter where names are compared.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнαοριντκυχγ01l|ıł", "aeopcyxijsdhkmtbhaopivtkuxyoiiiii"
)


@dataclass(frozen=True)
class Commenter:
    """A person whose identity is proved.

    ``badge`` is a ``Badge`` or ``""``; ``moderates`` says whether what they write needs no
    moderator.
    """

    user: Any
    name: str
    email: str
    badge: str = ""
    moderates: bool = False


def identify(user, page):
    """Return who ``user`` is on ``page``: one of its authors, staff who moderate there, or None."""
    if not user.is_active or user.is_anonymous:
        return None
    author = next((one for one in registry.get_authors(page) if one.account == user), None)
    moderates = comment_policy.user_moderates(user, page)
    if author is None and not moderates:
        return None
    return Commenter(
        user=user,
        name=(author.names[0] if author else get_display_name(user))[:NAME_LENGTH],
        email=getattr(user, user.get_email_field_name(), ""),
        badge=Badge.AUTHOR if author else Badge.STAFF,
        moderates=moderates,
    )


def get_commenter(user, page):
    """Return the ``Commenter`` that ``COMMENTS_IDENTITY`` sees in ``user`` on ``page``, or None."""
    return conf.identity()(user, page)


def get_display_name(user):
    """Return the name that readers see of a member of staff."""
    get_full_name = getattr(user, "get_full_name", str)
    return get_full_name().strip() or user.get_username()


def check_guest(name, email, page):
    """Refuse a guest who takes the name or the address of staff or of an author of ``page``.

    Raises ``NameReserved`` or ``AddressReserved``. One query, and those of the page's authors.
    """
    authors = registry.get_authors(page)
    staff = _get_staff(authors)
    names = {get_display_name(user) for user in staff}
    names.update(name for author in authors for name in author.names)
    if fold_name(name) in {fold_name(reserved) for reserved in names} - {""}:
        raise NameReserved
    addresses = {getattr(user, user.get_email_field_name(), "").casefold() for user in staff}
    if email.casefold() in addresses - {""}:
        raise AddressReserved


@lru_cache(maxsize=KEPT_NAMES)
def fold_name(name):
    """Return what is left of ``name`` when everything is gone that the eye may miss.

    Case, accents, spaces, punctuation and unseen characters, and the letters of other scripts
    that look like Latin ones.
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(filter(str.isalnum, text.translate(_LOOKALIKES)))


def _get_staff(authors):
    """Return the users who moderate anywhere, and the accounts of the ``authors``."""
    accounts = {author.account.pk for author in authors if author.account}
    values = {f"account_{number}": pk for number, pk in enumerate(accounts)}
    return _STAFF.fetch_objects(len(values), **values)


def _select_staff(number):
    moderators = discussion_policy.users_with_any_permission(["moderate"])
    model = get_user_model()
    accounts = [Parameter(f"account_{each}", model._meta.pk) for each in range(number)]
    users = model._default_manager.filter(is_active=True)
    staff = users.filter(Q(pk__in=moderators.values("pk")) | Q(pk__in=accounts))
    return staff.order_by().values_list(*name_columns(model))


_STAFF = Prepared(_select_staff)
