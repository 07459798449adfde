"""Images as front ends need them: described, and in a fixed set of renditions."""

import logging

from typing_extensions import TypedDict
from wagtail.images.models import Filter
from wagtail.images.utils import to_svg_safe_spec

logger = logging.getLogger(__name__)

#: The renditions of every image. Images are made smaller and cropped around their focal point,
#: never made larger; "large" has the original's proportions.
SPECS = {
    "thumbnail": "fill-256x256|format-webp",
    "teaser": "fill-800x533|format-webp",
    "medium": "width-800|format-webp",
    "large": "width-1600|format-webp",
}


class ColumnsRendition(TypedDict):
    url: str
    width: int
    height: int


class ColumnsRenditions(TypedDict):
    thumbnail: ColumnsRendition
    teaser: ColumnsRendition
    medium: ColumnsRendition
    large: ColumnsRendition


class ColumnsImage(TypedDict):
    url: str
    width: int
    height: int
    alt: str
    decorative: bool
    renditions: ColumnsRenditions


def represent_image(image, *, alt="", decorative=False) -> ColumnsImage | None:
    """Return an image for the API: ``None`` for none, and for one whose file cannot be read.

    ``alt`` is empty for a decorative image. ``url``, ``width`` and ``height`` are those of the
    largest rendition: the original file, with what a camera wrote into it, is not given out.
    Load ``renditions`` along with the image, and there is no query. Renditions are made when their
    page is published; one that is missing is made here.
    """
    if image is None:
        return None
    filters = {
        name: Filter(to_svg_safe_spec(spec) if image.is_svg() else spec)
        for name, spec in SPECS.items()
    }
    try:
        found = _get_renditions(image, filters.values())
    except (OSError, ValueError) as error:
        logger.warning("Image %s cannot be shown: %s", image.pk, error)
        return None
    renditions = {name: _represent(found[spec]) for name, spec in filters.items()}
    return {
        **renditions["large"],
        "alt": "" if decorative else alt,
        "decorative": bool(decorative),
        "renditions": renditions,
    }


def _get_renditions(image, filters):
    # Wagtail's get_renditions writes to the cache even when all of them have been loaded along.
    found = image.find_existing_renditions(*filters)
    missing = [wanted for wanted in filters if wanted not in found]
    if missing:
        made = image.get_renditions(*missing)
        found |= {wanted: made[wanted.spec] for wanted in missing}
    return found


def _represent(rendition) -> ColumnsRendition:
    return {
        "url": rendition.full_url,
        "width": rendition.width,
        "height": rendition.height,
    }
