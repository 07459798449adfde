"""Signatures as Standard Webhooks describes them, for the sender and for whoever receives."""

import base64
import binascii
import hashlib
import hmac
import secrets
import time

PREFIX = "whsec_"
#: How old a message may be when it is received, in seconds.
TOLERANCE = 300


class SignatureNotValid(Exception):
    """The message does not come from whoever has the secret, was changed, or is too old."""


def make_secret():
    """Return a new secret, to be shared with the receiver."""
    return f"{PREFIX}{base64.b64encode(secrets.token_bytes(32)).decode()}"


def sign(secret, *, message_id, timestamp, body):
    """Return the signature of ``body`` (bytes), such as ``v1,K5oZ…``; ``timestamp`` in seconds."""
    key = _read(secret)
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


def make_headers(secrets_in_force, *, message_id, body, now=None):
    """Return the headers of a message that has one signature for each of the secrets."""
    timestamp = int(time.time() if now is None else now)
    signatures = [
        sign(secret, message_id=message_id, timestamp=timestamp, body=body)
        for secret in secrets_in_force
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def verify(secret, headers, body, *, now=None):
    """Raise ``SignatureNotValid`` unless ``body`` was signed with ``secret`` a short while ago.

    ``headers`` are those of the message by their names in lower case. Keep each ``webhook-id``
    for as long as the tolerance to refuse a message that somebody sends again.
    """
    try:
        message_id, signatures = headers["webhook-id"], headers["webhook-signature"]
        timestamp = int(headers["webhook-timestamp"])
    except (KeyError, ValueError) as error:
        raise SignatureNotValid from error
    if abs((time.time() if now is None else now) - timestamp) > TOLERANCE:
        raise SignatureNotValid
    expected = sign(secret, message_id=message_id, timestamp=timestamp, body=body).encode()
    # All of them are compared, whichever fits.
    fitting = [hmac.compare_digest(expected, each.encode()) for each in signatures.split(" ")]
    if not any(fitting):
        raise SignatureNotValid


def _read(secret):
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise SignatureNotValid from error
