"""The test suite: fast, alone, on the database that ``DATABASE_URL`` names."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, DATABASES
from .mail import mail

DEBUG = False
DEMO = True

SECRET_KEY = "tests-only-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

# Each process has its own folder, so that several runs do not meet; it goes with the process.
SCRATCH = tempfile.TemporaryDirectory(prefix="danceconnection-", ignore_cleanup_errors=True)
MEDIA_ROOT = Path(SCRATCH.name) / "media"

# A file, not memory: threads and the live server get connections of their own, in the mode in
# which SQLite runs in production.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(SCRATCH.name) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# Patience for a busy machine; what happens without a Redis is tested with a cache of its own.
if "OPTIONS" in CACHES["default"]:
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 5, "socket_timeout": 5}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

globals().update(mail("memorymail://"))
DEFAULT_FROM_EMAIL = "Dance Connection <site@example.com>"
