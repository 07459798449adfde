"""What every way of running the site has in common. The apps are named; none is imported."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from .cache import caches
from .content_security import ADMIN_DIRECTIVES, SITE_DIRECTIVES
from .database import database
from .search import search_backends

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
# Database, media and collected static files: whatever is written.
DATA_DIR = env("DATA_DIR", cast=Path, default=BASE_DIR / "var")

# Demo content and accounts exist only where a module of settings says so.
DEMO = False

INSTALLED_APPS = [
    # First: its templates and static files stand before those of the plugins.
    "danceconnection",
    "home",
    "columns",
    "comments",
    "wagtail_headless_preview",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail.api.v3",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    # The pages that document the API take their files from here, not from a foreign host.
    "ninja",
    "corsheaders",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside of the page cache: what it adds is for one origin, and kept for none.
    "corsheaders.middleware.CorsMiddleware",
    "danceconnection.middleware.ContentSecurityPolicyMiddleware",
    "danceconnection.middleware.PermissionsPolicyMiddleware",
    "danceconnection.page_cache.middleware.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "danceconnection.middleware.AddressLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "danceconnection.middleware.RouteMiddleware",
    "danceconnection.middleware.APIParametersMiddleware",
]

ROOT_URLCONF = "danceconnection.urls"
WSGI_APPLICATION = "danceconnection.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Databases and caches

DATABASES = {
    "default": database(
        env("DATABASE_URL", default="") or "sqlite:///db.sqlite3",
        folder=DATA_DIR,
        connection_age=env.int("CONN_MAX_AGE", default=60),
        is_prepared=env.bool("PREPARED_STATEMENTS", default=True),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = caches(env("REDIS_URL", default=""), prefix="danceconnection")

# Pages. Parameters and values that are named nowhere keep a page out of the site's own cache: so do
# the places in a long discussion (after, before, thread), of which anybody can make up any number.

SITE_CACHE_SECONDS = 0
_SORTS = {"oldest", "newest", "discussed"}
# Every page of the tree answers at each of them, so there are only so many.
PAGE_PARAMETERS = {"page": {str(number) for number in range(1, 51)}, "sort": _SORTS}
PRIVATE_PARAMETERS = ["comment"]
# Outside the tree: lists, which change with the front page, and what is about one page.
PUBLIC_VIEWS = {
    "columns:topic": None,
    "wagtailapi_v3:columns_articles": None,
    "wagtailapi_v3:columns_list": None,
    "wagtailapi_v3:columns_authors": None,
    "wagtailapi_v3:columns_issues": None,
    "wagtailapi_v3:columns_article": "article_id",
    "wagtailapi_v3:columns_author": "author_id",
    "wagtailapi_v3:columns_column": "column_id",
    "wagtailapi_v3:columns_issue": "issue_id",
    "wagtailapi_v3:list_comments": "page",
    "wagtailapi_v3:list_threads": "page",
}
# What the site does not keep, but a proxy in front of it may: it is told of changes there too.
PURGED_VIEWS = {
    "wagtailapi_v2:pages:listing": None,
    "wagtailapi_v2:pages:detail": "pk",
    "wagtailapi_v2:comments:listing": "page",
    "wagtailapi_v2:comments:detail": "uuid",
    "wagtailapi_v3:list_pages": None,
    "wagtailapi_v3:detail_page": "page_id",
    "wagtailapi_v3:latest_comments": None,
    "wagtailapi_v3:discussion": "page_id",
    "wagtailapi_v3:count_comments": "page",
    "wagtailapi_v3:detail_comment": "comment_id",
    "wagtailapi_v3:place_comment": "comment_id",
    "wagtailapi_v3:list_replies": "comment_id",
}
API_PREFIX = "/api/"
_LIMITS = {"10", "20", "50", "100"}
API_PARAMETERS = {
    "wagtailapi_v3:columns_articles": {
        **dict.fromkeys(("column", "author", "issue")),
        "limit": _LIMITS,
        "order": {"date", "-date", "title", "-title"},
    },
    "wagtailapi_v3:columns_list": {"limit": _LIMITS},
    "wagtailapi_v3:columns_authors": {"limit": _LIMITS},
    "wagtailapi_v3:columns_issues": {"limit": _LIMITS},
    "wagtailapi_v3:columns_article": {"body": {"blocks", "html"}},
    "wagtailapi_v3:list_comments": {"page": None, "limit": _LIMITS, "sort": _SORTS},
    "wagtailapi_v3:list_threads": {"page": None, "sort": _SORTS},
}

# People

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# Languages

LANGUAGE_CODE = "en"
TIME_ZONE = env("TIME_ZONE", default="UTC")
USE_TZ = True
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", _("English")),
    ("de", _("German")),
]

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "wav", "xlsx", "zip"]

# Requests and answers. Page forms of Wagtail pass Django's limit of a thousand fields.

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The admin shows previews of pages in a frame; the check that wants "DENY" knows nothing of it.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": SITE_DIRECTIVES}
ADMIN_CONTENT_SECURITY_POLICY = {"DIRECTIVES": ADMIN_DIRECTIVES}

# The plugins

COLUMNS_PUBLISHER_LOGO = "danceconnection/icon.svg"

# Wagtail

WAGTAIL_SITE_NAME = "Dance Connection"
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILAPI_BASE_URL = WAGTAILADMIN_BASE_URL
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILSEARCH_BACKENDS = search_backends(env("SEARCH_URL", default=""), prefix="danceconnection")
# No address of an editor, in no form, and no version of this site goes to a foreign host.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Only the people of a task hear of it, not every superuser of each comment.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

# The plugins. Feeds of articles name the feeds of their comments, lists count these.

COLUMNS_FEED_REPLIES = "comments.feeds.addresses.replies_to"
COLUMNS_COMMENT_COUNTS = "comments.querysets.count_shown_comments"

# The APIs

REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
# How many proxies of our own stand before the site. At 0 nobody believes X-Forwarded-For, which
# anybody can send.
NINJA_NUM_PROXIES = 0
COMMENTS_TRUSTED_PROXIES = 0

# Front ends on other origins: closed unless they are named. They never send cookies, so that there
# is no session to misuse; a token is sent by whoever has it.

CORS_URLS_REGEX = r"^/api/"
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "comment-secret",
    "content-type",
    "idempotency-key",
    "if-modified-since",
    "if-none-match",
    "reader-key",
]
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "Link", "Location", "Retry-After"]
CORS_PREFLIGHT_MAX_AGE = 3600

# Previews in a front end of its own, at this address; without one they are shown by the site.

HEADLESS_CLIENT_URL = env("HEADLESS_CLIENT_URL", default="")
COLUMNS_HEADLESS_PREVIEW = bool(HEADLESS_CLIENT_URL)
WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": HEADLESS_CLIENT_URL or "{SITE_ROOT_URL}"}}

# Lines to the standard error stream and nowhere else: no mails with the forms of readers in them.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "message": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
