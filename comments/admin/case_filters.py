"""Filters of the listing of moderation cases, which offer nothing beyond what one moderates."""

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter, WagtailFilterSet

from ..models import CaseItem, ModerationCase
from ..permissions import case_policy
from ..status import CaseOutcome
from .filters import NativeDateRange, SectionFilter

OPEN, CLOSED = "open", "closed"


class CaseStatusFilter(django_filters.ChoiceFilter):
    """Cases that are open, or those that are not."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.open() if value == OPEN else queryset.filter(is_open=None)


def get_escalators(request):
    """Return the users who escalated something into cases that the user of ``request`` sees."""
    cases = case_policy.instances_user_has_permission_for(request.user, "moderate")
    opened = cases.order_by().values("opened_by")
    added = CaseItem.objects.filter(case__in=cases.values("pk")).values("added_by")
    users = get_user_model()
    return users._default_manager.filter(Q(pk__in=opened) | Q(pk__in=added)).order_by(
        users.USERNAME_FIELD
    )


class EscalatorFilter(MultipleUserFilter):
    """Cases into which any of the chosen users put a comment, whoever opened them."""

    def filter(self, queryset, users):
        if not users:
            return queryset
        added = CaseItem.objects.filter(case=OuterRef("pk"), added_by__in=users)
        # Where the escalation was undone, the case has no comment of theirs any more.
        return queryset.filter(Q(opened_by__in=users) | Exists(added))


class CaseFilterSet(WagtailFilterSet):
    """Cases by status, outcome, part of the page tree, who escalated, and when it was opened."""

    status = CaseStatusFilter(
        label=_("Status"),
        choices=[(OPEN, _("Open")), (CLOSED, _("Closed"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"),
        choices=CaseOutcome.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    page = SectionFilter(label=_("Section"), action="moderate", condition=Q(cases__isnull=False))
    escalated_by = EscalatorFilter(
        label=_("Escalated by"), queryset=get_escalators, widget=forms.CheckboxSelectMultiple
    )
    opened_at = django_filters.DateFromToRangeFilter(label=_("Opened"), widget=NativeDateRange)

    class Meta:
        model = ModerationCase
        fields = []
