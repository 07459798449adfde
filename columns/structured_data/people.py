"""Authors and their books."""

from ..images import get_books
from .nodes import make_node, refer_to
from .pictures import describe_image


def describe_author(author, scene, **more):
    """Return an author as the byline shows them; with ``more`` on the page of their own."""
    address = scene.find_address(author)
    caption = "" if author.portrait_decorative else author.portrait_alt
    return make_node(
        "Person",
        of=address,
        name=author.title,
        honorificSuffix=author.credentials,
        url=address,
        image=describe_image(author.portrait, "portrait", caption=caption),
        **more,
    )


def describe_books(author, person):
    """Return the books of an author bio, whose own node is ``person``."""
    return [
        make_node(
            "Book",
            name=book.title,
            author=refer_to(person),
            publisher=book.publisher and make_node("Organization", name=book.publisher),
            # ISO 8601 allows a year alone, and that is all that is known.
            datePublished=book.year and str(book.year),
            image=describe_image(
                book.cover, "book", caption="" if book.cover_decorative else book.cover_alt
            ),
            url=book.link,
        )
        for book in get_books(author)
    ]
