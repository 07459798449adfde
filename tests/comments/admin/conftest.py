"""Another column with an article, and the people around the column of the others."""

import pytest

from columns.factories import ArticlePageFactory
from comments.factories import ReaderCommentFactory
from tests.factories import UserFactory, make_staff
from tests.keeping import copy_or_make, kept_for_all

#: Those who decide about the comments of the article; the others do not.
INSIDERS = ("superuser", "moderator", "publisher")
OUTSIDERS = ("editor_elsewhere", "author", "admin_only", "anonymous")
ROLES = INSIDERS + OUTSIDERS


@pytest.fixture(scope="module")
def kept_elsewhere(request, kept_article):
    with kept_for_all(request, ArticlePageFactory) as article:
        yield article


@pytest.fixture
def elsewhere(kept_elsewhere, db):
    """An article in another column."""
    return copy_or_make(kept_elsewhere, ArticlePageFactory)


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
