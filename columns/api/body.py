"""The body of an article as typed blocks, with its images and embeds."""

from functools import cached_property
from typing import Literal

from typing_extensions import TypedDict

from ..embeds import get_stored_embeds
from .references import expand_by_locale
from .renditions import ColumnsImage, Pictures


class ColumnsParagraph(TypedDict):
    type: Literal["paragraph"]
    id: str | None
    value: str


class ColumnsHeading(TypedDict):
    type: Literal["heading"]
    id: str | None
    value: str


class ColumnsFigureValue(TypedDict):
    image: ColumnsImage | None
    caption: str
    credit: str


class ColumnsFigure(TypedDict):
    type: Literal["figure"]
    id: str | None
    value: ColumnsFigureValue


class ColumnsPullQuoteValue(TypedDict):
    quote: str
    attribution: str


class ColumnsPullQuote(TypedDict):
    type: Literal["pull_quote"]
    id: str | None
    value: ColumnsPullQuoteValue


class ColumnsEmbedValue(TypedDict):
    url: str
    caption: str
    title: str
    provider_name: str
    thumbnail_url: str | None
    html: str
    width: int | None
    height: int | None


class ColumnsEmbed(TypedDict):
    type: Literal["embed"]
    id: str | None
    value: ColumnsEmbedValue


class ColumnsBoxValue(TypedDict):
    title: str
    text: str


class ColumnsBox(TypedDict):
    type: Literal["box"]
    id: str | None
    value: ColumnsBoxValue


ColumnsBlock = (
    ColumnsParagraph | ColumnsHeading | ColumnsFigure | ColumnsPullQuote | ColumnsEmbed | ColumnsBox
)


def get_body(batch, page) -> list[ColumnsBlock]:
    """Return the blocks of the body of ``page``."""
    sources = batch.get("body", lambda: BodySources(batch))
    return [sources.represent(page, block) for block in page.body.raw_data]


def get_social_image(batch, page) -> ColumnsImage | None:
    """Return the image for sharing ``page``: the one chosen, else that of its first figure."""
    sources = batch.get("body", lambda: BodySources(batch))
    if page.social_image_id:
        return sources.pictures.represent(page.social_image_id)
    figures = (block for block in page.body.raw_data if block["type"] == "figure")
    figure = next(figures, None)
    return figure and sources.represent_image(figure["value"].get("image"))


class BodySources:
    """What the bodies of a batch refer to, each kind loaded once for all of them.

    It reads the stored form of the blocks: their Python form loads images for each body alone.
    """

    def __init__(self, batch):
        self.batch = batch

    def represent(self, page, block) -> ColumnsBlock:
        """Return one block for the API."""
        kind, value = block["type"], block["value"]
        represent = getattr(self, f"_represent_{kind}")
        return {"type": kind, "id": block.get("id"), "value": represent(page, value)}

    def represent_image(self, value) -> ColumnsImage | None:
        """Return the image that is stored as ``value`` in a figure."""
        stored = _read_image(value)
        return self.pictures.represent(
            stored["image"],
            alt=stored.get("alt_text") or "",
            decorative=stored.get("decorative", False),
        )

    def _represent_paragraph(self, page, value):
        return self.texts[page.locale_id, value]

    def _represent_heading(self, page, value):
        return value

    def _represent_figure(self, page, value) -> ColumnsFigureValue:
        return {
            "image": self.represent_image(value.get("image")),
            "caption": self.texts[page.locale_id, value.get("caption") or ""],
            "credit": value.get("credit") or "",
        }

    def _represent_pull_quote(self, page, value) -> ColumnsPullQuoteValue:
        return {"quote": value["quote"], "attribution": value.get("attribution") or ""}

    def _represent_embed(self, page, value) -> ColumnsEmbedValue:
        url = value["embed"]
        stored = self.embeds.get(url)
        return {
            "url": url,
            "caption": value.get("caption") or "",
            "title": stored.title if stored else "",
            "provider_name": stored.provider_name if stored else "",
            "thumbnail_url": (stored and stored.thumbnail_url) or None,
            "html": stored.html if stored else "",
            "width": stored and stored.width,
            "height": stored and stored.height,
        }

    def _represent_box(self, page, value) -> ColumnsBoxValue:
        return {
            "title": value.get("title") or "",
            "text": self.texts[page.locale_id, value["text"]],
        }

    @cached_property
    def pictures(self):
        """The images of the figures and those for sharing, which are often the same."""
        values = [_read_image(value.get("image")) for _page, value in self._of("figure")]
        chosen = [page.social_image_id for page in self.batch.pages]
        return Pictures([*chosen, *(value["image"] for value in values)])

    @cached_property
    def embeds(self):
        """The stored embeds by their addresses."""
        return get_stored_embeds(
            page.body.stream_block.child_blocks["embed"].child_blocks["embed"].to_python(url)
            for page, value in self._of("embed")
            if (url := value["embed"])
        )

    @cached_property
    def texts(self):
        """The HTML of the rich texts by locale and source."""
        texts = [*self._of("paragraph")]
        texts += [(page, value["text"]) for page, value in self._of("box")]
        texts += [(page, value.get("caption") or "") for page, value in self._of("figure")]
        return expand_by_locale((self.batch.locales[page.locale_id], text) for page, text in texts)

    def _of(self, kind):
        for page in self.batch.pages:
            for block in page.body.raw_data:
                if block["type"] == kind:
                    yield page, block["value"]


def _read_image(value):
    # An image without a description is stored as its id: blocks of earlier versions did so.
    return value if isinstance(value, dict) else {"image": value}
