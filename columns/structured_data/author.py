"""The author's own page, and the list of the authors."""

from django.db.models import prefetch_related_objects

from .listed import describe_listed_article, list_pages
from .nodes import to_plain_text, to_timestamp
from .people import describe_author, describe_books
from .web_page import describe_web_page


def describe_author_page(author, scene):
    """Return the nodes of an author bio: the page, the person, and the person's books.

    Books and links are loaded for the rest of the page too.
    """
    prefetch_related_objects([author], "books__cover__renditions", "links")
    person = describe_author(
        author,
        scene,
        description=to_plain_text(author.short_biography or author.biography),
        sameAs=[link.url for link in author.links.all()],
    )
    page = describe_web_page(
        "ProfilePage",
        scene,
        dateCreated=to_timestamp(author.first_published_at),
        dateModified=to_timestamp(author.last_published_at),
        mainEntity=person,
        hasPart=[
            describe_listed_article(article, scene)
            for article in scene.context.get("articles") or ()
        ],
    )
    return [page, *describe_books(author, person)]


def describe_author_index(index, scene):
    """Return the node of the list of the authors."""
    authors = list_pages(scene.context.get("authors"), scene)
    return [describe_web_page("CollectionPage", scene, mainEntity=authors)]
