"""How the decisions of moderators read in Wagtail's histories."""

import django
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import LogEntryQuerySet

from ..models import CommentLogEntry, ReaderComment, RejectionReason
from ..status import Mode, Status

#: Names of modes that fit into a line; the labels of ``Mode`` explain themselves.
MODE_NAMES = {
    Mode.INHERITED: gettext_lazy("as on the site"),
    Mode.OPEN: gettext_lazy("open"),
    Mode.CLOSED: gettext_lazy("closed"),
    Mode.HIDDEN: gettext_lazy("hidden"),
}

#: The label of each kind of entry, as the filter of the site history lists them.
DECISION_LABELS = {
    Status.APPROVED: gettext_lazy("Approve reader comment"),
    Status.HELD: gettext_lazy("Hold reader comment"),
    Status.REJECTED: gettext_lazy("Reject reader comment"),
    Status.SPAM: gettext_lazy("Mark reader comment as spam"),
    Status.WITHDRAWN: gettext_lazy("Withdraw reader comment"),
    Status.REMOVED: gettext_lazy("Remove reader comment"),
}


class CommentFormatter(LogFormatter):
    """One line about one comment or many. Subclasses give ``lines``, a sentence with a plural."""

    lines = ""

    def format_message(self, log_entry):
        return self.format_many(log_entry, count=1, changes=[])

    def format_many(self, log_entry, *, count, changes):
        """Return the line about the ``count`` comments of which ``log_entry`` is one.

        ``changes`` is ``[(from, to)]``, the statuses between which they went, each once; what
        changes no status has none.
        """
        return self.lines % {"count": count}


class DecisionFormatter(CommentFormatter):
    """One line about a decision: from which status, to which, and why."""

    def format_message(self, log_entry):
        change = log_entry.data.get("from"), log_entry.data.get("to")
        return self.format_many(log_entry, count=1, changes=[change])

    def format_many(self, log_entry, *, count, changes):
        line = ngettext(
            "Reader comment: %(from)s → %(to)s",
            "%(count)d reader comments: %(from)s → %(to)s",
            count,
        ) % {
            "count": count,
            "from": _name_statuses(former for former, _latter in changes),
            "to": _name_statuses(latter for _former, latter in changes),
        }
        reason = log_entry.data.get("reason")
        if not reason:
            return line
        labels = RejectionReason.objects.get_labels()
        return _("%(decision)s, because: %(reason)s") % {
            "decision": line,
            "reason": labels.get(reason, reason),
        }


def _name_statuses(codes):
    names = dict(Status.choices)
    # Each once, in the order in which they came.
    return ", ".join(str(names.get(code, code)) for code in dict.fromkeys(codes) if code)


class UndoFormatter(DecisionFormatter):
    """One line about a decision that was undone: from which status, back to which."""

    label = gettext_lazy("Undo decision about reader comment")

    def format_many(self, log_entry, **kwargs):
        return _("Undone: %(decision)s") % {"decision": super().format_many(log_entry, **kwargs)}


class PickFormatter(CommentFormatter):
    """One line about an editors' pick."""

    label = gettext_lazy("Pick reader comment")
    lines = ngettext_lazy(
        "Reader comment: editors’ pick", "%(count)d reader comments: editors’ picks", "count"
    )


class UnpickFormatter(CommentFormatter):
    """One line about a pick that was taken back."""

    label = gettext_lazy("Take back pick of reader comment")
    lines = ngettext_lazy(
        "Reader comment: no longer an editors’ pick",
        "%(count)d reader comments: no longer editors’ picks",
        "count",
    )


class EscalationFormatter(CommentFormatter):
    """One line about a comment that was put into a case."""

    label = gettext_lazy("Escalate reader comment")
    lines = ngettext_lazy(
        "Reader comment: escalated", "%(count)d reader comments: escalated", "count"
    )


class RecallFormatter(CommentFormatter):
    """One line about a comment that was taken out of a case again."""

    label = gettext_lazy("Undo escalation of reader comment")
    lines = ngettext_lazy(
        "Undone: Reader comment: escalated",
        "Undone: %(count)d reader comments: escalated",
        "count",
    )


class NoteFormatter(CommentFormatter):
    """One line about a note; its words stand beside the comment alone."""

    label = gettext_lazy("Note about commenter")
    lines = ngettext_lazy("Note about the commenter", "Notes about %(count)d commenters", "count")


class BlockFormatter(CommentFormatter):
    """One line about a commenter who was blocked."""

    label = gettext_lazy("Block commenter")
    lines = ngettext_lazy("Commenter blocked", "%(count)d commenters blocked", "count")


class LiftFormatter(CommentFormatter):
    """One line about a block that was lifted."""

    label = gettext_lazy("Lift block of commenter")
    lines = ngettext_lazy(
        "Commenter blocked no more", "%(count)d commenters blocked no more", "count"
    )


class DiscussionModeFormatter(LogFormatter):
    """One line in a page's history about its discussion."""

    label = gettext_lazy("Change discussion")

    def format_message(self, log_entry):
        data = log_entry.data
        return _("Discussion: %(from)s → %(to)s") % {
            "from": MODE_NAMES.get(data.get("from"), data.get("from", "")),
            "to": MODE_NAMES.get(data.get("to"), data.get("to", "")),
        }


class GoneFormatter(LogFormatter):
    """One line in a webhook's history: its receiver has answered 410."""

    label = gettext_lazy("Switch off webhook")

    def format_message(self, log_entry):
        return _("Switched off: its receiver says that it is gone for good")


def register_log_actions(actions):
    """Register the log of comments, and every action that ``comments.actions`` writes to a log."""
    actions.register_model(ReaderComment, CommentLogEntry)
    let_logs_unite()
    for status, label in DECISION_LABELS.items():
        formatter = type("StatusFormatter", (DecisionFormatter,), {"label": label})
        actions.register_action(f"comments.{status}")(formatter)
    actions.register_action("comments.undone")(UndoFormatter)
    actions.register_action("comments.picked")(PickFormatter)
    actions.register_action("comments.unpicked")(UnpickFormatter)
    actions.register_action("comments.escalated")(EscalationFormatter)
    actions.register_action("comments.recalled")(RecallFormatter)
    actions.register_action("comments.noted")(NoteFormatter)
    actions.register_action("comments.blocked")(BlockFormatter)
    actions.register_action("comments.block_lifted")(LiftFormatter)
    actions.register_action("comments.discussion_mode")(DiscussionModeFormatter)
    actions.register_action("comments.webhook_gone")(GoneFormatter)


def let_logs_unite():
    """Keep Wagtail's site history working with a third log, which ours is.

    Wagtail 8.0 unites the logs one after the other. Since Django 6.1 a union takes the order of
    its model's ``Meta``, and SQLite refuses a union of one that has an order: the site history
    answers 500. Without that order, which Wagtail replaces by its own, all is well.
    """
    if django.VERSION >= (6, 1):
        LogEntryQuerySet.union = _unite_without_order


def _unite_without_order(self, *other_logs, **kwargs):
    return super(LogEntryQuerySet, self).union(*other_logs, **kwargs).order_by()
