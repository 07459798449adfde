"""Where the API shows comments, and comments to read there."""

import datetime

from django.utils import timezone
from wagtail.models import APIToken

from comments.factories import ReaderCommentFactory
from comments.status import Status

CANARY = "canary@private.example.org"
VERSIONS = ("v2", "v3")
#: Every address at which a comment could appear, with the kind of object it names.
ROUTES = [
    ("list", "v2"),
    ("list", "v3"),
    ("detail", "v2"),
    ("detail", "v3"),
]


def get_address(kind, version, comment):
    page_id = comment.discussion.page_id
    query = f"?page={page_id}" if kind == "list" else f"{comment.uuid}/"
    return f"/api/{version}/comments/{query}"


def sign_in(user):
    """Return the header with a token of ``user``."""
    _token, secret = APIToken.create_token(user=user, name="test")
    return {"Authorization": f"Bearer {secret}"}


def make_comments(page, number, **kwargs):
    """Make approved comments, a minute apart, the oldest first."""
    start = timezone.now() - datetime.timedelta(days=1)
    return [
        ReaderCommentFactory(
            page=page,
            status=Status.APPROVED,
            created_at=start + datetime.timedelta(minutes=minute),
            author_email=CANARY,
            **kwargs,
        )
        for minute in range(number)
    ]
