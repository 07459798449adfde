"""Factories of reader comments, for tests and for demo content."""

import factory
from django.contrib.auth.models import Group

from . import conf, models
from .actions import recount
from .status import Status

#: What a recount may have changed of the comment itself.
READING_ORDER = ["is_listed", "thread_count", "last_position", "thread_position"]


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
        lambda made: made.parent.discussion if made.parent else DiscussionFactory(page=made.page)
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

    @factory.post_generation
    def counters(self, create, extracted, **kwargs):
        if create:
            recount(self.discussion)
            self.refresh_from_db(fields=READING_ORDER)


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
