"""What the front page is, for machines: the site with its search, its publisher, the magazine."""

from django.urls import reverse

from columns.structured_data import describe_page
from columns.structured_data.publisher import describe_front_page
from home.models import HomePage


@describe_page.register(HomePage)
def describe_home_page(page, scene):
    """Return the nodes of the front page."""
    return describe_front_page(scene, search=f"{scene.root}{reverse('search')}?query={{query}}")
