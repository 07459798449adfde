"""The filter of the queue that finds what was decided at once: the histories lead to it."""

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django_filters.fields import ModelChoiceField

from ..models import CommentLogEntry


def get_read_entries(request):
    """Return the log entries about comments that the user of ``request`` reads."""
    return CommentLogEntry.objects.viewable_by_user(request.user)


class DecisionField(ModelChoiceField):
    """A log entry that stands for all of its decision."""

    def label_from_instance(self, entry):
        return _("%(user)s, entry %(number)d of the log") % {
            "user": entry.user_display_name,
            "number": entry.pk,
        }


class DecisionFilter(django_filters.ModelChoiceFilter):
    """All comments of the decision about one of which a log entry tells, as its number."""

    field_class = DecisionField

    def __init__(self, **kwargs):
        widget = forms.NumberInput(attrs={"min": "1"})
        super().__init__(queryset=get_read_entries, widget=widget, **kwargs)

    def filter(self, queryset, entry):
        if entry is None:
            return queryset
        together = CommentLogEntry.objects.of_same_batch(entry)
        return queryset.filter(pk__in=together.values("comment"))
