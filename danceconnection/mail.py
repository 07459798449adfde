"""Mail by SMTP under Django 6.1's ``MAILERS``; Django 5.2 uses its own class."""

from django.core.mail.backends import smtp


class EmailBackend(smtp.EmailBackend):
    """SMTP that keeps its log-in when a caller passes ``None`` for it.

    Wagtail 8.0 asks for a connection with ``username=None, password=None``, which overrides those
    options of a mailer: its notifications would go out without a log-in and be refused. Therefore
    the pair has an option of its own, ``credentials``.
    """

    def __init__(self, *, credentials=(None, None), **options):
        username, password = credentials
        options["username"] = options.get("username") or username
        options["password"] = options.get("password") or password
        super().__init__(**options)
