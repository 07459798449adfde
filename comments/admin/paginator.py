"""Paging of long lists."""

from django.db.models import IntegerField, Subquery
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

#: Counting stops here: an exact number of a million comments takes seconds.
COUNT_LIMIT = 10_000


class CappedCount(Subquery):
    """The number of rows of a queryset, counted no further than ``COUNT_LIMIT``.

    Several of them are one query, and each of them ends at the limit.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, queryset):
        super().__init__(queryset.order_by().values("pk")[:COUNT_LIMIT])


class CappedPaginator(WagtailPaginator):
    """Counts no further than ``COUNT_LIMIT``, and offers the pages up to there.

    Who has the count of the list already sets ``count``.
    """

    @cached_property
    def count(self):
        return self.object_list.order_by()[:COUNT_LIMIT].count()
