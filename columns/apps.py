"""Publishing: columns, articles, author bios and issues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ColumnsConfig(AppConfig):
    name = "columns"
    verbose_name = _("Columns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.signals import page_published

        from . import search
        from .images import prepare_published_page

        page_published.connect(
            prepare_published_page, dispatch_uid="columns.prepare_published_page"
        )
        search.connect()
        # Not before: the module builds the schemas of all page types.
        from . import endpoints

        endpoints.register()
