"""Fixtures of the tests of reader comments."""

from dataclasses import asdict

import pytest

from columns.factories import ArticlePageFactory
from columns.models import ArticlePage
from comments import registry


@pytest.fixture
def article(db):
    """An article whose discussion is open."""
    return ArticlePageFactory()


@pytest.fixture
def without_articles():
    """Let readers comment on no page type; a test may register articles in its own way."""
    options = asdict(registry.get_options(ArticlePage))
    registry.unregister("columns.ArticlePage")
    yield
    registry.unregister("columns.ArticlePage")
    registry.register("columns.ArticlePage", **options)
