"""The settings of production for ``bench.peers``, behind the same middleware."""

from settings.production import *  # noqa: F403

ROOT_URLCONF = "bench.peers"
