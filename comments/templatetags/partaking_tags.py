"""Template tags for what readers do with comments.

What stands at each of a hundred comments is made by filters: ``{% blocktranslate %}`` takes five
times as long.
"""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from ..models import CommentSettings

register = template.Library()


@register.simple_tag
def comment_settings(page):
    """Return the ``CommentSettings`` in force for ``page``; asked once for each page object."""
    return CommentSettings.of(page)


@register.filter
def reply_words(comment):
    """Return what the link to reply is called: aloud, it says to which ``comment``."""
    return _name(comment, _get_words(get_language()).reply)


@register.filter
def quote_words(comment):
    """Return what the link to quote is called: aloud, it says which ``comment``."""
    return _name(comment, _get_words(get_language()).quote)


@register.filter
def flag_words(comment):
    """Return what the link to flag is called: aloud, it says which ``comment``."""
    return _name(comment, _get_words(get_language()).flag)


class _Words(NamedTuple):
    """What the links are called, with ``{name}`` and ``{subject}`` of a comment, as HTML."""

    reply: str
    quote: str
    flag: str


@lru_cache(maxsize=64)
def _get_words(language):
    """Return the ``_Words`` in ``language``, which is the one in force."""
    return _Words(
        reply=gettext('Reply<span class="comments-unseen"> to {name}: {subject}</span>'),
        quote=gettext('Quote<span class="comments-unseen"> {name}: {subject}</span>'),
        flag=gettext('Flag<span class="comments-unseen"> the comment of {name}: {subject}</span>'),
    )


def _name(comment, words):
    return format_html(words, name=comment.author_name, subject=comment.subject)
