"""The column about discussions in Wagtail's page listings.

A site owns its page viewsets, so that nothing is registered here: it registers
``comments.admin.page_views.DiscussedPageViewSet``, or mixes these classes into its own views.
"""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn

from .. import registry
from ..permissions import discussion_policy
from .waiting import get_queue_url


class DiscussionColumn(BaseColumn):
    """The numbers of approved and of waiting comments of a page, the latter a way to the queue.

    ``discussions`` maps ids of pages to those of their discussions that the user moderates. The
    cells of other pages are empty.
    """

    cell_template_name = "comments/admin/cells/discussion.html"

    def __init__(self, *, discussions):
        super().__init__(
            "reader_comments",
            label=_("Comments"),
            classname="reader-comments-discussion",
            width="12%",
        )
        self.discussions = discussions

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["discussion"] = self.discussions.get(instance.pk)
        context["waiting_url"] = get_queue_url(page=instance.pk)
        return context


class DiscussionColumnMixin:
    """Adds the column to a listing of pages when one of its rows takes comments.

    For subclasses of ``wagtail.admin.views.pages.listing.IndexView`` and, in the explorer, of
    ``ExplorableIndexView``. One query for all rows, besides those of the policy.
    """

    #: The column stands before the one of this name, or last.
    before_column = "navigate"

    def get_table(self, object_list):
        table = super().get_table(object_list)
        pages = [page.pk for page in object_list if registry.get_options(page.specific_class)]
        if pages and self._moderates:
            column = DiscussionColumn(discussions=self._load_discussions(pages))
            table.columns[column.name] = column
            if self.before_column in table.columns:
                table.columns.move_to_end(self.before_column)
        return table

    @cached_property
    def _moderates(self):
        return discussion_policy.user_has_permission(self.request.user, "moderate")

    def _load_discussions(self, page_ids):
        discussions = discussion_policy.instances_user_has_permission_for(
            self.request.user, "moderate"
        )
        return {found.page_id: found for found in discussions.filter(page__in=page_ids)}
