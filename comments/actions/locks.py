"""Row locks, taken in one order by all actions: discussions first, then comments."""

from django.db.models import BigIntegerField

from ..models import Discussion, ReaderComment
from ..prepared import Parameter, Prepared, name_columns

#: What tells that a comment has not changed: nobody decides about what nobody has seen.
SEEN = ("status", "revision_number", "is_pick", "author_email")


def lock_discussion(page):
    """Return the discussion of ``page``, locked; it is made when there is none yet."""
    found = _DISCUSSION.fetch_objects(page=page.pk)
    if not found:
        # One at a time: of many who insert the same row at once, MariaDB fails some by deadlock.
        pages = Discussion.page.field.related_model.objects
        list(pages.select_for_update().filter(pk=page.pk).values_list("pk"))
        Discussion.objects.get_or_create(page_id=page.pk)
        found = _DISCUSSION.fetch_objects(page=page.pk)
    (discussion,) = found
    discussion.page = page
    return discussion


def _select_discussion():
    discussions = Discussion.objects.select_for_update()
    found = discussions.filter(page_id=Parameter("page", BigIntegerField()))
    return found.values_list(*name_columns(Discussion))


_DISCUSSION = Prepared(_select_discussion, for_write=True)


def lock_comments(ids):
    """Return the comments with these ids, locked, each with its locked discussion and page.

    Three queries for any number of comments. Comments that are gone are left out.
    """
    discussions = {
        discussion.pk: discussion
        for discussion in Discussion.objects.select_for_update()
        .filter(pk__in=ReaderComment.objects.filter(pk__in=ids).values("discussion"))
        .order_by("pk")
    }
    pages = Discussion.page.field.related_model.objects.in_bulk(
        [discussion.page_id for discussion in discussions.values()]
    )
    for discussion in discussions.values():
        discussion.page = pages[discussion.page_id]
    comments = list(ReaderComment.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for comment in comments:
        comment.discussion = discussions[comment.discussion_id]
    return comments


def lock_unchanged(comments):
    """Return those of ``comments``, locked, that are still as they are here."""
    before = {comment.pk: _look(comment) for comment in comments}
    locked = lock_comments(list(before))
    return [comment for comment in locked if _look(comment) == before[comment.pk]]


def _look(comment):
    return [getattr(comment, name) for name in SEEN]
