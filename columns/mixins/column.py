"""Fields of a column: a standing series with a name and a tagline."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from ..api.fields import DescribedImageField, RichTextHTMLField
from ..blocks import INTRODUCTION_FEATURES
from ..fields import get_rich_texts
from .images import (
    DescribedImagesPageMixin,
    alt_text_field,
    decorative_field,
    image_field,
    image_panel,
)


class ColumnMixin(DescribedImagesPageMixin):
    """Tagline, introduction and image of a column; the page's title is the column's name."""

    tagline = models.CharField(
        _("tagline"),
        max_length=255,
        blank=True,
        help_text=_("One line under the column's name."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=INTRODUCTION_FEATURES)
    image = image_field(_("image"))
    image_alt = alt_text_field()
    image_decorative = decorative_field()

    described_images = ("image",)

    column_panels = [
        FieldPanel("tagline"),
        FieldPanel("introduction"),
        image_panel("image", _("Image")),
    ]
    column_search_fields = [
        index.SearchField("tagline", boost=1.5),
        index.SearchField("introduction"),
    ]
    column_api_fields = [
        APIField("tagline"),
        APIField("introduction", serializer=RichTextHTMLField()),
        APIField("image", serializer=DescribedImageField()),
    ]

    class Meta:
        abstract = True

    def get_search_texts(self):
        """Return the plain texts in which a search may have found words, in order."""
        return [self.tagline, *get_rich_texts(self, "introduction")]
