"""Registers the publishing side with Wagtail's admin."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from .admin.deletion import refuse_deleting_authors_in_bulk, refuse_deleting_authors_in_use
from .admin.modeladmin import IssueAdmin
from .admin.viewsets import article_listing, author_listing
from .links import PooledPageLinkHandler

hooks.register("register_admin_viewset", lambda: [article_listing, author_listing])
hooks.register("before_delete_page", refuse_deleting_authors_in_use)
hooks.register("before_bulk_action", refuse_deleting_authors_in_bulk)
# After Wagtail's own, whose rule it replaces.
hooks.register(
    "register_rich_text_features",
    lambda features: features.register_link_type(PooledPageLinkHandler),
    order=10,
)
modeladmin_register(IssueAdmin)
