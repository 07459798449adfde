"""The queue: all comments that a user moderates, the waiting ones first of all."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, DateColumn
from wagtail.admin.views.generic import IndexView

from ..models import ReaderComment
from ..status import WAITING, Status
from .columns import CommentColumn, CommenterColumn, CommentStatusColumn, DecisionColumn
from .filters import CommentFilterSet
from .paginator import CappedPaginator
from .scope import PageScopedViewMixin
from .undo import get_last_decision

#: The statuses that have a tab; ``""`` is all of them.
TABS = (Status.HELD, Status.APPROVED, Status.REJECTED, Status.SPAM, "")


class QueueView(PageScopedViewMixin, IndexView):
    """The listing, with its filters and its search.

    ``get_queryset`` gives what it lists, on all its pages; bulk actions use it too.
    """

    model = ReaderComment
    page_title = _("Reader comments")
    template_name = "comments/admin/queue.html"
    results_template_name = "comments/admin/queue_results.html"
    index_url_name = "reader_comments:index"
    index_results_url_name = "reader_comments:index_results"
    filterset_class = CommentFilterSet
    # The rows are searched, not the index: it has none of the comments that wait.
    search_backend_name = None
    search_fields = ["subject", "body", "author_name"]
    paginate_by = 20
    paginator_class = CappedPaginator
    table_classname = "listing reader-comments"
    # No export: mail addresses of readers would leave the protected place by a click.
    FORMATS = ()

    @cached_property
    def columns(self):
        return_url = self.get_address()
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="comment"),
            CommentColumn("comment", label=_("Comment"), width="50%", return_url=return_url),
            CommenterColumn("commenter", label=_("Commenter"), width="18%", return_url=return_url),
            DateColumn("created_at", label=_("Posted"), sort_key="created_at"),
            CommentStatusColumn(label=_("Status")),
            DecisionColumn("decisions", label=_("Decision"), return_url=return_url),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("discussion__page__locale", "parent")

    def get_ordering(self):
        # Who waits longest comes first; of what is decided, the newest is looked for.
        waiting = self.request.GET.get("status") in WAITING
        self.default_ordering = "created_at" if waiting else "-created_at"
        return super().get_ordering()

    def order_queryset(self, queryset):
        tie_break = "-pk" if self.ordering.startswith("-") else "pk"
        return queryset.order_by(self.ordering, tie_break)

    def get_context_data(self, *args, **kwargs):
        return super().get_context_data(
            *args,
            tabs=self.get_tabs(),
            last_decision=get_last_decision(self.request.user),
            return_url=self.get_address(),
            **kwargs,
        )

    def get_tabs(self):
        """Return ``[(label, address, whether it is open)]``; the other filters stay."""
        chosen = self.request.GET.get("status", "")
        labels = dict(Status.choices) | {"": _("All")}
        return [
            (labels[status], self.get_address(status=status, p=None), status == chosen)
            for status in TABS
        ]

    def get_address(self, **changes):
        """Return the address of this listing with other parameters; ``None`` leaves one out."""
        query = self.request.GET.copy()
        query.pop("_w_filter_fragment", None)
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = value
        return f"{self.index_url}?{query.urlencode()}"
