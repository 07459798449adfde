"""What is kept for the tests of a module is nobody else's, and goes with them."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from tests.factories import UserFactory
from tests.keeping import kept, read_again

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_it_is_made_with_an_empty_cache_and_undone(django_db_blocker):
    cache.set("key", "of another module")

    with kept(django_db_blocker):
        assert cache.get("key") is None
        user = UserFactory()
        assert read_again(user=user).user == user

    assert cache.get("key") == "of another module"
    assert not get_user_model().objects.filter(pk=user.pk).exists()
