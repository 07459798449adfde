"""One line of JSON for each decision of the staff, for machines: the logger ``comments.decisions``.

A line tells who, what, when, why and about which comments, by ids that leave the system. It has
neither names nor words of readers. Written after the commit.
"""

import json
import logging

from django.utils import timezone

from .models import CaseItem, CommenterEntry, ModerationCase, ReaderComment
from .signals import (
    commenter_entry_changed,
    comments_escalated,
    comments_picked,
    comments_status_changed,
    discussion_mode_changed,
    moderation_case_closed,
)

logger = logging.getLogger("comments.decisions")


def connect():
    """Write the lines. Called once, by ``ready()``."""
    for signal, receiver, sender in (
        (comments_status_changed, _log_status, ReaderComment),
        (comments_picked, _log_pick, ReaderComment),
        (comments_escalated, _log_escalation, CaseItem),
        (moderation_case_closed, _log_case, ModerationCase),
        (discussion_mode_changed, _log_mode, None),
        (commenter_entry_changed, _log_commenter, CommenterEntry),
    ):
        uid = f"comments.decision_log.{receiver.__name__}"
        signal.connect(receiver, sender=sender, dispatch_uid=uid)


def _write(decision, user, **facts):
    # What authors and the system do is no decision of the staff.
    if user is None:
        return
    line = {
        "decision": decision,
        "at": timezone.now().isoformat(),
        "user": user.pk,
        "username": user.get_username(),
    }
    logger.info(json.dumps(line | facts, ensure_ascii=False))


def _list(comments):
    return {
        "comments": [str(comment.uuid) for comment in comments],
        "pages": sorted({comment.discussion.page_id for comment in comments}),
    }


def _log_status(comments, status, previous, user, uuid, **kwargs):
    facts = _list(comments)
    facts["from"] = [str(previous[comment.pk]) for comment in comments]
    reasons = {comment.reason for comment in comments}
    facts["reason"] = reasons.pop() if len(reasons) == 1 else ""
    _write(str(status), user, batch=str(uuid), **facts)


def _log_pick(comments, is_pick, user, **kwargs):
    _write("picked" if is_pick else "unpicked", user, **_list(comments))


def _log_escalation(items, user, **kwargs):
    if items:
        cases = sorted({item.case_id for item in items})
        _write("escalated", user, cases=cases, **_list([item.comment for item in items]))


def _log_case(case, user, **kwargs):
    facts = {"case": case.pk, "outcome": str(case.outcome), "pages": [case.discussion.page_id]}
    _write("case-closed", user, **facts)


def _log_mode(discussion, user, **kwargs):
    _write("discussion-mode", user, mode=str(discussion.mode), pages=[discussion.page_id])


def _log_commenter(comment, action, user, **kwargs):
    _write(action.removeprefix("comments.").replace("_", "-"), user, **_list([comment]))
