"""Filters of the queue. Native inputs only: the moderation runs no inline script."""

import django_filters
import swapper
from django import forms
from django.db.models import F, Value
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField, ModelChoiceIterator
from django_filters.widgets import SuffixedMultiWidget
from wagtail.admin.filters import WagtailFilterSet

from ..models import ReaderComment
from ..permissions import discussion_policy, get_scope
from ..status import VISIBLE, WAITING, Status

#: What the status is called that is none: readers have flagged the comment.
FLAGGED_TAB = "flagged"


def get_moderated_pages(request):
    """Return all pages on or below which the user of ``request`` moderates."""
    pages = swapper.load_model("wagtailcore", "Page").objects.filter(depth__gt=1)
    return pages.filter(get_scope(request.user, "path", "view"))


def get_sections(user):
    """Return the pages directly above the discussed pages that ``user`` moderates."""
    page_model = swapper.load_model("wagtailcore", "Page")
    path = F("page__path")
    parents = (
        discussion_policy.instances_user_has_permission_for(user, "view")
        .annotate(parent_path=Substr(path, 1, Length(path) - Value(page_model.steplen)))
        .values("parent_path")
    )
    # What stands above the part of the tree that the user moderates is none of it.
    scope = get_scope(user, "path", "view")
    return page_model.objects.filter(scope, path__in=parents).order_by("path")


class SectionIterator(ModelChoiceIterator):
    """Offers the sections, and the page that is chosen when it is another one.

    The field accepts any page of the scope, of which there may be thousands.
    """

    def __iter__(self):
        # Django takes the empty label from a field with radio buttons.
        yield ("", _("All"))
        sections = list(self.field.sections)
        chosen = self.field.chosen.first()
        if chosen is not None and chosen not in sections:
            sections.append(chosen)
        for page in sections:
            yield self.choice(page)


class SectionField(ModelChoiceField):
    """A page of the moderated part of the tree. The filter sets ``sections`` and ``chosen``."""

    iterator = SectionIterator

    def label_from_instance(self, page):
        return page.get_admin_display_title()


class SectionFilter(django_filters.ModelChoiceFilter):
    """Comments on a page and on all pages below it."""

    field_class = SectionField

    @property
    def field(self):
        field = super().field
        request = self.get_request()
        chosen = request.GET.get("page", "")
        field.sections = get_sections(request.user)
        pages = field.queryset
        field.chosen = pages.filter(pk=chosen) if _is_id(chosen) else pages.none()
        return field

    def filter(self, queryset, page):
        return queryset.filter(discussion__page__path__startswith=page.path) if page else queryset


def _is_id(text):
    # No database has ids of more digits, and one refuses numbers that are longer.
    return text.isascii() and text.isdecimal() and len(text) < 19


class NativeDateRange(SuffixedMultiWidget):
    """Two of the browser's own date fields."""

    template_name = "wagtailadmin/widgets/range_input.html"
    suffixes = ["from", "to"]

    def __init__(self, attrs=None):
        widgets = [
            forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "aria-label": name})
            for name in (_("From"), _("To"))
        ]
        super().__init__(widgets, attrs)

    def decompress(self, value):
        return [value.start, value.stop] if value else [None, None]


class TabFilter(django_filters.ChoiceFilter):
    """Comments of one status, or those that readers have flagged since the last decision."""

    def filter(self, queryset, tab):
        return filter_tab(queryset, tab)


def filter_tab(queryset, tab):
    """Return those of ``queryset`` that belong under ``tab``: a status, ``FLAGGED_TAB``, or ""."""
    if tab == FLAGGED_TAB:
        return queryset.filter(flag_count__gt=0, status__in=VISIBLE | WAITING)
    return queryset.filter(status=tab) if tab else queryset


class CommentFilterSet(WagtailFilterSet):
    """Comments by status, part of the page tree, and date."""

    status = TabFilter(
        label=_("Status"),
        choices=[*Status.choices, (FLAGGED_TAB, _("Flagged"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    page = SectionFilter(
        label=_("Section"),
        queryset=get_moderated_pages,
        widget=forms.RadioSelect,
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Posted"), widget=NativeDateRange)

    class Meta:
        model = ReaderComment
        fields = []

    def filter_under_any_tab(self, queryset):
        """Return what all filters but ``status`` leave of ``queryset``; the form is valid."""
        for name, value in self.form.cleaned_data.items():
            if name != "status":
                queryset = self.filters[name].filter(queryset, value)
        return queryset
