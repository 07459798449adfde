"""Paging of long lists."""

from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

#: Counting stops here: an exact number of a million comments takes seconds.
COUNT_LIMIT = 10_000


class CappedPaginator(WagtailPaginator):
    """Counts no further than ``COUNT_LIMIT``, and offers the pages up to there."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:COUNT_LIMIT].count()
