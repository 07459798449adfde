"""Puts the pictures and sounds of ``art`` where Wagtail keeps its own."""

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.html import format_html
from wagtail.documents import get_document_model
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Collection

from columns.blocks import ArticleEmbedBlock
from columns.factories import ImageFactory

from .art.gallery import PICTURES
from .art.sounds import SOUNDS

CREDIT = "Ordinary Weather"


def create_images(*, collection, owner, scale, progress):
    """Print all pictures and return them as images of Wagtail, by name."""
    return {
        name: ImageFactory(
            title=name.replace("-", " ").capitalize(),
            file=ImageFile(ContentFile(picture.to_jpeg(scale=scale)), name=f"{name}.jpg"),
            collection=collection,
            uploaded_by_user=owner,
            **picture.get_focal_point(scale=scale),
        )
        for name, picture in progress(PICTURES.items(), "Pictures")
    }


def create_collection(name):
    """Create a collection for the files of the demo."""
    return Collection.get_first_root_node().add_child(name=name)


def create_sounds(urls, *, collection, owner, progress):
    """Compute the sounds that articles embed by ``urls``, and store how to embed them.

    That is what Wagtail would have stored after asking a provider. So no page of the demo, and
    no form of the admin, ever asks anybody.
    """
    block = ArticleEmbedBlock().child_blocks["embed"]
    for url in progress(urls, "Sounds"):
        name = url.rpartition("/")[2]
        title = name.replace("-", " ").capitalize()
        document = get_document_model().objects.create(
            title=title,
            file=ContentFile(SOUNDS[name](), name=f"{name}.wav"),
            collection=collection,
            uploaded_by_user=owner,
        )
        Embed.objects.create(
            url=url,
            max_width=block.meta.max_width,
            hash=get_embed_hash(url, block.meta.max_width),
            type="rich",
            title=title,
            provider_name=CREDIT,
            html=format_html(
                '<audio controls preload="none" aria-label="{}" src="{}"></audio>',
                title,
                document.url,
            ),
        )
