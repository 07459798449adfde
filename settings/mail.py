"""Mail: the settings of Django 5.2 (``EMAIL_*``) or of Django 6.1 (``MAILERS``) from one URL."""

import django
import environ

# A mail server that does not answer must not hold a worker for longer.
TIMEOUT = 10

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SITE_SMTP = "danceconnection.mail.EmailBackend"


def mail(url):
    """Return the settings that send mail through ``url``, as a dictionary of setting names.

    ``smtp+tls://user:secret@host:587``, ``smtp+ssl://…``, ``smtp://localhost``, ``consolemail://``
    or ``memorymail://``. Django 6.1 warns of the old names and refuses both kinds together.
    """
    legacy = environ.Env.email_url_config(url)
    if legacy["EMAIL_BACKEND"] == SMTP:
        legacy["EMAIL_TIMEOUT"] = TIMEOUT
    if django.VERSION < (6, 1):
        return legacy
    return {"MAILERS": {"default": mailer(legacy)}}


def mailer(legacy):
    """Return the entry of ``MAILERS`` that does what the ``EMAIL_*`` settings do."""
    if legacy["EMAIL_BACKEND"] != SMTP:
        return {"BACKEND": legacy["EMAIL_BACKEND"]}
    return {
        "BACKEND": SITE_SMTP,
        "OPTIONS": {
            "host": legacy["EMAIL_HOST"],
            "port": legacy["EMAIL_PORT"] or 25,
            "credentials": (legacy["EMAIL_HOST_USER"], legacy["EMAIL_HOST_PASSWORD"]),
            "use_tls": legacy.get("EMAIL_USE_TLS", False),
            "use_ssl": legacy.get("EMAIL_USE_SSL", False),
            "timeout": legacy["EMAIL_TIMEOUT"],
        },
    }
