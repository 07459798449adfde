"""Replays the reader comments of the demo: posted and decided in the order of their dates."""

from datetime import timedelta
from operator import itemgetter

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.identity import get_commenter
from comments.models import CommentLogEntry, DecisionBatch, ReaderComment
from comments.status import Mode, Status

#: How long after its posting a comment was approved that was removed later.
FIRST_DECISION = timedelta(minutes=30)
#: How long after its posting a comment was edited.
AN_EDIT = timedelta(minutes=6)


def replay(comments, *, pages, users, progress):
    """Post and decide ``comments`` through the actions, then give them their dates.

    ``pages`` are the articles by slug, ``users`` the accounts by username; the moderator
    decides. Returns the comments by id.
    """
    made = {}
    by_id = {comment["id"]: comment for comment in comments}
    for at, _order, step, name in progress(_get_steps(comments), "Posts and decisions"):
        comment = by_id[name]
        if step == "post":
            page = pages[comment["article"]]
            made[name] = _post(comment, made=made, page=page, users=users)
        else:
            user = users["moderator"] if step != Status.WITHDRAWN else None
            reason = comment.get("reason", "") if step == comment["status"] else ""
            actions.change_status([made[name]], status=step, user=user, reason=reason)
            _date_decision(made[name], at)
    return made


def take_part(comments, made, *, editor):
    """Let readers react to the comments, and the ``editor`` pick some of them."""
    for comment in comments:
        for number in range(comment.get("reactions", 0)):
            actions.react(made[comment["id"]], reader_key=f"demo {number}")
        if comment.get("pick"):
            picked = actions.pick_comment(made[comment["id"]], user=editor)
            _date_decision(picked, comment["decided"])


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


def _post(comment, *, made, page, users):
    fields = {
        "subject": comment["subject"],
        "body": comment.get("before", comment["body"]).strip(),
        **_get_commenter(comment, page=page, users=users),
    }
    if comment["status"] == Status.UNCONFIRMED:
        # No door of this site asks for a confirmation, so that no action makes such a comment.
        posted = ReaderCommentFactory(page=page, status=Status.UNCONFIRMED, **fields)
    else:
        parent = made.get(comment.get("parent"))
        posted = actions.submit_comment(page, parent=parent, **fields)
    if "before" in comment:
        body = comment["body"].strip()
        posted = actions.edit_comment(posted, subject=comment["subject"], body=body)
        ReaderComment.objects.filter(pk=posted.pk).update(edited_at=comment["posted"] + AN_EDIT)
    dates = {"created_at": comment["posted"], "status_changed_at": comment["posted"]}
    ReaderComment.objects.filter(pk=posted.pk).update(**dates)
    _date_decision(posted, comment["posted"])
    return posted


def _get_commenter(comment, *, page, users):
    if "account" in comment:
        return {"commenter": get_commenter(users[comment["account"]], page)}
    return {"author_name": comment["name"], "author_email": comment["email"]}


def _date_decision(comment, at):
    ReaderComment.objects.filter(pk=comment.pk).update(status_changed_at=at)
    entry = CommentLogEntry.objects.filter(comment_id=comment.pk).order_by("-pk").first()
    if entry is not None:
        CommentLogEntry.objects.filter(pk=entry.pk).update(timestamp=at)
        # What was decided months ago is not offered to be undone.
        batches = DecisionBatch.objects.filter(uuid=entry.uuid)
        batches.update(created_at=at, finished_at=at)
