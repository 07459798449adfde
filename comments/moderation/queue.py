"""The queue: which comments a moderator finds under which filters, in the admin and in the API."""

from django.db.models import Exists, OuterRef, Q

from ..models import CaseItem
from ..permissions import case_policy, comment_policy
from ..status import VISIBLE, WAITING

#: What the status is called that is none: readers have flagged the comment.
FLAGGED_TAB = "flagged"

#: Where the search of the queue looks.
SEARCH_FIELDS = ["subject", "body", "author_name"]

#: The conditions that comments meet or not.
HAS_FLAGS = Q(flag_count__gt=0)
HAS_LINKS = Q(html__contains="<a ")
IN_CASE = Q(Exists(CaseItem.objects.filter(comment=OuterRef("pk"), case__is_open=True)))


def filter_tab(queryset, tab):
    """Return those of ``queryset`` that belong under ``tab``: a status, ``FLAGGED_TAB``, or ""."""
    if tab == FLAGGED_TAB:
        return queryset.filter(HAS_FLAGS, status__in=VISIBLE | WAITING)
    return queryset.filter(status=tab) if tab else queryset


def by_same_commenter(queryset, comment):
    """Return those of ``queryset`` that whoever wrote ``comment`` wrote.

    Who left no address wrote this one comment, as far as is known.
    """
    if not comment.author_email:
        return queryset.filter(pk=comment.pk)
    return queryset.filter(author_email=comment.author_email)


def get_cases(user):
    """Return the cases, open or closed, the comments of which ``user`` finds in the queue."""
    return case_policy.instances_user_has_permission_for(user, "moderate")


def filter_case(queryset, case):
    """Return those of ``queryset`` that are in ``case``, or were when it was closed."""
    return queryset.filter(pk__in=case.items.values("comment"))


def search_queue(queryset, words):
    """Return those of ``queryset`` that say ``words``; the rows are searched, not the index.

    The index has none of the comments that wait.
    """
    found = Q()
    for name in SEARCH_FIELDS:
        found |= Q(**{f"{name}__icontains": words})
    return queryset.filter(found)


def get_queue(user, *, action="view"):
    """Return the comments with which ``user`` may do ``action``, with what showing them needs."""
    comments = comment_policy.instances_user_has_permission_for(user, action)
    return comments.select_related("discussion__page__locale", "parent").with_open_case()
