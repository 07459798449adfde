"""Which requests to post were taken already, so that sending one again posts nothing twice."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

#: How long a request can be sent again.
PERIOD = timedelta(hours=24)


class TakenRequestQuerySet(models.QuerySet):
    """Queries over requests that were taken."""

    def expired(self):
        """Those whose key may be used anew."""
        return self.filter(created_at__lt=timezone.now() - PERIOD)


class TakenRequest(models.Model):
    """A request with an ``Idempotency-Key``, and the comment that it posted.

    Of the key and of what was sent there are keyed digests alone.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    #: ``None`` within the transaction that posts it.
    comment = models.ForeignKey(
        "comments.ReaderComment", null=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Whether readers saw it at once.
    was_shown = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = TakenRequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"TakenRequest {self.pk}: comment {self.comment_id}"
