"""The demo site as the browser tests serve it: without the pages that only developers see."""

from settings.dev import *  # noqa: F403
from settings.dev import env, mail

DEBUG = False
ROOT_URLCONF = "tests.browser.urls"

globals().update(mail(env("EMAIL_URL")))

# Each of the many who sign in would take a third of a second.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# All visitors come from one network here, and many of them post.
COMMENTS_NETWORK_LIMIT = None

# The reader app of `examples/` comes from another port, which is another origin.
CORS_ALLOWED_ORIGIN_REGEXES = [r"^http://127\.0\.0\.1:[0-9]+$"]
