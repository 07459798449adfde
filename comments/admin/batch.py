"""A decision about more comments than one request takes: how far it is, and its next steps."""

import swapper
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request, set_query_params

from ..actions import continue_batch, find_skipped, stop_batch
from ..exceptions import CommentError
from ..models import DecisionBatch
from ..models.batch import ESCALATED
from ..permissions import comment_policy, get_action
from .decisions import (
    NAMED_PAGES,
    get_progress,
    get_skipped_summary,
    get_steps_left_summary,
    get_stopped_summary,
    get_summary,
)
from .frame import BelowQueueMixin
from .queue import get_listing


def get_url(batch, next_url):
    """Return the address of the progress of ``batch``; ``next_url`` is where it leads at last."""
    url = reverse("reader_comments:batch", args=[batch.uuid])
    return set_query_params(url, {"next": next_url})


def tell_of_end(request, batch, candidates, refusal=None):
    """Say how many ``batch`` has decided of ``candidates``, and why others were not.

    ``refusal`` is an error or ``None``; nothing is asked of ``candidates`` where there is one. What
    was not refused or taken back was left to whoever came first.
    """
    if batch.undone_at or batch.undo_position:
        messages.warning(request, _("This decision was undone and does not go on."))
        return
    if batch.count:
        messages.success(request, get_summary(batch.decision, batch.count))
    elif not refusal:
        messages.warning(request, _("Nothing was left to decide."))
    if refusal:
        messages.error(request, str(refusal))
        return
    skipped_count = 0
    if batch.decision == ESCALATED:
        skipped_count = _tell_of_skipped(request, find_skipped(batch, candidates))
    left_count = batch.total - batch.count - skipped_count
    if left_count > 0:
        messages.warning(request, get_steps_left_summary(batch.decision, left_count))


def _tell_of_skipped(request, comments):
    """Say how many had no workflow, and where; return how many."""
    count = comments.count()
    if count:
        page_model = swapper.load_model("wagtailcore", "Page")
        pages = page_model.objects.filter(pk__in=comments.order_by().values("discussion__page"))
        text = get_skipped_summary(count, list(pages[: NAMED_PAGES + 1]))
        messages.warning(request, text)
    return count


class BatchView(BelowQueueMixin, TemplateView):
    """Shows how far a decision of the user is; each ``POST`` makes the next step of it.

    The page's script posts again and again, and is answered in JSON; without one its button does.
    When all is decided the answer is a redirect to ``next``, or to the queue, with a message.
    Whoever leaves the page finds the rest undecided, and may come back to the address for
    ``LONGEST_RUN``, unless it was refused, or stopped by the other button, ``stop``.
    """

    model = None
    # Which right the decision needs is asked below, and at each step.
    policy_action = "view"
    template_name = "comments/admin/batch.html"
    page_title = _("A decision about many comments")
    header_icon = "comment"
    http_method_names = ["get", "post"]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        batch = DecisionBatch.objects.filter(uuid=kwargs["uuid"], user=request.user).first()
        # What was made at once has no steps.
        if batch is None or not batch.query:
            raise Http404
        self.policy_action = get_action(batch.decision)
        if not comment_policy.user_has_permission(request.user, self.policy_action):
            raise PermissionDenied
        self.batch = batch

    @cached_property
    def next_url(self):
        return get_valid_next_url_from_request(self.request) or reverse("reader_comments:index")

    def get(self, request, *args, **kwargs):
        return self.lead_on() if self.batch.finished_at else super().get(request, *args, **kwargs)

    def get_candidates(self):
        return get_listing(self.request.user, QueryDict(self.batch.query), self.policy_action)

    def post(self, request, *args, **kwargs):
        if "stop" in request.POST:
            return self.stop()
        candidates = refusal = None
        # Whoever posts once more, or at the same time, was told already.
        is_told = bool(self.batch.finished_at) and not self.batch.undo_position
        try:
            candidates = self.get_candidates()
            self.batch, _decided = continue_batch(self.batch, candidates)
        except CommentError as error:
            # A hook of the site has refused it, it is not possible there, or the listing is gone.
            refusal = error
            self.batch = stop_batch(self.batch)
        is_over = bool(self.batch.finished_at or refusal)
        if is_over and not is_told:
            tell_of_end(request, self.batch, candidates, refusal)
        if not request.accepts("text/html"):
            return JsonResponse(
                {
                    "count": self.batch.count,
                    "text": get_progress(self.batch),
                    "next": self.next_url if is_over else None,
                }
            )
        return self.lead_on() if is_over else redirect(get_url(self.batch, self.next_url))

    def stop(self):
        """Leave the rest undecided, and say how many that may be."""
        was_over = self.batch.finished_at
        self.batch = stop_batch(self.batch)
        if not was_over:
            messages.info(self.request, get_stopped_summary(self.batch))
        return self.lead_on()

    def lead_on(self):
        return redirect(self.next_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            batch=self.batch,
            text=get_progress(self.batch),
            next=self.next_url,
            **kwargs,
        )
