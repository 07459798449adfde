"""Fixtures of the whole suite: nothing leaves this machine, and no test sees another's cache."""

import gc
import ipaddress
import socket
from collections import defaultdict
from importlib.util import find_spec

import pytest
from django.core import serializers
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.transaction import atomic
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests.keeping import kept, make_own_caches, read_again

# `make test` installs no Playwright, without which these cannot even be read.
collect_ignore = [] if find_spec("playwright") else ["browser"]

LOOPBACK_NAMES = {"localhost", ""}


def is_local(address):
    """Tell whether a socket's address is on this machine: loopback, or a path to a socket."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pytest_configure():
    """Look for garbage less often: that was a sixth of the suite's time."""
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_finish():
    """Do not look for garbage among what was imported and collected, which stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def no_foreign_connections():
    """Fail the test whose code opens a connection to another machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(original):
        def connect_locally(self, address):
            if not is_local(address):
                pytest.fail(f"A test opened a connection to {address[0]!r}.")
            return original(self, address)

        return connect_locally

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield


@pytest.fixture(autouse=True, scope="session")
def rows_restored_in_bulk():
    """Give tests with transactions of their own (``serialized_rollback``) their first rows quickly.

    Django saves one object after the other: two statements for each permission there is.
    """

    def restore(creation, data):
        connection = creation.connection
        loaded = defaultdict(list)
        for row in serializers.deserialize("json", data, using=connection.alias):
            loaded[row.object.__class__].append(row)
        with atomic(using=connection.alias):
            with connection.constraint_checks_disabled():
                for model, rows in loaded.items():
                    restore_rows(model, rows, connection.alias)
            tables = {model._meta.db_table for model in loaded}
            connection.check_constraints(table_names=tables)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "deserialize_db_from_string", restore)
        yield


def restore_rows(model, rows, alias):
    """Store deserialized ``rows`` of one model, all at once where Django can."""
    manager = model._base_manager.using(alias)
    # Before the first such test nothing has been flushed.
    if model._meta.parents or manager.exists():
        for row in rows:
            row.save(using=alias)
        return
    manager.bulk_create([row.object for row in rows])
    for row in rows:
        for name, values in (row.m2m_data or {}).items():
            getattr(row.object, name).set(values)


@pytest.fixture(autouse=True)
def empty_cache(settings):
    """Start each test with an empty cache, and return what empties it again."""

    def empty():
        settings.CACHES = make_own_caches()

    empty()
    return empty


class NoTask:
    """Stands for a task that nobody needs to have done."""

    @staticmethod
    def enqueue(*args):
        """Leave it undone."""


@pytest.fixture(autouse=True)
def indexes(request, settings, monkeypatch):
    """Keep the search index and Wagtail's reference index, but only for tests marked ``indexed``.

    Both are written again whenever a page is saved, which was a quarter of the suite's time; what
    they are good for is asked of few. A thread of its own, as of the live server, keeps the second.
    """
    if request.node.get_closest_marker("indexed"):
        yield
        return
    # It would read each saved object again, only to find that no index is kept.
    monkeypatch.setattr("modelsearch.signal_handlers.insert_or_update_object_task", NoTask)
    settings.WAGTAILSEARCH_BACKENDS = {
        name: backend | {"AUTO_UPDATE": False}
        for name, backend in settings.WAGTAILSEARCH_BACKENDS.items()
    }
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(scope="module")
def kept_magazine(django_db_setup, django_db_blocker):
    """The pages of ``make_magazine`` by name, for a module whose tests begin with it."""
    # Here, because the site in tests/custom_page has not its page types.
    from tests.magazine import make_magazine

    with kept(django_db_blocker):
        yield vars(make_magazine())


@pytest.fixture
def magazine(kept_magazine, db):
    """The magazine that is made once for the tests of a module, as a test of its own may change it.

    Making it is a quarter of a second. A module of which many tests begin without it makes its own.
    """
    return read_again(**kept_magazine)
