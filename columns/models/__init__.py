"""Page types of the publishing side: column, article, author bio and issue."""

from .article import ArticlePage, ArticleTopic, Byline, Correction, RelatedArticle
from .author import AuthorIndexPage, AuthorLink, AuthorPage, Book
from .column import Columnist, ColumnPage
from .issue import IssueContent, IssueIndexPage, IssuePage, IssueSettings

__all__ = [
    "ArticlePage",
    "ArticleTopic",
    "AuthorIndexPage",
    "AuthorLink",
    "AuthorPage",
    "Book",
    "Byline",
    "ColumnPage",
    "Columnist",
    "Correction",
    "IssueContent",
    "IssueIndexPage",
    "IssuePage",
    "IssueSettings",
    "RelatedArticle",
]
