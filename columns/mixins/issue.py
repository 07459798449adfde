"""Fields of an issue of the magazine and of the entries in its table of contents."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from ..api.fields import DescribedImageField
from .images import (
    DescribedImagesPageMixin,
    alt_text_field,
    decorative_field,
    image_field,
    image_panel,
)


class IssueMixin(DescribedImagesPageMixin):
    """Date, number and cover story of an issue; the page's title is its name."""

    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    cover = image_field(_("cover"))
    cover_alt = alt_text_field()
    cover_decorative = decorative_field()
    cover_headline = models.CharField(_("cover headline"), max_length=255)
    dek = models.TextField(_("dek"), blank=True, help_text=_("The line under the cover headline."))

    described_images = ("cover",)

    issue_panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("number")]),
        MultiFieldPanel(
            [FieldPanel("cover_headline"), FieldPanel("dek")], heading=_("Cover story")
        ),
        image_panel("cover", _("Cover")),
    ]
    issue_search_fields = [
        index.SearchField("cover_headline", boost=1.5),
        index.SearchField("dek"),
        index.FilterField("date"),
    ]
    issue_api_fields = [
        APIField("date"),
        APIField("number"),
        APIField("cover", serializer=DescribedImageField()),
        APIField("cover_headline"),
        APIField("dek"),
    ]

    class Meta:
        abstract = True

    def get_search_texts(self):
        """Return the plain texts in which a search may have found words, in order."""
        return [self.cover_headline, self.dek]


class IssueContentMixin(models.Model):
    """An entry in a table of contents: an article of the site, or a piece in print only.

    The concrete model adds the foreign key ``article``, which may be empty.
    """

    section = models.CharField(
        _("section"),
        max_length=120,
        blank=True,
        help_text=_("Entries of one section that follow each other stand together."),
    )
    headline = models.CharField(
        _("headline"),
        max_length=255,
        blank=True,
        help_text=_("Leave empty to show the article's own headline."),
    )
    dek = models.CharField(_("dek"), max_length=255, blank=True)
    page_number = models.PositiveSmallIntegerField(_("page number"), null=True, blank=True)

    panels = [
        FieldPanel("section"),
        FieldPanel("article"),
        FieldPanel("headline"),
        FieldPanel("dek"),
        FieldPanel("page_number"),
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if not self.headline and not self.article_id:
            raise ValidationError(
                {"headline": _("Choose an article or type a headline.")}, code="empty_entry"
            )
