"""Posting a comment."""

from django.db import transaction
from django.db.models import BigIntegerField
from django.utils import timezone

from .. import conf
from ..exceptions import DiscussionClosed, ReplyNotPossible, TooManyComments
from ..identity import check_guest
from ..models import Discussion, ReaderComment
from ..models.comment import SUBJECT_LENGTH
from ..moderation.checks import CheckContext, Submission, has_checks, run_checks
from ..prepared import Parameter
from ..prepared_writes import PreparedInsert, PreparedUpdate
from ..signals import comment_submitted
from ..source import Source
from ..status import BLOCKED, Mode, Status
from .admission import find_resent, look_at
from .decide import change_status
from .hooks import call_hooks
from .locks import lock_discussion


@transaction.atomic
def submit_comment(
    page,
    *,
    body,
    author_name="",
    author_email="",
    subject="",
    parent=None,
    network="",
    notify_replies=False,
    commenter=None,
):
    """Post a comment on ``page`` and return it; it is held until a moderator decides.

    Unless a check of the site says otherwise (``comments.moderation.checks``); whoever moderates
    the page is not checked. What somebody posts who is blocked there is rejected.

    The texts are those that ``CommentForm`` has cleaned. ``subject`` may be empty: then the
    beginning of ``body`` stands for it. ``parent`` is the comment to reply to. ``network`` is
    the digest that ``comments.network`` gives, or ``""`` where limits make no sense (importers).
    ``commenter`` is the ``comments.identity.Commenter`` who writes as proved, with that name and
    address: what they write is approved at once where they moderate. Everybody else is a guest,
    who may not take the name of staff or of an author of the page.

    Posting the same again within a quarter of an hour returns the comment that is there already.
    Whether the poster may see ``page`` is for the caller to ask.

    Raises ``DiscussionClosed``, ``ReplyNotPossible``, ``TooManyComments``, ``NameReserved`` or
    ``AddressReserved``.
    """
    discussion = lock_discussion(page)
    if not page.live or discussion.get_effective_mode(page.specific_class) != Mode.OPEN:
        raise DiscussionClosed
    if parent is not None:
        # Where the lock is: elsewhere it may not be known yet that the comment was approved.
        shown = ReaderComment.objects.using(discussion._state.db).visible_on(page)
        if not shown.filter(pk=parent.pk).exists():
            raise ReplyNotPossible
    comment = ReaderComment(
        discussion=discussion,
        author_name=author_name,
        author_email=author_email,
        network=network,
        notify_replies=notify_replies,
        status=Status.HELD,
        **get_text(subject, body),
        **_get_place(parent),
    )
    if commenter is not None:
        _sign(comment, commenter)
    known = look_at(comment, page)
    earlier = find_resent(comment) if known.may_be_resent else None
    if earlier is not None:
        return earlier
    _refuse(comment, known, page, is_guest=commenter is None)
    call_hooks("before_comment_submit", comment=comment, page=page)
    _INSERT.save(comment)
    discussion.waiting_count += 1
    _COUNT_WAITING.run(discussion=discussion.pk, number=discussion.waiting_count)
    if commenter is None or not commenter.moderates:
        if known.is_blocked:
            (comment,) = change_status([comment], status=Status.REJECTED, reason=BLOCKED)
        else:
            comment = apply_checks(comment)
    else:
        # Whoever proves the identity has proved the right with it.
        (comment,) = change_status(
            [comment], status=Status.APPROVED, user=commenter.user, skip_permission_checks=True
        )
    call_hooks("after_comment_submit", comment=comment, page=page)
    transaction.on_commit(
        lambda: comment_submitted.send_robust(sender=ReaderComment, comment=comment)
    )
    return comment


def _refuse(comment, known, page, *, is_guest):
    """Raise what forbids to post ``comment`` now; ``known`` are the ``Findings`` about it."""
    # Before the names: else it could be asked without end which addresses are those of staff.
    if known.full_until is not None:
        raise TooManyComments((known.full_until - timezone.now()).total_seconds())
    if is_guest:
        check_guest(comment.author_name, comment.author_email, page)


def apply_checks(comment, *, is_edit=False):
    """Do with ``comment``, which is locked, what the checks of the site say, and return it."""
    if not has_checks():
        return comment
    submission = Submission(
        subject=comment.subject,
        body=comment.body,
        author_name=comment.author_name,
        author_email=comment.author_email,
        network=comment.network,
    )
    context = CheckContext(comment.page, comment.parent, is_edit=is_edit, user=comment.user)
    verdict = run_checks(submission, context)
    if verdict is None:
        return comment
    if verdict.status == comment.status:
        comment.reason = verdict.reason
        comment.save(update_fields=["reason"])
        return comment
    (comment,) = change_status([comment], status=verdict.status, reason=verdict.reason)
    return comment


def make_subject(body):
    """Return the subject of a comment that was given none: the beginning of its text."""
    return Source.of(body).reading.excerpt(SUBJECT_LENGTH // 2)


def get_text(subject, body):
    """Return the fields of a comment that hold its text."""
    source = Source.of(body)
    return {
        "subject": subject or make_subject(source),
        "body": str(source),
        "html": source.reading.html,
        "format_version": conf.text_format().FORMAT_VERSION,
    }


def _get_place(parent):
    if parent is None:
        return {}
    return {"parent": parent, "root_id": parent.root_id or parent.pk, "depth": parent.depth + 1}


def _sign(comment, commenter):
    """Put the proved name, address and badge of ``commenter`` to ``comment``."""
    comment.user = commenter.user
    comment.author_name, comment.author_email = commenter.name, commenter.email
    comment.badge = commenter.badge


def _count_waiting():
    here = Discussion.objects.filter(pk=Parameter("discussion", BigIntegerField()))
    return here, {"waiting_count": Parameter("number", BigIntegerField())}


_INSERT = PreparedInsert(ReaderComment)
_COUNT_WAITING = PreparedUpdate(_count_waiting)
