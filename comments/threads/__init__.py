"""A discussion as readers see it: a page of threads, built with a fixed number of queries."""

from .nodes import Node
from .places import Place, Sort
from .reading import DiscussionView, Paging, find_place, get_discussion_view, get_empty_view

__all__ = [
    "DiscussionView",
    "Node",
    "Paging",
    "Place",
    "Sort",
    "find_place",
    "get_discussion_view",
    "get_empty_view",
]
