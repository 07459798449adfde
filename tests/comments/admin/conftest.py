"""Two columns with an article each, and the people around the first of them."""

import pytest

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments.factories import ReaderCommentFactory
from tests.factories import UserFactory, make_staff

#: Those who decide about the comments of the article; the others do not.
INSIDERS = ("superuser", "moderator", "publisher")
OUTSIDERS = ("editor_elsewhere", "author", "admin_only", "anonymous")
ROLES = INSIDERS + OUTSIDERS


@pytest.fixture
def column(db):
    return ColumnPageFactory()


@pytest.fixture
def article(column):
    """An article in the column that the insiders moderate."""
    return ArticlePageFactory(parent=column)


@pytest.fixture
def elsewhere(db):
    """An article in another column."""
    return ArticlePageFactory()


@pytest.fixture
def comment(article):
    """A comment that waits."""
    return ReaderCommentFactory(page=article, subject="Held subject", author_name="Holly")


@pytest.fixture
def make_user(column, elsewhere):
    """Return the function that makes the user of a role."""
    return {
        "superuser": lambda: UserFactory(is_superuser=True, is_staff=True),
        "moderator": lambda: make_staff(moderates=[column]),
        "publisher": lambda: make_staff(pages=[column]),
        "editor_elsewhere": lambda: make_staff(pages=[elsewhere.get_parent()]),
        "author": lambda: make_staff(pages=[column], permissions=["add"]),
        "admin_only": make_staff,
        "anonymous": lambda: None,
    }.__getitem__


@pytest.fixture
def sign_in(client, make_user):
    """Return the function that signs the client in as the user of a role, and returns the user."""

    def sign_in_as(role):
        user = make_user(role)()
        client.logout()
        if user is not None:
            client.force_login(user)
        return user

    return sign_in_as


@pytest.fixture
def moderator(sign_in):
    """The moderator of the column, signed in."""
    return sign_in("moderator")
