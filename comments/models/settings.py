"""What editors set for all discussions of a site."""

import swapper
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Site

from .. import conf
from ..prepared import Parameter, Prepared, name_columns
from .discussion import Discussion
from .guidelines import GUIDELINES_FEATURES, tidy_guidelines
from .plain import refuse_odd_characters

REACTION_LENGTH = 30
LONGEST_EDIT_MINUTES = 24 * 60


def get_reaction_name():
    """Return what the field begins with: what is in force without a row."""
    return str(conf.reaction_name())


@register_setting(icon="comment", order=910)
class CommentSettings(BaseSiteSetting):
    """Guidelines, the name of the reaction, and how long comments can be edited.

    Read with ``of``, which writes nothing; Wagtail's ``for_site`` and ``for_request`` insert a
    row where there is none, as its view does when it is opened: with what was in force before.
    """

    COLUMNS = ("id", "site_id", "guidelines", "reaction_name", "edit_minutes")

    guidelines = RichTextField(
        _("community guidelines"),
        blank=True,
        features=GUIDELINES_FEATURES,
        help_text=_("Shown with the form. Leave empty to show none."),
    )
    reaction_name = models.CharField(
        _("name of the reaction"),
        max_length=REACTION_LENGTH,
        blank=True,
        default=get_reaction_name,
        help_text=_("One word for what readers can say to a comment. Empty: no reactions."),
    )
    edit_minutes = models.PositiveSmallIntegerField(
        _("minutes to edit"),
        default=conf.edit_minutes,
        validators=[MaxValueValidator(LONGEST_EDIT_MINUTES)],
        help_text=_("How long commenters can edit or withdraw what they posted. 0: not at all."),
    )

    panels = [FieldPanel("guidelines"), FieldPanel("reaction_name"), FieldPanel("edit_minutes")]

    class Meta:
        verbose_name = _("discussion settings")
        verbose_name_plural = _("discussion settings")

    def __str__(self):
        return str(self._meta.verbose_name)

    def clean(self):
        """Keep of the guidelines what readers can be shown; refuse a name with odd characters."""
        refuse_odd_characters(self, lines=["reaction_name"])
        self.guidelines = tidy_guidelines(self.guidelines)

    @classmethod
    def of(cls, page):
        """Return the settings of the site of ``page``; one query for each page object.

        Where nobody has saved any, they are those of ``comments.conf``, unsaved.
        """
        if not hasattr(page, "_comment_settings"):
            address = page.get_url_parts()
            found = _OF_SITE.fetch_objects(site=address[0]) if address else []
            page._comment_settings = found[0] if found else cls()
        return page._comment_settings

    @classmethod
    def find_discussion(cls, page):
        """Return the stored discussion of ``page``, or ``None``, in one query with the settings.

        ``of(page)`` knows them then. Where there is no discussion, it asks for itself.
        """
        stored = cls._stored_for(page)
        columns = {f"settings_{name}": Subquery(stored.values(name)[:1]) for name in cls.COLUMNS}
        found = Discussion.objects.filter(page_id=page.pk).annotate(**columns).first()
        if found is not None:
            values = {name: getattr(found, f"settings_{name}") for name in cls.COLUMNS}
            page._comment_settings = cls() if values["id"] is None else cls(**values)
        return found

    @classmethod
    def get_edit_minutes(cls, page):
        """Return ``edit_minutes`` for ``page``; no query where ``keep_edit_minutes`` was called."""
        minutes = getattr(page, "_edit_minutes", None)
        return cls.of(page).edit_minutes if minutes is None else minutes

    @classmethod
    def keep_edit_minutes(cls, page, minutes):
        """Keep with ``page`` what ``select_edit_minutes`` found for it."""
        page._edit_minutes = conf.edit_minutes() if minutes is None else minutes

    @classmethod
    def select_edit_minutes(cls, path, *, is_translated):
        """Return the expression of ``edit_minutes`` for the page at ``path``, an expression.

        It is null where nobody has saved any. The site is the one that Wagtail finds for a page;
        ``is_translated`` is whether the translations of its root belong to it.
        """
        key = "translation_key" if is_translated else "pk"
        roots = swapper.load_model("wagtailcore", "Page").objects.filter(
            **{key: OuterRef(f"root_page__{key}")}, path=Substr(path, 1, Length("path"))
        )
        sites = Site.objects.filter(Exists(roots.order_by()))
        site = sites.order_by("-root_page__url_path", "-is_default_site", "hostname").values("pk")
        return Subquery(cls.objects.filter(site=Subquery(site[:1])).values("edit_minutes"))

    @classmethod
    def _stored_for(cls, page):
        address = page.get_url_parts()
        return cls.objects.filter(site=address[0]) if address else cls.objects.none()


def _select_of_site():
    found = CommentSettings.objects.filter(site=Parameter("site", IntegerField()))
    return found.values_list(*name_columns(CommentSettings))


_OF_SITE = Prepared(_select_of_site)
