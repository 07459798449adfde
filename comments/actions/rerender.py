"""Rendering stored comments again, after the text format has changed."""

from django.db import transaction
from django.db.models import F

from .. import conf
from ..models import Discussion, ReaderComment
from ..status import VISIBLE
from .locks import lock_comments


@transaction.atomic
def rerender_comments(comments):
    """Store what the present text format makes of ``comments``, and return them so.

    Any number of them, with the same number of queries; their rows and those of their discussions
    are locked meanwhile, so that a batch is better than all. Only ``html`` and ``format_version``
    are written. Discussions in which readers see a difference get a new ``version``. Nobody has
    decided anything, so that there is no log entry and no signal.
    """
    text = conf.text_format()
    locked = lock_comments([comment.pk for comment in comments])
    changed = set()
    for comment in locked:
        html = text.render(comment.body)
        if comment.html != html and comment.status in VISIBLE:
            changed.add(comment.discussion_id)
        comment.html, comment.format_version = html, text.FORMAT_VERSION
    if locked:
        ReaderComment.objects.bulk_update(locked, ["html", "format_version"])
        Discussion.objects.filter(pk__in=changed).update(version=F("version") + 1)
    return locked
