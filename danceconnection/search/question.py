"""What a reader asks the search, as the address says it."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode

from .kinds import Kind, Order
from .terms import QUERY_LENGTH, Terms
from .words import normalize


@dataclass(frozen=True)
class Question:
    """The text looked for, what kind of results, in which order, and which page of them."""

    text: str = ""
    kind: Kind = Kind.ALL
    order: Order = Order.RELEVANCE
    page_number: str = "1"

    @classmethod
    def read(cls, parameters):
        """Return the question that a ``QueryDict`` holds.

        Raises ``BadRequest`` for a kind or an order that does not exist.
        """
        try:
            kind = Kind(parameters.get("kind") or Kind.ALL)
            order = Order(parameters.get("order") or Order.RELEVANCE)
        except ValueError as error:
            raise BadRequest("There is no such kind or order.") from error
        text = normalize(parameters.get("query", ""))[:QUERY_LENGTH].strip()
        return cls(text, kind, order, parameters.get("page", "1"))

    @cached_property
    def terms(self):
        """The ``Terms`` of the text."""
        return Terms.parse(self.text)

    def get_address(self, **changes):
        """Return the address of the first page of results, with other ``kind`` or ``order``."""
        kind, order = changes.get("kind", self.kind), changes.get("order", self.order)
        parameters = {"query": self.text}
        if kind != Kind.ALL:
            parameters["kind"] = kind.value
        if order != Order.RELEVANCE:
            parameters["order"] = order.value
        return f"?{urlencode(parameters)}"
