"""Factories of the home page, for tests and for demo content."""

import factory
from wagtail.models import Page

from columns.factories import PageFactory

from .models import HomePage


class HomePageFactory(PageFactory):
    """A home page, below the root of the tree."""

    class Meta:
        model = HomePage

    title = factory.Sequence("Home {}".format)
    tagline = "A line under the magazine's name."

    @classmethod
    def make_parent(cls):
        return Page.get_first_root_node()
