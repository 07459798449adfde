"""The addresses of the moderation."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import ReaderComment
from .batch import BatchView
from .cases import EscalateView
from .commenters import CommenterView
from .decide import DecideView, PickView
from .discussion import DiscussionView
from .menu import CommentsMenuItem
from .queue import QueueView
from .reply import ReplyView
from .reports import REPORTS
from .review import ReviewView
from .scope import add_scope
from .undo import UndoView


class ReaderCommentViewSet(ModelViewSet):
    """The queue, the review page, decisions, and the discussion settings of a page.

    Comments are neither added, edited nor deleted here. Every view that this makes stands behind
    the gate of ``scope``, whatever its class.
    """

    model = ReaderComment
    name = "reader_comments"
    url_prefix = "reader-comments"
    icon = "comment"
    add_to_admin_menu = True
    menu_name = "reader-comments"
    menu_label = _("Comments")
    menu_order = 140
    menu_item_class = CommentsMenuItem
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = QueueView
    inspect_view_class = ReviewView

    def construct_view(self, view_class, **kwargs):
        return super().construct_view(add_scope(view_class), **kwargs)

    def get_common_view_kwargs(self, **kwargs):
        absent = ("add", "edit", "delete", "history", "usage")
        return super().get_common_view_kwargs(**{f"{name}_url_name": None for name in absent})

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("review/<int:pk>/", self.inspect_view, name="inspect"),
            path("decide/<int:pk>/", self.construct_view(DecideView), name="decide"),
            path("undo/", self.construct_view(UndoView), name="undo"),
            path("batch/<uuid:uuid>/", self.construct_view(BatchView), name="batch"),
            path("commenter/<int:pk>/", self.construct_view(CommenterView), name="commenter"),
            path("reply/<int:pk>/", self.construct_view(ReplyView), name="reply"),
            path("escalate/<int:pk>/", self.construct_view(EscalateView), name="escalate"),
            *(
                path(f"reports/{view.report_name}/", self.construct_view(view), name=name)
                for name, view in REPORTS.items()
            ),
            path("pick/<int:pk>/", self.construct_view(PickView), name="pick"),
            path(
                "discussion/<int:page_id>/",
                self.construct_view(DiscussionView, header_icon=self.icon),
                name="discussion",
            ),
        ]

    def get_permissions_to_register(self):
        # The page tree decides; Django's permissions of the model would do nothing.
        return Permission.objects.none()

    @cached_property
    def url_finder_class(self):
        """Wagtail's histories link a comment to its review page, where a moderator acts on it."""
        return type(
            "ReaderCommentURLFinder",
            (super().url_finder_class,),
            {"edit_url_name": self.get_url_name("inspect")},
        )

    @cached_property
    def menu_url(self):
        return f"{reverse(self.get_url_name('index'))}?status=held"


reader_comment_viewset = ReaderCommentViewSet()
