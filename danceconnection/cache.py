"""A Redis cache that the site can lose: without it pages are slower, not gone."""

import logging
import time

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# After a failure nobody asks again for so long: a request waits for one time-out, not for each key.
PAUSE_SECONDS = 5


class Outage:
    """Whether Redis was lost a moment ago; shared by the threads of a process."""

    def __init__(self):
        self.until = 0.0

    def is_on(self):
        return time.monotonic() < self.until

    def begin(self, error):
        self.until = time.monotonic() + PAUSE_SECONDS
        logger.warning("The cache does not answer: %s", type(error).__name__)


class LosableClient(RedisCacheClient):
    """Answers like an empty cache that keeps nothing while Redis cannot be reached."""

    outages: dict[tuple, Outage] = {}

    def __init__(self, servers, **options):
        options.setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(servers, **options)
        self.outage = self.outages.setdefault(tuple(servers), Outage())
        self._clients = {}

    def get_client(self, key=None, *, write=False):
        """Return the client of a server, made once for each thread: that costs more than asking."""
        pool = self._get_connection_pool(write)
        if pool not in self._clients:
            self._clients[pool] = self._client(connection_pool=pool)
        return self._clients[pool]

    def attempt(self, operation, *arguments, otherwise):
        """Return what the operation returns, or ``otherwise`` while there is no Redis."""
        if self.outage.is_on():
            return otherwise
        try:
            return operation(*arguments)
        except RedisError as error:
            self.outage.begin(error)
            return otherwise

    def add(self, key, value, timeout):
        return self.attempt(super().add, key, value, timeout, otherwise=False)

    def get(self, key, default):
        return self.attempt(super().get, key, default, otherwise=default)

    def set(self, key, value, timeout):
        self.attempt(super().set, key, value, timeout, otherwise=None)

    def touch(self, key, timeout):
        return self.attempt(super().touch, key, timeout, otherwise=False)

    def delete(self, key):
        return self.attempt(super().delete, key, otherwise=False)

    def get_many(self, keys):
        return self.attempt(super().get_many, keys, otherwise={})

    def has_key(self, key):
        return self.attempt(super().has_key, key, otherwise=False)

    def incr(self, key, delta):
        value = self.attempt(super().incr, key, delta, otherwise=None)
        if value is None:
            raise ValueError(f"Key {key!r} not found.")
        return value

    def set_many(self, data, timeout):
        self.attempt(super().set_many, data, timeout, otherwise=None)

    def delete_many(self, keys):
        self.attempt(super().delete_many, keys, otherwise=None)

    def clear(self):
        return self.attempt(super().clear, otherwise=False)


class LosableRedisCache(RedisCache):
    """``BACKEND`` for ``CACHES``, with the ``LOCATION`` and ``OPTIONS`` of Django's own.

    What was changed during an outage may be read in its old state afterwards, until it expires.
    """

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = LosableClient

    def validate_key(self, key):
        """Take any key: Django looks at each sign for what memcached alone refuses."""
