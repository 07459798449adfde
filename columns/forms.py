"""Forms of the pages in Wagtail's admin."""

from .mixins.images import DescribedImagesForm


class ArticleForm(DescribedImagesForm):
    """The form of an article. A new one begins with the column's columnists in its byline."""

    def __init__(self, *args, instance=None, parent_page=None, **kwargs):
        if instance is not None and instance.pk is None and parent_page is not None:
            self._begin_byline(instance, parent_page.specific)
        super().__init__(*args, instance=instance, parent_page=parent_page, **kwargs)

    @staticmethod
    def _begin_byline(article, column):
        if article.bylines.all() or not hasattr(column, "columnists"):
            return
        byline = article.bylines.model
        article.bylines = [
            byline(author=columnist.author, sort_order=order)
            for order, columnist in enumerate(column.columnists.select_related("author"))
        ]
