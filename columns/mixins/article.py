"""Fields of an article of a column."""

import math

from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from .. import conf
from ..api.fields import BodyField, SocialImageField
from ..blocks import NOTE_FEATURES, get_texts
from ..fields import ArticleBodyField
from .images import DescribedImagesPageMixin, image_field


class ArticleMixin(DescribedImagesPageMixin):
    """Everything of an article but its relations; the page's title is the headline."""

    kicker = models.CharField(
        _("kicker"),
        max_length=80,
        blank=True,
        help_text=_("A word or two above the headline that name the subject."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        help_text=_("The summary under the headline. It is also the teaser in lists."),
    )
    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    updated = models.DateField(
        _("updated"),
        null=True,
        blank=True,
        help_text=_(
            "The day of a change that readers should know of. Leave it as it is for small ones; "
            "corrections tell their day by themselves."
        ),
    )
    body = ArticleBodyField(verbose_name=_("body"), blank=True)
    reading_time = models.PositiveSmallIntegerField(
        _("reading time"), default=1, editable=False, help_text=_("In minutes.")
    )
    social_image = image_field(
        _("social image"),
        help_text=_("Shown where the article is shared. Without one, the first figure is used."),
    )

    headline_panels = [
        TitleFieldPanel(
            "title",
            heading=_("Headline"),
            help_text=_("The headline as readers see it."),
            placeholder=_("Headline"),
        ),
        FieldPanel("kicker"),
        FieldPanel("standfirst"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("updated")]),
    ]
    body_panels = [FieldPanel("body")]
    social_panels = [MultiFieldPanel([FieldPanel("social_image")], heading=_("For sharing"))]
    article_search_fields = [
        index.SearchField("kicker"),
        index.SearchField("standfirst", boost=1.5),
        index.AutocompleteField("standfirst"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    article_api_fields = [
        APIField("kicker"),
        APIField("standfirst"),
        APIField("date"),
        APIField("updated"),
        APIField("reading_time"),
        APIField("body", serializer=BodyField()),
        APIField("social_image", serializer=SocialImageField()),
    ]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save with the reading time of the body that is saved."""
        self.reading_time = self.estimate_reading_time()
        return super().save(*args, **kwargs)

    def estimate_reading_time(self):
        """Return whole minutes, at least 1, at ``COLUMNS_WORDS_PER_MINUTE``."""
        return max(1, math.ceil(self.count_words() / conf.words_per_minute()))

    def count_words(self):
        """Return the number of words in the standfirst and the body."""
        texts = [self.standfirst, *self.body.stream_block.get_searchable_content(self.body)]
        return sum(len(strip_tags(str(text)).split()) for text in texts)

    def get_lead_figure(self):
        """Return the block of the figure that the body begins with, or ``None``."""
        first = next(iter(self.body), None)
        return first if first is not None and first.block_type == "figure" else None

    def get_search_texts(self):
        """Return the plain texts in which a search may have found words, in order."""
        return [self.standfirst, *get_texts(self.body)]

    def get_figures(self):
        """Return the images of the body's figures in order."""
        return [block.value["image"] for block in self.body if block.block_type == "figure"]


class CorrectionMixin(models.Model):
    """A dated note on a published article that says what was wrong."""

    date = models.DateField(_("date"), default=timezone.localdate)
    text = RichTextField(_("correction"), features=NOTE_FEATURES)

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta:
        abstract = True
