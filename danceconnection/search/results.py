"""What a search found: counted, chosen by kind, ordered and paged."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from wagtail.models import get_page_models

from .hits import Hits, Match
from .kinds import DATED_TYPES, PAGE_TYPES, Kind, Order
from .question import Question
from .shown import show

RESULTS_PER_PAGE = 20


@dataclass
class Results:
    """The results of a question: the ids of all pages found, and how to show a part of them."""

    question: Question
    hits: Hits

    @cached_property
    def ids(self):
        """``{Kind: [page id, …]}``, in the order in which they were found."""
        commented = list(self.hits.comments)
        by_words = [page.pk for page in self.hits.pages]
        seen = set(by_words)
        ids = {
            kind: [page.pk for page in self.hits.pages if page.content_type_id in content_types]
            for kind, content_types in _get_content_types().items()
        }
        everything = by_words + [pk for pk in commented if pk not in seen]
        return {Kind.ALL: everything, **ids, Kind.COMMENTS: commented}

    @property
    def count(self):
        """How many results there are of the kind asked for."""
        return len(self.ids[self.question.kind])

    @property
    def kinds(self):
        """``[(kind, count, address)]`` of the kinds with results, and of the one asked for."""
        return [
            (kind, len(self.ids[kind]), self.question.get_address(kind=kind))
            for kind in Kind
            if self.ids[kind] or kind in (Kind.ALL, self.question.kind)
        ]

    @property
    def orders(self):
        """``[(order, address)]``."""
        return [(order, self.question.get_address(order=order)) for order in Order]

    @property
    def has_all_words(self):
        """Whether the results have all of the words asked for."""
        return self.hits.match == Match.ALL

    @cached_property
    def page(self):
        """The page of results asked for, the nearest one; its items are page ids."""
        ids = self.ids[self.question.kind]
        if self.question.order == Order.DATE:
            ids = self._newest_first(ids)
        return Paginator(ids, RESULTS_PER_PAGE).get_page(self.question.page_number)

    def _newest_first(self, ids):
        if self.question.kind == Kind.COMMENTS:
            dates = {
                pk: max(comment.created_at for comment in comments)
                for pk, comments in self.hits.comments.items()
            }
        else:
            dates = {}
            for model in DATED_TYPES:
                dates |= model.objects.filter(pk__in=ids).values_list("pk", "date")
        dated = sorted((pk for pk in ids if pk in dates), key=dates.get, reverse=True)
        return dated + [pk for pk in ids if pk not in dates]

    @cached_property
    def shown(self):
        """The ``Result`` of each page on this page of results."""
        return show(list(self.page), self.hits, self.question.terms)


def _get_content_types():
    """Return ``{Kind: ids of the content types of its pages}``."""
    return {
        kind: {
            ContentType.objects.get_for_model(model).pk
            for model in get_page_models()
            if issubclass(model, page_type)
        }
        for kind, page_type in PAGE_TYPES.items()
    }
