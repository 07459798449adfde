import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models
from wagtail.images import get_image_model_string


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(get_image_model_string()),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of authors",
                "verbose_name_plural": "lists of authors",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="IssueIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of issues",
                "verbose_name_plural": "lists of issues",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ArticlePage",
            fields=[
                (
                    "page_ptr",
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
                ("body", wagtail.fields.StreamField([], blank=True, verbose_name="body")),
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
                        to=get_image_model_string(),
                        verbose_name="social image",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ArticleTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_items",
                        to="columns.articlepage",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_items",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="articlepage",
            name="topics",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="columns.ArticleTopic",
                to="taggit.Tag",
                verbose_name="topics",
            ),
        ),
        migrations.CreateModel(
            name="AuthorPage",
            fields=[
                (
                    "page_ptr",
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
                        to=get_image_model_string(),
                        verbose_name="portrait",
                    ),
                ),
            ],
            options={
                "verbose_name": "author bio",
                "verbose_name_plural": "author bios",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="AuthorLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("url", models.URLField(verbose_name="address")),
                (
                    "author",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="columns.authorpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=255, verbose_name="publisher"),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1450),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="year",
                    ),
                ),
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
                        default=True,
                        help_text="Screen readers pass over a decorative image.",
                        verbose_name="image is decorative",
                    ),
                ),
                ("link", models.URLField(blank=True, verbose_name="link")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="For example: recently reissued",
                        max_length=255,
                        verbose_name="note",
                    ),
                ),
                (
                    "author",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="books",
                        to="columns.authorpage",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="cover",
                    ),
                ),
            ],
            options={
                "verbose_name": "book",
                "verbose_name_plural": "books",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Byline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "article",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bylines",
                        to="columns.articlepage",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="bylines",
                        to="columns.authorpage",
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "byline entry",
                "verbose_name_plural": "byline entries",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ColumnPage",
            fields=[
                (
                    "page_ptr",
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
                        to=get_image_model_string(),
                        verbose_name="image",
                    ),
                ),
            ],
            options={
                "verbose_name": "column",
                "verbose_name_plural": "columns",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="Columnist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="columnist_of",
                        to="columns.authorpage",
                        verbose_name="author",
                    ),
                ),
                (
                    "column",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columnists",
                        to="columns.columnpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "columnist",
                "verbose_name_plural": "columnists",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "date",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="date"),
                ),
                ("text", wagtail.fields.RichTextField(verbose_name="correction")),
                (
                    "article",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="columns.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IssuePage",
            fields=[
                (
                    "page_ptr",
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
                        to=get_image_model_string(),
                        verbose_name="cover",
                    ),
                ),
            ],
            options={
                "verbose_name": "issue",
                "verbose_name_plural": "issues",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="IssueContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        help_text="Entries of one section that follow each other stand together.",
                        max_length=120,
                        verbose_name="section",
                    ),
                ),
                (
                    "headline",
                    models.CharField(
                        blank=True,
                        help_text="Leave empty to show the article's own headline.",
                        max_length=255,
                        verbose_name="headline",
                    ),
                ),
                ("dek", models.CharField(blank=True, max_length=255, verbose_name="dek")),
                (
                    "page_number",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="page number"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="issue_contents",
                        to="columns.articlepage",
                        verbose_name="article",
                    ),
                ),
                (
                    "issue",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contents",
                        to="columns.issuepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry in the table of contents",
                "verbose_name_plural": "entries in the table of contents",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IssueSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "current_issue",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty to show the newest published issue.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="columns.issuepage",
                        verbose_name="current issue",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "current issue",
                "verbose_name_plural": "current issues",
            },
        ),
        migrations.CreateModel(
            name="RelatedArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="columns.articlepage",
                        verbose_name="article",
                    ),
                ),
                (
                    "source",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_articles",
                        to="columns.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "related article",
                "verbose_name_plural": "related articles",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
    ]
