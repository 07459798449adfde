"""Fields of an author bio, with the author's books and links."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from ..api.fields import DescribedImageField, RichTextHTMLField
from ..blocks import INTRODUCTION_FEATURES, NOTE_FEATURES
from ..fields import get_rich_texts
from .images import (
    DescribedImagesMixin,
    DescribedImagesPageMixin,
    alt_text_field,
    decorative_field,
    image_field,
    image_panel,
)


class AuthorMixin(DescribedImagesPageMixin):
    """Credentials, portrait and biographies; the page's title is the author's name."""

    credentials = models.CharField(
        _("credentials"), max_length=80, blank=True, help_text=_("For example: Ph.D.")
    )
    portrait = image_field(_("portrait"))
    portrait_alt = alt_text_field()
    portrait_decorative = decorative_field()
    short_biography = RichTextField(
        _("short biography"),
        blank=True,
        features=NOTE_FEATURES,
        help_text=_("One or two sentences. They stand under every article of the author."),
    )
    biography = RichTextField(_("biography"), blank=True, features=INTRODUCTION_FEATURES)
    # Private: it proves who is the author where readers comment, and is in no API.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The author's own account: comments written with it are marked “Author”."),
    )

    described_images = ("portrait",)

    author_panels = [
        TitleFieldPanel(
            "title",
            heading=_("Name"),
            help_text=_("The author's name, without credentials."),
            placeholder=_("Name"),
        ),
        FieldPanel("credentials"),
        image_panel("portrait", _("Portrait")),
        FieldPanel("short_biography"),
        FieldPanel("biography"),
    ]
    # Whoever has an account that is named here speaks as the author.
    author_settings_panels = [FieldPanel("account", permission="superuser")]
    author_search_fields = [
        index.SearchField("credentials"),
        index.SearchField("short_biography"),
        index.SearchField("biography"),
    ]
    author_api_fields = [
        APIField("credentials"),
        APIField("portrait", serializer=DescribedImageField()),
        APIField("short_biography", serializer=RichTextHTMLField()),
        APIField("biography", serializer=RichTextHTMLField()),
    ]

    class Meta:
        abstract = True

    def get_search_texts(self):
        """Return the plain texts in which a search may have found words, in order."""
        return [*get_rich_texts(self, "short_biography", "biography"), self.credentials]

    @property
    def full_name(self):
        """The name with the credentials, as a byline shows it."""
        return f"{self.title}, {self.credentials}" if self.credentials else self.title


class BookMixin(DescribedImagesMixin):
    """A book by an author."""

    title = models.CharField(_("title"), max_length=255)
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1450), MaxValueValidator(2200)],
    )
    cover = image_field(_("cover"))
    cover_alt = alt_text_field()
    # Title and publisher stand beside the cover as text, so that most covers are decorative.
    cover_decorative = decorative_field(default=True)
    link = models.URLField(_("link"), blank=True)
    note = models.CharField(
        _("note"), max_length=255, blank=True, help_text=_("For example: recently reissued")
    )

    described_images = ("cover",)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("year")]),
        image_panel("cover", _("Cover")),
        FieldPanel("link"),
        FieldPanel("note"),
    ]

    class Meta:
        abstract = True


class AuthorLinkMixin(models.Model):
    """A link from an author bio to somewhere else."""

    label = models.CharField(_("label"), max_length=120)
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("url")])]

    class Meta:
        abstract = True
