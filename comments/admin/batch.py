"""A decision about more comments than one request takes: how far it is, and its next steps."""

from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request, set_query_params

from ..actions import continue_batch
from ..exceptions import CommentError
from ..models import DecisionBatch
from .decisions import get_summary
from .frame import BelowQueueMixin
from .queue import get_listing


def get_url(batch, next_url):
    """Return the address of the progress of ``batch``; ``next_url`` is where it leads at last."""
    url = reverse("reader_comments:batch", args=[batch.uuid])
    return set_query_params(url, {"next": next_url})


class BatchView(BelowQueueMixin, TemplateView):
    """Shows how far a decision of the user is; each ``POST`` makes the next step of it.

    The page's script posts again and again, and is answered in JSON; without one its button does.
    When all is decided the answer is a redirect to ``next``, or to the queue, with a message.
    Whoever leaves the page finds the rest undecided, and may come back to the address.
    """

    model = None
    policy_action = "moderate"
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
        self.batch = batch

    @cached_property
    def next_url(self):
        return get_valid_next_url_from_request(self.request) or reverse("reader_comments:index")

    def get(self, request, *args, **kwargs):
        return self.lead_on() if self.batch.finished_at else super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        # What was taken back in the middle does not go on.
        refusal = None
        if self.batch.undone_at is None:
            candidates = get_listing(request.user, QueryDict(self.batch.query))
            try:
                self.batch, _decided = continue_batch(self.batch, candidates)
            except CommentError as error:
                # A hook of the site has refused it.
                refusal = error
                messages.error(request, str(error))
        is_over = bool(self.batch.finished_at or self.batch.undone_at or refusal)
        if is_over and not refusal:
            self.tell()
        if not request.accepts("text/html"):
            return JsonResponse(
                {
                    "count": self.batch.count,
                    "text": self.text,
                    "next": self.next_url if is_over else None,
                }
            )
        return self.lead_on() if is_over else redirect(get_url(self.batch, self.next_url))

    @property
    def text(self):
        """How far it is, in words."""
        summary = get_summary(self.batch.decision, self.batch.count)
        return _("%(summary)s %(total)s in all.") % {
            "summary": summary,
            "total": number_format(self.batch.total, force_grouping=True),
        }

    def lead_on(self):
        return redirect(self.next_url)

    def tell(self):
        """Say how many were decided, and how many were left to whoever came first."""
        messages.success(self.request, get_summary(self.batch.decision, self.batch.count))
        left = max(0, self.batch.total - self.batch.count)
        if left:
            texts = ngettext(
                "%(count)d comment was edited or decided by somebody else meanwhile and stays as "
                "it is.",
                "%(count)d comments were edited or decided by somebody else meanwhile and stay as "
                "they are.",
                left,
            )
            messages.warning(self.request, texts % {"count": left})

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            batch=self.batch,
            text=self.text,
            next=self.next_url,
            **kwargs,
        )
