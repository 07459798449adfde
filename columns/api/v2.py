"""The endpoint for pages of Wagtail's API v2, with lists that cost the same for few and many.

``BoundedParameters`` is for a site's other endpoints of version 2, too.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ForeignObjectRel
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.filters import FieldsFilter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.fields import RichTextField, StreamField

from .batch import Batch

#: The largest number that every database takes as an id or an offset.
LARGEST_NUMBER = 2**31 - 1
#: The longest search: some search engines fail at thousands of words.
LONGEST_SEARCH = 200
SEARCH_OPERATORS = ("and", "or")
NUMBER_PARAMETERS = (
    "ancestor_of",
    "child_of",
    "descendant_of",
    "id",
    "limit",
    "offset",
    "translation_of",
)
#: Fields of models that lists are neither filtered nor ordered by.
NO_FILTERS = (ForeignKey, ForeignObjectRel, RichTextField, StreamField)


class ColumnFieldsFilter(FieldsFilter):
    """Wagtail's filter by fields; a value that is not one of the field's type is a 400."""

    def filter_queryset(self, request, queryset, view):
        try:
            return super().filter_queryset(request, queryset, view)
        except (ValidationError, ValueError) as error:
            raise BadRequestError("field filter error. a value is not valid") from error


class BoundedParameters:
    """Endpoints that answer 400 to what no database and no search engine takes.

    Numbers are bounded, NUL is refused, and so is a search that is too long.
    """

    def check_query_parameters(self, queryset):
        super().check_query_parameters(queryset)
        if len(self.request.GET.get("search", "")) > LONGEST_SEARCH:
            raise BadRequestError(f"search cannot be longer than {LONGEST_SEARCH} characters")
        if self.request.GET.get("search_operator", "and") not in SEARCH_OPERATORS:
            raise BadRequestError("search_operator must be 'and' or 'or'")
        for name, value in self.request.GET.items():
            if "\x00" in value:
                raise BadRequestError(f"{name} contains a null character")
            if name in NUMBER_PARAMETERS and _read_number(value) > LARGEST_NUMBER:
                raise BadRequestError(f"{name} cannot be higher than {LARGEST_NUMBER}")


class PublishingPagesAPIViewSet(BoundedParameters, PagesAPIViewSet):
    """Wagtail's endpoint for pages, for sites with columns, articles and issues.

    A list of any length costs a fixed number of queries, whatever its ``fields``: what they need
    is loaded for all pages at once. Numbers are bounded, NUL is refused, and fields that hold
    whole texts or relations are no filters. Answers are JSON, and the same for everybody, whoever
    is signed in, so that they can be cached.
    """

    authentication_classes = []
    renderer_classes = [JSONRenderer]
    filter_backends = [
        ColumnFieldsFilter if backend is FieldsFilter else backend
        for backend in PagesAPIViewSet.filter_backends
    ]

    def get_base_queryset(self):
        # Wagtail asks three times in a request, each time with queries.
        if not hasattr(self, "_base_queryset"):
            pages = super().get_base_queryset()
            # Wagtail adds pages whose password this browser has given.
            has_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
            self._base_queryset = pages.public() if has_session else pages
        return self._base_queryset.all()

    def get_queryset(self):
        return super().get_queryset().select_related("locale", "alias_of__locale")

    def paginate_queryset(self, queryset):
        return Batch(super().paginate_queryset(queryset)).pages

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        fields = super().get_available_fields(model, db_fields_only)
        if not db_fields_only:
            return fields
        columns = {field.name: field for field in model._meta.get_fields()}
        return [name for name in fields if not isinstance(columns[name], NO_FILTERS)]


def _read_number(value):
    """Return the number in ``value``, 0 for none: Wagtail says what is wrong with it."""
    try:
        return int(value)
    except ValueError:
        return 0
