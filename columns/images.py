"""Pictures of the pages: which renditions each use of an image has, and how they are made.

The renditions of a page are made when it is published, so that reading a page only reads rows.
One that is missing (its image has been cropped anew since) is made when it is first asked for.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError
from willow.image import UnrecognisedImageFormatError

from .api.renditions import represent_image
from .pool import get_pool, keep_rows

logger = logging.getLogger(__name__)

#: What a damaged or missing file raises: Pillow's errors are ``OSError``.
UNREADABLE = (SourceImageIOError, UnrecognisedImageFormatError, OSError)


@dataclass(frozen=True)
class PictureUse:
    """One way in which pages show images.

    ``widths`` in pixels, ascending. ``ratio`` is ``(width, height)`` of a crop around the focal
    point, or ``None`` for the whole image. ``sizes`` is the ``sizes`` attribute where a template
    gives none. A use for ``machines`` is JPEG only: not every service that shows it takes more.
    """

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None
    sizes: str = "100vw"
    machines: bool = False

    def get_specs(self, image):
        """Return ``(WebP specs, fallback spec)`` of the renditions of ``image``, all distinct.

        The fallback, which hardly any browser takes, is of a middle width.
        """
        operations = [self._get_operation(width) for width in self._get_useful_widths(image)]
        if image.is_svg():
            return [], f"{operations[-1]}|preserve-svg"
        middle = operations[len(operations) // 2]
        if self.machines:
            return [], f"{middle}|format-jpeg"
        webp = [f"{operation}|format-webp" for operation in operations]
        return webp, f"{middle}|format-{_get_fallback_format(image)}"

    def get_possible_specs(self):
        """Return the specs of all renditions that any image may have, the widest first."""
        operations = [self._get_operation(width) for width in reversed(self.widths)]
        return [
            *(f"{each}|format-{name}" for each in operations for name in ("webp", "jpeg", "png")),
            *(f"{each}|preserve-svg" for each in operations),
        ]

    def _get_useful_widths(self, image):
        """Return the widths up to the first one that takes all the pixels there are."""
        enough = next((n for n, width in enumerate(self.widths, 1) if width >= image.width), None)
        return self.widths[:enough]

    def _get_operation(self, width):
        if self.ratio is None:
            return f"width-{width}"
        return f"fill-{width}x{round(width * self.ratio[1] / self.ratio[0])}"


USES = {
    "portrait": PictureUse((128, 256, 512), ratio=(1, 1), sizes="4rem"),
    "teaser": PictureUse((400, 800, 1280), ratio=(3, 2), sizes="(min-width: 48rem) 24rem, 100vw"),
    # The whole width of the text and more: cropped around the focal point, or it fills a screen.
    "lead": PictureUse(
        (640, 960, 1280, 1920), ratio=(8, 5), sizes="(min-width: 78rem) 58rem, 100vw"
    ),
    "disc": PictureUse((256, 512, 768), ratio=(1, 1), sizes="(min-width: 60rem) 17rem, 50vw"),
    "figure": PictureUse((480, 800, 1200, 1600), sizes="(min-width: 48rem) 42rem, 100vw"),
    "cover": PictureUse((200, 400, 800, 1200), sizes="12rem"),
    "book": PictureUse((120, 240), sizes="7rem"),
    "social": PictureUse((1200,), ratio=(40, 21), machines=True),
    # The proportions that search engines ask for.
    "wide": PictureUse((1200,), ratio=(16, 9), machines=True),
    "standard": PictureUse((1200,), ratio=(4, 3), machines=True),
    "square": PictureUse((1200,), ratio=(1, 1), machines=True),
}

#: The uses of the image that leads an article, beside those in its body.
LEAD_USES = ("teaser", "social", "wide", "standard", "square")

#: The uses of the image fields of pages, by the names of the fields.
FIELD_USES = {
    "image": ("disc", "social"),
    "portrait": ("portrait", "social"),
    "cover": ("cover", "social"),
}


@dataclass(frozen=True)
class Picture:
    """The renditions of an image for one use: ``fallback`` and, by width, ``webp``."""

    fallback: object
    webp: tuple = ()

    @property
    def srcset(self):
        """The ``srcset`` of the WebP renditions, each width once."""
        by_width = {rendition.width: rendition.url for rendition in self.webp}
        return ", ".join(f"{url} {width}w" for width, url in sorted(by_width.items()))


def get_picture(image, use):
    """Return the ``Picture`` of ``image`` for ``use``, or ``None`` when its file is unreadable.

    One query, or none where the image's renditions were prefetched; renditions that are missing
    are made.
    """
    webp, fallback = USES[use].get_specs(image)
    prefetch_related_objects([image], "renditions")
    try:
        renditions = image.get_renditions(*(Filter(spec=spec) for spec in [*webp, fallback]))
    except UNREADABLE as error:
        logger.warning("Image %s cannot be shown: %s", image.pk, error)
        return None
    *small, last = renditions.values()
    return Picture(fallback=last, webp=tuple(small))


def get_images(page) -> Iterator[tuple[object, str]]:
    """Yield ``(image, use)`` for all that the pages of this application show of ``page``."""
    for field, uses in FIELD_USES.items():
        yield from ((getattr(page, field, None), use) for use in uses)
    if hasattr(page, "books"):
        yield from ((book.cover, "book") for book in get_books(page))
    if hasattr(page, "get_figures"):
        figures = page.get_figures()
        yield from ((image, "figure") for image in figures)
        if page.get_lead_figure():
            yield figures[0], "lead"
        shared = next(iter([*filter(None, [page.social_image, *figures])]), None)
        yield from ((shared, use) for use in LEAD_USES)


def prepare_renditions(page):
    """Make the renditions of ``page`` that are missing, so that its readers need not wait."""
    for image, use in get_images(page):
        if image is not None:
            get_picture(image, use)
            represent_image(image)


def prepare_published_page(sender, *, instance, **kwargs):
    """Prepare the renditions of a page that was published, once that is committed.

    A failure here is logged and does not undo the publishing: readers get what is missing made.
    """
    if any(name.startswith("columns.") for name in _get_labels(sender)):
        transaction.on_commit(partial(prepare_renditions, instance), robust=True)


def load_images(ids):
    """Return ``{id: image}`` with the renditions of each, and keep them for this request.

    One query for any number of images, one more for those that have no rendition yet.
    """
    images = get_pool().images
    wanted = {*ids} - {None} - images.keys()
    if wanted:
        image_model = get_image_model()
        rendition_model = image_model.get_rendition_model()
        renditions = defaultdict(list)
        loaded = rendition_model.objects.filter(image_id__in=wanted).select_related("image")
        for rendition in loaded:
            renditions[rendition.image_id].append(rendition)
        found = {pk: rows[0].image for pk, rows in renditions.items()}
        missing = wanted - found.keys()
        if missing:
            found |= image_model.objects.in_bulk(missing)
        for pk, image in found.items():
            keep_rows(image, "renditions", renditions[pk])
        images.update(found)
    return {pk: images[pk] for pk in ids if pk in images}


def get_books(author):
    """Return the books of an author bio with their covers, in a fixed number of queries."""
    books = list(author.books.all())
    prefetch_related_objects(books, "cover__renditions")
    return books


def get_lead_images(articles):
    """Return ``{article id: image}`` for the teasers of ``articles``: one query for any number.

    It is the image for sharing, else the first figure; see ``load_images``. The ids are read from
    the stored body, because its blocks would load their images with queries for each article.
    """
    ids = {article.pk: get_lead_image_id(article) for article in articles}
    images = load_images(ids.values())
    return {pk: images[image_id] for pk, image_id in ids.items() if image_id in images}


def get_lead_image_id(article):
    """Return the id of the image that stands for an article in lists, or ``None``."""
    return next(get_image_ids(article), None)


def get_image_ids(article):
    """Yield the ids of the images of an article: the one for sharing, then its figures'."""
    if article.social_image_id:
        yield article.social_image_id
    yield from get_figure_ids(article)


def get_figure_ids(article):
    """Return the ids of the images in the body of an article, without loading them."""
    figures = (
        block["value"].get("image") for block in article.body.raw_data if block["type"] == "figure"
    )
    # A figure saved by an older version of Wagtail's block may be the bare id.
    ids = (figure.get("image") if isinstance(figure, dict) else figure for figure in figures)
    return [pk for pk in ids if pk]


def _get_fallback_format(image):
    """Return a format that every program reads and that keeps the character of the original."""
    return "png" if image.filename.lower().endswith((".png", ".gif")) else "jpeg"


def _get_labels(page_type):
    return [base._meta.label_lower for base in page_type.__mro__ if hasattr(base, "_meta")]
