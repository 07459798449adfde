"""Factories of the publishing pages, for tests and for demo content.

Pages are made below ``parent``; when none is given, the parents above them are made too. They
are live, and saved through the page tree like pages of the admin.
"""

import datetime
from io import BytesIO

import factory
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import Site

from . import models


def make_image_file(name="image.png", *, size=(640, 480), color="#7a5c8e"):
    """Return an image of one colour as a file for an image model."""
    buffer = BytesIO()
    PillowImage.new("RGB", size, color).save(buffer, "PNG")
    return ImageFile(buffer, name=name)


class ImageFactory(factory.django.DjangoModelFactory):
    """An image of one colour."""

    class Meta:
        model = get_image_model()

    title = factory.Sequence("Image {}".format)
    file = factory.LazyFunction(make_image_file)


class PageFactory(factory.django.DjangoModelFactory):
    """Base of the page factories. ``parent`` is the page to stand below."""

    class Meta:
        abstract = True

    title = factory.Sequence("Page {}".format)
    parent = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent") or cls.make_parent()
        return parent.add_child(instance=model_class(*args, **kwargs))

    @classmethod
    def _build(cls, model_class, *args, **kwargs):
        kwargs.pop("parent")
        return super()._build(model_class, *args, **kwargs)

    @classmethod
    def make_parent(cls):
        """Return a page that may hold this one: here, the home page of the default site."""
        return Site.objects.get(is_default_site=True).root_page.specific


class ColumnPageFactory(PageFactory):
    """A column."""

    class Meta:
        model = models.ColumnPage

    title = factory.Sequence("Column {}".format)
    tagline = "A line under the name."
    introduction = "<p>What this column is about.</p>"


class AuthorIndexPageFactory(PageFactory):
    """The list of authors."""

    class Meta:
        model = models.AuthorIndexPage

    title = "Authors"


class AuthorPageFactory(PageFactory):
    """An author bio, below the list of authors."""

    class Meta:
        model = models.AuthorPage

    title = factory.Sequence("Author {}".format)
    credentials = "Ph.D."
    short_biography = "<p>Writes about people.</p>"
    biography = "<p>Has written about people for years.</p>"

    @classmethod
    def make_parent(cls):
        return models.AuthorIndexPage.objects.first() or AuthorIndexPageFactory()


class ArticlePageFactory(PageFactory):
    """An article of a column; ``authors`` is the byline in order."""

    class Meta:
        model = models.ArticlePage
        skip_postgeneration_save = True

    title = factory.Sequence("Article {}".format)
    kicker = "Kicker"
    standfirst = "The summary under the headline."
    date = factory.Sequence(lambda n: datetime.date(2026, 1, 1) + datetime.timedelta(days=n % 300))
    body = factory.LazyFunction(lambda: [("paragraph", "<p>The first paragraph.</p>")])

    @classmethod
    def make_parent(cls):
        return ColumnPageFactory()

    @factory.post_generation
    def authors(self, create, extracted, **kwargs):
        if create and extracted:
            self.bylines = [
                models.Byline(author=author, sort_order=order)
                for order, author in enumerate(extracted)
            ]
            self.save()


class RowFactory(factory.django.DjangoModelFactory):
    """Base of the factories of rows that belong to a page."""

    class Meta:
        abstract = True


class BylineFactory(RowFactory):
    """An author in the byline of an article."""

    class Meta:
        model = models.Byline

    article = factory.SubFactory(ArticlePageFactory)
    author = factory.SubFactory(AuthorPageFactory)


class ColumnistFactory(RowFactory):
    """An author who writes a column."""

    class Meta:
        model = models.Columnist

    column = factory.SubFactory(ColumnPageFactory)
    author = factory.SubFactory(AuthorPageFactory)


class CorrectionFactory(RowFactory):
    """A correction of an article."""

    class Meta:
        model = models.Correction

    article = factory.SubFactory(ArticlePageFactory)
    date = datetime.date(2026, 6, 1)
    text = "<p>An earlier version misspelled a name.</p>"


class RelatedArticleFactory(RowFactory):
    """An article to read after another one."""

    class Meta:
        model = models.RelatedArticle

    source = factory.SubFactory(ArticlePageFactory)
    article = factory.SubFactory(ArticlePageFactory)


class BookFactory(RowFactory):
    """A book by an author."""

    class Meta:
        model = models.Book

    author = factory.SubFactory(AuthorPageFactory)
    title = factory.Sequence("Book {}".format)
    publisher = "A Publisher"
    year = 2020
    note = "recently reissued"


class AuthorLinkFactory(RowFactory):
    """A link from an author bio."""

    class Meta:
        model = models.AuthorLink

    author = factory.SubFactory(AuthorPageFactory)
    label = "Website"
    url = "https://author.example.org/"


class IssueIndexPageFactory(PageFactory):
    """The list of issues."""

    class Meta:
        model = models.IssueIndexPage

    title = "Issues"


class IssuePageFactory(PageFactory):
    """An issue of the magazine, below the list of issues."""

    class Meta:
        model = models.IssuePage

    title = factory.Sequence("Issue {}".format)
    number = factory.Sequence(str)
    date = factory.Sequence(lambda n: datetime.date(2026, 1, 1) + datetime.timedelta(days=n % 300))
    cover_headline = "A headline on the cover"
    dek = "The line under it."

    @classmethod
    def make_parent(cls):
        return models.IssueIndexPage.objects.first() or IssueIndexPageFactory()


class IssueContentFactory(RowFactory):
    """An entry in the table of contents of an issue."""

    class Meta:
        model = models.IssueContent

    issue = factory.SubFactory(IssuePageFactory)
    section = "Features"
    article = factory.SubFactory(ArticlePageFactory)


class IssueSettingsFactory(RowFactory):
    """The choice of the current issue of the default site."""

    class Meta:
        model = models.IssueSettings
        django_get_or_create = ["site"]

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    current_issue = factory.SubFactory(IssuePageFactory)
