"""The reference site: it wires the plugins together and owns no models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DanceConnectionConfig(AppConfig):
    name = "danceconnection"
    verbose_name = _("Dance Connection")

    def ready(self):
        from comments import registry

        from . import structured_data  # noqa: F401 - says what the front page is
        from .page_cache import checks, receivers

        registry.register(
            "columns.ArticlePage",
            get_authors="danceconnection.bylines.get_authors",
            author_lookup="bylines__author",
            schema_type="Article",
        )
        receivers.connect()
        checks.register()
