"""What stands in an answer exactly."""

from dataclasses import dataclass

from .states import ARTICLES


@dataclass(frozen=True)
class Claim:
    """What is in an answer and nothing more; ``None`` for what is not known exactly.

    ``titles`` are pages by their published or draft titles. ``page`` and ``comment`` are numbers of
    what the address names, each with whether it is shown. ``is_found`` tells whether the answer is
    no refusal.
    """

    pages: set | None = None
    articles: set | None = None
    titles: set | None = None
    comments: set | None = None
    page: tuple | None = None
    comment: tuple | None = None
    is_found: bool | None = None
    is_empty: bool | None = None

    def find_faults(self, oracle, reading):
        """Return in words what in ``reading`` is otherwise."""
        found = reading.found
        articles = {oracle.page_numbers[page.name] for page in ARTICLES}
        facts = {
            "pages": found.pages,
            "articles": found.pages & articles,
            "titles": found.pages | found.drafts,
            "comments": found.comments,
            "page": self.page and (self.page[0], self.page[0] in found.pages),
            "comment": self.comment and (self.comment[0], self.comment[0] in found.comments),
            "is_found": reading.status < 400,
            "is_empty": reading.is_empty,
        }
        claims = {name: getattr(self, name) for name in facts}
        return [
            f"{name}: {_sort(facts[name])} instead of {_sort(claim)}"
            for name, claim in claims.items()
            if claim is not None and claim != facts[name]
        ]


def _sort(value):
    return sorted(value) if isinstance(value, set | frozenset) else value
