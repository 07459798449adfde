"""The workflow of the demo's moderation cases: what moderators escalate, the editors decide."""

from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowTask

from comments.models import CommentModerationTask, PageCommentWorkflow


def create_case_workflow(home, *, editors):
    """Have cases below the page ``home`` go to the group ``editors``; return the workflow."""
    task = CommentModerationTask.objects.create(name=_("The editors decide"))
    task.groups.add(editors)
    workflow = Workflow.objects.create(name=_("Comments that need a second look"))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    PageCommentWorkflow.objects.create(page_id=home.pk, workflow=workflow)
    return workflow
