"""Filters of the queue. Native inputs only: the moderation runs no inline script."""

import django_filters
import swapper
from django import forms
from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField, ModelChoiceIterator
from django_filters.widgets import SuffixedMultiWidget
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.coreutils import get_content_languages

from ..models import ReaderComment, RejectionReason
from ..models.comment import NAME_LENGTH
from ..moderation.queue import FLAGGED_TAB, HAS_FLAGS, HAS_LINKS, by_same_commenter, filter_tab
from ..permissions import comment_policy, discussion_policy, get_scope
from ..status import BLOCKED, EDITED, FLAGGED, Status


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


def get_languages():
    """Return ``[(code, name)]`` of the languages between which one can choose; else nothing."""
    languages = get_content_languages() if getattr(settings, "WAGTAIL_I18N_ENABLED", False) else {}
    return list(languages.items()) if len(languages) > 1 else []


class CommentFilterSet(WagtailFilterSet):
    """Comments by status, part of the page tree, reason, commenter, date, flags and links."""

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
    created_at = django_filters.DateFromToRangeFilter(label=_("Posted"), widget=NativeDateRange)
    flags = ConditionFilter(label=_("Flagged by readers"), condition=HAS_FLAGS)
    links = ConditionFilter(label=_("Has links"), condition=HAS_LINKS)
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
