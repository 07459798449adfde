"""What moderators do with one comment, by a plain form."""

from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from ..actions import change_status, pick_comment, unpick_comment
from ..exceptions import CommentError
from ..models import RejectionReason
from ..status import Status
from .decisions import DECISIONS


class DecideView(View):
    """Takes ``decision``, a key of ``DECISIONS``, and what the screen showed: ``seen``, the status,
    and, perhaps, ``revision``, the number of the text. ``reason`` is the code of one, or empty;
    only a decision that has reasons keeps it.

    The answer is always a redirect to ``next``, or to the review page, with a message.
    """

    model = None
    policy_action = "moderate"
    http_method_names = ["post"]

    def post(self, request, pk):
        decision = DECISIONS.get(request.POST.get("decision"))
        seen, revision = request.POST.get("seen"), request.POST.get("revision")
        if decision is None or seen not in Status.values:
            raise BadRequest
        if revision is not None and not _is_number(revision):
            raise BadRequest
        reason = request.POST.get("reason", "") if decision.has_reason else ""
        if reason and not RejectionReason.objects.is_known(reason):
            raise BadRequest
        comment = self.get_scope().get(pk=pk)
        try:
            done = change_status(
                [comment],
                status=decision.status,
                user=request.user,
                reason=reason,
                seen={pk: seen},
                seen_revisions={pk: int(revision)} if revision else None,
            )
        except CommentError as error:
            messages.warning(request, f"{comment}: {error}")
        else:
            messages.success(request, decision.get_message(done))
        next_url = get_valid_next_url_from_request(request)
        return redirect(next_url or reverse("reader_comments:inspect", args=[pk]))


class PickView(View):
    """Makes a comment an editors' pick, or with ``pick=off`` an ordinary one again."""

    model = None
    policy_action = "feature"
    http_method_names = ["post"]

    def post(self, request, pk):
        comment = self.get_scope().get(pk=pk)
        change = unpick_comment if request.POST.get("pick") == "off" else pick_comment
        try:
            comment = change(comment, user=request.user)
        except CommentError as error:
            messages.warning(request, f"{comment}: {error}")
        else:
            done = _("Picked: %(comment)s.") if comment.is_pick else _("Not picked: %(comment)s.")
            messages.success(request, done % {"comment": comment})
        next_url = get_valid_next_url_from_request(request)
        return redirect(next_url or reverse("reader_comments:inspect", args=[pk]))


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 10
