"""One decision about one comment, by a plain form."""

from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from ..actions import change_status
from ..exceptions import TransitionNotAllowed
from ..status import Status
from .decisions import DECISIONS


class DecideView(View):
    """Takes ``decision``, a key of ``DECISIONS``, and ``seen``, the status that the screen showed.

    The answer is always a redirect to ``next``, or to the review page, with a message.
    """

    model = None
    http_method_names = ["post"]

    def post(self, request, pk):
        decision = DECISIONS.get(request.POST.get("decision"))
        seen = request.POST.get("seen")
        if decision is None or seen not in Status.values:
            raise BadRequest
        comment = self.get_scope().get(pk=pk)
        try:
            done = change_status(
                [comment], status=decision.status, user=request.user, seen={pk: seen}
            )
        except TransitionNotAllowed as error:
            messages.warning(request, f"{comment}: {error}")
        else:
            messages.success(request, decision.get_message(done))
        next_url = get_valid_next_url_from_request(request)
        return redirect(next_url or reverse("reader_comments:inspect", args=[pk]))
