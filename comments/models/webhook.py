"""Where the site sends messages about what happens, and what became of each."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..outbound import AddressRefused, check_url
from ..signatures import make_secret
from ..status import WebhookEvent

#: For how long a former secret signs as well, so that a receiver can be changed in peace.
ROTATION = timedelta(hours=24)


def get_all_events():
    """Return the names of all events: what a new endpoint is told."""
    return list(WebhookEvent.values)


class WebhookEndpoint(models.Model):
    """An address that is told of events."""

    name = models.CharField(_("name"), max_length=80, help_text=_("What it is for."))
    url = models.CharField(
        _("address"), max_length=500, help_text=_("It begins with https:// and is public.")
    )
    events = models.JSONField(_("events"), default=get_all_events)
    is_active = models.BooleanField(_("active"), default=True)
    secret = models.CharField(_("secret"), max_length=80, default=make_secret, editable=False)
    previous_secret = models.CharField(max_length=80, blank=True, editable=False)
    rotated_at = models.DateTimeField(_("changed"), null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        unknown = set(self.events) - set(WebhookEvent.values)
        if unknown or not self.events:
            raise ValidationError({"events": _("Choose at least one event.")}, code="events")
        try:
            check_url(self.url)
        except AddressRefused as error:
            raise ValidationError({"url": str(error)}, code="address") from error

    def get_secrets(self):
        """Return the secrets that messages are signed with now, the present one first."""
        is_recent = self.rotated_at is not None and self.rotated_at > timezone.now() - ROTATION
        return [self.secret, *([self.previous_secret] if is_recent else [])]

    def rotate(self):
        """Take a new secret; the former one signs as well for ``ROTATION``."""
        self.previous_secret, self.secret = self.secret, make_secret()
        self.rotated_at = timezone.now()
        self.save(update_fields=["previous_secret", "secret", "rotated_at"])


class DeliveryStatus(models.TextChoices):
    """What became of a message."""

    PENDING = "pending", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")


class WebhookDelivery(models.Model):
    """A message to one endpoint: what it says, and what became of it."""

    endpoint = models.ForeignKey(
        WebhookEndpoint,
        verbose_name=_("webhook"),
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    #: The id of the message, the same at each attempt: whoever gets it twice knows by this.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(_("event"), max_length=40, choices=WebhookEvent.choices)
    payload = models.JSONField()
    status = models.CharField(
        _("status"),
        max_length=16,
        choices=DeliveryStatus.choices,
        default=DeliveryStatus.PENDING,
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    #: Nobody else sends it before: a claim while it is being sent, then when to try again.
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    answer_status = models.PositiveSmallIntegerField(_("answer"), null=True)
    #: The beginning of the answer, or what went wrong.
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(_("happened"), default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        default_permissions = ()
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="webhook_due"),
            models.Index(fields=["-created_at"], name="webhook_by_date"),
        ]

    def __str__(self):
        return f"{self.event} {self.uuid}"
