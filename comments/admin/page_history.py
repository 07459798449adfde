"""The decisions about a page's comments, in the history of the page.

A site owns its page viewsets, so that nothing is registered here: it registers
``comments.admin.page_views.DiscussedPageViewSet``, or mixes ``DiscussionHistoryMixin`` into its own
view.
"""

from django.db.models import IntegerField, Q, Value
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.history import PageHistoryFilterSet
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.log_actions import registry as log_registry

from .. import registry
from ..models import CommentLogEntry, ReaderComment
from ..permissions import discussion_policy
from .filters import ConditionFilter
from .log import CommentFormatter

#: From which log a row of the listing comes.
PAGE_LOG, COMMENT_LOG = 0, 1


class DiscussionHistoryFilterSet(PageHistoryFilterSet):
    """Wagtail's filters of a page's history, which offer what ``decisions`` have too.

    ``decisions`` are the log entries about comments that the listing has besides ``queryset``;
    ``None`` where it has none.
    """

    is_about_comments = ConditionFilter(
        label=gettext_lazy("About reader comments"), condition=Q(action__startswith="comments.")
    )

    def __init__(self, *args, decisions=None, **kwargs):
        self.decisions = decisions
        super().__init__(*args, **kwargs)
        if decisions is None:
            del self.filters["is_about_comments"]

    def get_action_choices(self):
        if self.decisions is None:
            return super().get_action_choices()
        actions = self.queryset.get_actions() | self.decisions.get_actions()
        return [choice for choice in log_registry.get_choices() if choice[0] in actions]

    def get_users_queryset(self):
        users = super().get_users_queryset()
        if self.decisions is None:
            return users
        ids = self.queryset.get_user_ids() | self.decisions.get_user_ids()
        return users.model._default_manager.filter(pk__in=ids).order_by(users.model.USERNAME_FIELD)


class HistoryColumn(BaseColumn):
    """Wagtail's ``column`` of actions, with cells of their own for decisions about comments."""

    cell_template_name = "comments/admin/cells/history.html"

    def __init__(self, column):
        super().__init__(column.name, label=column.label, width=column.width)
        self.column = column

    def render_cell_html(self, instance, parent_context):
        if isinstance(instance, CommentLogEntry):
            return super().render_cell_html(instance, parent_context)
        return self.column.render_cell_html(instance, parent_context)


class DiscussionHistoryMixin:
    """Adds to the history of a page what staff decided about its comments.

    For subclasses of ``wagtail.admin.views.pages.history.PageHistoryView``. What somebody decided
    at once, about however many of the page's comments, is one row. Whoever does not see the
    comments of the page reads Wagtail's own list. A fixed number of queries.

    A view with filters of its own builds them on ``DiscussionHistoryFilterSet``.
    """

    filterset_class = DiscussionHistoryFilterSet

    @cached_property
    def decisions(self):
        """The log entries about comments of the page that the user may read.

        ``None`` where there is no discussion, or none that concerns the user.
        """
        page = self.object
        if registry.get_options(page.specific_class) is None:
            return None
        if not discussion_policy.user_may(self.request.user, "view", page):
            return None
        return CommentLogEntry.objects.filter(page=page.pk)

    @cached_property
    def columns(self):
        if self.decisions is None:
            return super().columns
        return [
            HistoryColumn(column) if column.name == "message" else column
            for column in super().columns
        ]

    def get_filterset_kwargs(self):
        return {**super().get_filterset_kwargs(), "decisions": self.decisions}

    def get_queryset(self):
        """Return the rows of both logs, as Wagtail's site history unites them: filtered first."""
        if self.decisions is None:
            return super().get_queryset()
        page_log, comment_log = (
            self.filter_queryset(entries)
            .order_by()
            .values("pk", "timestamp")
            .annotate(log=Value(log, output_field=IntegerField()))
            for log, entries in (
                (PAGE_LOG, self.get_base_queryset()),
                (COMMENT_LOG, self.decisions.one_per_batch()),
            )
        )
        return page_log.union(comment_log, all=True).order_by("-timestamp", "-log", "-pk")

    def paginate_queryset(self, queryset, page_size):
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        if self.decisions is not None:
            rows = page.object_list = self._load(rows)
        return paginator, page, rows, is_paginated

    def _load(self, rows):
        """Return the log entries of ``rows``, those about comments with what their cells show."""
        keys = [(row["log"], row["pk"]) for row in rows]
        entries = {
            PAGE_LOG: self.get_base_queryset().in_bulk([pk for log, pk in keys if log == PAGE_LOG]),
            COMMENT_LOG: self._load_decisions([pk for log, pk in keys if log == COMMENT_LOG]),
        }
        return [entries[log][pk] for log, pk in keys if pk in entries[log]]

    def _load_decisions(self, ids):
        found = self.decisions.select_related("content_type", "user__wagtail_userprofile")
        entries = found.in_bulk(ids)
        uuids = {entry.uuid for entry in entries.values()} - {None}
        batches = self.decisions.filter(uuid__in=uuids).get_batches()
        comments = {entry.comment_id for entry in entries.values()}
        kept = set(ReaderComment.objects.filter(pk__in=comments).values_list("pk", flat=True))
        for entry in entries.values():
            count, changes = batches.get((entry.uuid, entry.action), (1, []))
            entry.line = _get_line(entry, count, changes)
            entry.link = _get_link(entry, count, is_kept=entry.comment_id in kept)
        return entries


def get_decisions_url(page):
    """Return the address of what the history of ``page`` tells of its comments.

    ``None`` where the site has not mixed ``DiscussionHistoryMixin`` into that history.
    """
    view = page_viewset_registry.get_by_type(page.specific_class).history_view_class
    if not issubclass(view, DiscussionHistoryMixin):
        return None
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    return set_query_params(history, {"is_about_comments": "yes"})


def _get_line(entry, count, changes):
    if count > 1 and isinstance(entry.formatter, CommentFormatter):
        return entry.formatter.format_many(entry, count=count, changes=changes)
    return entry.message


def _get_link(entry, count, *, is_kept):
    """Return ``(address, text)`` of where the comments of ``entry`` are; the first may be ``None``.

    Many are in the queue, and one has its review page. It may be gone, and what is removed has no
    subject.
    """
    if count > 1:
        filters = {"page": entry.page_id, "batch": entry.pk}
        text = ngettext("Show this %(count)d comment", "Show these %(count)d comments", count)
        address = set_query_params(reverse("reader_comments:index"), filters)
        return address, text % {"count": count}
    text = entry.label or _("Comment no. %(number)d") % {"number": entry.comment_id}
    return (reverse("reader_comments:inspect", args=[entry.comment_id]) if is_kept else None), text
