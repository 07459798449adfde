"""The comments in the search index: those that readers see, and no others."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import pre_delete
from django_tasks import task
from wagtail.search.backends import get_search_backends

from .models import Discussion, ReaderComment
from .signals import comment_edited, comments_status_changed, discussion_mode_changed
from .status import VISIBLE

BATCH = 500


@task()
def update_index(comment_ids):
    """Bring the search index up to date with what readers see of these comments now.

    Comments that are gone are taken out. The number of queries is the same for one comment and
    for many (SQLite splits the writing of some hundreds).
    """
    shown = list(ReaderComment.get_indexed_objects().filter(pk__in=comment_ids))
    hidden = set(comment_ids) - {comment.pk for comment in shown}
    with transaction.atomic():
        # What a database has of them goes first: to add is one query, to replace one for each.
        _delete_entries(comment_ids)
        for backend in get_search_backends(with_auto_update=True):
            # Such a backend is a service of its own, whose documents are not rows of ours.
            if backend.catch_indexing_errors:
                for pk in hidden:
                    backend.delete(ReaderComment(pk=pk))
            if shown:
                backend.add_bulk(ReaderComment, shown)


def _delete_entries(comment_ids):
    entries = ReaderComment._meta.get_field("index_entries").related_model.objects.filter(
        content_type=ContentType.objects.get_for_model(ReaderComment),
        object_id__in=[str(pk) for pk in comment_ids],
    )
    entries._raw_delete(using=entries.db)


def connect():
    """Follow every change of what readers see. Called once, by ``ready()``."""
    comments_status_changed.connect(_follow_decision, dispatch_uid="comments.search.decision")
    comment_edited.connect(_follow_edit, dispatch_uid="comments.search.edit")
    discussion_mode_changed.connect(_follow_mode, dispatch_uid="comments.search.mode")
    pre_delete.connect(_follow_deletion, sender=Discussion, dispatch_uid="comments.search.delete")


def _follow_decision(comments, previous, **kwargs):
    _enqueue(
        comment.pk
        for comment in comments
        if comment.status in VISIBLE or previous[comment.pk] in VISIBLE
    )


def _follow_edit(comment, **kwargs):
    # One that waits again has left the index with that decision.
    if comment.status in VISIBLE:
        _enqueue([comment.pk])


def _follow_mode(discussion, **kwargs):
    _enqueue(_get_approved_ids(discussion))


def _follow_deletion(instance, **kwargs):
    ids = list(_get_approved_ids(instance))
    transaction.on_commit(lambda: _enqueue(ids))


def _get_approved_ids(discussion):
    approved = discussion.reader_comments.filter(status__in=VISIBLE)
    return approved.order_by("pk").values_list("pk", flat=True)


def _enqueue(comment_ids):
    ids = list(comment_ids)
    for start in range(0, len(ids), BATCH):
        update_index.enqueue(ids[start : start + BATCH])
