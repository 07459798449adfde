"""Model fields of this application."""

from wagtail.fields import StreamField

from .blocks import ArticleBody


class ArticleBodyField(StreamField):
    """The body of an article. Its blocks are fixed in code and stay out of migrations."""

    def __init__(self, block_types=(), block_lookup=None, **kwargs):
        # Django's own copies of the field come with the empty definitions of ``deconstruct``.
        super().__init__(ArticleBody(), **kwargs)

    def deconstruct(self):
        """Describe the field to migrations as a stream of no particular blocks."""
        name, _path, _args, kwargs = super().deconstruct()
        return name, "wagtail.fields.StreamField", [[]], {**kwargs, "block_lookup": {}}


def get_rich_texts(page, *names):
    """Return what the rich text fields with these ``names`` hold, as plain texts."""
    return [
        text
        for name in names
        for text in page._meta.get_field(name).get_searchable_content(getattr(page, name))
    ]
