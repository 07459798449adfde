"""What a search may be narrowed to and ordered by: fixed names, and nothing that a reader sends."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from columns.models import ArticlePage, AuthorPage, ColumnPage, IssuePage


class Kind(models.TextChoices):
    """What is shown of the results."""

    ALL = "all", _("All")
    ARTICLES = "articles", _("Articles")
    AUTHORS = "authors", _("Authors")
    COLUMNS = "columns", _("Columns")
    ISSUES = "issues", _("Issues")
    COMMENTS = "comments", _("Comments")


class Order(models.TextChoices):
    """What comes first."""

    RELEVANCE = "relevance", _("Best match first")
    DATE = "date", _("Newest first")


#: The page types of the kinds that are page types.
PAGE_TYPES = {
    Kind.ARTICLES: ArticlePage,
    Kind.AUTHORS: AuthorPage,
    Kind.COLUMNS: ColumnPage,
    Kind.ISSUES: IssuePage,
}
#: The page types that readers know by a date, in a field of that name.
DATED_TYPES = (ArticlePage, IssuePage)
