"""Previews of pages in a front end of the site's own, by ``wagtail-headless-preview``.

The package is an extra: pages are the same without it. Where it is installed, and
``COLUMNS_HEADLESS_PREVIEW`` says so, the editor's preview leads to the front end with a token, and
the front end asks the API (``/columns/preview/``) for what the token stands for.
"""

from django.apps import apps
from django.core.signing import BadSignature

from . import conf

PACKAGE = "wagtail_headless_preview"
#: How long a token opens a preview, in seconds.
TOKEN_SECONDS = 24 * 60 * 60


def _get_base():
    if apps.is_installed(PACKAGE):
        from wagtail_headless_preview.models import HeadlessPreviewMixin

        return HeadlessPreviewMixin
    return object


_Base = _get_base()


class PreviewMixin(_Base):
    """A page whose previews the site's front end may show."""

    def serve_preview(self, request, mode_name):
        """Lead to the front end where there is one to show previews, else show the page."""
        if _Base is object or conf.headless_preview():
            return super().serve_preview(request, mode_name)
        return super(_Base, self).serve_preview(request, mode_name)


def find_previewed(content_type, token):
    """Return the unsaved page that ``token`` stands for, or ``None``.

    ``content_type`` is such as ``columns.articlepage``; both are what the package put into the
    address of the front end.
    """
    model = _find_model(content_type)
    if model is None or not conf.headless_preview():
        return None
    try:
        model.get_preview_signer().unsign(token, max_age=TOKEN_SECONDS)
    except BadSignature:
        return None
    return model.get_page_from_preview_token(token)


def _find_model(label):
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    is_previewed = _Base is not object and issubclass(model, PreviewMixin)
    return model if is_previewed else None
