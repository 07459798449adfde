"""What the concrete pages share: their place in the tree, and what every public page shows."""

from django.db import models
from wagtail.api import APIField
from wagtail.coreutils import resolve_model_string
from wagtail.models import Page, PageViewRestriction, Site

from .. import conf
from ..api.fields import CurrentIssueField
from ..exceptions import AuthorsInUse
from ..previews import PreviewMixin


class SectionPageMixin(models.Model):
    """A page that stands directly below a page of the site, such as its home page."""

    class Meta:
        abstract = True

    @classmethod
    def clean_parent_page_models(cls):
        """Return the page types allowed as parents, by ``COLUMNS_PARENT_PAGE_TYPES``."""
        labels = conf.parent_page_types()
        if labels is not None:
            return [resolve_model_string(label) for label in labels]
        return [
            model
            for model in super().clean_parent_page_models()
            if model is not Page and model._meta.app_label != cls._meta.app_label
        ]


class CurrentIssueMixin(PreviewMixin, models.Model):
    """A page whose template shows the box of the current issue, as every public page does."""

    #: Set where the page was loaded together with the restrictions above it, and there are none.
    is_unrestricted = False

    current_issue_api_fields = [APIField("current_issue", serializer=CurrentIssueField())]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        from .issue import IssuePage

        context = super().get_context(request, *args, **kwargs)
        context["current_issue"] = IssuePage.objects.current(
            Site.find_for_request(request), locale=self.locale
        )
        return context

    def get_view_restrictions(self):
        """Return the restrictions of the page and of all above it, without asking twice."""
        if self.is_unrestricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


class KeepsAuthorsMixin(models.Model):
    """A page that is not deleted while pages that would stay name its authors."""

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        """Delete the page with all below it; raises ``AuthorsInUse``."""
        from .author import AuthorPage

        authors = AuthorPage.get_in_use_outside([self])
        if authors:
            raise AuthorsInUse(authors)
        return super().delete(*args, **kwargs)
