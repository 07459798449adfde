"""Errors of the publishing pages."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class AuthorsInUse(PermissionDenied):
    """Authors cannot be deleted, because pages that would stay name them.

    ``authors`` are the author bios concerned. ``str()`` is a sentence for the person who deletes.
    """

    def __init__(self, authors):
        self.authors = list(authors)
        names = ", ".join(author.title for author in self.authors)
        super().__init__(
            _("Not deleted: %(names)s would be missing from bylines or columns.") % {"names": names}
        )
