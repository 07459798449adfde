"""Sections: the parts of the page tree by which moderators count."""

import swapper
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Length, Substr

from ..models import GroupCommentPermission
from ..permissions import get_rights


def get_section_path(user, path_lookup):
    """Return the expression of the path of the section of the page at ``path_lookup``.

    A section is the page above the discussed ones. What stands above the part of the tree that
    ``user`` moderates is none of it: a single page to which a right is confined is its own section.
    """
    path = F(path_lookup)
    steplen = swapper.load_model("wagtailcore", "Page").steplen
    above = Substr(path, 1, Length(path) - Value(steplen))
    paths = [] if user.is_superuser else _get_paths(user)
    outermost = [own for own in paths if not any(own[:-steplen].startswith(it) for it in paths)]
    if not outermost:
        return above
    alone = When(**{f"{path_lookup}__in": outermost}, then=path)
    return Case(alone, default=above, output_field=CharField())


def _get_paths(user):
    return GroupCommentPermission.objects.get_paths(user, get_rights(["moderate"]))


def get_pages_by_path(paths):
    """Return ``{path: page}`` of those pages that there are; one query."""
    page_model = swapper.load_model("wagtailcore", "Page")
    return {page.path: page for page in page_model.objects.filter(path__in=set(paths))}
