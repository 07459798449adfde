"""The authors of articles, as the discussions know them."""

from columns.models import AuthorPage
from comments.registry import PageAuthor


def get_authors(page):
    """Return a ``PageAuthor`` for each author in the byline of an article; one query.

    Authors whose bio is not published yet are authors all the same.
    """
    authors = AuthorPage.objects.filter(bylines__article=page.pk).select_related("account")
    return [
        PageAuthor(names=(author.title, author.full_name), account=author.account)
        for author in authors.order_by("bylines__sort_order")
    ]
