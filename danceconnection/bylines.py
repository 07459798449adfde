"""The authors of articles, as the discussions know them."""

from functools import lru_cache

from django.contrib.auth import get_user_model
from django.db.models import IntegerField

from columns.models import AuthorPage
from comments.prepared import Parameter, Prepared, make_object, name_columns
from comments.registry import PageAuthor

#: The names of how many authors are kept: they follow from two columns of a bio.
KEPT_NAMES = 1000


def get_authors(page):
    """Return a ``PageAuthor`` for each author in the byline of an article; one query.

    Authors whose bio is not published yet are authors all the same.
    """
    return [_read_author(row) for row in _AUTHORS.fetch(page=page.pk)]


def _read_author(row):
    names, account = _get_names(*row[:2]), row[2:]
    if account[0] is None:
        return PageAuthor(names=names)
    return PageAuthor(names=names, account=make_object(get_user_model(), iter(account)))


@lru_cache(maxsize=KEPT_NAMES)
def _get_names(title, credentials):
    author = AuthorPage(title=title, credentials=credentials)
    return author.title, author.full_name


def _select_authors():
    authors = AuthorPage.objects.filter(bylines__article=Parameter("page", IntegerField()))
    return authors.order_by("bylines__sort_order").values_list(
        "title",
        "credentials",
        *(f"account__{name}" for name in name_columns(get_user_model())),
    )


_AUTHORS = Prepared(_select_authors)
