"""Pages in the lists of other pages."""

from django.core.paginator import Page as PaginatorPage

from .nodes import make_list, make_node, to_timestamp
from .times import get_publication_time


def describe_listed_article(article, scene, **more):
    """Return the short form of an article, which was loaded ``with_byline()``."""
    address = scene.find_address(article)
    return make_node(
        "Article",
        of=address,
        headline=article.title,
        url=address,
        datePublished=to_timestamp(get_publication_time(article)),
        author=[
            make_node("Person", name=row.author.title, url=scene.find_address(row.author))
            for row in article.bylines.all()
        ],
        **more,
    )


def list_pages(pages, scene, *, descending=False):
    """Return the list of ``pages``, which may be a page of a paginator; ``None`` without any."""
    if not pages:
        return None
    paged = isinstance(pages, PaginatorPage)
    return make_list(
        [(page.title, scene.find_address(page)) for page in pages],
        start=pages.start_index() if paged else 1,
        total=pages.paginator.count if paged else len(pages),
        descending=descending,
    )
