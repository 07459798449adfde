"""Fields of the API that need more than a column of the database.

Each serves versions 2 and 3 alike. In version 3 a field knows the page and nothing of the
request, so that all of them answer for anybody: what they refer to is live and public.
"""

import datetime

from rest_framework.fields import Field
from typing_extensions import TypedDict

from .batch import Batch
from .body import ColumnsBlock, get_body, get_social_image
from .references import (
    ColumnsArticleReference,
    ColumnsAuthor,
    ColumnsColumnReference,
    ColumnsIssueReference,
    expand_by_locale,
    get_article_references,
    get_authors,
    get_column,
    get_current_issue,
)
from .renditions import ColumnsImage, Pictures


class ColumnsCorrection(TypedDict):
    date: datetime.date
    text: str


class ColumnsBook(TypedDict):
    title: str
    publisher: str
    year: int | None
    cover: ColumnsImage | None
    link: str
    note: str


class ColumnsLink(TypedDict):
    label: str
    url: str


class ColumnsContentsEntry(TypedDict):
    section: str
    headline: str
    dek: str
    page_number: int | None
    article: ColumnsArticleReference | None


class PageField(Field):
    """Base of the fields: ``to_representation`` is given the page, whatever the field's name."""

    def get_attribute(self, page):
        return page


class DescribedImageField(PageField):
    """The image of the same name, with the description that its page gives it."""

    def to_representation(self, page) -> ColumnsImage | None:
        name, batch = self.field_name, Batch.of(page)
        pictures = batch.get(
            ("pictures", name),
            lambda: Pictures(getattr(page, f"{name}_id") for page in batch.pages),
        )
        return pictures.represent(
            getattr(page, f"{name}_id"),
            alt=getattr(page, f"{name}_alt"),
            decorative=getattr(page, f"{name}_decorative"),
        )


class RichTextHTMLField(PageField):
    """The rich text of the same name as HTML, links to pages absolute and in its language."""

    def to_representation(self, page) -> str:
        name, batch = self.field_name, Batch.of(page)
        texts = batch.get(
            ("rich text", name),
            lambda: expand_by_locale(
                (batch.locales[page.locale_id], getattr(page, name)) for page in batch.pages
            ),
        )
        return texts[page.locale_id, getattr(page, name)]


class SocialImageField(PageField):
    """The image for sharing an article: the one chosen, else that of the first figure."""

    def to_representation(self, page) -> ColumnsImage | None:
        return get_social_image(Batch.of(page), page)


class BodyField(PageField):
    """The body of an article as typed blocks, rich text as HTML."""

    def to_representation(self, page) -> list[ColumnsBlock]:
        return get_body(Batch.of(page), page)


class AuthorsField(PageField):
    """The author bios that the inline relation ``relation`` names, in order."""

    def __init__(self, *, relation, **kwargs):
        self.relation = relation
        super().__init__(**kwargs)

    def to_representation(self, page) -> list[ColumnsAuthor]:
        return get_authors(Batch.of(page), page, self.relation)


class ColumnField(PageField):
    """The column of an article."""

    def to_representation(self, page) -> ColumnsColumnReference | None:
        return get_column(Batch.of(page), page)


class TopicsField(PageField):
    """The names of an article's topics in alphabetical order."""

    def to_representation(self, page) -> list[str]:
        rows = Batch.of(page).rows(page, "topic_items", along="tag")
        return sorted(row.tag.name for row in rows)


class CorrectionsField(PageField):
    """The corrections of an article, their text as HTML."""

    def to_representation(self, page) -> list[ColumnsCorrection]:
        batch = Batch.of(page)
        texts = batch.get("corrections", lambda: self._load_texts(batch))
        return [
            {"date": row.date, "text": texts[page.locale_id, row.text]}
            for row in batch.rows(page, "corrections")
        ]

    @staticmethod
    def _load_texts(batch):
        return expand_by_locale(
            (batch.locales[page.locale_id], row.text)
            for page in batch.pages
            for row in batch.rows(page, "corrections")
        )


class RelatedArticlesField(PageField):
    """The articles to read after this one, in order."""

    def to_representation(self, page) -> list[ColumnsArticleReference]:
        batch = Batch.of(page)
        articles = get_article_references(batch, "related_articles")
        rows = batch.rows(page, "related_articles")
        return [articles[row.article_id] for row in rows if row.article_id in articles]


class BooksField(PageField):
    """The books of an author in order."""

    def to_representation(self, page) -> list[ColumnsBook]:
        batch = Batch.of(page)
        covers = batch.get(
            "covers of books",
            lambda: Pictures(book.cover_id for book in batch.all_rows("books")),
        )
        return [self._represent(book, covers) for book in batch.rows(page, "books")]

    @staticmethod
    def _represent(book, covers) -> ColumnsBook:
        return {
            "title": book.title,
            "publisher": book.publisher,
            "year": book.year,
            "cover": covers.represent(
                book.cover_id, alt=book.cover_alt, decorative=book.cover_decorative
            ),
            "link": book.link,
            "note": book.note,
        }


class LinksField(PageField):
    """The links of an author in order."""

    def to_representation(self, page) -> list[ColumnsLink]:
        rows = Batch.of(page).rows(page, "links")
        return [{"label": row.label, "url": row.url} for row in rows]


class ContentsField(PageField):
    """The table of contents of an issue in order.

    An entry whose article is not public keeps its own headline; one that has none is left out.
    """

    def to_representation(self, page) -> list[ColumnsContentsEntry]:
        batch = Batch.of(page)
        articles = get_article_references(batch, "contents")
        entries = (
            self._represent(row, articles.get(row.article_id))
            for row in batch.rows(page, "contents")
        )
        return [entry for entry in entries if entry["headline"]]

    @staticmethod
    def _represent(row, article) -> ColumnsContentsEntry:
        return {
            "section": row.section,
            "headline": row.headline or (article["title"] if article else ""),
            "dek": row.dek,
            "page_number": row.page_number,
            "article": article,
        }


class CurrentIssueField(PageField):
    """The current issue of the page's site, in the page's language."""

    def to_representation(self, page) -> ColumnsIssueReference | None:
        return get_current_issue(Batch.of(page), page)
