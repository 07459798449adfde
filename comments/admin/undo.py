"""Taking back the last decision, by a plain form above the queue and on the review page."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import F, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from ..actions import Undone, undo_batch
from ..exceptions import CommentError, ModerationDenied
from ..models import DecisionBatch
from ..models.batch import BLOCKED, get_undo_end
from .decisions import get_summary, number

#: The columns of the last decision: what they are called in other queries, and in its own.
LAST_DECISION = {
    "last_uuid": "uuid",
    "last_decision": "decision",
    "last_count": "count",
    "last_time": "last",
}

#: How many steps of ``undo_batch`` one request takes; what is left is offered again.
STEPS = 10


def get_last_decision(user):
    """Return what ``user`` can undo now: ``uuid``, ``summary`` and ``until``; ``None`` if nothing.

    One query.
    """
    names = {name: F(field) for name, field in LAST_DECISION.items()}
    row = DecisionBatch.objects.undoable(user).values(**names).first()
    return read_last_decision(row) if row else None


def get_last_decision_columns(user):
    """Return columns, by name, with which any row of another query tells the last decision."""
    batches = DecisionBatch.objects.undoable(user)
    return {name: Subquery(batches.values(field)[:1]) for name, field in LAST_DECISION.items()}


def read_last_decision(row):
    """Return what ``get_last_decision`` does, from the columns in ``row``, a ``dict``."""
    if row["last_uuid"] is None:
        return None
    return {
        "uuid": row["last_uuid"],
        "summary": get_summary(row["last_decision"], row["last_count"]),
        "until": get_undo_end(row["last_time"]),
    }


class UndoView(View):
    """Takes ``uuid``, the decision of the user that is to be taken back.

    The answer is always a redirect to ``next``, or to the queue, with a message.
    """

    model = None
    # Whoever only features comments undoes picks; ``undo_batch`` asks again for each comment.
    policy_action = "view"
    http_method_names = ["post"]

    def post(self, request):
        try:
            uuid = UUID(request.POST.get("uuid", ""))
        except ValueError as error:
            raise BadRequest from error
        try:
            undone = undo(uuid, user=request.user)
        except (CommentError, ModerationDenied) as error:
            messages.warning(request, str(error))
        else:
            self.tell(undone)
        next_url = get_valid_next_url_from_request(request)
        return redirect(next_url or reverse("reader_comments:index"))

    def tell(self, undone):
        """Say what became of each comment, and of those that this request did not come to."""
        if undone.done and undone.decision == BLOCKED:
            messages.success(
                self.request,
                ngettext(
                    "Undone: %(grouped)s commenter is as free to post as before.",
                    "Undone: %(grouped)s commenters are as free to post as before.",
                    len(undone.done),
                )
                % number(len(undone.done)),
            )
        elif undone.done:
            messages.success(
                self.request,
                ngettext(
                    "Undone: %(grouped)s comment is as it was before.",
                    "Undone: %(grouped)s comments are as they were before.",
                    len(undone.done),
                )
                % number(len(undone.done)),
            )
        if undone.left and undone.decision == BLOCKED:
            messages.warning(
                self.request,
                ngettext(
                    "%(grouped)s commenter stays as before: somebody else has freed or blocked "
                    "them since.",
                    "%(grouped)s commenters stay as before: somebody else has freed or blocked "
                    "them since.",
                    len(undone.left),
                )
                % number(len(undone.left)),
            )
        elif undone.left:
            messages.warning(
                self.request,
                ngettext(
                    "%(grouped)s comment was decided again meanwhile and stays as it is.",
                    "%(grouped)s comments were decided again meanwhile and stay as they are.",
                    len(undone.left),
                )
                % number(len(undone.left)),
            )
        if undone.denied:
            messages.error(
                self.request,
                ngettext(
                    "You do not have the right over %(grouped)s comment any more: it stays as it "
                    "is.",
                    "You do not have the right over %(grouped)s comments any more: they stay as "
                    "they are.",
                    len(undone.denied),
                )
                % number(len(undone.denied)),
            )
        if not undone.is_complete:
            messages.warning(self.request, _("There are more. Undo again to go on."))
        elif not (undone.done or undone.left or undone.denied):
            messages.warning(self.request, _("The comments of this decision are gone."))


def undo(uuid, *, user):
    """Undo as much of the decision ``uuid`` as one request takes; see ``undo_batch``."""
    whole = Undone(is_complete=False)
    for _step in range(STEPS):
        undone = undo_batch(uuid, user=user)
        whole.done += undone.done
        whole.left += undone.left
        whole.denied += undone.denied
        whole.decision = undone.decision
        if undone.is_complete:
            whole.is_complete = True
            break
    return whole
