"""Webhooks in the admin: where messages go, the secrets, and what became of each message."""

import json

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views.generic import InspectView, PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from ..models import WebhookDelivery, WebhookEndpoint
from ..status import WebhookEvent
from ..webhooks.delivery import send_again, store


class EndpointForm(forms.ModelForm):
    """The form of a webhook, with its events as boxes to tick."""

    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=[choice for choice in WebhookEvent.choices if choice[0] != WebhookEvent.PING],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "url", "events", "is_active"]


class ActionView(PermissionCheckedMixin, View):
    """Base of what a button does; it comes back to the page that has the button."""

    http_method_names = ["post"]
    permission_required = "change"
    model = None

    def post(self, request, pk):
        return redirect(self.act(get_object_or_404(self.model, pk=pk)))


class RotateView(ActionView):
    """Takes a new secret."""

    def act(self, endpoint):
        endpoint.rotate()
        text = _("There is a new secret. The former one is valid for 24 hours more.")
        messages.success(self.request, text)
        return reverse("webhooks:inspect", args=[endpoint.pk])


class PingView(ActionView):
    """Sends a test."""

    def act(self, endpoint):
        [delivery] = store([endpoint], WebhookEvent.PING, [{}])
        messages.success(self.request, _("A test message is on its way."))
        return reverse("webhook_messages:inspect", args=[delivery.pk])


class SendAgainView(ActionView):
    """Begins with a message anew."""

    def act(self, delivery):
        send_again(delivery)
        messages.success(self.request, _("The message is on its way again."))
        return reverse("webhook_messages:inspect", args=[delivery.pk])


class EndpointView(InspectView):
    """A webhook with its secret, for those who may change it."""

    template_name = "comments/admin/webhook.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["may_change"] = self.user_has_permission("change")
        messages_url = reverse("webhook_messages:index")
        context["messages_url"] = f"{messages_url}?endpoint={self.object.pk}"
        return context

    def get_events_display_value(self):
        labels = dict(WebhookEvent.choices)
        return ", ".join(str(labels[event]) for event in self.object.events if event in labels)


class DeliveryView(InspectView):
    """A message with what became of it."""

    template_name = "comments/admin/webhook_message.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["may_change"] = self.user_has_permission("change")
        context["payload"] = json.dumps(self.object.payload, indent=2, ensure_ascii=False)
        return context


class WebhookViewSet(ModelViewSet):
    """Listing and form of the webhooks; Wagtail's permissions of the model decide."""

    model = WebhookEndpoint
    name = "webhooks"
    url_prefix = "reader-comments-webhooks"
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = EndpointView
    inspect_view_fields = ["url", "events", "is_active"]
    list_display = ["name", "url", BooleanColumn("is_active", label=gettext_lazy("Active"))]

    def get_form_class(self, for_update=False):
        return EndpointForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("rotate/<int:pk>/", self.construct_view(RotateView), name="rotate"),
            path("ping/<int:pk>/", self.construct_view(PingView), name="ping"),
        ]


class WebhookMessageViewSet(ModelViewSet):
    """The messages: whoever may see a webhook may see its own, and nobody edits any."""

    model = WebhookDelivery
    name = "webhook_messages"
    url_prefix = "reader-comments-webhook-messages"
    icon = "mail"
    menu_label = gettext_lazy("Webhook messages")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = DeliveryView
    inspect_view_fields = ["endpoint", "event", "status", "attempts", "answer_status"]
    list_display = [
        "event",
        "endpoint",
        "get_status_display",
        "attempts",
        "answer_status",
        DateColumn("created_at", label=gettext_lazy("Happened"), sort_key="created_at"),
    ]
    list_filter = ["endpoint", "status", "event"]
    ordering = "-created_at"
    # Its form is never shown; a form class is asked for all the same.
    form_fields = ["event"]

    def get_common_view_kwargs(self, **kwargs):
        absent = ("add", "edit", "delete", "history", "usage")
        return super().get_common_view_kwargs(**{f"{name}_url_name": None for name in absent})

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("again/<int:pk>/", self.construct_view(SendAgainView), name="again"),
        ]


def register_policies():
    """Let the permissions of the webhooks decide about their messages too."""
    register_permission_policy(WebhookDelivery, ModelPermissionPolicy(WebhookEndpoint))


register_policies()
webhook_viewset = WebhookViewSet()
webhook_message_viewset = WebhookMessageViewSet()
