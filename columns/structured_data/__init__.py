"""What a page says of itself to machines, in the words of schema.org.

``describe(page, context)`` gives the JSON-LD of a page as a plain dictionary; the template tag
``{% structured_data %}`` puts it into the page. ``describe_page`` is the seam: a function for
each page type, chosen by the class of the page. A site adds a page type of its own, or replaces
one of ours, in the ``ready()`` of one of its applications::

    from columns.structured_data import describe_page, make_node

    @describe_page.register(RecipePage)
    def describe_recipe(page, scene):
        return [make_node("Recipe", of=scene.address, name=page.title, url=scene.address)]

The ``@id`` of a node is the address of its page, ``#``, and its type in small letters, such as
``https://example.com/a-column/an-article/#article``. Whoever knows more of the same thing (the
comments of an article do) gives the same ``@id``, and readers of the data put both together.

What is described is what the page shows to the same reader: a describer takes what the template's
context has loaded, and asks for other pages only by ``.live().public()``.
"""

from .describing import describe, describe_page
from .nodes import make_node
from .scene import Scene

__all__ = ["Scene", "describe", "describe_page", "make_node"]
