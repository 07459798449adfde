"""The review page: one comment with all that a moderator needs to decide."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_valid_next_url_from_request, set_query_params
from wagtail.admin.views.generic import InspectView

from ..models import CommentLogEntry, ReaderComment, RejectionReason
from ..moderation.hosts import get_link_hosts
from ..moderation.reasons import explain
from ..moderation.records import get_records
from ..permissions import comment_policy
from .commenters import get_entries
from .decisions import SHORTCUTS, get_buttons
from .differences import get_revisions
from .undo import get_last_decision

#: How many direct replies the page shows; the discussion itself has them all.
REPLIES_SHOWN = 20

#: How many flags it shows, the newest, and how many earlier texts.
FLAGS_SHOWN = 50
REVISIONS_SHOWN = 50

#: How many other comments of the commenter it shows, the newest; the queue has them all.
OTHERS_SHOWN = 10


class ReviewView(InspectView):
    """A comment in its conversation, with its commenter, its history and the decisions.

    With it stand what readers have flagged and what it said before its author edited it.
    """

    page_title = _("Review")
    template_name = "comments/admin/review.html"

    def get_object(self, queryset=None):
        # The gate has checked that it exists and may be seen.
        comments = ReaderComment.objects.select_related("discussion__page__locale")
        return comments.with_open_case().get(pk=self.pk)

    def get_fields(self):
        return []

    @cached_property
    def parents(self):
        """The comments above this one in its thread, the first of the thread first."""
        if self.object.root_id is None:
            return []
        above = ReaderComment.objects.filter(depth__lt=self.object.depth)
        thread = above.filter(root=self.object.root_id) | above.filter(pk=self.object.root_id)
        parent_ids = dict(thread.values_list("pk", "parent"))
        chain, pk = [], self.object.parent_id
        while pk is not None:
            chain.append(pk)
            pk = parent_ids[pk]
        comments = ReaderComment.objects.in_bulk(chain)
        return [comments[pk] for pk in reversed(chain)]

    @cached_property
    def others(self):
        """What else the commenter wrote, as far as the user may see it, the newest first."""
        address = self.object.author_email
        if not address:
            return []
        scope = comment_policy.instances_user_has_permission_for(self.request.user, "view")
        others = scope.filter(author_email=address).exclude(pk=self.object.pk)
        return others.select_related("discussion__page").newest_first()[:OTHERS_SHOWN]

    def get_context_data(self, **kwargs):
        comment, page = self.object, self.object.page
        page_url = page.get_url(self.request) if page.live else None
        records = get_records(self.request.user, [comment])
        return super().get_context_data(
            comment=comment,
            open_case=comment.open_case,
            others=self.others,
            entries=get_entries(self.request.user, comment),
            record=records.get(comment.author_email),
            same_url=set_query_params(reverse("reader_comments:index"), {"same": comment.pk}),
            hosts=get_link_hosts(comment.rendered),
            parents=self.parents,
            replies=comment.replies.oldest_first()[:REPLIES_SHOWN],
            flags=comment.commentflags.order_by("-created_at", "-pk")[:FLAGS_SHOWN],
            revisions=get_revisions(comment, REVISIONS_SHOWN),
            page=page,
            page_url=page_url,
            # The pages of another site may not be framed here.
            page_path=page_url if page_url and page_url.startswith("/") else None,
            reasons=RejectionReason.objects.get_choices(),
            shortcuts=SHORTCUTS,
            explanation=explain(comment, RejectionReason.objects.get_labels()),
            log_entries=CommentLogEntry.objects.for_instance(comment).select_related(
                "user__wagtail_userprofile"
            ),
            last_decision=get_last_decision(self.request.user),
            return_url=get_valid_next_url_from_request(self.request),
            **get_buttons(self.request.user, comment),
            **kwargs,
        )
