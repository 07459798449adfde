"""Registers the site with Wagtail."""

from wagtail import hooks

from comments.admin.page_views import DiscussedPageViewSet

from .page_cache.middleware import shows

# After Wagtail's own viewset of all pages, whose place it takes.
hooks.register("register_admin_viewset", DiscussedPageViewSet, order=10)


@hooks.register("before_serve_page")
def note_page(page, request, serve_args, serve_kwargs):
    """Tell the page cache which page the answer shows."""
    shows(request, page.pk)
