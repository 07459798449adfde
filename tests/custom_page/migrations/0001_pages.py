import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "0003_finalize_basepage_model"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="EssayPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "kicker",
                    models.CharField(
                        blank=True,
                        help_text="A word or two above the headline that name the subject.",
                        max_length=80,
                        verbose_name="kicker",
                    ),
                ),
                (
                    "standfirst",
                    models.TextField(
                        blank=True,
                        help_text="The summary under the headline. It is also the teaser in lists.",
                        verbose_name="standfirst",
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        db_index=True, default=django.utils.timezone.localdate, verbose_name="date"
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [], blank=True, block_lookup={}, verbose_name="body"
                    ),
                ),
                (
                    "reading_time",
                    models.PositiveSmallIntegerField(
                        default=1,
                        editable=False,
                        help_text="In minutes.",
                        verbose_name="reading time",
                    ),
                ),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown where the article is shared. Without one, the first figure is used.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="social image",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("basepage.basepage", models.Model),
        ),
        migrations.CreateModel(
            name="NumberPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        db_index=True, default=django.utils.timezone.localdate, verbose_name="date"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="number")),
                (
                    "cover_alt",
                    models.CharField(
                        blank=True,
                        help_text="What the image shows, for readers who cannot see it.",
                        max_length=255,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "cover_decorative",
                    models.BooleanField(
                        default=False,
                        help_text="Screen readers pass over a decorative image.",
                        verbose_name="image is decorative",
                    ),
                ),
                ("cover_headline", models.CharField(max_length=255, verbose_name="cover headline")),
                (
                    "dek",
                    models.TextField(
                        blank=True,
                        help_text="The line under the cover headline.",
                        verbose_name="dek",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="cover",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("basepage.basepage", models.Model),
        ),
        migrations.CreateModel(
            name="SeriesPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "tagline",
                    models.CharField(
                        blank=True,
                        help_text="One line under the column's name.",
                        max_length=255,
                        verbose_name="tagline",
                    ),
                ),
                (
                    "introduction",
                    wagtail.fields.RichTextField(blank=True, verbose_name="introduction"),
                ),
                (
                    "image_alt",
                    models.CharField(
                        blank=True,
                        help_text="What the image shows, for readers who cannot see it.",
                        max_length=255,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "image_decorative",
                    models.BooleanField(
                        default=False,
                        help_text="Screen readers pass over a decorative image.",
                        verbose_name="image is decorative",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("basepage.basepage", models.Model),
        ),
        migrations.CreateModel(
            name="WriterPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "credentials",
                    models.CharField(
                        blank=True,
                        help_text="For example: Ph.D.",
                        max_length=80,
                        verbose_name="credentials",
                    ),
                ),
                (
                    "portrait_alt",
                    models.CharField(
                        blank=True,
                        help_text="What the image shows, for readers who cannot see it.",
                        max_length=255,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "portrait_decorative",
                    models.BooleanField(
                        default=False,
                        help_text="Screen readers pass over a decorative image.",
                        verbose_name="image is decorative",
                    ),
                ),
                (
                    "short_biography",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="One or two sentences. They stand under every article of the author.",
                        verbose_name="short biography",
                    ),
                ),
                ("biography", wagtail.fields.RichTextField(blank=True, verbose_name="biography")),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="portrait",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("basepage.basepage", models.Model),
        ),
    ]
