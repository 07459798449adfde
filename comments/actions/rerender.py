"""Rendering stored comments again, after the text format has changed."""

from functools import partial

from django.db import transaction
from django.db.models import F

from .. import conf
from ..models import Discussion, ReaderComment
from ..signals import discussions_rerendered
from ..status import VISIBLE
from .locks import lock_comments


@transaction.atomic
def rerender_comments(comments):
    """Store what the present text format makes of ``comments``, and return them so.

    Any number of them, with the same number of queries; their rows and those of their discussions
    are locked meanwhile, so that a batch is better than all. Only ``html`` and ``format_version``
    are written. Discussions in which readers see a difference get a new ``version``, and the
    signal ``discussions_rerendered`` names their pages. Nobody has decided anything, so that
    there is no log entry.
    """
    text = conf.text_format()
    locked = lock_comments([comment.pk for comment in comments])
    changed = {}
    for comment in locked:
        html = text.render(comment.body)
        if comment.html != html and comment.status in VISIBLE:
            changed[comment.discussion_id] = comment.discussion.page_id
        comment.html, comment.format_version = html, text.FORMAT_VERSION
    if locked:
        ReaderComment.objects.bulk_update(locked, ["html", "format_version"])
        Discussion.objects.filter(pk__in=changed).update(version=F("version") + 1)
    if changed:
        transaction.on_commit(
            partial(
                discussions_rerendered.send_robust,
                sender=Discussion,
                page_ids=set(changed.values()),
            )
        )
    return locked
