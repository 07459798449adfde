"""Posting once, however often the same request arrives."""

import json

from django.db import transaction
from django.utils.crypto import salted_hmac

from ..exceptions import KeyReused
from ..models.idempotency import TakenRequest
from ..status import VISIBLE


@transaction.atomic
def submit_once(submit, *, key, sent):
    """Return ``(comment, whether it was shown at once)`` of ``submit()``, called once for ``key``.

    ``key`` is what the client chose for this request, and ``sent`` what it sent, as JSON can hold
    it. For a day the same again returns the first answer; what ``submit`` raises is kept nowhere,
    so that a refused request can be sent again. Two that arrive at once post one comment.

    Raises ``KeyReused`` for the same key with something else.
    """
    TakenRequest.objects.expired().delete()
    fingerprint = _digest(json.dumps(sent, sort_keys=True))
    taken, is_new = TakenRequest.objects.get_or_create(
        key=_digest(key), defaults={"fingerprint": fingerprint}
    )
    if not is_new:
        if taken.fingerprint != fingerprint:
            raise KeyReused
        return taken.comment, taken.was_shown
    taken.comment = submit()
    taken.was_shown = taken.comment.status in VISIBLE
    taken.save(update_fields=["comment", "was_shown"])
    return taken.comment, taken.was_shown


def _digest(text):
    return salted_hmac("comments.idempotency", text, algorithm="sha256").hexdigest()
