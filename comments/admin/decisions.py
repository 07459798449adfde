"""What moderators decide with one click, and how the screens name it."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from wagtail import hooks

from ..models.batch import BLOCKED, ESCALATED, PICKED, UNPICKED
from ..permissions import comment_policy
from ..status import TRANSITIONS, VISIBLE, WAITING, Mode, Status


def number(count):
    """Return what sentences about ``count`` are formatted with: ``count``, and it in digits."""
    return {"count": count, "grouped": number_format(count, force_grouping=True)}


@dataclass(frozen=True)
class Decision:
    """A decision with its texts. ``done`` is formatted with ``comment``, ``done_many`` with
    what ``number`` returns.
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
        return self.done_many % number(len(comments))


APPROVE = Decision(
    key="approve",
    letter="a",
    status=Status.APPROVED,
    icon="check",
    label=_("Approve"),
    button_name=_("Approve: %(comment)s"),
    done=_("Approved: %(comment)s."),
    done_many=ngettext_lazy(
        "%(grouped)s comment approved.", "%(grouped)s comments approved.", "count"
    ),
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
    done_many=ngettext_lazy(
        "%(grouped)s comment rejected.", "%(grouped)s comments rejected.", "count"
    ),
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
        "%(grouped)s comment marked as spam.", "%(grouped)s comments marked as spam.", "count"
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
        "%(grouped)s comment put back into the queue.",
        "%(grouped)s comments put back into the queue.",
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
    PICKED: ngettext_lazy("%(grouped)s comment picked.", "%(grouped)s comments picked.", "count"),
    UNPICKED: ngettext_lazy(
        "%(grouped)s comment no longer picked.", "%(grouped)s comments no longer picked.", "count"
    ),
    ESCALATED: ngettext_lazy(
        "%(grouped)s comment escalated.", "%(grouped)s comments escalated.", "count"
    ),
    BLOCKED: ngettext_lazy(
        "%(grouped)s commenter blocked.", "%(grouped)s commenters blocked.", "count"
    ),
}


def get_summary(decision, count):
    """Return the sentence that tells what ``decision``, as a batch names it, did to ``count``."""
    texts = OTHER_SUMMARIES | {str(one.status): one.done_many for one in DECISIONS.values()}
    other = ngettext_lazy("%(grouped)s comment decided.", "%(grouped)s comments decided.", "count")
    return texts.get(decision, other) % number(count)


def get_left_summary(decision, count):
    """Return the sentence that tells what ``decision`` left alone, ``count`` of what it counts."""
    if decision == BLOCKED:
        texts = ngettext(
            "%(grouped)s commenter stays as before: their comments were edited or decided "
            "meanwhile, or somebody else has blocked or freed them.",
            "%(grouped)s commenters stay as before: their comments were edited or decided "
            "meanwhile, or somebody else has blocked or freed them.",
            count,
        )
    else:
        texts = ngettext(
            "%(grouped)s comment was edited or decided by somebody else meanwhile and stays as it "
            "is.",
            "%(grouped)s comments were edited or decided by somebody else meanwhile and stay as "
            "they are.",
            count,
        )
    return texts % number(count)


def get_steps_left_summary(decision, count):
    """Return what ``get_left_summary`` does, for a decision in steps.

    Of the right of its moderator, some may be gone since the beginning: nothing tells then which
    comments were decided and which are out of reach.
    """
    if decision == BLOCKED:
        texts = ngettext(
            "%(grouped)s commenter stays as before: their comments were edited or decided "
            "meanwhile, somebody else has blocked or freed them, or you have no right to block "
            "them any more.",
            "%(grouped)s commenters stay as before: their comments were edited or decided "
            "meanwhile, somebody else has blocked or freed them, or you have no right to block "
            "them any more.",
            count,
        )
    else:
        texts = ngettext(
            "%(grouped)s comment was edited or decided by somebody else meanwhile, or you have no "
            "right over it any more, and stays as it is.",
            "%(grouped)s comments were edited or decided by somebody else meanwhile, or you have "
            "no right over them any more, and stay as they are.",
            count,
        )
    return texts % number(count)


#: How many pages a sentence names.
NAMED_PAGES = 3


def get_skipped_summary(count, pages):
    """Return the sentence that tells that ``count`` comments on ``pages`` were not escalated.

    ``pages`` is a list of more than none.
    """
    titles = ", ".join(page.get_admin_display_title() for page in pages[:NAMED_PAGES])
    if len(pages) > NAMED_PAGES:
        titles = _("%(pages)s and others") % {"pages": titles}
    texts = ngettext(
        "%(grouped)s comment is not escalated: no workflow for moderation cases is chosen for "
        "%(pages)s.",
        "%(grouped)s comments are not escalated: no workflow for moderation cases is chosen for "
        "%(pages)s.",
        count,
    )
    return texts % {**number(count), "pages": titles}


def get_progress(batch):
    """Return the sentences that tell how far ``batch``, a decision in steps, is."""
    total = number_format(batch.total, force_grouping=True)
    texts = _("%(summary)s %(total)s in all.")
    if batch.decision == BLOCKED:
        texts = ngettext(
            "%(summary)s %(total)s commenter in all.",
            "%(summary)s %(total)s commenters in all.",
            batch.total,
        )
    return texts % {"summary": get_summary(batch.decision, batch.count), "total": total}


def get_stopped_summary(batch):
    """Return the sentences that tell how far ``batch``, which was stopped, has come."""
    count = max(batch.total - batch.count, 0)
    texts = ngettext(
        "Stopped. %(summary)s %(grouped)s is left as it was.",
        "Stopped. %(summary)s %(grouped)s are left as they were.",
        count,
    )
    return texts % {**number(count), "summary": get_summary(batch.decision, batch.count)}


def get_possible_decisions(comment):
    """Return the decisions that ``comment`` can take as it is."""
    return [decision for decision in DECISIONS.values() if decision.is_possible(comment)]


def get_buttons(user, comment):
    """Return what ``user`` may do with ``comment`` as it is, each by its own right.

    ``decisions`` is ``[(Decision, name of the button)]``. ``can_be_picked``, ``can_be_noted``,
    ``can_be_escalated`` and ``can_be_answered`` tell whether there is a pick to make or take back,
    a commenter to tell of, a second look to ask for, and a discussion to answer in; and
    ``has_settings`` whether they are the user's to change.
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
        "has_settings": comment_policy.user_may(user, "settings", page),
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
