"""Blocks of an article's body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

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


class FigureBlock(blocks.StructBlock):
    """An image, described or decorative, with caption and credit."""

    image = ImageBlock(label=_("Image"))
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
