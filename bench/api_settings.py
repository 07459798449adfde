"""The settings of production without the limits of a network: one machine posts everything here."""

from settings.production import *  # noqa: F403

COMMENTS_NETWORK_LIMIT = None
ROOT_URLCONF = "bench.bare_urls"
