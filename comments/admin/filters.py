"""Filters of the queue. Native inputs only: the moderation runs no inline script."""

from functools import partial

import django_filters
import swapper
from django import forms
from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField, ModelChoiceIterator
from django_filters.widgets import SuffixedMultiWidget
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.coreutils import get_content_languages

from ..models import ReaderComment, RejectionReason
from ..models.comment import NAME_LENGTH
from ..moderation.queue import (
    FLAGGED_TAB,
    HAS_FLAGS,
    HAS_LINKS,
    IN_CASE,
    by_same_commenter,
    filter_case,
    filter_tab,
    get_cases,
)
from ..permissions import comment_policy, discussion_policy, get_scope
from ..status import BLOCKED, EDITED, FLAGGED, Status
from .decision_filter import DecisionFilter

#: The condition that everything meets.
EVERY = Q()


def get_moderated_pages(request, action="view"):
    """Return all pages with the discussions of which the user of ``request`` may do ``action``."""
    pages = swapper.load_model("wagtailcore", "Page").objects.filter(depth__gt=1)
    return pages.filter(get_scope(request.user, "path", action))


def get_sections(user, action="view", condition=EVERY):
    """Return the pages directly above those with discussions with which ``user`` may do ``action``.

    Of the discussions, only those count that meet the ``condition``, a ``Q``.
    """
    page_model = swapper.load_model("wagtailcore", "Page")
    path = F("page__path")
    parents = (
        discussion_policy.instances_user_has_permission_for(user, action)
        .filter(condition)
        .annotate(parent_path=Substr(path, 1, Length(path) - Value(page_model.steplen)))
        .values("parent_path")
    )
    # What stands above the part of the tree that the user moderates is none of it.
    scope = get_scope(user, "path", action)
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
    """Comments or cases of a page and of all pages below it.

    It offers the sections in which the user may do ``action`` with discussions that meet the
    ``condition``, a ``Q``.
    """

    field_class = SectionField

    def __init__(self, *, action="view", condition=EVERY, **kwargs):
        pages = partial(get_moderated_pages, action=action)
        super().__init__(queryset=pages, widget=forms.RadioSelect, **kwargs)
        self.action, self.condition = action, condition

    @property
    def field(self):
        field = super().field
        request = self.get_request()
        chosen = request.GET.get("page", "")
        field.sections = get_sections(request.user, self.action, self.condition)
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


def get_reason_choices():
    """Return the codes for which comments wait or were rejected, with their names."""
    system = {FLAGGED: _("Flagged by readers"), EDITED: _("Edited by its author")}
    system[BLOCKED] = _("Commenter is blocked")
    return list((system | RejectionReason.objects.get_labels()).items())


class ConditionFilter(django_filters.ChoiceFilter):
    """Comments that meet ``condition``, a ``Q``, or those that do not."""

    def __init__(self, *, condition, **kwargs):
        choices = [("yes", _("Yes")), ("no", _("No"))]
        super().__init__(choices=choices, empty_label=_("All"), widget=forms.RadioSelect, **kwargs)
        self.condition = condition

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(self.condition if value == "yes" else ~self.condition)


def get_seen_comments(request):
    """Return the comments that the user of ``request`` sees."""
    return comment_policy.instances_user_has_permission_for(request.user, "view")


class CommenterField(ModelChoiceField):
    """A comment that stands for whoever wrote it."""

    def label_from_instance(self, comment):
        return comment.author_name or _("(removed)")


class SameCommenterFilter(django_filters.ModelChoiceFilter):
    """All comments by the commenter of one: its number, as an address must tell no mail address."""

    field_class = CommenterField

    def filter(self, queryset, comment):
        return queryset if comment is None else by_same_commenter(queryset, comment)


def get_seen_cases(request):
    """Return the cases that the user of ``request`` sees."""
    return get_cases(request.user).select_related("discussion__page")


class CaseFilter(django_filters.ModelChoiceFilter):
    """All comments of one case, by its number: the page of the case leads here."""

    def filter(self, queryset, case):
        return queryset if case is None else filter_case(queryset, case)


def get_languages():
    """Return ``[(code, name)]`` of the languages between which one can choose; else nothing."""
    languages = get_content_languages() if getattr(settings, "WAGTAIL_I18N_ENABLED", False) else {}
    return list(languages.items()) if len(languages) > 1 else []


class CommentFilterSet(WagtailFilterSet):
    """Comments by status, part of the page tree, reason, commenter, date, flags, links, case."""

    status = TabFilter(
        label=_("Status"),
        choices=[*Status.choices, (FLAGGED_TAB, _("Flagged"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    page = SectionFilter(label=_("Section"))
    reason = django_filters.ChoiceFilter(
        label=_("Reason"),
        choices=get_reason_choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    commenter = django_filters.CharFilter(
        label=_("Commenter’s name"),
        field_name="author_name",
        lookup_expr="icontains",
        max_length=NAME_LENGTH,
    )
    same = SameCommenterFilter(
        label=_("All by the commenter of comment no."),
        queryset=get_seen_comments,
        widget=forms.NumberInput(attrs={"min": "1"}),
    )
    batch = DecisionFilter(label=_("Decided at once by"))
    case = CaseFilter(
        label=_("Moderation case"),
        queryset=get_seen_cases,
        widget=forms.NumberInput(attrs={"min": "1"}),
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Posted"), widget=NativeDateRange)
    flags = ConditionFilter(label=_("Flagged by readers"), condition=HAS_FLAGS)
    links = ConditionFilter(label=_("Has links"), condition=HAS_LINKS)
    in_case = ConditionFilter(label=_("In an open moderation case"), condition=IN_CASE)
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        field_name="discussion__page__locale__language_code",
        choices=get_languages,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ReaderComment
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not get_languages():
            del self.filters["language"]
        for name in ("batch", "case"):
            # Nobody knows such a number by heart.
            if not self.data.get(name):
                del self.filters[name]
        for construct in hooks.get_hooks("construct_comment_filters"):
            construct(self.filters, self.request)
        for name, one in self.filters.items():
            # What a hook has added belongs to this form as the others do.
            one.parent, one.model = self, self._meta.model
            one.field_name = one.field_name or name

    def filter_under_any_tab(self, queryset):
        """Return what all filters but ``status`` leave of ``queryset``; the form is valid."""
        for name, value in self.form.cleaned_data.items():
            if name != "status":
                queryset = self.filters[name].filter(queryset, value)
        return queryset
