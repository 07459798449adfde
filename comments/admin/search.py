"""Reader comments among the areas of the search in Wagtail's admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.search import SearchArea

from ..permissions import comment_policy


class CommentSearchArea(SearchArea):
    """The queue with what was searched for, for those who see comments somewhere.

    One instance serves all requests.
    """

    def is_shown(self, request):
        return comment_policy.user_has_permission(request.user, "view")


def get_search_area():
    """Return the area that Wagtail offers besides pages, images and documents."""
    return CommentSearchArea(
        _("Reader comments"),
        reverse("reader_comments:index"),
        name="reader-comments",
        icon_name="comment",
        order=250,
    )
