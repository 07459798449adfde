"""The addresses of moderation cases, and of the workflows that they go through.

Wagtail takes only snippets through its workflows. A case is one in name: it is neither added,
edited nor chosen, and each view stands behind the gate.
"""

from django.contrib.auth.models import Permission
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    TitleColumn,
    UserColumn,
)
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import TaskState
from wagtail.snippets.views import snippets

from ..models import ModerationCase, PageCommentWorkflow
from ..permissions import case_policy
from .cases import CaseScopedViewMixin, CaseView, is_reviewer
from .scope import add_scope

#: What Wagtail offers for snippets, and cases do not have.
ABSENT = frozenset(
    {
        "add",
        "delete",
        "usage",
        "copy",
        "inspect",
        "unpublish",
        "revisions_revert",
        "revisions_compare",
        "revisions_unschedule",
    }
)


class OwnTaskStateMixin:
    """Acts on the tasks of the case of the address alone: Wagtail takes any task state with it."""

    def get_task_state(self):
        states = TaskState.objects.for_instance(self.object)
        state = states.filter(pk=self.task_state_id).first()
        if state is None:
            raise Http404
        return state.specific


class CaseActionView(OwnTaskStateMixin, snippets.WorkflowActionView):
    """Acts on the current task, from the home page of the admin."""


class CaseActionDataView(OwnTaskStateMixin, snippets.CollectWorkflowActionDataView):
    """Asks for what an action needs."""


class CaseIndexView(snippets.IndexView):
    """The cases of one's own part of the tree, the open ones first."""

    page_title = _("Moderation cases")
    table_classname = "listing reader-comments-cases"
    default_ordering = "-opened_at"

    @cached_property
    def columns(self):
        # Nothing is done with many cases at once.
        return [
            column
            for column in super().columns
            if not isinstance(column, BulkActionsCheckboxColumn)
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("discussion__page", "opened_by")


class CasesMenuItem(MenuItem):
    """The way to the cases, for those who moderate something."""

    def is_shown(self, request):
        return case_policy.user_has_permission(request.user, "moderate")


class ReviewerURLFinderMixin:
    """Leads those who are to act on a case to it, though they may moderate nothing."""

    def get_edit_url(self, instance):
        if self.user and is_reviewer(self.user, instance.pk):
            return self.construct_edit_url(instance)
        return super().get_edit_url(instance)


class ModerationCaseViewSet(snippets.SnippetViewSet):
    """Listing, page, history and workflow of cases."""

    model = ModerationCase
    icon = "comment"
    menu_label = _("Moderation cases")
    menu_name = "moderation-cases"
    menu_order = 1300
    menu_item_class = CasesMenuItem
    menu_hook = "register_reports_menu_item"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = CaseIndexView
    edit_view_class = CaseView
    edit_template_name = CaseView.template_name
    workflow_action_view_class = CaseActionView
    collect_workflow_action_data_view_class = CaseActionDataView
    list_display = [
        TitleColumn(
            "__str__", label=_("Case"), url_name="wagtailsnippets_comments_moderationcase:edit"
        ),
        DateColumn("opened_at", label=_("Opened"), sort_key="opened_at"),
        UserColumn("opened_by", label=_("Opened by")),
        DateColumn("closed_at", label=_("Closed"), sort_key="closed_at"),
        Column("get_outcome_display", label=_("Outcome")),
    ]
    list_filter = ["outcome"]
    panels = []

    def construct_view(self, view_class, **kwargs):
        return super().construct_view(add_scope(view_class, CaseScopedViewMixin), **kwargs)

    def get_common_view_kwargs(self, **kwargs):
        absent = {f"{name}_url_name": None for name in ABSENT}
        return super().get_common_view_kwargs(**{**absent, **kwargs})

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in ABSENT]

    def register_chooser_viewset(self):
        """Cases are not chosen anywhere: Wagtail's choosers ask nobody for rights."""

    @cached_property
    def url_finder_class(self):
        return type("CaseURLFinder", (ReviewerURLFinderMixin, super().url_finder_class), {})

    def get_permissions_to_register(self):
        return Permission.objects.none()


class PageCommentWorkflowViewSet(ModelViewSet):
    """Which workflow the cases of a section go through; Wagtail's model permissions decide."""

    model = PageCommentWorkflow
    name = "page_comment_workflows"
    url_prefix = "reader-comments-workflows"
    icon = "tasks"
    menu_label = _("Workflows of comments")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["page", "workflow"]
    panels = [PageChooserPanel("page"), FieldPanel("workflow")]


case_viewset = ModerationCaseViewSet()
page_comment_workflow_viewset = PageCommentWorkflowViewSet()
