"""A discussion in the words of schema.org: what the page shows of it, for machines.

The block of data is about the thing that the page is about, which somebody else describes: it has
the same ``@id``, the address of the page, ``#``, and the type in small letters, so that both are
read as one. The type is that of ``registry.register(…, schema_type="Article")``.
"""

import re
from html import unescape
from uuid import UUID

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator

from . import registry
from .status import VISIBLE

#: Nearly every comment is whole in the data; what is longer is not sent twice.
TEXT_LENGTH = 1000

_BLOCK = re.compile(r"<(?=/?(?:p|br|li|dt|dd|ul|ol|dl|div|blockquote)\b)")


def describe_discussion(page, discussion_view, request):
    """Return the JSON-LD of the part of a discussion that is shown, as a dictionary.

    ``None`` where nobody can reach the page, and for a preview. There is no query:
    ``discussion_view`` has been loaded for the page.
    """
    _site_id, root, path = page.get_url_parts(request) or (None, None, None)
    if not root or getattr(request, "is_preview", False):
        return None
    kind = registry.get_options(page.specific_class).schema_type
    find_address = _make_finder(root)
    shown = [node for node in discussion_view.nodes if _is_shown(node)]
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": f"{root}{path}#{kind.lower()}",
        "commentCount": discussion_view.comment_count,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "CommentAction"},
            "userInteractionCount": discussion_view.comment_count,
        },
        "comment": [_describe_comment(node, find_address) for node in shown],
    }


def _describe_comment(node, find_address):
    comment = node.comment
    posted = comment.created_at.isoformat(timespec="seconds")
    address = find_address(comment)
    described = {
        "@type": "Comment",
        "@id": address,
        "url": address,
        "name": comment.subject,
        "text": to_plain_text(comment.rendered),
        "author": {"@type": "Person", "name": comment.author_name},
        "dateCreated": posted,
        # The name that search engines look for.
        "datePublished": posted,
    }
    if node.parent and _is_shown(node.parent):
        parent = {"@type": "Comment", "@id": find_address(node.parent.comment)}
        described["parentItem"] = parent
    return {name: value for name, value in described.items() if value}


def to_plain_text(html):
    """Return the text of a rendered comment on one line, of ``TEXT_LENGTH`` at the most."""
    text = " ".join(unescape(strip_tags(_BLOCK.sub(" <", html))).split())
    # Counting characters as people see them takes its time, and most comments are short.
    return text if len(text) <= TEXT_LENGTH else Truncator(text).chars(TEXT_LENGTH)


def _is_shown(node):
    """Tell whether anybody sees the comment, and not just the one who wrote it."""
    return node.comment is not None and node.comment.status in VISIBLE


def _make_finder(root):
    """Return the function that gives a comment's permanent address, looked up once for all."""
    example = str(UUID(int=0))
    before, _, after = reverse("comments:permalink", args=[example]).partition(example)
    return lambda comment: f"{root}{before}{comment.uuid}{after}"
