"""Embeds as they were stored when their article was saved."""

from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed


def get_stored_embeds(values):
    """Return ``{url: Embed}`` for those of the ``EmbedValue`` objects that are stored.

    One query for any number of values. Unlike Wagtail's own ``get_embed`` it neither asks the
    provider again nor writes, whatever the age of what is stored.
    """
    hashes = {
        get_embed_hash(value.url, value.max_width, value.max_height): value.url for value in values
    }
    stored = Embed.objects.filter(hash__in=hashes) if hashes else ()
    return {hashes[embed.hash]: embed for embed in stored}
