"""What a browser proves: which comments were written in it, and that it reacted before.

Two signed cookies, set by a post and never by a reading. They are sent to the addresses of the
comments only, so that no request for a page carries them, and no script can read them.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

OWN_COOKIE = "comments_own"
READER_COOKIE = "comments_reader"
OWN_SALT = "comments.own"
READER_SALT = "comments.reader"

#: So many of the newest comments are remembered, so long.
OWN_NUMBER = 20
OWN_PERIOD = timedelta(days=30)
READER_PERIOD = timedelta(days=365)


def get_own_ids(request):
    """Return the public ids of the comments that were written in this browser, oldest first."""
    return [UUID(text) for text, _written in _read_own(request)]


def remember_own(request, response, comment):
    """Let the browser that gets ``response`` prove that ``comment`` was written in it."""
    now = int(timezone.now().timestamp())
    known = [entry for entry in _read_own(request) if entry[0] != comment.uuid.hex]
    entries = [*known, [comment.uuid.hex, now]][-OWN_NUMBER:]
    value = signing.dumps(entries, salt=OWN_SALT, compress=True)
    _set(request, response, OWN_COOKIE, value, OWN_PERIOD)


def get_reader_key(request):
    """Return the digest that stands for this reader, or ``""`` for a browser without a key.

    The database keeps the digest alone: nobody who reads it can make the cookie.
    """
    key = _read(request, READER_COOKIE, READER_SALT)
    return digest_reader_key(key) if isinstance(key, str) else ""


def keep_or_make_reader_key(request):
    """Return ``(digest, cookie value)`` of this reader, new ones for a browser without a key."""
    key = _read(request, READER_COOKIE, READER_SALT)
    if not isinstance(key, str):
        key = secrets.token_urlsafe(16)
    return digest_reader_key(key), signing.dumps(key, salt=READER_SALT)


def remember_reader(request, response, value):
    """Give the browser the cookie ``value`` that ``keep_or_make_reader_key`` returned."""
    _set(request, response, READER_COOKIE, value, READER_PERIOD)


def digest_reader_key(key):
    """Return the digest that stands for the reader who has this ``key``."""
    return salted_hmac(READER_SALT, key, algorithm="sha256").hexdigest()


def _read(request, name, salt):
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=salt)
    except (signing.BadSignature, ValueError):
        return None


def _read_own(request):
    oldest = (timezone.now() - OWN_PERIOD).timestamp()
    entries = _read(request, OWN_COOKIE, OWN_SALT) or []
    return [entry for entry in entries if entry[1] > oldest]


def _set(request, response, name, value, period):
    address = reverse("comments:own")
    response.set_cookie(
        name,
        value,
        max_age=period,
        path=address.removesuffix("own/"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
