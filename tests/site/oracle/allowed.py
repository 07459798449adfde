"""What may stand in an answer at the most, as the oracle says."""

from dataclasses import replace

from comments.models import ModerationCase

from .markers import Found
from .states import (
    COMMENTS,
    PAGES,
    may_edit,
    may_moderate,
    may_review,
    may_see,
    may_see_own,
    may_see_page,
    may_see_waiting,
)

MODERATION = "/api/v3/comments/moderation/"
#: Operations of Wagtail's own that are for editors, besides what readers see.
FOR_EDITORS = {
    "pages_list": "with a token it lists the pages that its user may edit, drafts among them",
    "pages_find": "it finds what the list lists",
    "pages_detail": "it gives the pages of the list, the last draft of them with version=draft",
    "pages_revisions_list": "revisions are of pages that the token's user may edit",
    "pages_revisions_detail": "revisions are of pages that the token's user may edit",
}
#: Faults of Wagtail's own, by operation.
NAMES_PARENT = {
    "pages_detail": "names the page above by its title, whoever may see that one (Wagtail 8.0.1)",
    "pages_revisions_detail": "the same",
}


class Oracle:
    """The oracle for a ``World``: it knows the ids and the numbers of what is in the table."""

    def __init__(self, world):
        self.world = world
        #: What the numbers in each field of ``Found`` stand for.
        self.names = {
            "pages": world.page_names,
            "drafts": world.page_names,
            "comments": world.comment_names,
            "asides": world.aside_names,
        }
        #: What was selected before, which is asked thousands of times.
        self.known = {}
        self.page_numbers = {name: number for number, name in world.page_names.items()}
        self.comment_numbers = {names: number for number, names in world.comment_names.items()}
        self.page_by_id = {page.pk: PAGES[name] for name, page in world.pages.items()}
        self.comment_by_id = {
            comment.uuid: (PAGES[page], COMMENTS[name])
            for (page, name), comment in world.comments.items()
        }
        self.page_by_case = {
            pk: self.page_by_id[page]
            for pk, page in ModerationCase.objects.values_list("pk", "discussion__page")
        }

    def select_pages(self, may, *args):
        """Return the numbers of the pages for which ``may(*args, page)``."""
        if (may, args) not in self.known:
            names = self.world.page_names.items()
            self.known[may, args] = {number for number, name in names if may(*args, PAGES[name])}
        return set(self.known[may, args])

    def select_comments(self, may, *args):
        """Return the numbers of the comments for which ``may(*args, page, comment)``."""
        if (may, args) not in self.known:
            self.known[may, args] = {
                number
                for number, (page, name) in self.world.comment_names.items()
                if may(*args, PAGES[page], COMMENTS[name])
            }
        return set(self.known[may, args])

    def select_asides(self, may, *args):
        """Return the numbers of the asides about comments on pages for which ``may``."""
        asides = self.world.aside_names.items()
        return {number for number, (page, _name) in asides if may(*args, PAGES[page])}

    def get_own(self, visit, reader):
        """Return the comment whose secret was sent: whoever has it is its author."""
        page, comment = self.comment_by_id[visit.chosen["comment_id"]]
        author = replace(reader, wrote=comment.name)
        is_shown = may_see_own(author, page, comment)
        return {self.comment_numbers[page.name, comment.name]} if is_shown else set()

    def get_allowed(self, visit, visitor):
        """Return as ``Found`` what an answer may show to ``visitor`` at the most."""
        surface, reader = visit.surface, visitor.at(visit.surface)
        pages = self.select_pages(may_see_page, reader)
        comments = self.select_comments(may_see, reader)
        drafts, asides = set(), set()
        if surface.door in {"session", "cookie"}:
            comments |= self.select_comments(may_see_own, reader)
            comments |= self.select_comments(may_see_waiting, reader)
        if surface.name == "comments_own":
            comments |= self.get_own(visit, reader)
        if visit.address.startswith(MODERATION):
            moderated = self.select_pages(may_moderate, reader)
            pages, drafts = pages | moderated, drafts | moderated
            comments |= self.select_comments(may_review, reader)
            asides |= self.select_asides(may_moderate, reader)
        if surface.name in FOR_EDITORS:
            edited = self.select_pages(may_edit, reader)
            pages, drafts = pages | edited, drafts | edited
        if surface.name in NAMES_PARENT:
            pages |= self.get_parent(visit, pages)
        return Found(*map(frozenset, (pages, drafts, comments, asides)))

    def get_parent(self, visit, pages):
        """Return the page above the one that is asked for, if that one is among ``pages``."""
        page = self.page_by_id[visit.chosen["page_id"]]
        is_shown = page.above and self.page_numbers[page.name] in pages
        return {self.page_numbers[page.above]} if is_shown else set()
