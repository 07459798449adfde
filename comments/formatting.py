"""What the page about the text format shows: each rule as *you type* and *you get*.

The second half of an example is made by the function that makes comments, so that the page cannot
promise what a comment does not keep. A site with a text format of its own overrides
``comments/formatting.html``, which may take ``render_example`` for examples of that format.
"""

from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from . import conf
from .text import limits


@dataclass(frozen=True)
class Example:
    """A rule in use: what is typed, what ``rendered`` shows of it, and what it is for."""

    meaning: str
    typed: str
    rendered: str


def render_example(typed, *, meaning=""):
    """Return the ``Example`` of ``typed`` as the site's text format shows it."""
    return Example(meaning, typed, conf.text_format().render(typed))


def get_link_examples():
    """Return how addresses become links."""
    return [
        render_example("https://example.org/dance?step=2", meaning=_("A web address")),
        render_example("www.example.org", meaning=_("One that begins with www")),
        render_example("reader@example.org", meaning=_("An e-mail address")),
        render_example(
            "https://example.org/archive/2026/a-very-long-address-that-would-break-the-line.html",
            meaning=_("A long address, shown shortened"),
        ),
    ]


def get_tag_examples():
    """Return the allowed tags, each in use."""
    words = {
        "a": _("a good read"),
        "em": _("with stress"),
        "strong": _("with weight"),
        "cite": _("The Title of a Book"),
    }
    lists = {
        "ul": (_("An unordered list"), "<li>{}</li>\n<li>{}</li>", _("tea"), _("coffee")),
        "ol": (_("A numbered list"), "<li>{}</li>\n<li>{}</li>", _("listen"), _("answer")),
        "dl": (
            _("Terms and what they mean"),
            "<dt>{}</dt>\n<dd>{}</dd>",
            _("kicker"),
            _("the line above a headline"),
        ),
    }
    return [
        render_example(f'<a href="https://example.org/">{words["a"]}</a>', meaning=_("A link")),
        render_example(f"<em>{words['em']}</em>", meaning=_("Emphasis")),
        render_example(f"<strong>{words['strong']}</strong>", meaning=_("Strong importance")),
        render_example(f"<cite>{words['cite']}</cite>", meaning=_("The title of a work")),
        render_example("<code>x = &lt;y&gt;</code>", meaning=_("Computer code")),
        *(
            render_example(f"<{tag}>\n{items.format(*texts)}\n</{tag}>", meaning=meaning)
            for tag, (meaning, items, *texts) in lists.items()
        ),
    ]


def get_character_examples():
    """Return how characters that HTML takes for its own are typed."""
    meanings = {
        "&": _("Ampersand"),
        ">": _("Greater than"),
        "<": _("Less than"),
        '"': _("Quotation mark"),
    }
    return [render_example(escape(sign), meaning=meaning) for sign, meaning in meanings.items()]


def get_line_examples():
    """Return how lines and paragraphs break."""
    lines = _("The first line.\nThe second line, after Enter.")
    paragraphs = _("One paragraph.\n\nAnother one, after an empty line.")
    return [
        render_example(lines, meaning=_("A new line")),
        render_example(paragraphs, meaning=_("A new paragraph")),
    ]


def get_quote_examples():
    """Return how others are quoted."""
    first, second, answer = _("Listening is work."), _("So is answering."), _("Both are true.")
    name = _("Ada")
    return [
        render_example(f"[quote]{first}[/quote]\n{answer}", meaning=_("A quote")),
        render_example(f"[quote={name}]{first}[/quote]", meaning=_("With the name of its author")),
        render_example(
            f"[quote={name}]\n[quote]{first}[/quote]\n[quote]{second}[/quote]\n{answer}\n[/quote]",
            meaning=_("Quotes in a quote"),
        ),
        render_example("&#91;quote]", meaning=_("The tag itself, and no quote")),
    ]


def get_sections():
    """Return the examples of our own format by section, for the template."""
    return {
        "links": get_link_examples(),
        "tags": get_tag_examples(),
        "characters": get_character_examples(),
        "lines": get_line_examples(),
        "quotes": get_quote_examples(),
    }


def get_limits():
    """Return the figures that a comment in our own format has to keep."""
    return {
        "length": limits.MAX_LENGTH,
        "tags": limits.MAX_TAGS,
        "open": limits.MAX_OPEN_ELEMENTS,
    }
