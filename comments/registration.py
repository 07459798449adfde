"""What the application registers when Django is ready."""

from wagtail.permissions import register_permission_policy

from . import casework, decision_log, lifecycle, notifications, search
from .actions import registered
from .models import Discussion, ModerationCase, PageCommentWorkflow, ReaderComment
from .permissions import (
    case_policy,
    comment_policy,
    discussion_policy,
    section_workflow_policy,
)
from .webhooks import receivers as webhook_receivers


def register_policies():
    """Register the permission policies.

    Called by ``ready()`` and by ``wagtail_hooks``, whichever Wagtail reaches first: the order of
    ``INSTALLED_APPS`` decides, and a snippet must find its policy.
    """
    register_permission_policy(ReaderComment, comment_policy)
    register_permission_policy(Discussion, discussion_policy)
    register_permission_policy(ModerationCase, case_policy)
    register_permission_policy(PageCommentWorkflow, section_workflow_policy)


def register():
    """Register the permission policies, the actions and the API. Called once, by ``ready()``."""
    register_policies()
    registered.register()
    search.connect()
    lifecycle.connect()
    casework.connect()
    notifications.connect()
    decision_log.connect()
    webhook_receivers.connect()
    # Not before: the module builds the schemas of all page types.
    from .api import v3

    v3.register()
