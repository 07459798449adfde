"""What many tests of a module begin with, made once for all of them."""

from contextlib import contextmanager
from types import SimpleNamespace

from django.db import transaction


@contextmanager
def kept(blocker):
    """Keep what the block stores until it ends; what a test changes in it is undone.

    It is for fixtures of a module, whose ``django_db_blocker`` is given: the transactions of the
    tests are within the one that this opens.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def read_again(**objects):
    """Return the stored ``objects`` by their names, read for one test, which may change them."""
    return SimpleNamespace(
        **{name: type(one)._base_manager.get(pk=one.pk) for name, one in objects.items()}
    )
