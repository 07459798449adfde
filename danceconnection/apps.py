"""The reference site: it wires the plugins together and owns no models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DanceConnectionConfig(AppConfig):
    name = "danceconnection"
    verbose_name = _("Dance Connection")

    def ready(self):
        from comments import registry

        registry.register("columns.ArticlePage")
