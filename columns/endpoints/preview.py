"""Drafts as an editor previews them."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from ..models import ArticlePage, AuthorPage, ColumnPage, IssuePage
from .details import describe_article, describe_page
from .parts import describe_author, describe_column, describe_issue
from .shapes import ColumnsArticle, ColumnsAuthorBio, ColumnsColumn, ColumnsIssue, ColumnsPage

#: How the page types of this application are described, by the names of their parts.
PARTS = {
    "article": (ArticlePage, describe_article),
    "author": (AuthorPage, describe_author),
    "column": (ColumnPage, describe_column),
    "issue": (IssuePage, describe_issue),
}


class ColumnsPreview(TypedDict):
    """A draft; what it is not is ``null``."""

    type: Annotated[str, Field(description="The page's type, such as `columns.ArticlePage`.")]
    page: Annotated[ColumnsPage, Field(description="`id` is 0 for a page that was never saved.")]
    article: ColumnsArticle | None
    author: ColumnsAuthorBio | None
    column: ColumnsColumn | None
    issue: ColumnsIssue | None


def describe_preview(page, *, site) -> ColumnsPreview:
    """Return ``page``, a draft in memory."""
    parts = {
        name: describe(page, site=site) if isinstance(page, model) else None
        for name, (model, describe) in PARTS.items()
    }
    return {"type": page._meta.label, "page": describe_page(page, site=site), **parts}
