"""Posting a comment."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .. import conf
from ..exceptions import DiscussionClosed, ReplyNotPossible, TooManyComments
from ..models import ReaderComment
from ..models.comment import SUBJECT_LENGTH
from ..signals import comment_submitted
from ..status import VISIBLE, WAITING, Mode, Status
from .locks import lock_discussion

#: Within this time, the same text from the same person is a second click, not a second comment.
RESEND_PERIOD = timedelta(minutes=15)


@transaction.atomic
def submit_comment(page, *, body, author_name, author_email, subject="", parent=None, network=""):
    """Post a comment on ``page`` and return it; it is held until a moderator decides.

    The texts are those that ``CommentForm`` has cleaned. ``subject`` may be empty: then the
    beginning of ``body`` stands for it. ``parent`` is the comment to reply to. ``network`` is
    the digest that ``comments.network`` gives, or ``""`` where limits make no sense (importers).

    Posting the same again within a quarter of an hour returns the comment that is there already.
    Whether the poster may see ``page`` is for the caller to ask.

    Raises ``DiscussionClosed``, ``ReplyNotPossible`` or ``TooManyComments``.
    """
    discussion = lock_discussion(page)
    if not page.live or discussion.get_effective_mode(page.specific_class) != Mode.OPEN:
        raise DiscussionClosed
    if parent is not None and not ReaderComment.objects.visible_on(page).filter(pk=parent.pk):
        raise ReplyNotPossible
    text = conf.text_format()
    comment = ReaderComment(
        discussion=discussion,
        parent=parent,
        root_id=parent and (parent.root_id or parent.pk),
        depth=parent.depth + 1 if parent else 0,
        subject=subject or text.excerpt(body, SUBJECT_LENGTH // 2),
        body=body,
        html=text.render(body),
        format_version=text.FORMAT_VERSION,
        author_name=author_name,
        author_email=author_email,
        network=network,
        status=Status.HELD,
    )
    earlier = _find_resent(comment)
    if earlier is not None:
        return earlier
    _check_network_limit(network)
    comment.save(force_insert=True)
    discussion.waiting_count += 1
    discussion.save(update_fields=["waiting_count"])
    transaction.on_commit(
        lambda: comment_submitted.send_robust(sender=ReaderComment, comment=comment)
    )
    return comment


def _find_resent(comment):
    """Return the same comment by the same person, when it was posted just now and still counts.

    One that has been withdrawn or refused meanwhile may be posted again.
    """
    recent = ReaderComment.objects.filter(
        status__in=VISIBLE | WAITING | {Status.UNCONFIRMED},
        discussion=comment.discussion,
        created_at__gt=timezone.now() - RESEND_PERIOD,
        author_email=comment.author_email,
        author_name=comment.author_name,
        parent=comment.parent,
        subject=comment.subject,
        network=comment.network,
    )
    return next((earlier for earlier in recent if earlier.body == comment.body), None)


def _check_network_limit(network):
    """Raise ``TooManyComments`` when ``network`` has posted its share.

    The lock is that of one discussion: posts that arrive in the same instant in several
    discussions may pass together.
    """
    limit = conf.network_limit()
    if not network or not limit:
        return
    number, period = limit
    now = timezone.now()
    # The limit-th newest comment of the period says when there is room for the next one.
    blocking = (
        ReaderComment.objects.filter(network=network, created_at__gt=now - period)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[number - 1 : number]
        .first()
    )
    if blocking is not None:
        raise TooManyComments((blocking + period - now).total_seconds())
