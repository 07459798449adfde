"""The settings in force for the discussion of a page, and where each of them comes from."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import registry
from ..models import CommentSettings
from ..status import Mode
from .log import MODE_NAMES

ON_PAGE = _("set for this page")
FROM_SITE = _("from the discussion settings of the site")
BY_DEFAULT = _("the default of this installation")


@dataclass(frozen=True)
class Setting:
    """A setting's ``label``, its ``value`` in words, and the ``source`` that decides about it."""

    label: str | Promise
    value: str | Promise
    source: str | Promise


def get_settings_of(page, discussion):
    """Return the ``Setting`` objects of ``page``, which is of a registered type; one query.

    ``discussion`` is that of the page, which may be unsaved.
    """
    return [_get_mode(page, discussion), *_get_site_settings(CommentSettings.of(page))]


def _get_mode(page, discussion):
    page_type = page.specific_class
    if discussion.mode != Mode.INHERITED:
        source = ON_PAGE
    elif registry.get_options(page_type).default_mode:
        name = capfirst(page_type._meta.verbose_name)
        source = gettext("from the page type “%(name)s”") % {"name": name}
    else:
        source = BY_DEFAULT
    return Setting(
        gettext("Discussion"), MODE_NAMES[discussion.get_effective_mode(page_type)], source
    )


def _get_site_settings(settings):
    source = FROM_SITE if settings.pk else BY_DEFAULT
    minutes = ngettext("%(count)d minute", "%(count)d minutes", settings.edit_minutes)
    return [
        Setting(gettext("Reaction"), settings.reaction_name or gettext("no reactions"), source),
        Setting(
            gettext("Time to edit"),
            minutes % {"count": settings.edit_minutes}
            if settings.edit_minutes
            else gettext("none"),
            source,
        ),
        Setting(
            gettext("Guidelines"),
            gettext("shown with the form") if settings.guidelines else gettext("none"),
            source,
        ),
    ]
