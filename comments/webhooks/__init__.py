"""Tells other systems what happens: signed messages to addresses that the site's staff chose.

``receivers`` hear of changes after their commit, ``events`` says what is told of them, and
``delivery`` sends it, in a background task, with retries. ``comments.signatures`` proves where a
message comes from, ``comments.outbound`` keeps messages out of the site's own network.

The form is that of Standard Webhooks (https://www.standardwebhooks.com): ``webhook-id``,
``webhook-timestamp`` and ``webhook-signature``.
"""
