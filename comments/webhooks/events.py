"""What messages say: no more than readers may see at the moment they are sent.

What is stored of an event are ids and states. The words are looked up for each attempt: a comment
that was rejected, or a page that became private, before a message got through says nothing of
itself any more. No mail address and no network is ever in a message. Whoever wants more asks the
API, with a token.
"""

from datetime import UTC
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from ..models import ReaderComment
from ..querysets import get_pages_visible_to


def describe_page(page):
    """Return what is stored of a page: no query for a page whose type is known."""
    page_type = page.specific_class
    return {"id": page.pk, "type": page_type._meta.label if page_type else ""}


def describe_comment(comment):
    """Return what is stored of a comment, which has its discussion."""
    return {
        "id": str(comment.uuid),
        "page": comment.discussion.page_id,
        "status": str(comment.status),
    }


def make_payload(event, data, *, message_id):
    """Return the message about ``event`` as it is stored."""
    return {
        "id": message_id,
        "type": str(event),
        "created_at": write_time(timezone.now()),
        "data": data,
    }


def complete(payload):
    """Return ``payload`` with what anybody may read of its page or comment now."""
    kind = payload["type"].partition(".")[0]
    find_words = {"page": _find_page, "comment": _find_comment}.get(kind)
    if find_words is None:
        return payload
    return payload | {"data": payload["data"] | find_words(payload["data"])}


def _find_page(data):
    pages = get_pages_visible_to(AnonymousUser()).filter(pk=data["id"])
    page = pages.select_related("locale").first()
    if page is None:
        return {}
    language = page.locale.language_code
    with translation.override(language):
        address = page.full_url
    return {"title": page.title, "slug": page.slug, "locale": language, "url": address}


def _find_comment(data):
    visible = ReaderComment.objects.visible_to(AnonymousUser()).filter(uuid=UUID(data["id"]))
    comment = visible.select_related("parent").first()
    if comment is None:
        return {}
    return {
        "parent": comment.parent and str(comment.parent.uuid),
        "subject": comment.subject,
        "html": str(comment.rendered),
        "author_name": comment.author_name,
        "created_at": write_time(comment.created_at),
    }


def write_time(moment):
    """Return ``moment`` as ISO 8601 in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
