"""What waits for a moderator, by section: the panel on the home page of the admin."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import swapper
from django.db.models import Case, CharField, Count, F, Min, Value, When
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import set_query_params

from ..models import GroupCommentPermission
from ..permissions import comment_policy, get_rights
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
    the policy.
    """
    comments = comment_policy.instances_user_has_permission_for(user, "moderate").waiting()
    rows = list(
        comments.annotate(section=_get_section_path(user))
        .order_by()
        .values("section")
        .annotate(count=Count("pk"), oldest=Min("created_at"))
        .order_by("oldest", "section")
    )
    page_model = swapper.load_model("wagtailcore", "Page")
    pages = page_model.objects.filter(path__in=[row["section"] for row in rows])
    by_path = {page.path: page for page in pages}
    return [
        WaitingSection(by_path[row["section"]], row["count"], row["oldest"])
        for row in rows
        if row["section"] in by_path
    ]


def _get_section_path(user):
    """Return the expression of the path of a comment's section, which ``user`` moderates."""
    path = F("discussion__page__path")
    steplen = swapper.load_model("wagtailcore", "Page").steplen
    above = Substr(path, 1, Length(path) - Value(steplen))
    paths = [] if user.is_superuser else _get_paths(user)
    # What stands above the part of the tree that the user moderates is none of it.
    outermost = [own for own in paths if not any(own[:-steplen].startswith(it) for it in paths)]
    if not outermost:
        return above
    alone = When(discussion__page__path__in=outermost, then=path)
    return Case(alone, default=above, output_field=CharField())


def _get_paths(user):
    return GroupCommentPermission.objects.get_paths(user, get_rights(["moderate"]))


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
