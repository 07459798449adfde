"""What waits for a moderator, by section: the panel on the home page of the admin."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, OuterRef, Subquery, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import set_query_params

from ..models import ReaderComment
from ..moderation.sections import get_pages_by_path, get_section_path
from ..permissions import comment_policy, discussion_policy
from ..status import WAITING

#: How many sections the panel names; the others are a number and a link.
SECTION_LIMIT = 10


def get_queue_url(**filters):
    """Return the address of the comments that wait in the queue, with more ``filters``."""
    (waiting,) = WAITING
    return set_query_params(reverse("reader_comments:index"), {"status": waiting, **filters})


@dataclass(frozen=True)
class WaitingSection:
    """The ``count`` comments that wait below ``page``, the ``oldest`` of them posted then."""

    page: Any
    count: int
    oldest: datetime

    @property
    def url(self):
        return get_queue_url(page=self.page.pk)


def get_waiting_sections(user):
    """Return a ``WaitingSection`` for each part of the tree where comments wait for ``user``.

    A section is the page above the discussed ones; a single page to which a right of the user is
    confined stands for itself. Who has waited longest comes first. Two queries besides those of
    the policy, and no comment is read but the oldest of each discussion: how many wait is stored.
    """
    discussions = discussion_policy.instances_user_has_permission_for(user, "moderate")
    waiting = ReaderComment.objects.waiting().filter(discussion=OuterRef("pk")).oldest_first()
    rows = list(
        discussions.filter(waiting_count__gt=0)
        .annotate(
            section=get_section_path(user, "page__path"),
            oldest_here=Subquery(waiting.values("created_at")[:1]),
        )
        .order_by()
        .values("section")
        .annotate(count=Sum("waiting_count"), oldest=Min("oldest_here"))
        .order_by("oldest", "section")
    )
    by_path = get_pages_by_path(row["section"] for row in rows)
    return [
        WaitingSection(by_path[row["section"]], row["count"], row["oldest"])
        for row in rows
        if row["section"] in by_path
    ]


class WaitingPanel(Component):
    """Waiting comments by section, on the home page of the admin. Shown only where some wait."""

    name = "reader-comments-waiting"
    order = 205
    template_name = "comments/admin/waiting_panel.html"

    def __init__(self, request):
        self.request = request

    @cached_property
    def sections(self):
        return get_waiting_sections(self.request.user)

    def get_context_data(self, parent_context):
        return {
            "sections": self.sections[:SECTION_LIMIT],
            "more": len(self.sections[SECTION_LIMIT:]),
            "queue_url": get_queue_url(),
        }


def add_waiting_panel(request, panels):
    """Add the panel to the home page of the admin, for those who moderate something."""
    if comment_policy.user_has_permission(request.user, "moderate"):
        panels.append(WaitingPanel(request))
