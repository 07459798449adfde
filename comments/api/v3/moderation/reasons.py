"""The reasons to reject that moderators choose from."""

from http import HTTPStatus

from ninja import Field, Schema

from ....models import RejectionReason
from ..operations import reads
from ..routers import moderation_router as router
from .common import NO_RIGHT, require


class CommentsReason(Schema):
    """A reason to reject."""

    code: str
    label: str
    message: str = Field(description="What its author is told.")


class CommentsReasons(Schema):
    """The reasons that moderators choose from."""

    items: list[CommentsReason]


@reads(
    router,
    "/reasons/",
    is_public=False,
    response=CommentsReasons,
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_reasons",
    summary="List the reasons to reject",
    url_name="comments_reasons",
)
def list_reasons(request):
    """List the reasons to reject, in the language of the request."""
    require(request.user, "view")
    return {
        "items": [
            {"code": one.code, "label": str(one.label), "message": str(one.message)}
            for one in RejectionReason.objects.get_choices()
        ]
    }
