"""Columns of the queue."""

from django.middleware.csrf import get_token
from django.urls import reverse
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn, StatusTagColumn
from wagtail.admin.utils import set_query_params

from ..moderation.hosts import get_link_hosts
from ..moderation.reasons import explain
from ..status import VISIBLE
from .commenters import may_know_commenter
from .decisions import get_buttons


class SelectionColumn(BulkActionsCheckboxColumn):
    """Wagtail's checkboxes, which belong to a form as well: they work without scripts.

    The form has the id ``SELECTION_FORM``.
    """

    cell_template_name = "comments/admin/cells/selection.html"


class QueueColumn(BaseColumn):
    """A column whose cell knows the comment, and ``return_url``, the address to come back to."""

    def __init__(self, name, *, return_url, **kwargs):
        super().__init__(name, **kwargs)
        self.return_url = return_url

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        review_url = reverse("reader_comments:inspect", args=[instance.pk])
        context.update(
            comment=instance,
            return_url=self.return_url,
            review_url=set_query_params(review_url, {"next": self.return_url}),
        )
        return context


class CommentColumn(QueueColumn):
    """The whole comment as readers see it, where it stands, what it answers, and why it is there.

    ``labels`` are those of ``RejectionReason.objects.get_labels()``.
    """

    cell_template_name = "comments/admin/cells/comment.html"

    def __init__(self, name, *, labels, **kwargs):
        super().__init__(name, **kwargs)
        self.labels = labels

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        page = instance.page
        # Without the request, which would cost a query for its site.
        context["page_url"] = page.get_url() if page.live else None
        context["explanation"] = explain(instance, self.labels)
        context["hosts"] = get_link_hosts(instance.rendered)
        return context


class CommenterColumn(QueueColumn):
    """Name and private address of who wrote the comment, and what became of all they wrote.

    ``get_record`` returns the ``Record`` of a mail address, or ``None``.
    """

    cell_template_name = "comments/admin/cells/commenter.html"

    def __init__(self, name, *, get_record, **kwargs):
        super().__init__(name, **kwargs)
        self.get_record = get_record

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["record"] = self.get_record(instance.author_email)
        user = parent_context["request"].user
        context["may_know_commenter"] = may_know_commenter(user, instance.page)
        context["same_url"] = set_query_params(
            reverse("reader_comments:index"), {"same": instance.pk}
        )
        return context


class DecisionColumn(QueueColumn):
    """The buttons: small forms, which need no script. ``reasons`` are those to choose from."""

    cell_template_name = "comments/admin/cells/decisions.html"

    def __init__(self, name, *, reasons, **kwargs):
        super().__init__(name, **kwargs)
        self.reasons = reasons

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        context["csrf_token"] = get_token(request)
        context["reasons"] = self.reasons
        context["open_case"] = instance.open_case
        context |= get_buttons(request.user, instance)
        return context


class CommentStatusColumn(StatusTagColumn):
    """The status in words, marked while readers see the comment."""

    def __init__(self, **kwargs):
        super().__init__(
            "get_status_display",
            primary=lambda comment: comment.status in VISIBLE,
            **kwargs,
        )
