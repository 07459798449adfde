"""What a commenter changed in a text, word by word."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

#: Words, and what stands between them; the pieces joined are the text.
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")

#: Texts of more pieces than this are compared by lines: words would take seconds.
MOST_PIECES = 4_000

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Revision:
    """An earlier text and what the next one made of it.

    ``subject`` and ``changes`` are ``[(kind, text)]``, of the kinds ``SAME``, ``ADDED`` and
    ``REMOVED``: without what was added they are the earlier text, without what was removed the
    later one.
    """

    replaced_at: datetime
    subject: list
    changes: list


def get_revisions(comment, limit):
    """Return the last ``limit`` edits of ``comment`` as ``Revision``, the newest first."""
    later = comment
    revisions = []
    for earlier in comment.revisions.order_by("-number")[:limit]:
        revisions.append(
            Revision(
                earlier.replaced_at,
                compare(earlier.subject, later.subject),
                compare(earlier.body, later.body),
            )
        )
        later = earlier
    return revisions


def compare(before, after):
    """Return how ``before`` became ``after``: ``[(kind, text)]``, with no two alike in a row."""
    pieces = _PIECES.findall(before), _PIECES.findall(after)
    if max(map(len, pieces)) > MOST_PIECES:
        pieces = before.splitlines(keepends=True), after.splitlines(keepends=True)
    old, new = pieces
    changes = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append((SAME, "".join(old[i:j])))
            continue
        if i < j:
            changes.append((REMOVED, "".join(old[i:j])))
        if k < m:
            changes.append((ADDED, "".join(new[k:m])))
    return changes
