"""Registers moderation with Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin.bulk_actions import BULK_ACTIONS
from .admin.case_viewset import case_viewset, page_comment_workflow_viewset
from .admin.groups import GroupCommentPermissionFormSet
from .admin.log import register_log_actions
from .admin.menu import add_waiting_summary, get_page_buttons
from .admin.rejection_reasons import rejection_reason_viewset
from .admin.reports import get_reports_menu_item
from .admin.search import get_search_area
from .admin.styles import get_stylesheet
from .admin.userbar import add_comment_item
from .admin.viewsets import reader_comment_viewset
from .admin.waiting import add_waiting_panel
from .admin.webhooks import webhook_message_viewset, webhook_viewset
from .registration import register_policies

register_policies()

hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_viewset", lambda: reader_comment_viewset)
hooks.register("register_admin_viewset", lambda: rejection_reason_viewset)
hooks.register("register_admin_viewset", lambda: page_comment_workflow_viewset)
hooks.register("register_admin_viewset", lambda: webhook_viewset)
hooks.register("register_admin_viewset", lambda: webhook_message_viewset)
register_snippet(case_viewset)
hooks.register("register_group_permission_panel", lambda: GroupCommentPermissionFormSet)
hooks.register("register_page_header_buttons", get_page_buttons)
hooks.register("register_page_listing_more_buttons", get_page_buttons)
hooks.register("construct_homepage_summary_items", add_waiting_summary)
hooks.register("construct_homepage_panels", add_waiting_panel)
hooks.register("register_admin_search_area", get_search_area)
hooks.register("construct_wagtail_userbar", add_comment_item)
hooks.register("insert_global_admin_css", get_stylesheet)
hooks.register("register_reports_menu_item", get_reports_menu_item)
for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)
