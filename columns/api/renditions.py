"""Images as front ends need them: described, and in a fixed set of renditions."""

import logging
from collections import defaultdict
from functools import cache, lru_cache

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db.models import IntegerField
from typing_extensions import TypedDict
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.images.utils import to_svg_safe_spec

from ..pool import get_pool, make_row
from ..prepared import Many, Prepared

logger = logging.getLogger(__name__)

#: The renditions of every image. Images are made smaller and cropped around their focal point,
#: never made larger; "large" has the original's proportions.
SPECS = {
    "thumbnail": "fill-256x256|format-webp",
    "teaser": "fill-800x533|format-webp",
    "medium": "width-800|format-webp",
    "large": "width-1600|format-webp",
}


#: What there is of a rendition, and how many of these.
RENDITION_FIELDS = ("filter_spec", "focal_point_key", "file", "width", "height")
RENDITION_SIZE = len(RENDITION_FIELDS)
#: How many pictures a process knows at most by all that decides them.
MOST_PICTURES = 2048


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


#: Of an image, what decides which renditions are its own, and what it is called.
IMAGE_FIELDS = (
    "id",
    "title",
    "description",
    "file",
    "width",
    "height",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)


class Pictures:
    """The images with these ids, for an answer that shows many: one query for any number.

    Those that the request has loaded already are not asked for again. A rendition that is missing
    costs more, once: it is made.
    """

    def __init__(self, ids):
        self._found = _load({*ids} - {None})

    def represent(self, pk, *, alt=None, decorative=False) -> ColumnsImage | None:
        """Return the image for the API; ``alt`` is by default what the image itself says."""
        image, renditions = self._found.get(pk, (None, None))
        if renditions is None:
            return None
        alt = image.default_alt_text if alt is None else alt
        return _compose(renditions, alt=alt, decorative=decorative)


def load_pictures(ids):
    """Load images in one query for all ``Pictures`` of this request, which find them then."""
    get_pool().pictures.update(_load({*ids} - {None}))


def _load(ids):
    """Return ``{id: (image, ColumnsRenditions)}``, with ``None`` for what is unreadable."""
    pool = get_pool()
    known = {pk: pool.pictures[pk] for pk in ids & pool.pictures.keys()}
    new = ids - known.keys()
    whole = {pk: pool.images[pk] for pk in new & pool.images.keys()}
    found = _load_stored(new - whole.keys())
    incomplete = new - whole.keys() - found.keys()
    if incomplete:
        stored = get_image_model().objects.prefetch_related("renditions")
        whole |= stored.in_bulk(incomplete)
    for pk, image in whole.items():
        shown = represent_image(image)
        found[pk] = image, shown and shown["renditions"]
    return known | found


def _load_stored(ids):
    """Return the same from one query, without the images of which a rendition is missing."""
    if not ids:
        return {}
    model = get_image_model()
    rendition_model = model.get_rendition_model()
    wanted = Many("image", sorted(ids))
    stored = defaultdict(list)
    for row in _STORED.fetch(rendition_model, wanted.number, **wanted.values):
        stored[row[RENDITION_SIZE:]].append(row[:RENDITION_SIZE])
    storage = rendition_model._meta.get_field("file").storage
    base = getattr(settings, "WAGTAILADMIN_BASE_URL", "") or ""
    if storage.__class__ is FileSystemStorage:
        place = (storage.base_url, base)
        found = [_make_known(model, row, frozenset(stored[row]), place) for row in stored]
    else:
        # Others may say another address of a file each time.
        found = [_make(model, row, stored[row], storage.url, base) for row in stored]
    return {image.pk: (image, renditions) for image, renditions in found if renditions}


@lru_cache(maxsize=MOST_PICTURES)
def _make_known(model, values, stored, place):
    media_url, base = place
    return _make(model, values, stored, FileSystemStorage(base_url=media_url).url, base)


def _make(model, values, stored, get_url, base):
    """Return ``(image, ColumnsRenditions)``, with ``None`` where a rendition is missing.

    ``stored`` are the rows of renditions of the image with these ``values``.
    """
    image = make_row(model, **dict(zip(_get_names(model), values, strict=True)))
    by_kind = {(spec, key): rest for spec, key, *rest in stored}
    chosen = {}
    for name, spec in SPECS.items():
        wanted = get_filter(to_svg_safe_spec(spec) if image.is_svg() else spec)
        row = by_kind.get((wanted.spec, wanted.get_cache_key(image)))
        if row is None:
            return image, None
        file, width, height = row
        url = get_url(file)
        # As ``rendition.full_url`` does.
        url = f"{base}{url}" if url.startswith("/") else url
        chosen[name] = {"url": url, "width": width, "height": height}
    return image, chosen


def _select_stored(rendition_model, number):
    image = rendition_model._meta.get_field("image")
    ids = Many.list_parameters("image", number, IntegerField())
    rows = rendition_model.objects.filter(image__id__in=ids, filter_spec__in=_get_all_specs())
    return rows.order_by().values_list(
        *RENDITION_FIELDS,
        *(f"image__{name}" for name in _get_names(image.related_model)),
    )


_STORED = Prepared(_select_stored)


@cache
def _get_names(model):
    """Return those of ``IMAGE_FIELDS`` that the image model of the site has."""
    known = {field.name for field in model._meta.concrete_fields}
    return [name for name in IMAGE_FIELDS if name in known]


@cache
def get_filter(spec):
    """Return Wagtail's filter of ``spec``, which is parsed once in the life of a process."""
    return Filter(spec=spec)


@cache
def _get_all_specs():
    return [*SPECS.values(), *map(to_svg_safe_spec, SPECS.values())]


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
        name: get_filter(to_svg_safe_spec(spec) if image.is_svg() else spec)
        for name, spec in SPECS.items()
    }
    try:
        found = _get_renditions(image, filters.values())
    except (OSError, ValueError) as error:
        logger.warning("Image %s cannot be shown: %s", image.pk, error)
        return None
    renditions = {name: _represent(found[spec]) for name, spec in filters.items()}
    return _compose(renditions, alt=alt, decorative=decorative)


def _compose(renditions, *, alt, decorative) -> ColumnsImage:
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
