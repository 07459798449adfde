"""What moderators decide with one click, and how the screens name it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail import hooks

from ..models.batch import BLOCKED, ESCALATED, PICKED, UNPICKED
from ..permissions import comment_policy
from ..status import TRANSITIONS, VISIBLE, WAITING, Mode, Status


@dataclass(frozen=True)
class Decision:
    """A decision with its texts. ``done`` is formatted with ``comment``, ``done_many`` with a
    number and ``count``.
    """

    key: str
    #: The key on the keyboard.
    letter: str
    status: Status
    icon: str
    label: Promise
    #: The accessible name of the button, formatted with ``comment``.
    button_name: Promise
    done: Promise
    done_many: Promise
    bulk_label: Promise
    #: Whether it is made for a reason of ``RejectionReason``.
    has_reason: bool = False

    def is_possible(self, comment):
        """Return whether ``comment`` may go to the status of this decision."""
        return self.status in TRANSITIONS[comment.status]

    def get_button_name(self, comment):
        return self.button_name % {"comment": comment}

    def get_message(self, comments):
        """Return the sentence that tells what was done to ``comments``, a list."""
        if len(comments) == 1:
            return self.done % {"comment": comments[0]}
        return self.done_many % {"count": len(comments)}


APPROVE = Decision(
    key="approve",
    letter="a",
    status=Status.APPROVED,
    icon="check",
    label=_("Approve"),
    button_name=_("Approve: %(comment)s"),
    done=_("Approved: %(comment)s."),
    done_many=ngettext_lazy("%(count)d comment approved.", "%(count)d comments approved.", "count"),
    bulk_label=_("Approve the selected comments"),
)
REJECT = Decision(
    key="reject",
    letter="r",
    status=Status.REJECTED,
    icon="cross",
    label=_("Reject"),
    button_name=_("Reject: %(comment)s"),
    done=_("Rejected: %(comment)s."),
    done_many=ngettext_lazy("%(count)d comment rejected.", "%(count)d comments rejected.", "count"),
    bulk_label=_("Reject the selected comments"),
    has_reason=True,
)
SPAM = Decision(
    key="spam",
    letter="s",
    status=Status.SPAM,
    icon="warning",
    label=_("Spam"),
    button_name=_("Mark as spam: %(comment)s"),
    done=_("Marked as spam: %(comment)s."),
    done_many=ngettext_lazy(
        "%(count)d comment marked as spam.", "%(count)d comments marked as spam.", "count"
    ),
    bulk_label=_("Mark the selected comments as spam"),
)
HOLD = Decision(
    key="hold",
    letter="h",
    status=Status.HELD,
    icon="rotate",
    label=_("Hold"),
    button_name=_("Hold again: %(comment)s"),
    done=_("Put back into the queue: %(comment)s."),
    done_many=ngettext_lazy(
        "%(count)d comment put back into the queue.",
        "%(count)d comments put back into the queue.",
        "count",
    ),
    bulk_label=_("Put the selected comments back into the queue"),
)

#: In the order in which the buttons stand.
DECISIONS = {decision.key: decision for decision in (APPROVE, REJECT, SPAM, HOLD)}

#: The addresses of bulk actions end with this, and with the keys of decisions.
ESCALATE_KEY, PICK_KEY, BLOCK_KEY = "escalate", "pick", "block"

#: Those that are made about a selection too.
BULK_DECISIONS = (APPROVE, REJECT, SPAM)


#: What the decisions are called that are no status.
OTHER_SUMMARIES = {
    PICKED: ngettext_lazy("%(count)d comment picked.", "%(count)d comments picked.", "count"),
    UNPICKED: ngettext_lazy(
        "%(count)d comment no longer picked.", "%(count)d comments no longer picked.", "count"
    ),
    ESCALATED: ngettext_lazy(
        "%(count)d comment escalated.", "%(count)d comments escalated.", "count"
    ),
    BLOCKED: ngettext_lazy(
        "%(count)d commenter blocked.", "%(count)d commenters blocked.", "count"
    ),
}


def get_summary(decision, count):
    """Return the sentence that tells what ``decision``, as a batch names it, did to ``count``."""
    texts = OTHER_SUMMARIES | {str(one.status): one.done_many for one in DECISIONS.values()}
    other = ngettext_lazy("%(count)d comment decided.", "%(count)d comments decided.", "count")
    return texts.get(decision, other) % {"count": count}


def get_possible_decisions(comment):
    """Return the decisions that ``comment`` can take as it is."""
    return [decision for decision in DECISIONS.values() if decision.is_possible(comment)]


def get_buttons(user, comment):
    """Return what ``user`` may do with ``comment`` as it is, each by its own right.

    ``decisions`` is ``[(Decision, name of the button)]``. ``can_be_picked``, ``can_be_noted``,
    ``can_be_escalated`` and ``can_be_answered`` tell whether there is a pick to make or take back,
    a commenter to tell of, a second look to ask for, and a discussion to answer in.
    ``extra_buttons`` are those that the site adds, Wagtail's ``Button`` (the hook
    ``construct_comment_buttons``, with the list, the comment and the user).
    """
    page = comment.page
    extra = []
    for construct in hooks.get_hooks("construct_comment_buttons"):
        construct(extra, comment, user)
    moderates = comment_policy.user_may(user, "moderate", page)
    is_shown = comment.status in VISIBLE
    return {
        "decisions": [
            (decision, decision.get_button_name(comment))
            for decision in (get_possible_decisions(comment) if moderates else ())
        ],
        "extra_buttons": sorted(extra),
        "can_be_picked": is_shown and comment_policy.user_may(user, "feature", page),
        "can_be_noted": bool(comment.author_email)
        and (moderates or comment_policy.user_may(user, "sanction", page)),
        "can_be_escalated": comment.status in WAITING and moderates,
        "can_be_answered": (
            moderates
            and (is_shown or comment.status in WAITING)
            and page.live
            and comment.discussion.get_effective_mode(page.specific_class) == Mode.OPEN
        ),
    }


#: What the keys of the desk do (``desk.js``), in the order in which they are explained.
SHORTCUTS = [
    (_("Next comment"), "j"),
    (_("Previous comment"), "k"),
    *((decision.label, decision.letter) for decision in DECISIONS.values()),
    (_("Pick or unpick"), "f"),
    (_("Reply"), "c"),
    (_("Escalate"), "e"),
    (_("Note or sanction"), "n"),
    (_("Select"), "x"),
    (_("Undo the last decision"), "u"),
    (_("Search"), "/"),
]
