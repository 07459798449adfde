"""The stylesheet of the moderation."""

from django.templatetags.static import static
from django.utils.html import format_html


def get_stylesheet():
    """Return the link to the stylesheet, which the menu's badge needs on every page."""
    return format_html('<link rel="stylesheet" href="{}">', static("comments/admin/comments.css"))
