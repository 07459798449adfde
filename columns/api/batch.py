"""What the fields of many pages need, loaded for all of these pages at once."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property

ATTRIBUTE = "_columns_api_batch"


class Batch:
    """The pages of one answer.

    When a field of one page asks for something, such as the authors, it is loaded for all pages
    of the batch: an answer costs the same number of queries for one page and for many, and
    nothing for fields that nobody asked for. Everything that is loaded is public.
    """

    def __init__(self, pages):
        self.pages = list(pages)
        self._loaded = {}
        for page in self.pages:
            setattr(page, ATTRIBUTE, self)

    @classmethod
    def of(cls, page):
        """Return the batch that ``page`` belongs to: one of its own, unless it has another."""
        return getattr(page, ATTRIBUTE, None) or cls([page])

    def get(self, key, load):
        """Return what ``load()`` returned for ``key`` the first time."""
        if key not in self._loaded:
            self._loaded[key] = load()
        return self._loaded[key]

    def rows(self, page, relation, *, along=""):
        """Return the rows of an inline ``relation`` of ``page`` in order.

        ``along`` names a foreign key of the rows to load in the same query. A draft's own rows
        are respected.
        """
        self.get(("rows", relation), lambda: self._prefetch(relation, along))
        return list(getattr(page, relation).all())

    def all_rows(self, relation):
        """Return the rows of ``relation`` of all pages."""
        return [row for page in self.pages for row in self.rows(page, relation)]

    def _prefetch(self, relation, along):
        saved = [page for page in self.pages if page.pk]
        if saved:
            rows = saved[0]._meta.get_field(relation).related_model._default_manager.all()
            joined = rows.select_related(along) if along else rows
            prefetch_related_objects(saved, Prefetch(relation, queryset=joined))
        return True

    @cached_property
    def locales(self):
        """The languages of the pages by their ids."""
        prefetch_related_objects(self.pages, "locale")
        return {page.locale_id: page.locale for page in self.pages}
