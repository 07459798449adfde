"""The queue: all comments that a user moderates, the waiting ones first of all."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import IndexView

from ..exceptions import ListingGone
from ..models import ReaderComment, RejectionReason
from ..moderation.queue import FLAGGED_TAB, SEARCH_FIELDS, filter_tab
from ..moderation.records import get_records
from ..permissions import comment_policy, get_scope
from ..status import WAITING, Status
from . import paginator
from .columns import (
    CommentColumn,
    CommenterColumn,
    CommentStatusColumn,
    DecisionColumn,
    SelectionColumn,
)
from .decisions import BLOCK_KEY, BULK_DECISIONS, ESCALATE_KEY, PICK_KEY, SHORTCUTS
from .exports import SafeExportMixin
from .filters import CommentFilterSet
from .paginator import CappedCount, CappedPaginator
from .scope import PageScopedViewMixin
from .undo import get_last_decision_columns, read_last_decision

#: The tabs with their names; ``""`` is all comments.
TABS = {
    Status.HELD: _("Waiting"),
    FLAGGED_TAB: _("Flagged"),
    Status.APPROVED: _("Approved"),
    Status.REJECTED: _("Rejected"),
    Status.SPAM: _("Spam"),
    "": _("All"),
}

#: How Wagtail's addresses of bulk actions name what they act on.
BULK_ACTION_OF = ("comments", "readercomment")


class QueueView(SafeExportMixin, PageScopedViewMixin, IndexView):
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
    search_fields = SEARCH_FIELDS
    paginate_by = 20
    paginator_class = CappedPaginator
    table_classname = "listing reader-comments"
    # No mail addresses: they would leave the protected place by a click.
    list_export = [
        "created_at",
        "get_status_display",
        "reason",
        "status_changed_at",
        "page.title",
        "section",
        "subject",
        "body",
        "author_name",
        "get_badge_display",
        "is_pick",
        "flag_count",
        "reaction_count",
    ]
    export_headings = {
        "get_status_display": _("Status"),
        "page.title": _("Page"),
        "section": _("Section"),
        "get_badge_display": _("Badge"),
        "is_pick": _("Editors’ pick"),
    }
    export_filename = "reader-comments"

    @cached_property
    def columns(self):
        return_url = self.get_address()
        reasons = RejectionReason.objects
        return [
            SelectionColumn("bulk_actions", obj_type="comment"),
            CommentColumn(
                "comment",
                label=_("Comment"),
                width="50%",
                return_url=return_url,
                labels=reasons.get_labels(),
            ),
            CommenterColumn(
                "commenter",
                label=_("Commenter"),
                width="18%",
                return_url=return_url,
                get_record=lambda address: self.records.get(address),
            ),
            DateColumn("created_at", label=_("Posted"), sort_key="created_at"),
            CommentStatusColumn(label=_("Status")),
            DecisionColumn(
                "decisions",
                label=_("Decision"),
                return_url=return_url,
                reasons=reasons.get_choices(),
            ),
        ]

    def get_base_queryset(self):
        comments = super().get_base_queryset()
        if self.is_export:
            return comments.select_related("discussion__page").with_section()
        return comments.select_related("discussion__page__locale", "parent").with_open_case()

    def get_ordering(self):
        # Who waits longest comes first; of what is decided, the newest is looked for.
        waiting = self.request.GET.get("status") in WAITING
        self.default_ordering = "created_at" if waiting else "-created_at"
        return super().get_ordering()

    def order_queryset(self, queryset):
        tie_break = "-pk" if self.ordering.startswith("-") else "pk"
        return queryset.order_by(self.ordering, tie_break)

    @cached_property
    def records(self):
        """``{mail address: Record}`` of whoever wrote what the page of the listing shows."""
        return get_records(self.request.user, self.shown)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(
            *args,
            tabs=self.get_tabs(),
            last_decision=read_last_decision(self.summary),
            return_url=self.get_address(),
            reasons=RejectionReason.objects.get_choices(),
            shortcuts=SHORTCUTS,
            **kwargs,
        )
        self.shown = context["object_list"]
        return context | self.get_selection()

    def get_selection(self):
        """Return what the form of the selection shows: it needs no scripts."""
        listing = [
            (name, value)
            for name, values in self.request.GET.lists()
            if name not in ("p", "id", "next", "_w_filter_fragment")
            for value in values
        ]
        user = self.request.user
        moderates = comment_policy.user_has_permission(user, "moderate")
        sanctions = comment_policy.user_has_permission(user, "sanction")
        features = comment_policy.user_has_permission(user, "feature")
        offered = [
            *((one.icon, one.bulk_label, one.key) for one in BULK_DECISIONS if moderates),
            *([("warning", _("Escalate the selected comments"), ESCALATE_KEY)] * moderates),
            *([("pick", _("Pick the selected comments"), PICK_KEY)] * features),
            *([("user", _("Block those who wrote the selected comments"), BLOCK_KEY)] * sanctions),
        ]
        buttons = [
            (icon, label, reverse("wagtail_bulk_action", args=[*BULK_ACTION_OF, key]))
            for icon, label, key in offered
        ]
        return {"listing": listing, "bulk_buttons": buttons}

    @cached_property
    def chosen_tab(self):
        """The status that is listed, which may have no tab; "" for all."""
        return self.filters.form.cleaned_data["status"] if self.filters.is_valid() else ""

    def filter_queryset(self, queryset):
        # As in Wagtail, a filter that makes no sense leaves everything.
        if self.filters.is_valid():
            queryset = self.filters.filter_under_any_tab(queryset)
        self.under_any_tab = queryset
        return filter_tab(queryset, self.chosen_tab)

    @cached_property
    def summary(self):
        """A ``dict`` with the numbers of ``counts`` and the columns of the last decision.

        One query.
        """
        comments = self.search_queryset(self.under_any_tab)
        numbers = {
            f"number_{place}": CappedCount(filter_tab(comments, tab))
            for place, tab in enumerate(TABS)
        }
        # Any row will do to select them with; this one is there.
        user = self.request.user
        users = get_user_model()._default_manager.filter(pk=user.pk)
        return users.values(**numbers, **get_last_decision_columns(user))[0]

    @cached_property
    def counts(self):
        """``{tab: number of comments}``, which the other filters and the search leave.

        No number is higher than ``COUNT_LIMIT``.
        """
        return {tab: self.summary[f"number_{place}"] for place, tab in enumerate(TABS)}

    def get_paginator(self, *args, **kwargs):
        pages = super().get_paginator(*args, **kwargs)
        if self.chosen_tab in TABS:
            pages.count = self.counts[self.chosen_tab]
        return pages

    def get_tabs(self):
        """Return ``[(label, number, address, whether it is open)]``; the other filters stay."""
        return [
            (
                label,
                self.format_count(self.counts[tab]),
                self.get_address(status=tab, p=None),
                tab == self.chosen_tab,
            )
            for tab, label in TABS.items()
        ]

    def format_count(self, count):
        number = number_format(count, force_grouping=True)
        return f"{number}+" if count >= paginator.COUNT_LIMIT else number

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


def get_listing(user, query, action="moderate"):
    """Return the comments that the queue lists for ``user`` with ``query``, a ``QueryDict``.

    All of them, whatever the page, with which ``user`` may do ``action``; the queue itself shows
    more to whoever has different rights in different sections. Raises ``ListingGone`` where the
    filters make no sense: what the screen then lists unfiltered is too much to decide at once.
    """
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", user, query
    view = QueueView()
    view.setup(request)
    listing = view.get_queryset()
    if not view.filters.is_valid():
        raise ListingGone
    return listing.filter(get_scope(user, "discussion__page__path", action))
