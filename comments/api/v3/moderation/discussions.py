"""How a discussion is: open, closed or hidden."""

from typing import Literal

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict

from .... import actions
from ....exceptions import CommentError, ModerationDenied
from ....querysets import get_registered_pages
from ....status import Mode
from ..operations import refuse, writes
from ..routers import moderation_router as router
from .common import WRITE_ERRORS, Id

ModeName = Literal[tuple(Mode.values)]


class CommentsMode(Schema):
    """How a discussion is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"mode": "closed"}]})

    mode: ModeName = Field(description="`inherited`: as on the site.")


class CommentsDiscussionState(Schema):
    """How a discussion is, for those who change it."""

    page: int
    mode: ModeName
    effective_mode: ModeName = Field(description="What that means here; never `inherited`.")
    comment_count: int
    waiting_count: int


def represent_state(discussion, page):
    """Return a discussion for those who change it."""
    return {
        "page": page.pk,
        "mode": discussion.mode,
        "effective_mode": discussion.get_effective_mode(page.specific_class),
        "comment_count": discussion.comment_count,
        "waiting_count": discussion.waiting_count,
    }


@writes(
    router,
    "/discussions/{page_id}/",
    method="PATCH",
    is_public=False,
    response=CommentsDiscussionState,
    errors=WRITE_ERRORS,
    operation_id="comments_set_mode",
    summary="Open, close or hide a discussion",
    url_name="comments_set_mode",
)
def set_mode(request, page_id: Id, data: CommentsMode):
    """Give the discussion of a page another mode."""
    page = get_registered_pages().filter(pk=page_id).first()
    if page is None:
        raise Http404(_("There is no page with this id that readers can discuss."))
    try:
        discussion = actions.set_discussion_mode(page, mode=data.mode, user=request.user)
    except ModerationDenied as error:
        # Which drafts there are is nothing for others.
        raise Http404(_("There is no page with this id that readers can discuss.")) from error
    except CommentError as error:
        return refuse(error)
    return represent_state(discussion, page)
