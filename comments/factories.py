"""Factories of reader comments, for tests and for demo content."""

import factory
from django.contrib.auth.models import Group
from django.db.models import F

from . import conf, models
from .actions import recount
from .actions.reading_order import follow_statuses
from .status import VISIBLE, WAITING, Status

#: What counting may have changed of the comment itself.
READING_ORDER = ["is_listed", "thread_count", "last_position", "thread_position"]
#: What counting changes of the discussion.
COUNTERS = ["comment_count", "waiting_count", "version"]


class DiscussionFactory(factory.django.DjangoModelFactory):
    """The discussion of ``page``, which has to be given."""

    class Meta:
        model = models.Discussion
        django_get_or_create = ["page"]


class ReaderCommentFactory(factory.django.DjangoModelFactory):
    """A comment on ``page`` in any ``status``; its discussion's counters and order are kept right.

    ``page`` may be left out for a reply, which is one to ``parent``. Whether the discussion is
    open, and what the checks would say, plays no part.
    """

    class Meta:
        model = models.ReaderComment
        exclude = ["page"]
        skip_postgeneration_save = True

    parent = None
    page = None
    discussion = factory.LazyAttribute(
        lambda made: made.parent.discussion if made.parent else get_discussion(made.page)
    )
    root = factory.LazyAttribute(lambda made: made.parent and (made.parent.root or made.parent))
    depth = factory.LazyAttribute(lambda made: made.parent.depth + 1 if made.parent else 0)
    subject = factory.Sequence("Subject {}".format)
    body = factory.Sequence("The text of comment {}.".format)
    html = factory.LazyAttribute(lambda made: conf.text_format().render(made.body))
    format_version = factory.LazyFunction(lambda: conf.text_format().FORMAT_VERSION)
    author_name = factory.Sequence("Reader {}".format)
    author_email = factory.Sequence("reader{}@example.org".format)
    status = Status.HELD
    is_listed = factory.LazyAttribute(lambda made: not made.parent and made.status in VISIBLE)

    @factory.post_generation
    def counters(self, create, extracted, **kwargs):
        if create:
            count(self)


def get_discussion(page):
    """Return the discussion of ``page``, with its page as a plain ``Page``, as actions have it."""
    discussion = DiscussionFactory(page=page)
    discussion.page = getattr(page, "page_ptr", page)
    return discussion


def count(comment):
    """Count the new ``comment``: a recount of all, of which many are made, costs much more."""
    if comment.parent and comment.parent.depth and comment.parent.thread_position is None:
        # What is replied to gets its position too.
        recount(comment.discussion)
        comment.refresh_from_db(fields=READING_ORDER)
        return
    if comment.parent:
        follow_statuses([comment], {comment.pk: None})
    models.Discussion.objects.filter(pk=comment.discussion_id).update(
        comment_count=F("comment_count") + int(comment.status in VISIBLE),
        waiting_count=F("waiting_count") + int(comment.status in WAITING),
        version=F("version") + 1,
    )
    comment.discussion.refresh_from_db(fields=COUNTERS)


class GroupFactory(factory.django.DjangoModelFactory):
    """A group of users."""

    class Meta:
        model = Group

    name = factory.Sequence("Group {}".format)


class GroupCommentPermissionFactory(factory.django.DjangoModelFactory):
    """The right of a group to moderate below ``page``, which has to be given."""

    class Meta:
        model = models.GroupCommentPermission

    group = factory.SubFactory(GroupFactory)
