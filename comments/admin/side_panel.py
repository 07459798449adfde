"""The discussion of a page beside its editor."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.utils import set_query_params

from .. import registry
from ..models import Discussion
from ..permissions import discussion_policy
from .page_history import get_decisions_url
from .provenance import get_settings_of
from .waiting import get_queue_url


class DiscussionSidePanel(BaseSidePanel):
    """Counts, the settings in force with their sources, and the ways to the queue and to them.

    What waits is for those who see comments there, the way to the settings for those who may
    change them. ``is_shown`` is to be asked before.
    """

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle discussion")
        icon_name = "group"

        def get_context_data(self, parent_context):
            panel = self.panel
            count = panel.discussion.waiting_count if panel.may_view else 0
            return {**super().get_context_data(parent_context), "count": count}

    # "comments" are Wagtail's own margin notes.
    name = "reader-comments"
    title = _("Discussion")
    template_name = "comments/admin/side_panel.html"
    order = 310

    @cached_property
    def may_view(self):
        return discussion_policy.user_may(self.request.user, "view", self.object)

    @cached_property
    def may_set(self):
        return discussion_policy.user_may(self.request.user, "settings", self.object)

    @property
    def is_shown(self):
        """Whether the page has a discussion, and one that concerns the user."""
        if self.object.pk is None or registry.get_options(self.object.specific_class) is None:
            return False
        return self.may_view or self.may_set

    @cached_property
    def discussion(self):
        return Discussion.of(self.object)

    def get_context_data(self, parent_context):
        page = self.object
        queue = set_query_params(reverse("reader_comments:index"), {"page": page.pk})
        return {
            **super().get_context_data(parent_context),
            "discussion": self.discussion,
            "settings": get_settings_of(page, self.discussion),
            "queue_url": queue,
            "waiting_url": get_queue_url(page=page.pk),
            "decisions_url": get_decisions_url(page),
            "settings_url": reverse("reader_comments:discussion", args=[page.pk]),
        }


class DiscussionSidePanelMixin:
    """Adds the panel to Wagtail's view that edits a page (``pages.edit.EditView``).

    A page that is being created has no discussion yet; the answers to automatic saving carry no
    panels.
    """

    def get_side_panels(self):
        side_panels = super().get_side_panels()
        panel = DiscussionSidePanel(self.page, self.request)
        if self.expects_json_response or self.hydrate_create_view or not panel.is_shown:
            return side_panels
        return MediaContainer([*side_panels, panel])
