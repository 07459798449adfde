"""Columns, authors, issues and topics, as lists show them and as a whole."""

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length, Substr

from ..api.batch import Batch
from ..api.fields import (
    AuthorsField,
    BooksField,
    ContentsField,
    DescribedImageField,
    LinksField,
    RichTextHTMLField,
)
from ..api.references import (
    get_current_issue,
    load_covers,
    represent_column,
    represent_issue,
)
from ..models import ArticlePage, ColumnPage, IssuePage
from ..sitemaps.scope import of_site
from .details import describe_page
from .shapes import (
    ColumnsAuthorBio,
    ColumnsAuthorTeaser,
    ColumnsColumn,
    ColumnsColumnTeaser,
    ColumnsCountedTopic,
    ColumnsIssue,
    ColumnsIssueTeaser,
)


def get_field(field, page, name):
    """Return what the field of the API ``name`` of ``page`` says; see ``columns.api.fields``."""
    field.field_name = name
    return field.to_representation(page)


def represent_columns(columns) -> list[ColumnsColumnTeaser]:
    """Return columns as lists show them; see ``with_article_counts``."""
    batch = Batch(columns)
    return [
        {
            **_represent_place(column, batch, name="title"),
            "tagline": column.tagline,
            "image": get_field(DescribedImageField(), column, "image"),
            "columnists": AuthorsField(relation="columnists").to_representation(column),
            "article_count": column.article_count,
        }
        for column in batch.pages
    ]


def with_article_counts(columns):
    """Return the queryset ``columns`` with the number of public articles of each."""
    parent = Substr(F("path"), 1, Length(F("path")) - ColumnPage.steplen)
    articles = (
        ArticlePage.objects.live()
        .public()
        .order_by()
        .annotate(parent=parent)
        .filter(parent=OuterRef("path"))
        .values("parent")
        .annotate(number=Count("pk"))
    )
    return columns.annotate(article_count=Coalesce(Subquery(articles.values("number")), 0))


def describe_column(column, *, site) -> ColumnsColumn:
    """Return a whole column."""
    return {
        **describe_page(column, site=site),
        "tagline": column.tagline,
        "introduction": get_field(RichTextHTMLField(), column, "introduction"),
        "image": get_field(DescribedImageField(), column, "image"),
        "columnists": AuthorsField(relation="columnists").to_representation(column),
        "article_count": sum(year["number"] for year in column.archive),
        "archive": list(_list_archive(column)),
        "topics": represent_topics(column.topics),
    }


def _list_archive(column):
    for year in column.archive:
        number = year["date"].year
        yield {"year": number, "month": None, "article_count": year["number"]}
        for month in year["months"]:
            yield {
                "year": number,
                "month": month["date"].month,
                "article_count": month["number"],
            }


def represent_topics(topics) -> list[ColumnsCountedTopic]:
    """Return topics, which have an ``article_count``."""
    return [
        {"name": topic.name, "slug": topic.slug, "article_count": topic.article_count}
        for topic in topics
    ]


def represent_authors(authors) -> list[ColumnsAuthorTeaser]:
    """Return author bios as lists show them."""
    batch = Batch(authors)
    return [
        {
            **_represent_place(author, batch, name="name"),
            "credentials": author.credentials,
            "portrait": get_field(DescribedImageField(), author, "portrait"),
            "short_biography": get_field(RichTextHTMLField(), author, "short_biography"),
        }
        for author in batch.pages
    ]


def describe_author(author, *, site) -> ColumnsAuthorBio:
    """Return a whole author bio."""
    # By its id: a draft that was never saved has none, and nothing.
    own = {"columnists__author": author.pk or 0}
    columns = ColumnPage.objects.filter(of_site(site), **own).live().public()
    articles = ArticlePage.objects.filter(of_site(site)).by_author(author.pk or 0).live().public()
    return {
        **describe_page(author, site=site),
        "credentials": author.credentials,
        "portrait": get_field(DescribedImageField(), author, "portrait"),
        "short_biography": get_field(RichTextHTMLField(), author, "short_biography"),
        "biography": get_field(RichTextHTMLField(), author, "biography"),
        "books": BooksField().to_representation(author),
        "links": LinksField().to_representation(author),
        "columns": [
            represent_column(column)
            for column in columns.distinct().select_related("locale").order_by("title", "pk")
        ],
        "article_count": articles.order_by().values("pk").distinct().count(),
    }


def represent_issues(issues) -> list[ColumnsIssueTeaser]:
    """Return issues as lists show them."""
    batch = Batch(issues)
    return [
        {
            **_represent_place(issue, batch, name="title"),
            "date": issue.date,
            "number": issue.number,
            "cover": get_field(DescribedImageField(), issue, "cover"),
            "cover_headline": issue.cover_headline,
            "dek": issue.dek,
            "is_current": _is_current(issue),
        }
        for issue in batch.pages
    ]


def _is_current(issue):
    current = get_current_issue(Batch.of(issue), issue)
    return bool(current) and current["id"] == issue.pk


def describe_issue(issue, *, site) -> ColumnsIssue:
    """Return a whole issue."""
    siblings = IssuePage.objects.sibling_of(issue).published()
    previous_issue, next_issue = siblings.neighbours_of(issue)
    covers = load_covers(filter(None, [previous_issue, next_issue]))
    return {
        **describe_page(issue, site=site),
        "date": issue.date,
        "number": issue.number,
        "cover": get_field(DescribedImageField(), issue, "cover"),
        "cover_headline": issue.cover_headline,
        "dek": issue.dek,
        "is_current": _is_current(issue),
        "contents": ContentsField().to_representation(issue),
        "previous": previous_issue and represent_issue(previous_issue, covers),
        "next": next_issue and represent_issue(next_issue, covers),
    }


def _represent_place(page, batch, *, name):
    return {
        "id": page.pk,
        name: page.title,
        "slug": page.slug,
        "locale": batch.locales[page.locale_id].language_code,
        "url": page.full_url,
    }


def find_topics(*, site, locale):
    """Return the topics of the articles of ``site`` that anybody may read, with their numbers."""
    articles = ArticlePage.objects.filter(of_site(site)).live().public()
    if locale:
        articles = articles.filter(Q(locale__language_code=locale))
    return articles.get_topics()
