"""Publishing: columns, articles, author bios and issues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ColumnsConfig(AppConfig):
    name = "columns"
    verbose_name = _("Columns")
    default_auto_field = "django.db.models.BigAutoField"
