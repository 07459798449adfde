"""Production: everything comes from the environment (``docs/operations.md`` lists it)."""

from pathlib import Path

from .base import *  # noqa: F403
from .base import DATA_DIR, LOGGING, MIDDLEWARE, STORAGES, env
from .environment import require, require_loopback
from .mail import mail

DEBUG = False

require(
    env,
    SECRET_KEY="a long random text",
    ALLOWED_HOSTS="the host names of the site, separated by commas",
    BASE_URL="the address of the site, such as https://example.com",
    DATABASE_URL="such as postgres://user:secret@host/name",
    EMAIL_URL="such as smtp+tls://user:secret@host:587",
    DEFAULT_FROM_EMAIL="the sender of the site's mails",
)

SECRET_KEY = env("SECRET_KEY")
# Former keys: what they signed stays valid while a new key is taken into use.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

globals().update(mail(env("EMAIL_URL")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL")

# Encrypted connections only, unless the site runs for a try-out on this machine alone.

LOOPBACK_HTTP = env.bool("LOOPBACK_HTTP", default=False)
if LOOPBACK_HTTP:
    require_loopback(ALLOWED_HOSTS)
SECURE_SSL_REDIRECT = not LOOPBACK_HTTP
# A load balancer that looks at the site's health speaks plain http.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK_HTTP
SECURE_HSTS_SECONDS = 0 if LOOPBACK_HTTP else env.int("HSTS_SECONDS", default=3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOOPBACK_HTTP

# Only behind a proxy that sets these headers itself, whatever the visitor sent.

NINJA_NUM_PROXIES = COMMENTS_TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if NINJA_NUM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The site keeps whole pages only where all processes hear of a change: in a Redis.

SITE_CACHE_SECONDS = (
    env.int("SITE_CACHE_SECONDS", default=600) if env("REDIS_URL", default="") else 0
)
PAGE_SHARED_MAX_AGE = env.int("PAGE_SHARED_MAX_AGE", default=None)
RELEASE = env("RELEASE", default="")

# Files. Static ones have their content's hash in their name and are compressed once, at collection.

STATIC_ROOT = env("STATIC_ROOT", cast=Path, default=DATA_DIR / "static")
MEDIA_ROOT = env("MEDIA_ROOT", cast=Path, default=DATA_DIR / "media")
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MIDDLEWARE = [
    MIDDLEWARE[0],
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *MIDDLEWARE[1:],
]

# The description of API v3 costs most of a second for each request, and anybody can ask for it.
WAGTAILAPI_DOCS_ENABLED = env.bool("API_DOCS", default=False)

LOGGING["root"]["level"] = env("LOG_LEVEL", default="WARNING")
LOGGING["loggers"]["django"]["level"] = env("LOG_LEVEL", default="WARNING")
# A line of JSON for each decision of a moderator.
LOGGING["handlers"]["decisions"] = {"class": "logging.StreamHandler", "formatter": "message"}
LOGGING["loggers"]["comments.decisions"] = {
    "handlers": ["decisions"],
    "level": "INFO",
    "propagate": False,
}
