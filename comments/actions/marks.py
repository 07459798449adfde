"""What readers leave at a comment: reactions and flags."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from .. import conf
from ..exceptions import CommentNotShown, DiscussionClosed, TooManyMarks
from ..models import CommentFlag, CommentReaction, CommentSettings
from ..signals import comment_flagged, comment_reaction_changed
from ..status import FLAGGED, VISIBLE, FlagReason, Mode, Status
from .decide import change_status
from .hooks import call_hooks
from .locks import lock_comments


@transaction.atomic
def react(comment, *, reader_key, network="", is_on=True):
    """Let a reader react to ``comment``, or take the reaction back, and return the comment.

    ``reader_key`` is the digest that stands for the reader, ``network`` that of
    ``comments.network``. Doing the same again changes nothing.

    Raises ``CommentNotShown``, ``DiscussionClosed`` or ``TooManyMarks``.
    """
    comment, mode = _lock_shown(comment)
    if not CommentSettings.of(comment.page).reaction_name:
        raise CommentNotShown
    if mode != Mode.OPEN:
        raise DiscussionClosed
    own = CommentReaction.objects.filter(comment=comment, reader_key=reader_key)
    if is_on == own.exists():
        return comment
    call_hooks("before_comment_reaction", comment=comment, is_on=is_on)
    if is_on:
        _check_limit(CommentReaction, network)
        _check_ballot(comment, network)
        CommentReaction.objects.create(comment=comment, reader_key=reader_key, network=network)
    else:
        own.delete()
    comment.reaction_count = comment.commentreactions.count()
    comment.save(update_fields=["reaction_count"])
    comment.discussion.version += 1
    comment.discussion.save(update_fields=["version"])
    call_hooks("after_comment_reaction", comment=comment, is_on=is_on)
    transaction.on_commit(
        partial(comment_reaction_changed.send_robust, sender=type(comment), comment=comment)
    )
    return comment


@transaction.atomic
def flag_comment(comment, *, reader_key, reason, note="", network=""):
    """Put a reader's flag at ``comment`` and return the comment.

    ``reason`` is a ``FlagReason``. A second flag of the same reader changes nothing. At
    ``COMMENTS_FLAG_THRESHOLD`` flags since the last decision, each from another network, the
    comment goes back into the queue. Closed discussions take flags too: what is shown can be
    wrong.

    Raises ``CommentNotShown`` or ``TooManyMarks``.
    """
    comment, _mode = _lock_shown(comment)
    if CommentFlag.objects.filter(comment=comment, reader_key=reader_key).exists():
        return comment
    _check_limit(CommentFlag, network)
    reason = FlagReason(reason)
    call_hooks("before_comment_flag", comment=comment, reason=reason)
    CommentFlag.objects.create(
        comment=comment, reader_key=reader_key, network=network, reason=reason, note=note
    )
    comment.flag_count += 1
    comment.save(update_fields=["flag_count"])
    if _is_flagged_enough(comment):
        (comment,) = change_status([comment], status=Status.HELD, reason=FLAGGED)
    call_hooks("after_comment_flag", comment=comment, reason=reason)
    transaction.on_commit(
        partial(comment_flagged.send_robust, sender=type(comment), comment=comment, reason=reason)
    )
    return comment


def _lock_shown(comment):
    """Return the comment, locked, and the mode of its discussion; readers see both now."""
    locked = lock_comments([comment.pk])
    if not locked or locked[0].status not in VISIBLE or not locked[0].page.live:
        raise CommentNotShown
    mode = locked[0].discussion.get_effective_mode(locked[0].page.specific_class)
    if mode == Mode.HIDDEN:
        raise CommentNotShown
    return locked[0], mode


def _check_limit(model, network):
    """Raise ``TooManyMarks`` when ``network`` has left its share of them."""
    limit = conf.mark_limit()
    if network and limit:
        number, period = limit
        now = timezone.now()
        recent = model.objects.filter(network=network, created_at__gt=now - period)
        dates = recent.order_by("-created_at").values_list("created_at", flat=True)
        newest = list(dates[:number])
        if len(newest) >= number:
            oldest = newest[-1] if newest else now
            raise TooManyMarks((oldest + period - now).total_seconds())


def _check_ballot(comment, network):
    """Raise ``TooManyMarks`` when ``network`` has reacted to ``comment`` often enough."""
    if network:
        cast = comment.commentreactions.filter(network=network).count()
        if cast >= conf.reactions_per_network():
            raise TooManyMarks


def _is_flagged_enough(comment):
    threshold = conf.flag_threshold()
    if threshold is None or comment.flag_count < threshold:
        return False
    recent = comment.commentflags.filter(created_at__gt=comment.status_changed_at)
    # One person with three browsers is one person.
    known = recent.exclude(network="").values("network").distinct().count()
    return known + recent.filter(network="").count() >= threshold
