"""Queries over comments: the one place that decides what a reader may see."""

import swapper
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.signals import setting_changed
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from wagtail.models import PageViewRestriction, Site
from wagtail.search.queryset import SearchableQuerySetMixin

from . import registry
from .prepared import Parameter, Prepared
from .status import TRANSITIONS, VISIBLE, WAITING, Mode


def get_pages_visible_to(user, *, passed_restrictions=()):
    """Return the pages that are published on a site and that restrictions let ``user`` see.

    ``user`` may be anonymous. ``passed_restrictions`` are the ids of restrictions whose shared
    password the reader has given: a password opens a session, not an account, so that only a
    view with a request knows them. Three queries at the most, whatever the size of the tree.
    """
    restrictions = list(
        PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    )
    groups = set()
    if user.is_authenticated and restrictions:
        groups = set(user.groups.values_list("pk", flat=True))
    hidden = Q(pk__in=[])
    for restriction in restrictions:
        accepted = restriction.pk in passed_restrictions or _accepts(restriction, user, groups)
        if not accepted:
            hidden |= Q(path__startswith=restriction.page.path)
    on_a_site = Q(pk__in=[])
    for site_path in Site.get_site_root_paths():
        on_a_site |= Q(url_path__startswith=site_path.root_path)
    page_model = swapper.load_model("wagtailcore", "Page")
    return page_model.objects.filter(on_a_site, live=True).exclude(hidden)


def get_commentable_pages(user, *, passed_restrictions=()):
    """Return those of the pages that ``user`` may see on which readers may comment at all."""
    pages = get_pages_visible_to(user, passed_restrictions=passed_restrictions)
    return pages.filter(_is_registered())


def get_pages_of_guests():
    """Return the pages that somebody who is nobody may see and on which readers may comment.

    The same as ``get_commentable_pages`` says, without asking for the sites and the restrictions
    before: for a single page, of which the database looks at those above it. Where many pages are
    asked for, the list of them costs less.
    """
    page_model = swapper.load_model("wagtailcore", "Page")
    roots = page_model.objects.filter(pk__in=Site.objects.values("root_page"))
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        roots = page_model.objects.filter(
            translation_key__in=Site.objects.values("root_page__translation_key")
        )
    restrictions = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.NONE)
    return page_model.objects.filter(
        Exists(roots.filter(path=_get_path_above("path")).order_by()),
        ~Exists(restrictions.filter(page__path=_get_path_above("page__path"))),
        _is_registered(),
        live=True,
    )


@registry.keeps
def get_prepared_shape():
    """Return what changes the SQL of queries about shown discussions: for ``Prepared.fetch``.

    They name content types, of which a test makes new ones, and settings.
    """
    return (
        getattr(settings, "WAGTAIL_I18N_ENABLED", False),
        *(
            (mode, page_type._meta.label, content_type.pk)
            for mode, page_types in registry.get_page_types_by_default_mode().items()
            for page_type, content_type in ContentType.objects.get_for_models(
                *page_types, for_concrete_models=False
            ).items()
        ),
    )


@receiver([setting_changed, post_migrate])
def _forget_shape(**_about):
    get_prepared_shape.cache_clear()


def _get_path_above(path):
    """Return as much of the outer page's path as ``path`` of the subquery is long."""
    return Substr(OuterRef("path"), 1, Length(path))


def get_registered_pages():
    """Return all pages, published or not, on which readers may comment by their type."""
    return swapper.load_model("wagtailcore", "Page").objects.filter(_is_registered())


def count_shown_comments(page_ids):
    """Return ``{page id: number}`` of the comments that readers see on these pages: one query.

    That the reader may read the pages themselves has been decided before. Pages without a
    discussion, or with a hidden one, are left out.
    """
    values = {f"page_{number}": pk for number, pk in enumerate(page_ids)}
    return dict(_COUNTS.fetch(get_prepared_shape(), len(values), **values)) if values else {}


def _select_counts(_shape, number):
    from .models import Discussion

    ids = [Parameter(f"page_{each}", models.IntegerField()) for each in range(number)]
    shown = Discussion.objects.shown().filter(page__id__in=ids)
    return shown.order_by().values_list("page_id", "comment_count")


_COUNTS = Prepared(_select_counts)


def _is_registered():
    content_types = ContentType.objects.get_for_models(
        *registry.get_page_types(), for_concrete_models=False
    )
    return Q(content_type__in=content_types.values())


def _accepts(restriction, user, groups):
    if restriction.restriction_type == restriction.LOGIN:
        return user.is_authenticated
    if restriction.restriction_type == restriction.GROUPS:
        return user.is_superuser or any(group.pk in groups for group in restriction.groups.all())
    return restriction.restriction_type == restriction.NONE


class DiscussionQuerySet(models.QuerySet):
    """Queries over discussions."""

    def shown(self):
        """Discussions that are not hidden, of registered page types."""
        return self.filter(_shown_discussions())

    def most_discussed(self, *, under=None):
        """Shown discussions on pages that anybody may read, those with most comments first.

        ``under`` is a page: only it and what stands below it counts. Discussions without
        comments are left out.
        """
        pages = get_pages_visible_to(AnonymousUser())
        if under is not None:
            pages = pages.descendant_of(under, inclusive=True)
        busy = self.shown().filter(comment_count__gt=0, page__in=pages)
        return busy.order_by("-comment_count", "-pk")


class ReaderCommentQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Queries over comments."""

    def visible_to(self, user, *, passed_restrictions=()):
        """Comments that ``user``, as a reader, may see anywhere: in lists, feeds and APIs.

        They are approved, and stand on a published page that ``user`` may see, in a discussion
        that is not hidden. The rights of moderators play no part here.
        """
        pages = get_pages_visible_to(user, passed_restrictions=passed_restrictions)
        return self.visible().filter(discussion__page__in=pages)

    def visible_on(self, page):
        """Comments that a reader of ``page`` sees there.

        Whether the reader may see the page itself has been decided before, by Wagtail's own
        view of the page (which also knows shared passwords).
        """
        return self.visible().filter(discussion__page_id=page.pk)

    def shown_in(self, discussion):
        """Comments that readers of ``discussion`` see, which the caller knows to be shown.

        An index has them in their order, so that of a long discussion only those are read that are
        taken. Ask ``Discussion.get_effective_mode`` before, and whether the reader may see the
        page: here nobody asks again. ``discussion`` may be an expression of its id.
        """
        return self.filter(discussion=discussion, status__in=VISIBLE)

    def visible(self):
        """Approved comments in discussions that are not hidden, of registered page types."""
        return self.filter(status__in=VISIBLE).filter(_shown_discussions("discussion__"))

    def own(self, uuids, user):
        """Comments with one of ``uuids``, which a browser proves, that ``user`` may call own.

        What was posted as oneself belongs to the account, not to the browser: a signature stays
        out of reach of whoever comes to the browser after signing out, and of everybody when the
        account is gone. ``user`` may be anonymous.
        """
        by = Q(user=None, badge="")
        if user.is_authenticated:
            by |= Q(user=user.pk)
        return self.filter(by, uuid__in=uuids)

    def on_pages_by(self, author, user):
        """Comments on pages that ``author``, the id of a page about an author, wrote.

        None where ``user``, as a reader, may not see that page: by the id of a hidden author
        nobody learns who wrote something. Two queries at the most, for view restrictions.
        """
        authors = get_pages_visible_to(user).filter(pk=author).values("pk")
        written = Q(pk__in=[])
        for page_type, lookup in registry.get_author_lookups():
            pages = page_type._default_manager.filter(**{f"{lookup}__in": authors})
            written |= Q(discussion__page__in=pages.values("pk"))
        return self.filter(written)

    def searchable(self):
        """Comments to ask the search index for, by what it can filter by.

        What it finds goes through ``visible_to``: an index may be behind, and knows no pages.
        """
        return self.filter(status__in=list(VISIBLE))

    def waiting(self):
        """Comments that wait for a moderator."""
        return self.filter(status__in=WAITING)

    def with_open_case(self):
        """Annotate comments with ``open_case``, the id of the open case that they are in."""
        items = self.model.case_items.rel.related_model.objects
        return self.annotate(
            open_case=models.Subquery(
                items.filter(comment=models.OuterRef("pk"), case__is_open=True).values("case")[:1]
            )
        )

    def with_section(self):
        """Annotate comments with ``section``, the title of the page above the discussed one."""
        page_model = swapper.load_model("wagtailcore", "Page")
        path = models.F("discussion__page__path")
        above = Substr(path, 1, Length(path) - models.Value(page_model.steplen))
        pages = page_model.objects.filter(path=models.OuterRef("section_path"))
        return self.annotate(section_path=above).annotate(
            section=models.Subquery(pages.values("title")[:1])
        )

    def may_become(self, status):
        """Comments that may go to ``status`` from the one that they have."""
        return self.filter(
            status__in=[source for source, targets in TRANSITIONS.items() if status in targets]
        )

    def may_be_picked(self):
        """Comments that readers see and that are no editors' picks yet."""
        return self.filter(status__in=VISIBLE, is_pick=False)

    def may_be_escalated(self):
        """Comments that wait and are in no open case yet."""
        items = self.model.case_items.rel.related_model.objects
        there = items.filter(comment=models.OuterRef("pk"), case__is_open=True)
        return self.waiting().filter(~models.Exists(there))

    def may_be_blocked(self):
        """Comments whose commenter has left a mail address, and can be told again by it."""
        return self.exclude(author_email="")

    def oldest_first(self):
        """In the order in which they were posted, which is that of an index in a discussion."""
        return self.order_by("created_at", "uuid")

    def newest_first(self):
        """The last posted first."""
        return self.order_by("-created_at", "-uuid")

    def thread_starts(self, discussion):
        """First comments of the threads of ``discussion`` in which readers see anything.

        A first comment that is not visible itself is among them while any reply to it is: a
        tombstone stands for it. Whether the discussion is shown at all is the caller's to ask
        (``Discussion.get_effective_mode``).
        """
        # Not is_listed=True: Django writes that as a bare column, which SQLite finds in no index.
        return self.filter(discussion=discussion, is_listed__in=[True])

    def replies_in(self, starts):
        """Replies that readers see in the threads of ``starts``, which are ``thread_starts``.

        They have positions, in the order in which they became visible.
        """
        return self.filter(root__in=starts, status__in=VISIBLE, thread_position__isnull=False)


def _shown_discussions(prefix=""):
    """Return the condition that a discussion is shown to readers; ``prefix`` leads to it."""
    shown = Q(pk__in=[])
    for default_mode, page_types in registry.get_page_types_by_default_mode().items():
        content_types = ContentType.objects.get_for_models(
            *page_types, for_concrete_models=False
        ).values()
        of_types = Q(**{f"{prefix}page__content_type__in": content_types})
        hidden = [Mode.HIDDEN, *([Mode.INHERITED] if default_mode == Mode.HIDDEN else [])]
        shown |= of_types & ~Q(**{f"{prefix}mode__in": hidden})
    return shown


DiscussionManager = models.Manager.from_queryset(DiscussionQuerySet)
ReaderCommentManager = models.Manager.from_queryset(ReaderCommentQuerySet)
