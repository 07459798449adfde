"""Abstract page mixins: the fields, panels and API fields of each page type.

The concrete pages in ``columns.models`` are one of these plus ``Page``. A site whose pages
have a base model of their own (``WAGTAIL_PAGE_MODEL``) composes the same mixins with its own
base page; nothing in this package refers to a concrete page of this application.
"""

from .article import ArticleMixin, CorrectionMixin
from .author import AuthorLinkMixin, AuthorMixin, BookMixin
from .column import ColumnMixin
from .issue import IssueContentMixin, IssueMixin

__all__ = [
    "ArticleMixin",
    "AuthorLinkMixin",
    "AuthorMixin",
    "BookMixin",
    "ColumnMixin",
    "CorrectionMixin",
    "IssueContentMixin",
    "IssueMixin",
]
