"""Flat lists of articles and authors."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy

from ..models import ArticlePage, AuthorPage
from .filters import ArticleFilterSet, AuthorFilterSet


class PagesMenuItem(MenuItem):
    """An entry of the menu for those who see pages at all."""

    def is_shown(self, request):
        return page_permission_policy.explorable_root_instance(request.user) is not None


class ArticleIndexView(IndexView):
    """Articles with their bylines."""

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).prefetch_related("bylines__author")


class ArticleListingViewSet(PageListingViewSet):
    """All articles that a user may see, whatever their column."""

    model = ArticlePage
    index_view_class = ArticleIndexView
    filterset_class = ArticleFilterSet
    icon = "doc-full-inverse"
    menu_label = _("Articles")
    menu_order = 110
    menu_item_class = PagesMenuItem
    add_to_admin_menu = True
    ordering = "-date"
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Headline"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Column")),
        Column(
            "byline",
            label=_("Byline"),
            accessor=lambda page: ", ".join(row.author.title for row in page.bylines.all()),
        ),
        DateColumn("date", label=_("Date"), sort_key="date", width="12%"),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
    ]


class AuthorListingViewSet(PageListingViewSet):
    """All author bios that a user may see."""

    model = AuthorPage
    filterset_class = AuthorFilterSet
    icon = "user"
    menu_label = _("Authors")
    menu_order = 120
    menu_item_class = PagesMenuItem
    add_to_admin_menu = True
    ordering = "title"
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Name"), sort_key="title", classname="title"),
        Column("credentials", label=_("Credentials"), sort_key="credentials"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
            width="12%",
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
    ]


article_listing = ArticleListingViewSet("articles")
author_listing = AuthorListingViewSet("authors")
