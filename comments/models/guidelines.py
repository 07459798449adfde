"""The guidelines of a site as they are kept: Wagtail's rich text, but nothing that breaks pages."""

import swapper
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.html import escape

from ..text import normalise

GUIDELINES_FEATURES = ["bold", "italic", "ol", "ul", "link"]


def tidy_guidelines(source):
    """Return ``source``, rich text in Wagtail's database format, fit to be kept; empty for none.

    Wagtail does not look at the id of a link to a page before it asks the database for it: a link
    with one that no page can have loses its tag, and keeps its text. What has no word in it is
    empty, and characters that no comment may hold are left out.
    """
    source = normalise(source)
    soup = BeautifulSoup(source, "html.parser")
    if not soup.get_text().strip():
        return ""
    links = soup.find_all("a", linktype="page")
    broken = [link for link in links if not _is_page_id(link.get("id"))]
    for link in broken:
        link.unwrap()
    # As Wagtail writes it: it finds the tags again by regular expressions.
    return soup.decode(formatter=escape) if broken else source


def _is_page_id(text):
    try:
        # Knows the largest number that the database takes.
        number = swapper.load_model("wagtailcore", "Page")._meta.pk.clean(text, None)
    except ValidationError:
        return False
    return number is not None and number > 0
