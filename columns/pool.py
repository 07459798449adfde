"""What one request has loaded, so that nothing asks the database for it again.

Pages are made of many parts that know nothing of each other: a link in a text, a portrait in a
byline, a picture of a block. A request that has loaded what all of them need in a few queries
leaves it here, and each part looks here first. Outside of a request that opened a pool there is
none, and everything asks for itself.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import DEFAULT_DB_ALIAS

from .addresses import Addresses

_pool = ContextVar("columns_pool", default=None)


@dataclass
class Pool:
    """Specific pages and images by their ids, as they stand in the database."""

    pages: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)
    #: ``{id of an image: (image, what the API says of it)}``, see ``columns.api.renditions``
    pictures: dict = field(default_factory=dict)
    #: ``{id of a page: pages directly below it that anybody may read, in their order}``
    children: dict = field(default_factory=dict)
    addresses: Addresses = field(default_factory=Addresses)

    def get_pages_at(self, paths):
        """Return ``{path: page}`` for those of the tree's ``paths`` that are here."""
        return {page.path: page for page in self.pages.values() if page.path in paths}


@contextmanager
def open_pool():
    """Keep what is loaded while the block runs.

    Where the sites are is known from a pool around it.
    """
    token = _pool.set(Pool(addresses=get_pool().addresses))
    try:
        yield
    finally:
        _pool.reset(token)


def get_pool():
    """Return the pool of this request; an empty one that nobody keeps where there is none."""
    return _pool.get() or Pool()


def find_address(page):
    """Return the absolute address of ``page``, or ``None``: ``page.full_url``, but cheaper.

    Where there is a pool, the addresses of the sites are looked up once for all pages.
    """
    pool = _pool.get()
    return pool.addresses.find(page) if pool else page.full_url


def keep_rows(instance, relation, rows):
    """Let ``instance.<relation>.all()`` return ``rows``; ``filter()`` still asks."""
    queryset = getattr(instance, relation).get_queryset()
    queryset._result_cache = list(rows)
    queryset._prefetch_done = True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = queryset


def make_row(model, **values):
    """Return a stored row of ``model`` of which these values are loaded; others are when asked."""
    fields = [field for field in model._meta.concrete_fields if field.attname in values]
    names = [field.attname for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])
