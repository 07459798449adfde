"""A developer's machine and ``make demo``: SQLite in ``var/``, mail to the terminal."""

from .base import *  # noqa: F403
from .base import DATA_DIR
from .mail import mail

DEBUG = True
DEMO = True

# Public on purpose, and long enough for the checks: this module serves nobody but its developer.
SECRET_KEY = "development-only-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

DATA_DIR.mkdir(exist_ok=True)

globals().update(mail("consolemail://"))
DEFAULT_FROM_EMAIL = "Dance Connection <site@example.com>"
