"""Filters of the flat lists."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.permissions import page_permission_policy

from ..models import ArticlePage, AuthorPage, ColumnPage


def _explorable(model):
    """Return a function that gives the pages of ``model`` which the user of a request may see."""

    def get_pages(request):
        explorable = page_permission_policy.explorable_instances(request.user)
        return model.objects.filter(pk__in=explorable.values("pk")).order_by("title")

    return get_pages


class ColumnFilter(ModelMultipleChoiceFilter):
    """Articles below any of the chosen columns."""

    def get_filter_predicate(self, v):
        return {"path__startswith": v.path}


class ArticleFilterSet(PageFilterSet):
    """Articles by column, author and date."""

    column = ColumnFilter(
        label=_("Column"),
        queryset=_explorable(ColumnPage),
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    author = ModelMultipleChoiceFilter(
        field_name="bylines__author",
        label=_("Author"),
        queryset=_explorable(AuthorPage),
        widget=CheckboxSelectMultiple,
    )
    date = DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = ArticlePage
        fields = []


class AuthorFilterSet(PageFilterSet):
    """Authors by the columns that they write."""

    column = ModelMultipleChoiceFilter(
        field_name="columnist_of__column",
        label=_("Column"),
        queryset=_explorable(ColumnPage),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = AuthorPage
        fields = []
