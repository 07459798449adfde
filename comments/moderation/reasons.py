"""Why a comment is where it is, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import RejectionReason
from ..status import BLOCKED, EDITED, FLAGGED, Status

#: What the reasons mean that the system gives itself.
HELD_BECAUSE = {
    FLAGGED: gettext_lazy("Waits because readers flagged it."),
    EDITED: gettext_lazy("Waits because its author edited it after it was decided."),
}


def explain(comment, labels):
    """Return why ``comment`` has its status, a sentence; ``""`` where there is nothing to say.

    ``labels`` are those of ``RejectionReason.objects.get_labels()``.
    """
    if comment.reason == BLOCKED and comment.status == Status.REJECTED:
        return _("Rejected because its commenter is blocked here.")
    label = labels.get(comment.reason, comment.reason)
    if comment.status == Status.REJECTED and label:
        return _("Rejected because: %(reason)s.") % {"reason": label}
    if comment.status != Status.HELD:
        return ""
    if comment.reason in HELD_BECAUSE:
        return str(HELD_BECAUSE[comment.reason])
    if label:
        return _("Waits because: %(reason)s.") % {"reason": label}
    return _("Waits for a decision, as every comment does.")


def get_explanation(comment):
    """Return why ``comment`` was rejected, in words for its author; empty for no reason.

    In the language of the page. What the system or a moderator of spam decided is not explained.
    """
    if comment.status != Status.REJECTED or not comment.reason:
        return ""
    language = comment.page.locale.language_code
    return RejectionReason.objects.get_message(comment.reason, language)
