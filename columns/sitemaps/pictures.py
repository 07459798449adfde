"""The pictures of the pages in a sitemap, in the largest form that readers get."""

from collections import defaultdict

from wagtail.images import get_image_model

from ..images import USES, get_image_ids
from ..models import ArticlePage, AuthorPage, Book, ColumnPage, IssuePage

#: The most that the protocol allows for one page.
PICTURES_PER_PAGE = 1000
#: How many images are looked up in one query.
BATCH = 5000

#: The page types with one picture in a field, and how their own pages show it.
FIELDS = (
    (ColumnPage, "image", "teaser"),
    (AuthorPage, "portrait", "portrait"),
    (IssuePage, "cover", "cover"),
)


def find_pictures(pages):
    """Return ``{page id: [address, ...]}`` for consecutive ``pages`` in the order of the tree.

    Five queries, and one for each five thousand images. Only renditions that exist are named:
    reading a sitemap makes none.
    """
    if not pages:
        return {}
    shown = list(_find_images((pages[0].path, pages[-1].path)))
    addresses = _find_addresses({image for _page, image, _use in shown})
    found = defaultdict(dict)
    for page, image, use in shown:
        specs = USES[use].get_possible_specs()
        address = next((addresses[image, s] for s in specs if (image, s) in addresses), None)
        if address:
            found[page][address] = None
    return {page: list(pictures)[:PICTURES_PER_PAGE] for page, pictures in found.items()}


def _find_images(paths):
    """Yield ``(page id, image id, use)`` for what the pages between two paths show."""
    # One by one, because the bodies of all articles together may be large.
    articles = ArticlePage.objects.filter(path__range=paths).only("social_image", "body")
    for article in articles.iterator():
        yield from ((article.pk, image, "figure") for image in get_image_ids(article))
    for model, field, use in FIELDS:
        rows = model.objects.filter(path__range=paths).exclude(**{field: None})
        yield from ((*row, use) for row in rows.values_list("pk", field))
    books = Book.objects.filter(author__path__range=paths).exclude(cover=None)
    yield from ((*row, "book") for row in books.values_list("author", "cover"))


def _find_addresses(images):
    """Return ``{(image id, spec): address}`` of the renditions of ``images`` (ids)."""
    images = sorted(images)
    model = get_image_model().get_rendition_model()
    return {
        (rendition.image_id, rendition.filter_spec): rendition.full_url
        for start in range(0, len(images), BATCH)
        for rendition in model.objects.filter(image__in=images[start : start + BATCH])
    }
