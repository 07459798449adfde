"""Sending messages: one attempt each in a background task, then again by ``deliver_webhooks``.

A message is claimed before it is sent, so that two workers never send it at once. What was sent
but not noted, because the worker ended, is sent again: receivers know it by its id.
"""

import json
import random
import uuid
from datetime import timedelta
from functools import partial
from http import HTTPStatus

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from wagtail.log_actions import LogContext, log

from .. import conf
from ..models import DeliveryStatus, WebhookDelivery, WebhookEndpoint
from ..outbound import AddressRefused, find_target
from ..prepared import Prepared, name_columns
from ..signatures import make_headers
from .events import complete, make_payload
from .sending import SendingFailed, send

#: While a worker sends a message, nobody else takes it.
CLAIM = timedelta(minutes=2)
#: How much of an answer is kept, in characters.
ANSWER_LENGTH = 500
#: How many messages one task sends.
BATCH = 50


def get_endpoints(event):
    """Return the active endpoints that are told of ``event``: one query."""
    return [endpoint for endpoint in _ACTIVE.fetch_objects() if event in endpoint.events]


def _select_active():
    active = WebhookEndpoint.objects.filter(is_active=True)
    return active.values_list(*name_columns(WebhookEndpoint))


_ACTIVE = Prepared(_select_active)


def announce(event, found):
    """Tell all who are told of ``event`` of each of ``found``, a list of data.

    The messages are stored now, and sent after the commit. A fixed number of queries for any
    number of them: one where nobody is told.
    """
    endpoints = get_endpoints(event)
    return store(endpoints, event, found) if endpoints else []


def store(endpoints, event, found):
    """Store a message about each of ``found`` for each of ``endpoints``, to be sent."""
    deliveries = []
    for data in found:
        for endpoint in endpoints:
            message_id = uuid.uuid4()
            payload = make_payload(event, data, message_id=str(message_id))
            deliveries.append(
                WebhookDelivery(endpoint=endpoint, uuid=message_id, event=event, payload=payload)
            )
    WebhookDelivery.objects.bulk_create(deliveries, batch_size=BATCH * 10)
    ids = [str(delivery.uuid) for delivery in deliveries]
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        transaction.on_commit(partial(deliver_messages.enqueue, part), robust=True)
    return deliveries


@task()
def deliver_messages(ids):
    """Send the messages with these ids, as far as they are due."""
    # The messages to one endpoint share it: once it is switched off, it is for all of them.
    for delivery in WebhookDelivery.objects.filter(uuid__in=ids).prefetch_related("endpoint"):
        deliver(delivery)


def deliver(delivery):
    """Send ``delivery``, unless somebody else does; return whether it has arrived."""
    now = timezone.now()
    # The update is the claim: of two workers, one changes the row.
    is_mine = WebhookDelivery.objects.filter(
        pk=delivery.pk, status=DeliveryStatus.PENDING, next_attempt_at__lte=now
    ).update(next_attempt_at=now + CLAIM, attempts=F("attempts") + 1)
    if not is_mine:
        return False
    delivery.attempts += 1
    if not delivery.endpoint.is_active:
        return _give_up(delivery, None, "The webhook is switched off.")
    body = json.dumps(complete(delivery.payload), ensure_ascii=False).encode()
    headers = make_headers(
        delivery.endpoint.get_secrets(), message_id=str(delivery.uuid), body=body
    )
    try:
        status, answer = send(find_target(delivery.endpoint.url), body, headers)
    except (AddressRefused, SendingFailed) as error:
        return _try_later(delivery, None, str(error))
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return _note(
            delivery, DeliveryStatus.DELIVERED, status, answer, delivered_at=timezone.now()
        )
    if status == HTTPStatus.GONE:
        _switch_off(delivery.endpoint)
        return _give_up(delivery, status, answer)
    return _try_later(delivery, status, answer)


def _try_later(delivery, status, answer):
    waits = conf.webhook_retries()
    if delivery.attempts > len(waits):
        return _give_up(delivery, status, answer)
    # Not all at once, when a receiver comes back.
    seconds = waits[delivery.attempts - 1] * 60 * random.uniform(1, 1.2)  # noqa: S311
    later = timezone.now() + timedelta(seconds=seconds)
    return _note(delivery, DeliveryStatus.PENDING, status, answer, next_attempt_at=later)


def _switch_off(endpoint):
    """Send nothing more to whoever is gone, unless somebody has given another address meanwhile."""
    stored = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    if stored.filter(url=endpoint.url, is_active=True).update(is_active=False):
        endpoint.is_active = False
        # Nobody's doing, whoever's request the message may be sent in.
        with LogContext():
            log(instance=endpoint, action="comments.webhook_gone")
    elif found := stored.first():
        # Somebody was sooner: the other messages of the batch go by what is stored now.
        endpoint.url, endpoint.is_active = found.url, found.is_active


def _give_up(delivery, status, answer):
    return _note(delivery, DeliveryStatus.FAILED, status, answer)


def _note(delivery, status, answer_status, answer, **changes):
    values = {
        "status": status,
        "answer_status": answer_status,
        "answer": answer[:ANSWER_LENGTH].replace("\x00", ""),
        **changes,
    }
    WebhookDelivery.objects.filter(pk=delivery.pk).update(**values)
    for name, value in values.items():
        setattr(delivery, name, value)
    return status == DeliveryStatus.DELIVERED


def send_again(delivery):
    """Begin with ``delivery`` anew, as if it had just happened."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        status=DeliveryStatus.PENDING, attempts=0, next_attempt_at=timezone.now()
    )
    transaction.on_commit(partial(deliver_messages.enqueue, [str(delivery.uuid)]), robust=True)


def get_due():
    """Return the messages that are due, the oldest first."""
    due = WebhookDelivery.objects.filter(
        status=DeliveryStatus.PENDING, next_attempt_at__lte=timezone.now()
    )
    return due.prefetch_related("endpoint").order_by("next_attempt_at", "pk")


def get_old():
    """Return the messages that need not be kept any longer."""
    past = timezone.now() - timedelta(days=conf.webhook_days())
    done = WebhookDelivery.objects.exclude(status=DeliveryStatus.PENDING)
    return done.filter(created_at__lt=past)
