"""The site cache: whole answers, valid while the tokens are what they were before the rendering.

Every page of the tree has a random token in Django's cache, and so has the site as a whole.
An entry names the pages that its answer shows and their tokens; changing a page gives it a new
token, and with that all entries that name it are void. A third token changes with every change of
anything: an answer whose rendering began before a change and ended after it is not kept, so that
a slow rendering never brings back what was changed meanwhile.
"""

import secrets
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpResponse

from . import conf

PREFIX = "page-cache"
EVERYTHING = f"{PREFIX}:everything"
CHANGES = f"{PREFIX}:changes"
#: Tokens and notes on what was last shown outlive the entries that need them.
MEMORY_SECONDS = 7 * 24 * 3600

#: Set while an invalidation could not be written: this process passes it on once it can.
_missed = {"everything": False}

#: The token of changes and those of an entry when it was found valid here, by its key.
_valid: dict[str, tuple[str, dict]] = {}
#: Which answer was last shown here at a key, by its tag, and since when it is that one.
_modified_of: dict[str, tuple[str, int]] = {}
MOST_KNOWN = 10_000


@dataclass(frozen=True)
class Entry:
    """An answer with what makes it valid: ``tokens`` by their keys."""

    tokens: dict
    content: bytes
    headers: dict
    etag: str
    modified: int

    def make_response(self):
        """Return the answer anew."""
        return HttpResponse(self.content, headers=self.headers)


def get_page_key(page_id):
    """Return the key of the token of a page."""
    return f"{PREFIX}:page:{page_id}"


def read(key):
    """Return ``(entry or None, token of changes or None)`` for the entry ``key``.

    Without a token of changes there is no cache at present.
    """
    if _missed["everything"]:
        invalidate_everything()
    found = cache.get_many([key, CHANGES])
    changes = found.get(CHANGES) or _make_token(CHANGES)
    entry = found.get(key)
    if entry is not None and not _is_valid(key, entry, changes):
        entry = None
    return entry, changes


def _is_valid(key, entry, changes):
    """Return whether the tokens of ``entry`` are what they are now.

    While nothing at all has changed since they were looked at here, nobody asks for them again.
    """
    seen = (changes, entry.tokens)
    if changes is not None and _valid.get(key) == seen:
        return True
    if cache.get_many(entry.tokens) != entry.tokens:
        return False
    if len(_valid) >= MOST_KNOWN:
        _valid.clear()
    _valid[key] = seen
    return True


def write(key, response, *, page_ids, changes, etag, modified):
    """Keep ``response``, which shows the pages, unless something changed since ``changes``."""
    keys = [EVERYTHING, *map(get_page_key, page_ids)]
    found = cache.get_many([*keys, CHANGES])
    if changes is None or found.pop(CHANGES, None) != changes:
        return
    tokens = {key: found.get(key) or _make_token(key) for key in keys}
    if None not in tokens.values():
        entry = Entry(tokens, response.content, dict(response.items()), etag, modified)
        cache.set(key, entry, conf.lifetime())


def invalidate(page_ids):
    """Make all entries void that show one of the pages."""
    _renew([CHANGES, *map(get_page_key, page_ids)])


def invalidate_everything():
    """Make all entries void."""
    _renew([CHANGES, EVERYTHING])


def _renew(keys):
    tokens = {key: secrets.token_hex(8) for key in keys}
    cache.set_many(tokens, MEMORY_SECONDS)
    # A cache that is down takes what it is told in silence.
    _missed["everything"] = cache.get(CHANGES) is None


def _make_token(key):
    """Return the token ``key``, made now unless somebody else was quicker; ``None`` if neither."""
    cache.add(key, secrets.token_hex(8), MEMORY_SECONDS)
    return cache.get(key)


def get_modified(key, etag, *, is_last=False):
    """Return when the answer at ``key`` began to be the one with ``etag``, as far as is known.

    Whole seconds. Every other answer has a later one, even within the same second. ``is_last``
    says that ``etag`` stands for a version, and never comes back after another: then what this
    process knows of it stays true.
    """
    known = _modified_of.get(key) if is_last else None
    if known is None or known[0] != etag:
        known = _find_modified(key, etag)
        if is_last:
            if len(_modified_of) >= MOST_KNOWN:
                _modified_of.clear()
            _modified_of[key] = known
    return known[1]


def _find_modified(key, etag):
    """Return ``(etag, time)`` as all processes know it."""
    name = f"{PREFIX}:modified:{key}"
    known = cache.get(name)
    if known and known[0] == etag:
        return known
    modified = max(int(time.time()), known[1] + 1 if known else 0)
    cache.set(name, (etag, modified), MEMORY_SECONDS)
    return etag, modified
