"""An API of a site's own, as a site would write one beside Wagtail's."""

from ninja import NinjaAPI
from wagtail.api.v3.errors import register_exception_handlers

api = NinjaAPI(urls_namespace="magazine", docs_url=None)
register_exception_handlers(api)
