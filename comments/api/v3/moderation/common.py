"""What the operations of a moderator have in common."""

import re
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field
from pydantic import AwareDatetime, BeforeValidator

from ....exceptions import ModerationDenied
from ....permissions import comment_policy
from ...moderating import get_moderated, represent_moderated
from ...reading import LARGEST_NUMBER
from ..operations import check_day

NO_RIGHT = "This user has no such right anywhere, or not over all of this."
UNKNOWN = "There is none with this id within what this user may see."
CONFLICT = "It is not possible as things are now; the code in `errors` tells why."
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]")


def check_moment(value):
    """Refuse what is not written as a moment is, as ``check_day`` does for a day."""
    if not isinstance(value, str) or not MOMENT.match(value):
        raise ValueError(_("Write the moment as YYYY-MM-DDThh:mm:ssZ."))
    return value


#: A day far enough from the ends of the calendar for every time zone and database.
Day = Annotated[date, BeforeValidator(check_day), Field(ge=date(1900, 1, 1), le=date(9000, 1, 1))]
#: The same for what a client says of when it read something.
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(9000, 1, 1, tzinfo=UTC)),
    BeforeValidator(check_moment),
]
SEEN_AT = "When this was read: to be sent with a block, or when one is lifted."
EXAMPLE_ID = "4ce5cd6f-e58a-4420-8731-dccb0fcc5b66"
#: An id in an address.
Id = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
WRITE_ERRORS = {
    HTTPStatus.FORBIDDEN: NO_RIGHT,
    HTTPStatus.NOT_FOUND: UNKNOWN,
    HTTPStatus.CONFLICT: CONFLICT,
}


def require(user, action):
    """Raise the 403 for whoever may do ``action`` nowhere."""
    if not comment_policy.user_has_permission(user, action):
        raise ModerationDenied


def read_moderated(uuid, request, *, action="view"):
    """Return a comment of the scope; raises ``Http404``, and ``ModerationDenied`` for the right."""
    require(request.user, "view")
    comment = get_moderated(uuid, user=request.user)
    if not comment_policy.user_may(request.user, action, comment.page):
        raise ModerationDenied
    return comment


def show(comment, request):
    """Return one comment as its moderators see it."""
    return represent_moderated([comment], user=request.user, request=request)[0]
