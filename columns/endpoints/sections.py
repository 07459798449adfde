"""Columns, authors, issues and topics."""

from http import HTTPStatus
from typing import Annotated

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from ..models import AuthorPage, ColumnPage, IssuePage
from .details import get_page
from .links import OFFSETS
from .operations import ColumnsSiteQuery, Day, PageId, Text, reads
from .paging import LIMIT, ColumnsOffsets, ColumnsPart, answer_part, check_limit
from .parts import (
    describe_author,
    describe_issue,
    find_topics,
    represent_authors,
    represent_columns,
    represent_issues,
    represent_topics,
    with_article_counts,
)
from .reach import check_locale, get_readable, get_root, get_site
from .routers import router
from .shapes import (
    ColumnsAuthorBio,
    ColumnsAuthorTeaser,
    ColumnsColumnTeaser,
    ColumnsCountedTopic,
    ColumnsIssue,
    ColumnsIssueTeaser,
)

NO_PAGE = "There is no such page for this reader on this site."
LISTED = {HTTPStatus.BAD_REQUEST: LIMIT}
FOUND = {HTTPStatus.NOT_FOUND: NO_PAGE}


class ColumnsLocaleQuery(ColumnsSiteQuery):
    """Which language of which site."""

    locale: Text = Field("", max_length=20, description="A language, such as `en`; empty: all.")


class ColumnsListQuery(ColumnsLocaleQuery, ColumnsPart):
    """Which part of which list."""


class ColumnsIssuesQuery(ColumnsListQuery):
    """Which issues."""

    date_from: Day | None = Field(None, description="The earliest date.")
    date_to: Day | None = Field(None, description="The latest date.")


class ColumnsCurrentQuery(ColumnsSiteQuery):
    """Which current issue."""

    locale: Text = Field(
        "", max_length=20, description="A language, such as `en`; empty: the site's own."
    )


class ColumnsColumns(ColumnsOffsets):
    """A part of the list of columns."""

    items: list[ColumnsColumnTeaser]


class ColumnsAuthors(ColumnsOffsets):
    """A part of the list of authors."""

    items: list[ColumnsAuthorTeaser]


class ColumnsIssues(ColumnsOffsets):
    """A part of the list of issues."""

    items: list[ColumnsIssueTeaser]


class ColumnsTopics(Schema):
    """All topics, those with most articles first."""

    items: list[ColumnsCountedTopic]


def _list(request, parameters, pages, *order):
    """Return ``(count, pages of the part)`` of those of ``pages`` that the reader may read."""
    check_limit(parameters.limit)
    site = get_site(request, parameters.site)
    found = get_readable(pages, user=request.user, site=site).filter(_get_condition(parameters))
    part = slice(parameters.offset, parameters.offset + parameters.limit)
    return found.count(), list(found.select_related("locale").order_by(*order)[part])


def _get_condition(parameters):
    condition = Q()
    if check_locale(parameters.locale):
        condition &= Q(locale__language_code=parameters.locale)
    if getattr(parameters, "date_from", None):
        condition &= Q(date__gte=parameters.date_from)
    if getattr(parameters, "date_to", None):
        condition &= Q(date__lte=parameters.date_to)
    return condition


@reads(
    router,
    "/authors/",
    response=ColumnsAuthors,
    errors=LISTED,
    beside=OFFSETS,
    operation_id="columns_authors",
    summary="List the authors by name",
    url_name="columns_authors",
)
def list_authors(request, parameters: Annotated[ColumnsListQuery, Query()]):
    """List the authors by name."""
    count, authors = _list(request, parameters, AuthorPage.objects.all(), "title", "pk")
    return answer_part(count, parameters, represent_authors(authors))


@reads(
    router,
    "/authors/{author_id}/",
    response=ColumnsAuthorBio,
    errors=FOUND,
    operation_id="columns_author",
    summary="Read an author bio",
    description="Books, links and columns included; `/columns/articles/?author=` has the articles.",
    url_name="columns_author",
)
def read_author(request, author_id: PageId, parameters: Annotated[ColumnsSiteQuery, Query()]):
    """Read an author bio."""
    site = get_site(request, parameters.site)
    author = get_page(AuthorPage.objects.all(), author_id, user=request.user, site=site)
    return describe_author(author, site=site)


@reads(
    router,
    "/issues/",
    response=ColumnsIssues,
    errors=LISTED,
    beside=OFFSETS,
    operation_id="columns_issues",
    summary="List the issues of the magazine, the newest first",
    url_name="columns_issues",
)
def list_issues(request, parameters: Annotated[ColumnsIssuesQuery, Query()]):
    """List the issues, the newest first."""
    count, issues = _list(request, parameters, IssuePage.objects.all(), "-date", "-pk")
    return answer_part(count, parameters, represent_issues(issues))


# Before the address of one issue, which would take "current" for an id.
@reads(
    router,
    "/issues/current/",
    response=ColumnsIssue,
    errors={HTTPStatus.NOT_FOUND: "There is no issue yet, or the site is not in this language."},
    operation_id="columns_current_issue",
    summary="Read the current issue",
    description="The one that the editors chose, else the newest.",
    url_name="columns_current_issue",
)
def read_current_issue(request, parameters: Annotated[ColumnsCurrentQuery, Query()]):
    """Read the current issue."""
    site = get_site(request, parameters.site)
    root = get_root(site, check_locale(parameters.locale))
    issue = IssuePage.objects.current(site, locale=root.locale)
    if issue is None:
        raise Http404(_("There is no issue yet."))
    return describe_issue(issue, site=site)


@reads(
    router,
    "/issues/{issue_id}/",
    response=ColumnsIssue,
    errors=FOUND,
    operation_id="columns_issue",
    summary="Read an issue with its table of contents",
    url_name="columns_issue",
)
def read_issue(request, issue_id: PageId, parameters: Annotated[ColumnsSiteQuery, Query()]):
    """Read an issue with its table of contents."""
    site = get_site(request, parameters.site)
    issue = get_page(IssuePage.objects.all(), issue_id, user=request.user, site=site)
    return describe_issue(issue, site=site)


@reads(
    router,
    "/topics/",
    response=ColumnsTopics,
    operation_id="columns_topics",
    summary="List the topics of the articles",
    url_name="columns_topics",
)
def list_topics(request, parameters: Annotated[ColumnsLocaleQuery, Query()]):
    """List the topics of the articles, those with most articles first."""
    site = get_site(request, parameters.site)
    topics = find_topics(site=site, locale=check_locale(parameters.locale))
    return {"items": represent_topics(topics)}


@reads(
    router,
    "/",
    response=ColumnsColumns,
    errors=LISTED,
    beside=OFFSETS,
    operation_id="columns_list",
    summary="List the columns",
    description="In the order in which the editors placed them.",
    url_name="columns_list",
)
def list_columns(request, parameters: Annotated[ColumnsListQuery, Query()]):
    """List the columns in the order of the tree."""
    columns = with_article_counts(ColumnPage.objects.all())
    count, columns = _list(request, parameters, columns, "path")
    return answer_part(count, parameters, represent_columns(columns))
