"""What is kept for the tests of a module is nobody else's, and goes with them."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from tests.factories import UserFactory
from tests.keeping import all_begin_with, copy_or_make, kept, read_again

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_it_is_made_with_an_empty_cache_and_undone(django_db_blocker):
    cache.set("key", "of another module")

    with kept(django_db_blocker):
        assert cache.get("key") is None
        user = UserFactory()
        assert read_again(user=user).user == user

    assert cache.get("key") == "of another module"
    assert not get_user_model().objects.filter(pk=user.pk).exists()


class Collected:
    """Stands for a test that pytest has collected in ``module``."""

    def __init__(self, module, *fixturenames, mark=None):
        self.module = module
        self.fixturenames = fixturenames
        self.mark = mark.mark if mark else None

    def listchain(self):
        return [self.module, self]

    def get_closest_marker(self, name):
        return self.mark if self.mark and self.mark.name == name else None


def all_begin(*tests):
    """Tell whether all of a module with ``tests``, as ``(fixtures, mark)``, begin with "page"."""
    module = SimpleNamespace()
    made = [Collected(module, *fixtures, mark=mark) for fixtures, mark in tests]
    stranger = Collected(SimpleNamespace(), "transactional_db")
    module.session = SimpleNamespace(items=[*made, stranger])
    return all_begin_with(module, "page")


PAGE = (("db", "page"), None)


@pytest.mark.parametrize(
    "other", [PAGE, (("page",), pytest.mark.django_db(transaction=False)), ((), None)]
)
def test_what_all_tests_of_the_database_begin_with_can_be_kept(other):
    assert all_begin(PAGE, other)


@pytest.mark.parametrize(
    "other",
    [
        (("db",), None),
        ((), pytest.mark.django_db),
        (("page",), pytest.mark.django_db(transaction=True)),
        (("page", "transactional_db"), None),
        (("page", "live_server"), None),
    ],
)
def test_nothing_is_kept_where_a_test_begins_without_it_or_commits(other):
    assert not all_begin(PAGE, other)


def test_what_a_test_changes_of_its_copy_stays_with_it():
    kept_user = UserFactory(first_name="Kept")

    copy_or_make(kept_user, UserFactory).first_name = "Changed"

    again = copy_or_make(kept_user, UserFactory)
    assert (again, again.first_name) == (kept_user, "Kept")
    assert copy_or_make(None, UserFactory) != kept_user
