"""Notes about commenters, and sanctions."""

from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from ..exceptions import ModerationDenied, SanctionNotPossible
from ..models import CommenterEntry, CommentLogEntry, DecisionBatch, batch
from ..models.commenter import EntryKind, get_commenter_key
from ..permissions import comment_policy
from ..signals import commenter_entry_changed
from .hooks import call_hooks

#: The actions of the log entries that these write.
NOTED, BLOCKED, LIFTED = "comments.noted", "comments.blocked", "comments.block_lifted"


@transaction.atomic
def note_commenter(comment, *, text, user=None):
    """Keep a note about the commenter of ``comment`` for the section of its page; return it.

    Whoever moderates the section reads it beside each comment by that person. Raises
    ``ModerationDenied`` and ``SanctionNotPossible``, without a mail address.
    """
    _check(comment, "moderate", user)
    entry = _add(comment, EntryKind.NOTE, text=text, user=user)
    _log(comment, NOTED, user)
    return entry


def block_commenter(comment, *, until=None, text="", user=None):
    """Block the commenter of ``comment`` in the section of its page; return the entry.

    See ``block_commenters``.
    """
    (entry,) = block_commenters([comment], until=until, text=text, user=user)
    return entry


@transaction.atomic
def block_commenters(comments, *, until=None, text="", user=None):
    """Block whoever wrote ``comments``, each in the section of the page; return the entries.

    What they post there is rejected at once, until then (``None``: for good); what is there stays
    as it is. A later block takes the place of the former. All of them or none, one entry for each
    person and section, and one decision of ``user``, to be undone like any other. The hooks
    ``before_commenter_block`` and ``after_commenter_block`` are called for each with ``comment``,
    ``until`` and ``user``. The number of queries grows with that of the entries.

    Raises what ``note_commenter`` raises.
    """
    persons = {}
    for comment in comments:
        _check(comment, "sanction", user)
        section = _get_entry_page(comment, EntryKind.BLOCK, user)
        persons.setdefault((get_commenter_key(comment.author_email), section.pk), comment)
    uuid, now = uuid4(), timezone.now()
    entries = []
    for (_key, section), comment in persons.items():
        call_hooks("before_commenter_block", comment=comment, until=until, user=user)
        former = CommenterEntry.objects.of(comment.author_email).in_force().filter(page=section)
        replaced = list(former.values_list("pk", flat=True))
        CommenterEntry.objects.filter(pk__in=replaced).update(lifted_at=now)
        entry = _add(comment, EntryKind.BLOCK, text=text, until=until, user=user, created_at=now)
        call_hooks("after_commenter_block", comment=comment, until=until, user=user)
        _log(
            comment,
            BLOCKED,
            user,
            uuid=uuid,
            until=until.isoformat() if until else None,
            entry=entry.pk,
            replaced=replaced,
        )
        entries.append(entry)
    if user is not None and entries:
        DecisionBatch.objects.record(
            uuid, decision=batch.BLOCKED, user=user, count=len(entries), at=now
        )
    return entries


def undo_blocks(comments, log_entries, *, user):
    """Take back the blocks that ``block_commenters`` made, and return the comments concerned.

    ``log_entries`` is ``{pk of the comment: its log entry}``. What the blocks took the place of
    holds again. A block that somebody has lifted or replaced since is left as it is.
    """
    now = timezone.now()
    done = []
    for comment in comments:
        data = log_entries[comment.pk].data
        entry = CommenterEntry.objects.in_force().filter(pk=data["entry"]).first()
        if entry is None:
            continue
        CommenterEntry.objects.filter(pk__in=data["replaced"], lifted_at=entry.created_at).update(
            lifted_at=None
        )
        entry.lifted_at = now
        entry.save(update_fields=["lifted_at"])
        _log(comment, LIFTED, user)
        done.append(comment)
    return done


@transaction.atomic
def lift_block(comment, *, user=None):
    """Lift all blocks that the commenter of ``comment`` meets on its page; return how many.

    ``user`` needs the right over the page of each of them: a block of the whole site is not lifted
    by the moderator of a section.
    """
    _check(comment, "sanction", user)
    blocks = CommenterEntry.objects.of(comment.author_email).in_force().on(comment.page)
    lifted = 0
    for block in blocks.select_related("page"):
        if user is None or comment_policy.user_may(user, "sanction", block.page):
            block.lifted_at = timezone.now()
            block.save(update_fields=["lifted_at"])
            lifted += 1
    if lifted:
        _log(comment, LIFTED, user)
    return lifted


def is_blocked(author_email, page):
    """Return whether whoever gives this address may not post on ``page``; one query."""
    return CommenterEntry.objects.of(author_email).in_force().on(page).exists()


def _check(comment, action, user):
    if user is not None and not comment_policy.user_may(user, action, comment.page):
        raise ModerationDenied
    if not comment.author_email:
        raise SanctionNotPossible


def _get_section(page):
    """Return the page that an entry is made for: the one above, where there is one to discuss."""
    parent = page.get_parent()
    return page if parent is None or parent.is_root() else parent


def _get_entry_page(comment, kind, user):
    """Return the page that ``user`` makes an entry for."""
    section = _get_section(comment.page)
    if user is not None and not comment_policy.user_may(user, "moderate", section):
        # A right that is confined to a page reaches no further.
        action = "sanction" if kind == EntryKind.BLOCK else "moderate"
        section = section if comment_policy.user_may(user, action, section) else comment.page
    return section


def _add(comment, kind, *, user, **values):
    return CommenterEntry.objects.create(
        commenter_key=get_commenter_key(comment.author_email),
        page_id=_get_entry_page(comment, kind, user).pk,
        kind=kind,
        created_by=user,
        **values,
    )


def _log(comment, action, user, *, uuid=None, **data):
    transaction.on_commit(
        partial(
            commenter_entry_changed.send_robust,
            sender=CommenterEntry,
            comment=comment,
            action=action,
            user=user,
        )
    )
    if user is not None:
        CommentLogEntry.objects.log_many(
            [comment],
            action,
            user=user,
            uuid=uuid or uuid4(),
            timestamp=timezone.now(),
            data=lambda _comment: data,
        )
