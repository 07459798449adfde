"""Fixtures of the tests of reader comments."""

from dataclasses import asdict

import pytest

from columns.factories import ArticlePageFactory, ColumnPageFactory
from columns.models import ArticlePage
from comments import registry
from tests.keeping import copy_or_make, kept_for_all


@pytest.fixture(scope="module")
def kept_column(request):
    with kept_for_all(request, ColumnPageFactory) as column:
        yield column


@pytest.fixture
def column(kept_column, db):
    return copy_or_make(kept_column, ColumnPageFactory)


@pytest.fixture(scope="module")
def kept_article(request, kept_column):
    with kept_for_all(request, lambda: ArticlePageFactory(parent=kept_column)) as article:
        yield article


@pytest.fixture
def article(kept_article, column):
    """An article of the column, whose discussion is open."""
    return copy_or_make(kept_article, lambda: ArticlePageFactory(parent=column))


@pytest.fixture
def without_articles():
    """Let readers comment on no page type; a test may register articles in its own way."""
    options = asdict(registry.get_options(ArticlePage))
    registry.unregister("columns.ArticlePage")
    yield
    registry.unregister("columns.ArticlePage")
    registry.register("columns.ArticlePage", **options)
