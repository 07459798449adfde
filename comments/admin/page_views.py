"""Wagtail's page views with what moderators look for there: ready for a site to register.

In ``wagtail_hooks.py`` of one of its own applications, after Wagtail's own viewset of all pages::

    hooks.register("register_admin_viewset", DiscussedPageViewSet, order=10)

A site with page viewsets of its own mixes ``DiscussionColumnMixin``, ``DiscussionSidePanelMixin``
and ``DiscussionHistoryMixin`` into their views instead.
"""

from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

from .page_history import DiscussionHistoryMixin
from .page_listing import DiscussionColumnMixin
from .side_panel import DiscussionSidePanelMixin


class DiscussedIndexView(DiscussionColumnMixin, ExplorableIndexView):
    """The page explorer, with a column about comments."""


class DiscussedEditView(DiscussionSidePanelMixin, EditView):
    """The editor of a page, with a panel about its discussion."""


class DiscussedHistoryView(DiscussionHistoryMixin, PageHistoryView):
    """The history of a page, with the decisions about its comments."""


class DiscussedPageViewSet(PageViewSet):
    """Takes the place of Wagtail's viewset for the pages that have none of their own."""

    index_view_class = DiscussedIndexView
    edit_view_class = DiscussedEditView
    history_view_class = DiscussedHistoryView
