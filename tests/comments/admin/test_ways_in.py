"""Menu and home page of the admin."""

import pytest
from django.urls import reverse

from comments.admin.menu import count_waiting
from comments.factories import ReaderCommentFactory
from comments.status import Status

from .conftest import INSIDERS

pytestmark = [pytest.mark.markup, pytest.mark.usefixtures("article")]


def read_home(client):
    return client.get(reverse("wagtailadmin_home")).text


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [
        *((role, True) for role in (*INSIDERS, "editor_elsewhere")),
        *((role, False) for role in ("author", "admin_only")),
    ],
)
def test_only_those_who_moderate_something_see_the_way(client, sign_in, comment, role, is_shown):
    sign_in(role)

    home = read_home(client)

    assert ("/reader-comments/" in home) == is_shown
    assert ("are waiting" in home or "is waiting" in home) == is_shown


def test_the_number_that_waits_is_that_of_the_scope(client, moderator, article, elsewhere):
    ReaderCommentFactory.create_batch(2, page=article)
    ReaderCommentFactory(page=article, status=Status.SPAM)
    ReaderCommentFactory(page=elsewhere)

    home = read_home(client)

    assert "2 comments are waiting" in home
    assert '"data-waiting": "2"' in home


def test_without_waiting_comments_there_is_no_badge(client, moderator):
    assert '"data-waiting"' not in read_home(client)


def test_the_badge_is_counted_for_each_user_anew(client, sign_in, comment):
    sign_in("moderator")
    assert '"data-waiting": "1"' in read_home(client)

    sign_in("editor_elsewhere")
    assert '"data-waiting"' not in read_home(client)


@pytest.mark.parametrize(("role", "queries"), [("superuser", 1), ("moderator", 3)])
def test_counting_takes_one_query_besides_those_of_the_policy(
    make_user, comment, django_assert_num_queries, role, queries
):
    user = make_user(role)()

    with django_assert_num_queries(queries):
        assert count_waiting(user) == 1


def test_the_stylesheet_is_there(client, moderator):
    assert "comments/admin/comments.css" in read_home(client)
