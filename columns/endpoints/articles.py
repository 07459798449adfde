"""Articles: a list of whole teasers, and one with all that its page shows."""

from http import HTTPStatus
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Field, Query
from wagtail.api.v3.errors import problem_response

from ..search_service import SearchUnavailable
from .details import BodyFormat, describe_stored_article
from .finding import find_articles
from .links import OFFSETS
from .operations import LONGEST_SEARCH, ColumnsSiteQuery, Day, PageId, Text, reads
from .paging import LIMIT, ColumnsOffsets, ColumnsPart, answer_part, check_limit
from .reach import get_site
from .routers import router
from .shapes import ColumnsArticle, ColumnsTeaser
from .teasers import represent_teasers

NO_ARTICLE = "There is no such article for this reader on this site."


class ColumnsArticles(ColumnsOffsets):
    """A part of a list of articles."""

    items: list[ColumnsTeaser]


class ColumnsArticlesQuery(ColumnsSiteQuery, ColumnsPart):
    """Which articles."""

    column: PageId | None = Field(None, description="The id of a column.")
    author: PageId | None = Field(None, description="The id of an author bio.")
    issue: PageId | None = Field(None, description="The id of an issue that names them.")
    topic: Text = Field("", max_length=100, description="The slug of a topic.")
    date_from: Day | None = Field(None, description="The earliest date.")
    date_to: Day | None = Field(None, description="The latest date.")
    locale: Text = Field("", max_length=20, description="A language, such as `en`; empty: all.")
    search: Text = Field(
        "", max_length=LONGEST_SEARCH, description="Words that are all in an article."
    )
    order: Literal["-date", "date", "title", "-title"] | None = Field(
        None, description="By default the newest first, and what is searched by its worth."
    )


@reads(
    router,
    "/articles/",
    response=ColumnsArticles,
    errors={
        HTTPStatus.BAD_REQUEST: LIMIT,
        HTTPStatus.SERVICE_UNAVAILABLE: "The search does not answer.",
    },
    beside=OFFSETS,
    operation_id="columns_articles",
    summary="List articles with their teasers",
    description="Everything that a list of articles shows, in one request. A page that is filtered "
    "by and that this reader may not read has no articles.",
    url_name="columns_articles",
)
def list_articles(request, parameters: Annotated[ColumnsArticlesQuery, Query()]):
    """List articles with their teasers."""
    check_limit(parameters.limit)
    site = get_site(request, parameters.site)
    try:
        count, articles = find_articles(parameters, user=request.user, site=site)
    except SearchUnavailable:
        return problem_response(
            status=HTTPStatus.SERVICE_UNAVAILABLE, detail=_("The search does not answer.")
        )
    return answer_part(count, parameters, represent_teasers(articles))


class ColumnsArticleQuery(ColumnsSiteQuery):
    """How to show an article."""

    body: BodyFormat = Field(
        "blocks", description="The body as typed blocks, or as one text of plain HTML."
    )


@reads(
    router,
    "/articles/{article_id}/",
    response=ColumnsArticle,
    errors={HTTPStatus.NOT_FOUND: NO_ARTICLE},
    operation_id="columns_article",
    summary="Read an article",
    url_name="columns_article",
)
def read_article(request, article_id: PageId, parameters: Annotated[ColumnsArticleQuery, Query()]):
    """Read an article with all that its page shows."""
    site = get_site(request, parameters.site)
    return describe_stored_article(article_id, user=request.user, site=site, body=parameters.body)
