"""Row locks, taken in one order by all actions: discussions first, then comments."""

from ..models import Discussion, ReaderComment


def lock_discussion(page):
    """Return the discussion of ``page``, locked; it is made when there is none yet."""
    discussions = Discussion.objects.select_for_update().filter(page_id=page.pk)
    discussion = discussions.first()
    if discussion is None:
        # One at a time: of many who insert the same row at once, MariaDB fails some by deadlock.
        pages = Discussion.page.field.related_model.objects
        list(pages.select_for_update().filter(pk=page.pk).values_list("pk"))
        Discussion.objects.get_or_create(page_id=page.pk)
        discussion = discussions.get()
    discussion.page = page
    return discussion


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
