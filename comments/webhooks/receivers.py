"""Which changes are told: one line for each."""

from functools import partial

from django.db import transaction
from wagtail.signals import page_published, page_unpublished

from .. import signals
from ..models import Discussion, ReaderComment
from ..status import Status, WebhookEvent
from .delivery import announce
from .events import describe_comment, describe_page

#: What is told of a comment that has come to a status.
STATUS_EVENTS = {
    Status.APPROVED: WebhookEvent.COMMENT_APPROVED,
    Status.HELD: WebhookEvent.COMMENT_HELD,
    Status.REJECTED: WebhookEvent.COMMENT_REJECTED,
    Status.SPAM: WebhookEvent.COMMENT_SPAM,
    Status.WITHDRAWN: WebhookEvent.COMMENT_WITHDRAWN,
    Status.REMOVED: WebhookEvent.COMMENT_REMOVED,
}


def connect():
    """Hear of changes. Called once, by ``ready()``."""
    for signal, receiver, sender in (
        (page_published, _tell_published, None),
        # Wagtail unpublishes a page before it deletes it.
        (page_unpublished, _tell_unpublished, None),
        (signals.comment_submitted, _tell_submitted, ReaderComment),
        (signals.comments_status_changed, _tell_status, ReaderComment),
        (signals.comment_edited, _tell_edited, ReaderComment),
        (signals.discussion_mode_changed, _tell_mode, Discussion),
    ):
        uid = f"comments.webhooks.{receiver.__name__}"
        signal.connect(receiver, sender=sender, dispatch_uid=uid)


def _tell_page(event, data):
    # A publication is told of within its transaction.
    transaction.on_commit(partial(announce, event, [data]), robust=True)


def _tell_published(instance, **kwargs):
    _tell_page(WebhookEvent.PAGE_PUBLISHED, describe_page(instance))


def _tell_unpublished(instance, **kwargs):
    _tell_page(WebhookEvent.PAGE_UNPUBLISHED, describe_page(instance))


def _tell_submitted(comment, **kwargs):
    announce(WebhookEvent.COMMENT_SUBMITTED, [describe_comment(comment)])


def _tell_status(comments, status, **kwargs):
    event = STATUS_EVENTS.get(status)
    if event is not None:
        announce(event, [describe_comment(comment) for comment in comments])


def _tell_edited(comment, **kwargs):
    announce(WebhookEvent.COMMENT_EDITED, [describe_comment(comment)])


def _tell_mode(discussion, **kwargs):
    data = {"page": discussion.page_id, "mode": str(discussion.mode)}
    announce(WebhookEvent.DISCUSSION_CHANGED, [data])
