"""Searching in tests, on any database."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.models import IndexEntry

from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import ReaderComment

_COMMITS = connection.vendor == "mysql"

#: For tests that search for what they made. The full-text index of MariaDB holds only what is
#: committed, so that there such a test runs without the transaction around it.
searching = pytest.mark.django_db(transaction=_COMMITS, serialized_rollback=_COMMITS)


def make_indexed_comment(committing, **kwargs):
    """Return a comment that was approved, and so came into the index.

    ``committing`` is the fixture ``django_capture_on_commit_callbacks``.
    """
    comment = ReaderCommentFactory(**kwargs)
    with committing(execute=True):
        actions.approve([comment])
    comment.refresh_from_db()
    return comment


def get_indexed_comments():
    """Return the ids of the comments in the index of the database."""
    content_type = ContentType.objects.get_for_model(ReaderComment)
    entries = IndexEntry.objects.filter(content_type=content_type)
    return {int(pk) for pk in entries.values_list("object_id", flat=True)}
