"""Model fields of this application."""

from wagtail.fields import StreamField

from .blocks import ArticleBody


class ArticleBodyField(StreamField):
    """The body of an article. Its blocks are fixed in code and stay out of migrations."""

    def __init__(self, verbose_name=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(ArticleBody(), verbose_name=verbose_name, **kwargs)

    def deconstruct(self):
        """Describe the field to migrations as a stream of no particular blocks."""
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "wagtail.fields.StreamField", [[]], kwargs
