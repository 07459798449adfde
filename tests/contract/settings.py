"""The demo for ``tests.contract``: as readers meet it, without the limits of a network."""

from settings.dev import *  # noqa: F403

DEBUG = False
COMMENTS_NETWORK_LIMIT = None
COMMENTS_MARK_LIMIT = None
COMMENTS_MINIMUM_COMPOSE_SECONDS = 0
LOGGING["loggers"]["django"]["level"] = "ERROR"  # noqa: F405
