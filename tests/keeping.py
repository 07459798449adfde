"""What many tests of a module begin with, made once for all of them."""

from contextlib import contextmanager
from types import SimpleNamespace
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.test import override_settings


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


def read_again(**objects):
    """Return the stored ``objects`` by their names, read for one test, which may change them."""
    return SimpleNamespace(
        **{name: type(one)._base_manager.get(pk=one.pk) for name, one in objects.items()}
    )
