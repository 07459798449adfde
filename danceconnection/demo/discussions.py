"""Replays the reader comments of the demo: posted and decided in the order of their dates."""

from datetime import timedelta
from operator import itemgetter

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry, ReaderComment
from comments.status import Mode, Status

#: How long after its posting a comment was approved that was removed later.
FIRST_DECISION = timedelta(minutes=30)


def replay(comments, *, pages, moderator, progress):
    """Post and decide ``comments`` through the actions, then give them their dates.

    ``pages`` are the articles by slug; ``moderator`` decides. Returns the comments by id.
    """
    made = {}
    by_id = {comment["id"]: comment for comment in comments}
    for at, _order, step, name in progress(_get_steps(comments), "Posts and decisions"):
        comment = by_id[name]
        if step == "post":
            made[name] = _post(comment, made=made, page=pages[comment["article"]])
        else:
            user = moderator if step != Status.WITHDRAWN else None
            reason = comment.get("reason", "") if step == comment["status"] else ""
            actions.change_status([made[name]], status=step, user=user, reason=reason)
            _date_decision(made[name], at)
    return made


def close(page, *, user):
    """Close the discussion of ``page``."""
    actions.set_discussion_mode(page, mode=Mode.CLOSED, user=user)


def _get_steps(comments):
    """Return ``(time, order, "post" or status, id)`` of all that happened, sorted."""
    answered = {comment.get("parent") for comment in comments}
    steps = []
    for comment in comments:
        name, posted, status = comment["id"], comment["posted"], comment["status"]
        steps.append((posted, 0, "post", name))
        if name in answered and status != Status.APPROVED:
            steps.append((posted + FIRST_DECISION, 1, Status.APPROVED, name))
        if "decided" in comment:
            steps.append((comment["decided"], 2, Status(status), name))
    return sorted(steps, key=itemgetter(0, 1))


def _post(comment, *, made, page):
    fields = {
        "subject": comment["subject"],
        "body": comment["body"].strip(),
        "author_name": comment["name"],
        "author_email": comment["email"],
    }
    if comment["status"] == Status.UNCONFIRMED:
        # No door of this site asks for a confirmation, so that no action makes such a comment.
        posted = ReaderCommentFactory(page=page, status=Status.UNCONFIRMED, **fields)
    else:
        parent = made.get(comment.get("parent"))
        posted = actions.submit_comment(page, parent=parent, **fields)
    dates = {"created_at": comment["posted"], "status_changed_at": comment["posted"]}
    ReaderComment.objects.filter(pk=posted.pk).update(**dates)
    return posted


def _date_decision(comment, at):
    ReaderComment.objects.filter(pk=comment.pk).update(status_changed_at=at)
    entry = CommentLogEntry.objects.filter(comment_id=comment.pk).order_by("-pk").first()
    if entry is not None:
        CommentLogEntry.objects.filter(pk=entry.pk).update(timestamp=at)
