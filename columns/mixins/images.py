"""One rule for every image field: it has alternative text, or it is marked decorative."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string


def image_field(verbose_name, **kwargs):
    """Return an optional foreign key to the site's image model."""
    options = {
        "null": True,
        "blank": True,
        "on_delete": models.SET_NULL,
        "related_name": "+",
        "verbose_name": verbose_name,
    }
    return models.ForeignKey(get_image_model_string(), **options | kwargs)


def alt_text_field():
    """Return the field that describes an image in words."""
    return models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the image shows, for readers who cannot see it."),
    )


def decorative_field(*, default=False):
    """Return the field that says an image adds nothing to the text around it."""
    return models.BooleanField(
        _("image is decorative"),
        default=default,
        help_text=_("Screen readers pass over a decorative image."),
    )


def image_panel(name, heading):
    """Return the panel that keeps an image and its description together."""
    return MultiFieldPanel(
        [FieldPanel(name), FieldPanel(f"{name}_alt"), FieldPanel(f"{name}_decorative")],
        heading=heading,
    )


def check_image_description(instance, name):
    """Raise ``ValidationError`` on ``<name>_alt`` when the image ``name`` is not described."""
    if not getattr(instance, f"{name}_id"):
        return
    if getattr(instance, f"{name}_decorative") or getattr(instance, f"{name}_alt").strip():
        return
    raise ValidationError(
        {f"{name}_alt": _("Describe the image in words, or mark it as decorative.")},
        code="undescribed_image",
    )


class DescribedImagesForm(WagtailAdminPageForm):
    """Page form that lets a draft be saved before its images are described.

    Wagtail defers required fields while a page is a draft; the description of an image is such
    a field, but depends on another one, so that its rule stands in the model's ``clean()``.
    """

    def clean(self):
        cleaned_data = super().clean()
        self.instance.defers_image_descriptions = self.is_deferred_validation
        return cleaned_data


class DescribedImagesMixin(models.Model):
    """Checks the description of every image field named in ``described_images``."""

    described_images = ()
    defers_image_descriptions = False

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if not self.defers_image_descriptions:
            for name in self.described_images:
                check_image_description(self, name)


class DescribedImagesPageMixin(DescribedImagesMixin):
    """The same for a page, whose drafts may be saved before the images are described."""

    base_form_class = DescribedImagesForm

    class Meta:
        abstract = True
