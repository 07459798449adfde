"""What a commenter changed in a text, word by word."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

#: Words, and what stands between them; the pieces joined are the text.
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")

#: The largest product of the numbers of pieces that are compared: some hundredths of a second at
#: worst.
MOST_WORK = 40_000

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
    """Return how ``before`` became ``after``: ``[(kind, text)]``, with no two alike in a row.

    Comparing takes at worst the cube of the number of pieces, which whoever writes a comment
    chooses: texts that differ in too many are compared by lines, and those by nothing.
    """
    for split in (_PIECES.findall, _split_lines):
        old, new = split(before), split(after)
        start = _count_common(old, new)
        end = _count_common(old[start:][::-1], new[start:][::-1])
        middle = old[start : len(old) - end], new[start : len(new) - end]
        if len(middle[0]) * len(middle[1]) <= MOST_WORK:
            break
    else:
        return [(REMOVED, before), (ADDED, after)]
    changes = [(SAME, "".join(old[:start]))] if start else []
    changes += _match(*middle)
    if end:
        changes.append((SAME, "".join(old[len(old) - end :])))
    return changes


def _split_lines(text):
    return text.splitlines(keepends=True)


def _count_common(left, right):
    """Return how many pieces are the same from the beginning on."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))


def _match(old, new):
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
