"""Who may read a page, as the database knows it."""

from django.db.models import BooleanField, Func, Q
from wagtail.models import PageViewRestriction


class IsRestricted(Func):
    """Whether a restriction of a page, or of one above it, applies to the page.

    ``path`` leads from the query to the page's path in the tree. Nearly every query asks this:
    the statement is written here, because a subquery made by Django costs more than the rest.
    """

    arity = 1
    output_field = BooleanField()
    template = (
        "EXISTS(SELECT 1 FROM %(restrictions)s restricting"
        " INNER JOIN %(pages)s restricted ON restricting.%(page)s = restricted.%(id)s"
        " WHERE restricted.%(path)s = SUBSTR(%(expressions)s, 1, LENGTH(restricted.%(path)s)))"
    )

    def __init__(self, path="path"):
        super().__init__(path)

    def as_sql(self, compiler, connection):
        """Name the tables and columns of Wagtail as they are in the database."""
        page = PageViewRestriction._meta.get_field("page")
        pages = page.related_model._meta
        names = {
            "restrictions": PageViewRestriction._meta.db_table,
            "pages": pages.db_table,
            "page": page.column,
            "id": pages.pk.column,
            "path": pages.get_field("path").column,
        }
        quote = connection.ops.quote_name
        quoted = {key: quote(name) for key, name in names.items()}
        return super().as_sql(compiler, connection, **quoted)


def for_anybody(page=""):
    """Return the condition that anybody may read the page to which ``page`` leads.

    It is a prefix for names of fields, such as ``author__``; empty: the row is the page.
    """
    return Q(~IsRestricted(f"{page}path"), **{f"{page}live": True})
