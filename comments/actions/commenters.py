"""Notes about commenters, and sanctions."""

from collections import defaultdict
from functools import partial
from itertools import chain
from typing import NamedTuple
from uuid import uuid4

import swapper
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..exceptions import ModerationDenied, SanctionChanged, SanctionNotPossible
from ..models import CommenterEntry, CommentLogEntry, DecisionBatch, batch
from ..models.commenter import EntryKind, get_commenter_key
from ..permissions import comment_policy
from ..signals import commenter_entry_changed
from .decided import Decided
from .hooks import call_hooks
from .locks import lock_comments, lock_unchanged

#: The level of the tree that stands below its root.
FIRST_LEVEL = 2

#: The actions of the log entries that these write.
NOTED, BLOCKED, LIFTED = "comments.noted", "comments.blocked", "comments.block_lifted"


@transaction.atomic
def note_commenter(comment, *, text, user=None):
    """Keep a note about the commenter of ``comment`` for the section of its page; return it.

    Whoever moderates the section reads it beside each comment by that person. Raises
    ``ModerationDenied`` and ``SanctionNotPossible``, without a mail address.
    """
    _check(comment, "moderate", user)
    ((person, _comment),) = _get_persons([comment], EntryKind.NOTE, user).items()
    entry = CommenterEntry.objects.create(
        commenter_key=person.key,
        page_id=person.page_id,
        kind=EntryKind.NOTE,
        text=text,
        created_by=user,
    )
    _log([comment], NOTED, user)
    return entry


@transaction.atomic
def block_commenter(comment, *, until=None, text="", user=None, since=None):
    """Block the commenter of ``comment`` in the section of its page; return the entry.

    See ``block_commenters``. Raises ``SanctionChanged`` where somebody has blocked or freed the
    commenter there later than ``since``.
    """
    if since is not None:
        # Who acts at the same time beside this comment comes before or after.
        lock_comments([comment.pk])
    entries = block_commenters([comment], until=until, text=text, user=user, since=since)
    if not entries:
        raise SanctionChanged
    return entries[0]


@transaction.atomic
def block_commenters(comments, *, until=None, text="", user=None, uuid=None, since=None):
    """Block whoever wrote ``comments``, each in the section of the page; return the entries.

    What they post there is rejected at once, until then (``None``: for good); what is there stays
    as it is. A later block takes the place of the former. All of them or none, one entry for each
    person and section, with a fixed number of queries, and one decision of ``user``, to be undone
    like any other; ``uuid`` is that of one that goes on. Whom somebody has blocked later than
    ``since``, or freed, is left alone. The hooks ``before_commenter_block`` and
    ``after_commenter_block`` are called for each with ``comment``, ``until`` and ``user``. Raises
    what ``note_commenter`` raises.
    """
    for comment in comments:
        _check(comment, "sanction", user)
    persons = _get_persons(comments, EntryKind.BLOCK, user)
    if since is not None:
        persons = _leave_changed(persons, since)
    known = {"until": until, "user": user}
    for comment in persons.values():
        call_hooks("before_commenter_block", comment=comment, **known)
    now = timezone.now()
    replaced = _get_blocks(persons)
    CommenterEntry.objects.filter(pk__in=chain.from_iterable(replaced.values())).update(
        lifted_at=now
    )
    entries = CommenterEntry.objects.bulk_create(
        CommenterEntry(
            commenter_key=person.key,
            page_id=person.page_id,
            kind=EntryKind.BLOCK,
            text=text,
            until=until,
            created_by=user,
            created_at=now,
        )
        for person in persons
    )
    for comment in persons.values():
        call_hooks("after_commenter_block", comment=comment, **known)
    details = {
        comment.pk: {
            "until": until.isoformat() if until else None,
            "entry": entry.pk,
            "replaced": replaced[person],
        }
        for (person, comment), entry in zip(persons.items(), entries, strict=True)
    }
    is_step, uuid = uuid is not None, uuid or uuid4()
    _log(list(persons.values()), BLOCKED, user, uuid=uuid, details=details)
    if user is not None and entries:
        DecisionBatch.objects.record(
            uuid, decision=batch.BLOCKED, user=user, count=len(entries), at=now, is_step=is_step
        )
    return entries


@transaction.atomic
def block_undecided(comments, *, user=None, **kwargs):
    """Block whoever wrote ``comments`` as they are here; return the entries and ``Decided``.

    ``done`` are the comments of those who are blocked now. What has changed since ``comments`` were
    read is left, whose address is erased too, and whom ``since`` leaves alone. The arguments are
    those of ``block_commenters``, and so is ``ModerationDenied``.
    """
    known = [comment for comment in lock_unchanged(comments) if comment.author_email]
    entries = block_commenters(known, user=user, **kwargs)
    blocked = {Person(entry.commenter_key, entry.page_id) for entry in entries}
    groups = _group_by_person(known, EntryKind.BLOCK, user)
    done = set(chain.from_iterable(groups[person] for person in blocked))
    return entries, Decided(
        [comment for comment in known if comment in done],
        [comment for comment in comments if comment not in done],
    )


def count_commenters(comments, *, user=None):
    """Return how many entries ``block_commenters`` makes about ``comments``, a queryset.

    Three queries; the last finds a row for each address on each page.
    """
    comments = comments.order_by()
    page_model = swapper.load_model("wagtailcore", "Page")
    pages = page_model.objects.filter(pk__in=comments.values("discussion__page"))
    sections = _get_section_ids(pages, EntryKind.BLOCK, user)
    rows = comments.values_list("author_email", "discussion__page").distinct()
    return len({Person(get_commenter_key(address), sections[page]) for address, page in rows})


def undo_blocks(comments, log_entries, *, user, uuid):
    """Take back the blocks that ``block_commenters`` made, and return the comments concerned.

    ``log_entries`` is ``{pk of the comment: its log entry}``, ``uuid`` that of what is logged. What
    the blocks took the place of
    holds again. A block that somebody has lifted or replaced since is left as it is.
    """
    data = {comment.pk: log_entries[comment.pk].data for comment in comments}
    entries = CommenterEntry.objects.in_force().in_bulk([it["entry"] for it in data.values()])
    done = [comment for comment in comments if data[comment.pk]["entry"] in entries]
    replaced = chain.from_iterable(data[comment.pk]["replaced"] for comment in done)
    # They were lifted in the moment of the block, or else by somebody before.
    made_at = {entry.created_at for entry in entries.values()}
    CommenterEntry.objects.filter(pk__in=replaced, lifted_at__in=made_at).update(lifted_at=None)
    CommenterEntry.objects.filter(pk__in=entries).update(lifted_at=timezone.now())
    _log(done, LIFTED, user, uuid=uuid)
    return done


@transaction.atomic
def lift_block(comment, *, user=None, since=None):
    """Lift all blocks that the commenter of ``comment`` meets on its page; return how many.

    ``user`` needs the right over the page of each of them: a block of the whole site is not lifted
    by the moderator of a section. Raises ``SanctionChanged``, and lifts none, where somebody has
    blocked or freed the commenter later than ``since``, as nobody lifts what they have not seen.
    """
    _check(comment, "sanction", user)
    lock_comments([comment.pk])
    entries = CommenterEntry.objects.of(comment.author_email).on(comment.page)
    if since is not None and _find_changed(entries, since).exists():
        raise SanctionChanged
    blocks = entries.in_force()
    lifted = 0
    for block in blocks.select_related("page"):
        if user is None or comment_policy.user_may(user, "sanction", block.page):
            block.lifted_at = timezone.now()
            block.save(update_fields=["lifted_at"])
            lifted += 1
    if lifted:
        _log([comment], LIFTED, user)
    return lifted


def is_blocked(author_email, page):
    """Return whether whoever gives this address may not post on ``page``; one query."""
    return CommenterEntry.objects.of(author_email).in_force().on(page).exists()


def _check(comment, action, user):
    if user is not None and not comment_policy.user_may(user, action, comment.page):
        raise ModerationDenied
    if not comment.author_email:
        raise SanctionNotPossible


class Person(NamedTuple):
    """Somebody whom an entry is about, by the digest of the address, and where it counts."""

    key: str
    page_id: int


def _get_persons(comments, kind, user):
    """Return ``{Person: comment}`` of whoever wrote ``comments``, with the first comment of each.

    One query.
    """
    groups = _group_by_person(comments, kind, user)
    return {person: group[0] for person, group in groups.items()}


def _group_by_person(comments, kind, user):
    """Return ``{Person: [comment]}`` of whoever wrote ``comments``.

    An entry is made for the page above the discussed one, where there is one that can be discussed;
    a right that is confined to a page reaches no further. One query.
    """
    sections = _get_section_ids({comment.page for comment in comments}, kind, user)
    groups = defaultdict(list)
    for comment in comments:
        person = Person(get_commenter_key(comment.author_email), sections[comment.page.pk])
        groups[person].append(comment)
    return groups


def _get_section_ids(pages, kind, user):
    """Return ``{id of a page: id of that which an entry about its commenters is made for}``."""
    action = "sanction" if kind == EntryKind.BLOCK else "moderate"
    sections = _get_sections(pages)
    found = {}
    for page in pages:
        section = sections.get(_get_section_path(page), page)
        if user is not None and not comment_policy.user_may(user, action, section):
            section = page
        found[page.pk] = section.pk
    return found


def _get_section_path(page):
    # The pages of the first level stand below the root, which is no section.
    return page.path if page.depth <= FIRST_LEVEL else page.path[: -page.steplen]


def _get_sections(pages):
    """Return ``{path: page}`` of the sections of ``pages``."""
    page_model = swapper.load_model("wagtailcore", "Page")
    found = page_model.objects.filter(path__in={_get_section_path(page) for page in pages})
    return {page.path: page for page in found}


def _find(entries, persons):
    """Return ``[(id, Person)]`` of those of ``entries`` that are about ``persons``."""
    about = entries.filter(
        commenter_key__in={person.key for person in persons},
        page__in={person.page_id for person in persons},
    )
    rows = about.values_list("pk", "commenter_key", "page_id")
    found = [(pk, Person(key, page_id)) for pk, key, page_id in rows]
    # Not those about others of these persons, on others of these pages.
    return [(pk, person) for pk, person in found if person in persons]


def _get_blocks(persons):
    """Return ``{Person: [id of a block that holds]}``."""
    found = {person: [] for person in persons}
    for pk, person in _find(CommenterEntry.objects.in_force(), persons):
        found[person].append(pk)
    return found


def _leave_changed(persons, since):
    """Return those of ``persons``, as ``_get_persons`` does, whose blocks are as ``since`` then."""
    entries = _find_changed(CommenterEntry.objects, since)
    changed_persons = {person for _pk, person in _find(entries, persons)}
    return {person: comment for person, comment in persons.items() if person not in changed_persons}


def _find_changed(entries, since):
    """Return those blocks of ``entries`` that were made or lifted later than ``since``."""
    changed = Q(created_at__gt=since) | Q(lifted_at__gt=since)
    return entries.filter(changed, kind=EntryKind.BLOCK)


def _log(comments, action, user, *, uuid=None, details=None):
    """Log ``action`` with each of ``comments``, and tell of it; ``details`` is ``{pk: data}``."""
    for comment in comments:
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
            comments,
            action,
            user=user,
            uuid=uuid or uuid4(),
            timestamp=timezone.now(),
            data=lambda comment: (details or {}).get(comment.pk, {}),
        )
