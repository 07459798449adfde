"""What many tests of a module begin with, made once for all of them."""

from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.test import override_settings

#: Fixtures of pytest-django whose tests have no transaction around them.
COMMITTING = {
    "transactional_db",
    "live_server",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
}


def make_own_caches():
    """Return the setting ``CACHES`` with a corner of the default cache that nobody has used.

    Processes share a server, so clearing it would take from the others what they count on.
    """
    default = settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}
    return settings.CACHES | {"default": default}


@contextmanager
def kept(blocker):
    """Keep what the block stores until it ends; what a test changes in it is undone.

    It is for fixtures of a module, whose ``django_db_blocker`` is given: the transactions of the
    tests are within the one that this opens. So no test of the module may run without a transaction
    around it, as those of ``tests.search.searching`` do on MariaDB. No hook of these transactions
    runs but those that a test captures, and the fixtures of single tests, such as ``indexes``, come
    later.
    """
    own_caches = override_settings(CACHES=make_own_caches())
    with own_caches, blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def kept_for_all(request, make):
    """Yield what ``make`` stores, kept for the module of ``request``, or ``None``.

    For a fixture of a module that is called ``kept_x``, beside ``x`` for single tests. It is kept
    only where all tests of the module that use the database begin with ``x``: what one of them does
    without, it would find there. ``x`` is made by each of them elsewhere; see ``copy_or_make``.
    """
    if all_begin_with(request.node, request.fixturename.removeprefix("kept_")):
        request.getfixturevalue("django_db_setup")
        with kept(request.getfixturevalue("django_db_blocker")):
            yield make()
    else:
        yield None


def copy_or_make(kept_one, make):
    """Return for one test, which may change it, ``kept_one`` as it was made, or what is made."""
    return make() if kept_one is None else deepcopy(kept_one)


def all_begin_with(module, name):
    """Tell whether the fixture ``name`` is one of each test of ``module`` that asks the database.

    And whether what each of them stores is undone with its transaction.
    """
    tests = [test for test in module.session.items if module in test.listchain()]
    asking = [test for test in tests if asks_database(test)]
    return all(name in test.fixturenames and not commits(test) for test in asking)


def asks_database(test):
    """Tell whether the collected ``test`` may ask the database."""
    return "db" in test.fixturenames or commits(test) or bool(test.get_closest_marker("django_db"))


def commits(test):
    """Tell whether the collected ``test`` stores what no transaction undoes."""
    marker = test.get_closest_marker("django_db")
    # Its words are those that ask for something else than one transaction, when they are true.
    wishes = [*marker.args, *marker.kwargs.values()] if marker else []
    return any(wishes) or not COMMITTING.isdisjoint(test.fixturenames)


def read_again(**objects):
    """Return the stored ``objects`` by their names, read for one test, which may change them."""
    return SimpleNamespace(
        **{name: type(one)._base_manager.get(pk=one.pk) for name, one in objects.items()}
    )
