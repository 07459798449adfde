"""The addresses of moderation cases, and of the workflows that they go through.

Wagtail takes only snippets through its workflows. A case is one in name: it is neither added,
edited nor chosen, and each view stands behind the gate.
"""

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Permission
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
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

from ..actions import get_case_digest, has_changed_since
from ..exceptions import CaseMoved
from ..models import ModerationCase, PageCommentWorkflow
from ..permissions import case_policy, section_workflow_policy
from .case_filters import CaseFilterSet
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
    """Acts on the current task, from the home page of the admin.

    That page does not show the comments. Where one was added or edited since the task began, its
    buttons lead to the case instead, to be looked at first.
    """

    def post(self, request, *args, **kwargs):
        state = self.task_state
        if has_changed_since(self.object, state.started_at):
            return self._look_first(_("A comment was added or edited. Please look at the case."))
        # Looked at again when everything is locked.
        state.workflow_state.case_seen = get_case_digest(self.object)
        try:
            return super().post(request, *args, **kwargs)
        except CaseMoved as error:
            return self._look_first(str(error))

    def _look_first(self, text):
        messages.warning(self.request, text)
        address = reverse("wagtailsnippets_comments_moderationcase:edit", args=[self.object.pk])
        if self.request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer = {"step": "success", "redirect": address}
            return self.render_modal_json(self.request, answer)
        return redirect(address)


class CaseActionDataView(OwnTaskStateMixin, snippets.CollectWorkflowActionDataView):
    """Asks for what an action needs."""


def get_state(case):
    """Return whether ``case`` is open, else how it ended, in words."""
    return _("Open") if case.is_open else case.get_outcome_display()


def get_number(case):
    """Return how many comments are in ``case``, of ``with_counts``, as people write it."""
    return number_format(case.comment_count, force_grouping=True)


class CaseIndexView(CaseScopedViewMixin, snippets.IndexView):
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
        return (
            super()
            .get_base_queryset()
            .with_counts()
            .with_task()
            .select_related("discussion__page", "opened_by__wagtail_userprofile")
        )

    def order_queryset(self, queryset):
        if "ordering" in self.request.GET:
            return super().order_queryset(queryset)
        return queryset.order_by(F("is_open").desc(nulls_last=True), "-opened_at", "-pk")


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
        # These two stand on a telephone as well: see the stylesheet.
        Column("state", label=_("State"), accessor=get_state),
        Column("comment_count", label=_("Comments"), accessor=get_number),
        Column("task_name", label=_("Waits for")),
        DateColumn("opened_at", label=_("Opened"), sort_key="opened_at"),
        UserColumn("opened_by", label=_("Opened by")),
        DateColumn("closed_at", label=_("Closed"), sort_key="closed_at"),
    ]
    filterset_class = CaseFilterSet
    # The title of a page that was never published is in its draft alone.
    search_fields = ["discussion__page__title", "discussion__page__draft_title"]
    search_backend_name = None
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


class SectionScopedViewMixin:
    """Lets a view see the workflows of the sections of its user; others do not exist.

    Wagtail's generic views ask the policy for the model alone, and then show any object.
    """

    def setup(self, request, *args, **kwargs):
        # Before the view's own setup, which loads the object.
        self.request = request
        if "pk" in kwargs:
            get_object_or_404(self.get_scope(), pk=unquote(str(kwargs["pk"])))
        super().setup(request, *args, **kwargs)

    def get_scope(self):
        return section_workflow_policy.instances_user_has_any_permission_for(
            self.request.user, ["view", "add", "change", "delete"]
        )

    def get_base_queryset(self):
        queryset = super().get_base_queryset()
        return self.get_scope() if queryset.model is PageCommentWorkflow else queryset


class PageCommentWorkflowViewSet(ModelViewSet):
    """Which workflow the cases of a section go through; ``SectionWorkflowPolicy`` decides."""

    model = PageCommentWorkflow
    name = "page_comment_workflows"
    url_prefix = "reader-comments-workflows"
    icon = "tasks"
    menu_label = _("Workflows of comments")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["page", "workflow"]

    def construct_view(self, view_class, **kwargs):
        scoped = type(view_class.__name__, (SectionScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)


case_viewset = ModerationCaseViewSet()
page_comment_workflow_viewset = PageCommentWorkflowViewSet()
