"""What the userbar of a page offers: writing in one's own name, and deciding about what waits."""

from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.userbar import BaseItem
from wagtail.admin.utils import set_query_params

from .. import conf, registry
from ..identity import get_commenter
from ..models import Discussion, ReaderComment
from ..permissions import discussion_policy
from .decisions import APPROVE, REJECT
from .waiting import get_queue_url

#: How many comments can be decided about in place, and how much of each is shown.
WAITING_LIMIT = 5
EXCERPT_LENGTH = 160
#: The fragment with which a decision leads back to the page: the script opens the userbar there.
FRAGMENT = "reader-comments-waiting"


class CommentItem(BaseItem):
    """Leads to the form, which offers whoever is signed in to post as oneself."""

    template_name = "comments/admin/userbar_comment.html"

    def __init__(self, page):
        super().__init__()
        self.page = page


class WaitingItem(BaseItem):
    """The comments that wait on ``page``, the oldest with a form each that decides in place.

    Meant for moderators of the page alone; it is for the caller to ask. What a decision answered
    is shown here once, because the page of a site may have no place for it. Two queries.
    """

    template_name = "comments/admin/userbar_waiting.html"

    class Media:
        js = ["comments/admin/userbar.js"]

    def __init__(self, page):
        super().__init__()
        self.page = page

    @cached_property
    def discussion(self):
        return Discussion.of(self.page)

    @cached_property
    def count(self):
        return self.discussion.waiting_count

    @cached_property
    def comments(self):
        """The oldest of them: ``[(comment, excerpt, [(decision, button name), …]), …]``."""
        if not self.count:
            return []
        waiting = ReaderComment.objects.waiting().filter(discussion=self.discussion)
        return [self._show(comment) for comment in waiting.oldest_first()[:WAITING_LIMIT]]

    def _show(self, comment):
        excerpt = conf.text_format().excerpt(comment.body, EXCERPT_LENGTH)
        decisions = [(choice, choice.get_button_name(comment)) for choice in (APPROVE, REJECT)]
        return comment, excerpt, decisions

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        queue = set_query_params(reverse("reader_comments:index"), {"page": self.page.pk})
        return {
            **super().get_context_data(parent_context),
            "messages": list(get_messages(request)),
            "csrf_token": get_token(request) if self.comments else "",
            "return_url": f"{request.get_full_path()}#{FRAGMENT}",
            "queue_url": queue,
            "waiting_url": get_queue_url(page=self.page.pk),
        }


def is_preview(request):
    """Return whether ``request`` shows a draft, perhaps within the editor, and not the page."""
    return getattr(request, "is_preview", False) or getattr(request, "in_preview_panel", False)


def add_comment_item(request, items, page):
    """Add the items on pages with a discussion, each for those whom it concerns."""
    if page is None or not page.pk or registry.get_options(type(page)) is None:
        return
    if get_commenter(request.user, page) is not None:
        items.append(CommentItem(page))
    if discussion_policy.user_may(request.user, "moderate", page) and not is_preview(request):
        items.append(WaitingItem(page))
