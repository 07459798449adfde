"""Blocks of an article's body."""

from copy import copy

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from .pool import get_pool

#: Rich text in running text: headings, images and embeds are blocks of their own.
PARAGRAPH_FEATURES = [
    "bold",
    "italic",
    "link",
    "document-link",
    "ol",
    "ul",
    "superscript",
    "subscript",
]
#: Rich text of introductions and biographies.
INTRODUCTION_FEATURES = ["bold", "italic", "link", "ol", "ul"]
#: Rich text of one or two sentences.
NOTE_FEATURES = ["bold", "italic", "link"]


class HeadingBlock(blocks.CharBlock):
    """A heading between the parts of an article."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "columns/blocks/heading.html"


class PooledImageChooserBlock(ImageChooserBlock):
    """A chooser whose images may be loaded already, together with others of the page."""

    def bulk_to_python(self, values):
        images = get_pool().images
        if not all(value in images for value in values if value is not None):
            return super().bulk_to_python(values)
        # Copies: each figure writes its own description on its image.
        return [None if value is None else copy(images[value]) for value in values]


class DescribedImageBlock(ImageBlock):
    """Wagtail's block for an image that is described or decorative, with that chooser."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        chooser = PooledImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class FigureBlock(blocks.StructBlock):
    """An image, described or decorative, with caption and credit."""

    image = DescribedImageBlock(label=_("Image"))
    caption = blocks.RichTextBlock(label=_("Caption"), required=False, features=NOTE_FEATURES)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Figure")
        template = "columns/blocks/figure.html"


class PullQuoteBlock(blocks.StructBlock):
    """A sentence of the article, or of somebody else, set large."""

    quote = blocks.TextBlock(label=_("Quote"))
    attribution = blocks.CharBlock(label=_("Attribution"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "columns/blocks/pull_quote.html"


class ArticleEmbedBlock(blocks.StructBlock):
    """A video or the like from another site.

    It is fetched once, when the article is saved. Pages show what is stored then, or a plain
    link, so that reading an article never opens a connection and never writes.
    """

    embed = EmbedBlock(label=_("Address"), max_width=800)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "media"
        label = _("Embed")
        template = "columns/blocks/embed.html"


class BoxBlock(blocks.StructBlock):
    """A short text beside the article: key points, a recipe, an address."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=255)
    text = blocks.RichTextBlock(label=_("Text"), features=INTRODUCTION_FEATURES)

    class Meta:
        icon = "clipboard-list"
        label = _("Box")
        template = "columns/blocks/box.html"


class ArticleBody(blocks.StreamBlock):
    """The body of an article."""

    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"),
        icon="pilcrow",
        features=PARAGRAPH_FEATURES,
        template="columns/blocks/paragraph.html",
    )
    heading = HeadingBlock()
    figure = FigureBlock()
    pull_quote = PullQuoteBlock()
    embed = ArticleEmbedBlock()
    box = BoxBlock()


def get_texts(body):
    """Return the plain texts of an article's ``body`` in order, one for each field of a block.

    Those are what the search index has of it. Nothing is loaded: choosers have no text, and their
    targets are not asked for.
    """
    kinds = body.stream_block.child_blocks
    return [
        text
        for block in body.raw_data
        if block["type"] in kinds
        for text in _get_block_texts(kinds[block["type"]], block["value"])
    ]


def _get_block_texts(block, value):
    if value is None or isinstance(block, blocks.ChooserBlock):
        return
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _get_block_texts(child, value.get(name))
    else:
        yield from block.get_searchable_content(block.to_python(value))
