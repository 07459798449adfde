"""Caches: Redis where a URL is given, else the memory of each process."""


def caches(url, *, prefix):
    """Return ``CACHES`` for a Redis URL, or for local memory when ``url`` is empty.

    Waiting for a cache is worse than having none: a Redis that hangs costs one request in five
    seconds a fifth of a second.
    """
    if not url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    return {
        "default": {
            "BACKEND": "danceconnection.cache.LosableRedisCache",
            "LOCATION": url,
            "KEY_PREFIX": prefix,
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }
