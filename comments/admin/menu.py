"""Ways into the moderation: the menu, the home page of the admin, and the buttons of pages."""

from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.widgets.button import Button

from ..permissions import comment_policy, discussion_policy
from .discussion import has_settings_for

#: A badge shows no higher number.
BADGE_LIMIT = 99


def count_waiting(user):
    """Return how many comments wait for ``user``, from the stored counts of discussions."""
    discussions = discussion_policy.instances_user_has_permission_for(user, "moderate")
    waiting = discussions.filter(waiting_count__gt=0)
    return waiting.aggregate(total=Sum("waiting_count"))["total"] or 0


def get_waiting_text(count):
    return ngettext("%(count)d comment is waiting", "%(count)d comments are waiting", count) % {
        "count": count
    }


class CommentsMenuItem(MenuItem):
    """The way to the queue, for those who moderate something, with the number that waits.

    One instance serves all requests, so that the number is never kept on it.
    """

    def is_shown(self, request):
        return comment_policy.user_has_permission(request.user, "view")

    def render_component(self, request):
        count = count_waiting(request.user)
        attrs = dict(self.attrs)
        if count:
            attrs["data-waiting"] = str(count) if count <= BADGE_LIMIT else f"{BADGE_LIMIT}+"
            attrs["aria-label"] = f"{self.label}: {get_waiting_text(count)}"
        return LinkMenuItem(
            self.name,
            self.label,
            self.url,
            icon_name=self.icon_name,
            classname=f"{self.classname} reader-comments-menu-item".strip(),
            attrs=attrs,
        )


class WaitingSummaryItem(SummaryItem):
    """The number of waiting comments on the home page of the admin."""

    order = 400
    template_name = "comments/admin/waiting_summary.html"

    def is_shown(self):
        return comment_policy.user_has_permission(self.request.user, "moderate")

    @cached_property
    def count(self):
        return count_waiting(self.request.user)

    def get_context_data(self, parent_context):
        return {
            "url": f"{reverse('reader_comments:index')}?status=held",
            "text": get_waiting_text(self.count),
        }


def add_waiting_summary(request, summary_items):
    """Add the number of waiting comments to the home page of the admin."""
    summary_items.append(WaitingSummaryItem(request))


def get_page_buttons(page, user, view_name=None, next_url=None):
    """Yield the way to the discussion settings of ``page``, for those who moderate it."""
    if page.pk is not None and has_settings_for(user, page):
        url = reverse("reader_comments:discussion", args=[page.pk])
        yield Button(_("Discussion"), url=url, icon_name="comment", priority=75)
