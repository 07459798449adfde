"""Choosing the workflows that the moderation cases of sections go through."""

from http import HTTPStatus

from django.db import transaction
from ninja import Field, Schema
from ninja import Status as Answer
from pydantic import ConfigDict

from ... import actions
from ...models import PageCommentWorkflow
from ..reading import LARGEST_NUMBER
from ..rules import (
    CommentsSectionWorkflow,
    CommentsWorkflow,
    check_rules,
    get_section_workflow,
    get_section_workflows,
    list_workflows,
    represent_section_workflow,
)
from .moderation.common import Id
from .operations import Number, reads, writes
from .routers import moderation_router as router
from .rules import ERRORS, NO_RIGHT, save

PAGE = "The id of a page: its cases and those of the pages below it, which have none of their own."


class CommentsNewSectionWorkflow(Schema):
    """A workflow for a section."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"page": 4, "workflow": 1}]}
    )

    page: Number = Field(ge=1, le=LARGEST_NUMBER, description=PAGE)
    workflow: Number = Field(ge=1, le=LARGEST_NUMBER, description="The id of an active workflow.")


class CommentsSectionWorkflowChange(Schema):
    """What becomes different; what is not named stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"workflow": 2}]})

    page: Number = Field(default_factory=int, ge=1, le=LARGEST_NUMBER, description=PAGE)
    workflow: Number = Field(
        default_factory=int, ge=1, le=LARGEST_NUMBER, description="The id of an active workflow."
    )


class CommentsSectionWorkflows(Schema):
    """The workflows of sections, and those that can be chosen."""

    items: list[CommentsSectionWorkflow]
    workflows: list[CommentsWorkflow]


@reads(
    router,
    "/settings/workflows/",
    is_public=False,
    response=CommentsSectionWorkflows,
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_section_workflows",
    summary="List the workflows of moderation cases by section",
    description="In the order of the tree, with the workflows that can be chosen.",
    url_name="comments_section_workflows",
)
def list_choices(request):
    """List which workflow the cases of which section go through."""
    check_rules(request.user, "view", "add", "change", "delete", model=PageCommentWorkflow)
    choices = get_section_workflows(request.user)
    return {
        "items": [represent_section_workflow(choice) for choice in choices],
        "workflows": list_workflows(),
    }


@writes(
    router,
    "/settings/workflows/",
    is_public=False,
    response={HTTPStatus.CREATED: CommentsSectionWorkflow},
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_choose_workflow",
    summary="Choose the workflow of a section",
    description="Cases that are open already stay in theirs.",
    url_name="comments_choose_workflow",
)
def choose(request, data: CommentsNewSectionWorkflow):
    """Choose the workflow of a section."""
    check_rules(request.user, "add", model=PageCommentWorkflow)
    choice = save(PageCommentWorkflow(), data.model_dump(), user=request.user, unique="page")
    return Answer(HTTPStatus.CREATED, represent_section_workflow(choice))


@writes(
    router,
    "/settings/workflows/{choice_id}/",
    method="PATCH",
    is_public=False,
    response=CommentsSectionWorkflow,
    errors=ERRORS,
    operation_id="comments_change_workflow",
    summary="Choose another workflow for a section",
    description="Cases that are open already stay in theirs.",
    url_name="comments_change_workflow",
)
@transaction.atomic
def change_choice(request, choice_id: Id, data: CommentsSectionWorkflowChange):
    """Choose another workflow for a section, or give it to another one."""
    check_rules(request.user, "change", model=PageCommentWorkflow)
    choice = get_section_workflow(choice_id, user=request.user, is_locked=True)
    present = {"page": choice.page_id, "workflow": choice.workflow_id}
    changes = data.model_dump(exclude_unset=True)
    choice = save(choice, present | changes, user=request.user, unique="page")
    return represent_section_workflow(choice)


@writes(
    router,
    "/settings/workflows/{choice_id}/",
    method="DELETE",
    is_public=False,
    has_body=False,
    response={HTTPStatus.NO_CONTENT: None},
    errors=ERRORS,
    operation_id="comments_forget_workflow",
    summary="Leave a section to the workflow of the page above it",
    url_name="comments_forget_workflow",
)
def forget_choice(request, choice_id: Id):
    """Take back the choice of a workflow for a section."""
    check_rules(request.user, "delete", model=PageCommentWorkflow)
    choice = get_section_workflow(choice_id, user=request.user)
    actions.delete_rules(choice, user=request.user)
    return Answer(HTTPStatus.NO_CONTENT, None)
