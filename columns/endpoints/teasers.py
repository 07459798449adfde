"""Articles as lists show them: few queries for a whole list, whatever its length."""

from collections import defaultdict, namedtuple

from django.db.models import CharField, IntegerField

from .. import conf
from ..api.renditions import Pictures
from ..models import ArticlePage, ArticleTopic, AuthorPage, Byline, ColumnPage
from ..pool import get_pool
from ..prepared import Many, Prepared
from ..restrictions import for_anybody
from .shapes import ColumnsBylineEntry, ColumnsTeaser

# What teasers show of pages. Whole pages are dear: each has forty fields, of which these are few.
Listed = namedtuple(
    "Listed",
    "id title slug locale path url_path kicker standfirst date updated reading_time"
    " social_image_id body",
)
Author = namedtuple(
    "Author", "id title url_path credentials portrait_id portrait_alt portrait_decorative"
)
Column = namedtuple("Column", "id title path url_path tagline")


def select_listed(articles):
    """Return the values that ``Listed`` has, of the articles of a queryset."""
    columns = [{"locale": "locale__language_code"}.get(name, name) for name in Listed._fields]
    return articles.values_list(*columns)


def load_listed(articles):
    """Return the articles of a queryset as ``Listed``, for ``represent_teasers``."""
    return list(map(Listed._make, select_listed(articles)))


def represent_teasers(articles) -> list[ColumnsTeaser]:
    """Return ``Listed`` articles, which their reader may read, as teasers: at most five queries.

    What they name (authors, columns) is there while anybody may read it.
    """
    if not articles:
        return []
    sources = Sources(articles)
    return [sources.represent(article) for article in articles]


class Sources:
    """What the teasers of some articles show, each kind loaded once for all of them."""

    def __init__(self, articles):
        self.counts = count_comments(article.id for article in articles)
        self.bylines = _load_bylines(articles)
        self.columns = _load_columns(articles)
        self.topics = load_topics(articles)
        self.leads = {article.id: get_lead(article) for article in articles}
        authors = {author for byline in self.bylines.values() for author in byline}
        self.pictures = Pictures(
            [
                *(image for image, _described in self.leads.values()),
                *(author.portrait_id for author in authors),
            ]
        )
        addresses = get_pool().addresses
        self.addresses = {
            pk: address
            for model, pages in (
                (ArticlePage, articles),
                (AuthorPage, authors),
                (ColumnPage, self.columns.values()),
            )
            for pk, address in addresses.find_all(
                model, {page.id: page.url_path for page in pages}
            ).items()
        }
        self._authors = {author.id: self._represent(author) for author in authors}

    def represent(self, article) -> ColumnsTeaser:
        """Return one of the articles."""
        column = self.columns.get(article.path[: -ArticlePage.steplen])
        image, described = self.leads[article.id]
        return {
            "id": article.id,
            "title": article.title,
            "slug": article.slug,
            "locale": article.locale,
            "url": self.addresses.get(article.id),
            "kicker": article.kicker,
            "standfirst": article.standfirst,
            "date": article.date,
            "updated": article.updated,
            "reading_time": article.reading_time,
            "image": self.pictures.represent(image, **described),
            "authors": [self._authors[author.id] for author in self.bylines[article.id]],
            "column": column
            and {
                "id": column.id,
                "title": column.title,
                "tagline": column.tagline,
                "url": self.addresses.get(column.id),
            },
            "topics": self.topics[article.id],
            "comment_count": self.counts.get(article.id, 0),
        }

    def _represent(self, author) -> ColumnsBylineEntry:
        return {
            "id": author.id,
            "name": author.title,
            "credentials": author.credentials,
            "url": self.addresses.get(author.id),
            "portrait": self.pictures.represent(
                author.portrait_id,
                alt=author.portrait_alt,
                decorative=author.portrait_decorative,
            ),
        }


def count_comments(ids):
    """Return ``{page id: number of comments that readers see}``, as far as the site counts any."""
    count = conf.comment_counts()
    return count(list(ids)) if count else {}


def get_lead(article):
    """Return ``(image id or None, its description)`` of the image that stands for ``article``."""
    if article.social_image_id:
        return article.social_image_id, {}
    figures = (block["value"] for block in article.body.raw_data if block["type"] == "figure")
    image = next(figures, {}).get("image")
    # An image without a description is stored as its id: blocks of earlier versions did so.
    if not isinstance(image, dict):
        return image, {"alt": ""}
    described = {"alt": image.get("alt_text") or "", "decorative": image.get("decorative", False)}
    return image["image"], described


def load_topics(articles):
    """Return ``{article id: [ColumnsTopic]}``, the topics of each by name."""
    ids = Many("article", [article.id for article in articles])
    topics = defaultdict(list)
    for pk, name, slug in _TOPICS.fetch(ids.number, **ids.values):
        topics[pk].append({"name": name, "slug": slug})
    for found in topics.values():
        found.sort(key=lambda topic: topic["name"])
    return topics


def _load_bylines(articles):
    ids = Many("article", [article.id for article in articles])
    authors = defaultdict(list)
    for pk, *values in _BYLINES.fetch(ids.number, **ids.values):
        authors[pk].append(Author(*values))
    return authors


def _load_columns(articles):
    steps = ArticlePage.steplen
    paths = Many("path", sorted({article.path[:-steps] for article in articles}))
    columns = map(Column._make, _COLUMNS.fetch(paths.number, **paths.values))
    return {column.path: column for column in columns}


def _select_topics(number):
    ids = Many.list_parameters("article", number, IntegerField())
    rows = ArticleTopic.objects.filter(content_object__id__in=ids).order_by()
    return rows.values_list("content_object_id", "tag__name", "tag__slug")


def _select_bylines(number):
    ids = Many.list_parameters("article", number, IntegerField())
    rows = Byline.objects.filter(for_anybody("author__"), article__id__in=ids)
    names = (f"author__{name}" for name in Author._fields)
    return rows.order_by("sort_order", "pk").values_list("article_id", *names)


def _select_columns(number):
    paths = Many.list_parameters("path", number, CharField())
    rows = ColumnPage.objects.filter(for_anybody(), path__in=paths).order_by()
    return rows.values_list(*Column._fields)


_TOPICS = Prepared(_select_topics)
_BYLINES = Prepared(_select_bylines)
_COLUMNS = Prepared(_select_columns)
