"""Fixtures of the tests of reader comments."""

import pytest

from columns.factories import ArticlePageFactory


@pytest.fixture
def article(db):
    """An article whose discussion is open."""
    return ArticlePageFactory()
