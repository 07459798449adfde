"""What the application registers when Django is ready."""

from wagtail.permissions import register_permission_policy

from . import lifecycle, search
from .actions import registered
from .models import Discussion, ReaderComment
from .permissions import comment_policy, discussion_policy


def register():
    """Register the permission policies, the actions and the API. Called once, by ``ready()``."""
    register_permission_policy(ReaderComment, comment_policy)
    register_permission_policy(Discussion, discussion_policy)
    registered.register()
    search.connect()
    lifecycle.connect()
    # Not before: the module builds the schemas of all page types.
    from .api import v3

    v3.register()
