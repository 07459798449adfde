"""Pages that other pages refer to, as they stand in these: only those that anybody may read."""

import datetime

from typing_extensions import TypedDict
from wagtail.models import Site

from .renditions import ColumnsImage, represent_image
from .rich_text import expand_all


class ColumnsAuthor(TypedDict):
    id: int
    name: str
    credentials: str
    url: str | None
    portrait: ColumnsImage | None
    short_biography: str


class ColumnsColumnReference(TypedDict):
    id: int
    title: str
    tagline: str
    url: str | None


class ColumnsArticleReference(TypedDict):
    id: int
    title: str
    kicker: str
    standfirst: str
    date: datetime.date
    reading_time: int
    url: str | None


class ColumnsIssueReference(TypedDict):
    id: int
    title: str
    date: datetime.date
    number: str
    cover: ColumnsImage | None
    cover_headline: str
    dek: str
    url: str | None


def get_authors(batch, page, relation) -> list[ColumnsAuthor]:
    """Return the authors whom the rows of ``relation`` of ``page`` name, in order."""
    authors, biographies = batch.get(
        ("authors", relation), lambda: _load_authors(batch, batch.all_rows(relation))
    )
    return [
        _represent_author(authors[row.author_id], biographies)
        for row in batch.rows(page, relation)
        if row.author_id in authors
    ]


def _load_authors(batch, rows):
    from ..models import AuthorPage

    ids = {row.author_id for row in rows}
    found = (
        batch.public(AuthorPage.objects.filter(pk__in=ids))
        .select_related("locale", "portrait")
        .prefetch_related("portrait__renditions")
    )
    authors = {author.pk: author for author in found}
    biographies = expand_by_locale(
        (author.locale, author.short_biography) for author in authors.values()
    )
    return authors, biographies


def _represent_author(author, biographies) -> ColumnsAuthor:
    return {
        "id": author.pk,
        "name": author.title,
        "credentials": author.credentials,
        "url": author.full_url,
        "portrait": represent_image(
            author.portrait, alt=author.portrait_alt, decorative=author.portrait_decorative
        ),
        "short_biography": biographies[author.locale_id, author.short_biography],
    }


def get_column(batch, page) -> ColumnsColumnReference | None:
    """Return the column that the article ``page`` stands in."""
    columns = batch.get("columns", lambda: _load_columns(batch))
    column = columns.get(_get_parent_path(page))
    return column and {
        "id": column.pk,
        "title": column.title,
        "tagline": column.tagline,
        "url": column.full_url,
    }


def _load_columns(batch):
    from ..models import ColumnPage

    paths = {_get_parent_path(page) for page in batch.pages}
    found = batch.public(ColumnPage.objects.filter(path__in=paths))
    return {column.path: column for column in found.select_related("locale")}


def _get_parent_path(page):
    return page.path[: -page.steplen]


def get_article_references(batch, relation):
    """Return ``{id: ColumnsArticleReference}`` of those that rows of ``relation`` refer to."""
    return batch.get(
        ("articles", relation), lambda: _load_articles(batch, batch.all_rows(relation))
    )


def _load_articles(batch, rows):
    from ..models import ArticlePage

    ids = {row.article_id for row in rows if row.article_id}
    found = batch.public(ArticlePage.objects.filter(pk__in=ids)).select_related("locale")
    return {article.pk: _represent_article(article) for article in found.defer_streamfields()}


def _represent_article(article) -> ColumnsArticleReference:
    return {
        "id": article.pk,
        "title": article.title,
        "kicker": article.kicker,
        "standfirst": article.standfirst,
        "date": article.date,
        "reading_time": article.reading_time,
        "url": article.full_url,
    }


def get_current_issue(batch, page) -> ColumnsIssueReference | None:
    """Return the current issue of the site of ``page``, in the language of ``page``."""
    locale = batch.locales[page.locale_id]
    parts = page.get_url_parts()
    site_id = parts and parts[0]
    return batch.get(
        ("current issue", site_id, locale.pk), lambda: _load_current_issue(site_id, locale)
    )


def _load_current_issue(site_id, locale) -> ColumnsIssueReference | None:
    from ..models import IssuePage

    site = Site.objects.select_related("root_page").filter(pk=site_id).first()
    issue = site and IssuePage.objects.current(site, locale=locale)
    return issue and {
        "id": issue.pk,
        "title": issue.title,
        "date": issue.date,
        "number": issue.number,
        "cover": represent_image(
            issue.cover, alt=issue.cover_alt, decorative=issue.cover_decorative
        ),
        "cover_headline": issue.cover_headline,
        "dek": issue.dek,
        "url": issue.full_url,
    }


def expand_by_locale(texts):
    """Return ``{(locale id, source): HTML}`` for pairs of a locale and a rich text."""
    by_locale = {}
    for locale, source in texts:
        by_locale.setdefault(locale, []).append(source)
    return {
        (locale.pk, source): html
        for locale, sources in by_locale.items()
        for source, html in expand_all(sources, locale=locale).items()
    }
