"""Pages that other pages refer to, as they stand in these: only those that anybody may read."""

import datetime

from typing_extensions import TypedDict
from wagtail.models import Site

from ..pool import find_address
from .renditions import ColumnsImage, Pictures
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
    authors, biographies, portraits = batch.get(
        ("authors", relation), lambda: _load_authors(batch.all_rows(relation))
    )
    return [
        represent_author(authors[row.author_id], biographies, portraits)
        for row in batch.rows(page, relation)
        if row.author_id in authors
    ]


def _load_authors(rows):
    from ..models import AuthorPage

    ids = {row.author_id for row in rows}
    found = AuthorPage.objects.filter(pk__in=ids).live().public().select_related("locale")
    authors = {author.pk: author for author in found}
    return authors, expand_biographies(found), load_portraits(found)


def expand_biographies(authors):
    """Return the short biographies of ``authors``, which have their locales, as HTML."""
    return expand_by_locale((author.locale, author.short_biography) for author in authors)


def load_portraits(authors):
    """Return the ``Pictures`` of ``authors``."""
    return Pictures(author.portrait_id for author in authors)


def represent_author(author, biographies, portraits) -> ColumnsAuthor:
    """Return a public author; see ``expand_biographies`` and ``load_portraits``."""
    return {
        "id": author.pk,
        "name": author.title,
        "credentials": author.credentials,
        "url": find_address(author),
        "portrait": portraits.represent(
            author.portrait_id, alt=author.portrait_alt, decorative=author.portrait_decorative
        ),
        "short_biography": biographies[author.locale_id, author.short_biography],
    }


def get_column(batch, page) -> ColumnsColumnReference | None:
    """Return the column that the article ``page`` stands in."""
    columns = batch.get("columns", lambda: _load_columns(batch))
    column = columns.get(_get_parent_path(page))
    return column and represent_column(column)


def represent_column(column) -> ColumnsColumnReference:
    """Return a public column."""
    return {
        "id": column.pk,
        "title": column.title,
        "tagline": column.tagline,
        "url": find_address(column),
    }


def _load_columns(batch):
    from ..models import ColumnPage

    paths = {_get_parent_path(page) for page in batch.pages}
    found = ColumnPage.objects.filter(path__in=paths).live().public().select_related("locale")
    return {column.path: column for column in found}


def _get_parent_path(page):
    return page.path[: -page.steplen]


def get_article_references(batch, relation):
    """Return ``{id: ColumnsArticleReference}`` of those that rows of ``relation`` refer to."""
    return batch.get(("articles", relation), lambda: _load_articles(batch.all_rows(relation)))


def _load_articles(rows):
    from ..models import ArticlePage

    ids = {row.article_id for row in rows if row.article_id}
    found = ArticlePage.objects.filter(pk__in=ids).live().public().select_related("locale")
    return {article.pk: represent_article(article) for article in found.defer_streamfields()}


def represent_article(article) -> ColumnsArticleReference:
    """Return a public article."""
    return {
        "id": article.pk,
        "title": article.title,
        "kicker": article.kicker,
        "standfirst": article.standfirst,
        "date": article.date,
        "reading_time": article.reading_time,
        "url": find_address(article),
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
    return represent_issue(issue, load_covers([issue])) if issue else None


def load_covers(issues):
    """Return the ``Pictures`` of ``issues``."""
    return Pictures(issue.cover_id for issue in issues)


def represent_issue(issue, covers) -> ColumnsIssueReference:
    """Return a public issue; ``covers`` are those of ``load_covers``."""
    return {
        "id": issue.pk,
        "title": issue.title,
        "date": issue.date,
        "number": issue.number,
        "cover": covers.represent(
            issue.cover_id, alt=issue.cover_alt, decorative=issue.cover_decorative
        ),
        "cover_headline": issue.cover_headline,
        "dek": issue.dek,
        "url": find_address(issue),
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
