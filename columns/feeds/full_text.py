"""A whole article as plain HTML that stands by itself, wherever a news reader shows it."""

import nh3
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ..api.body import get_body
from ..api.fields import CorrectionsField

TAGS = {
    *("a", "aside", "b", "blockquote", "br", "cite", "em", "figcaption", "figure", "h2", "h3", "i"),
    *("img", "li", "ol", "p", "strong", "sub", "sup", "ul"),
}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}


def get_full_text(batch, article):
    """Return the body of ``article`` with its corrections: safe HTML with absolute addresses.

    It has no scripts, frames, styles or classes. ``batch`` is the ``Batch`` that ``article``
    belongs to; rendering costs no query of its own for each article.
    """
    html = render_to_string(
        "columns/feeds/article.html",
        {
            "article": article,
            "blocks": get_body(batch, article),
            "corrections": CorrectionsField().to_representation(article),
        },
    )
    clean = nh3.clean(
        "\n".join(line for line in html.split("\n") if line.strip()),
        tags=TAGS,
        attributes=ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative=("rewrite_with_base", article.full_url),
    )
    return mark_safe(clean.strip())  # noqa: S308 - what the cleaner returns
