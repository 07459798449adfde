"""Pages composed of the mixins of ``columns`` with a base page that is not Wagtail's own.

The base page is that of Wagtail's own tests: its migrations show how such a model has to be made.
"""

from wagtail.test.basepage.models import BasePage

from columns.mixins import ArticleMixin, AuthorMixin, ColumnMixin, IssueMixin


class SeriesPage(ColumnMixin, BasePage):
    """A column of this site."""

    content_panels = [*BasePage.content_panels, *ColumnMixin.column_panels]


class EssayPage(ArticleMixin, BasePage):
    """An article of this site."""

    template = "custom_page/essay_page.html"
    content_panels = [*ArticleMixin.headline_panels, *ArticleMixin.body_panels]


class WriterPage(AuthorMixin, BasePage):
    """An author bio of this site."""

    content_panels = AuthorMixin.author_panels


class NumberPage(IssueMixin, BasePage):
    """An issue of this site."""

    content_panels = [*BasePage.content_panels, *IssueMixin.issue_panels]
