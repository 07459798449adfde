"""Where things are: the site with its languages, its navigation, addresses, and one column.

The address of one column comes last: it would take the names of all others for an id.
"""

from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from ..models import ColumnPage
from ..previews import find_previewed
from .details import get_page
from .links import OFFSETS
from .operations import LARGEST_NUMBER, ColumnsSiteQuery, PageId, Text, reads
from .paging import LIMIT, ColumnsOffsets, ColumnsPart, answer_part, check_limit
from .parts import describe_column
from .preview import ColumnsPreview, describe_preview
from .reach import check_locale, get_root, get_site
from .routers import router
from .sections import FOUND, LISTED, ColumnsCurrentQuery
from .shapes import ColumnsColumn
from .site import (
    ColumnsFound,
    ColumnsNavigationEntry,
    ColumnsRedirect,
    ColumnsSite,
    ColumnsSitemapEntry,
    describe_site,
    find_path,
    list_navigation,
    list_redirects,
    list_sitemap,
)


class ColumnsNavigation(Schema):
    """What the navigation of the site leads to."""

    items: list[ColumnsNavigationEntry]


class ColumnsRedirects(ColumnsOffsets):
    """A part of the list of redirects."""

    items: list[ColumnsRedirect]


class ColumnsSitemap(Schema):
    """A part of the sitemap."""

    items: list[ColumnsSitemapEntry]
    next: int | None = Field(description="What to send as `after` for more; `null` at the end.")


class ColumnsSitemapQuery(ColumnsSiteQuery):
    """Which part of the sitemap."""

    limit: int = Field(100, ge=1, le=LARGEST_NUMBER, description="At most so many.")
    after: int = Field(
        0, ge=0, le=LARGEST_NUMBER, description="The `next` of the part before; 0: from the start."
    )


class ColumnsPartQuery(ColumnsSiteQuery, ColumnsPart):
    """Which part of a list of a site."""


class ColumnsPathQuery(ColumnsSiteQuery):
    """Which address."""

    path: Text = Field(
        min_length=1,
        max_length=2000,
        pattern=r"^/[^?#]*$",
        description="The path of an address of the site, such as `/at-close-range/`.",
    )


@reads(
    router,
    "/site/",
    response=ColumnsSite,
    operation_id="columns_site",
    summary="Read what the frame of every page needs",
    description="The site's name, its languages with their home pages, feeds and sitemaps, the "
    "services to share with, and the largest parts of lists.",
    url_name="columns_site",
)
def read_site(request, parameters: Annotated[ColumnsSiteQuery, Query()]):
    """Read what the frame of every page needs."""
    return describe_site(request, get_site(request, parameters.site))


@reads(
    router,
    "/navigation/",
    response=ColumnsNavigation,
    errors={HTTPStatus.NOT_FOUND: "There is no such site, or it is not in this language."},
    operation_id="columns_navigation",
    summary="List what the navigation leads to",
    description="The public pages directly below the home page, in the order of the tree.",
    url_name="columns_navigation",
)
def read_navigation(request, parameters: Annotated[ColumnsCurrentQuery, Query()]):
    """List what the navigation leads to."""
    site = get_site(request, parameters.site)
    root = get_root(site, check_locale(parameters.locale))
    return {"items": list_navigation(root, user=request.user, site=site)}


@reads(
    router,
    "/find/",
    response=ColumnsFound,
    errors={HTTPStatus.NOT_FOUND: "Nothing is at this address for this reader."},
    operation_id="columns_find",
    summary="Find what is at an address",
    description="A page, with its type and id, or a redirect: where the front end should lead to.",
    url_name="columns_find",
)
def find_address(request, parameters: Annotated[ColumnsPathQuery, Query()]):
    """Find what is at an address."""
    site = get_site(request, parameters.site)
    return find_path(parameters.path, user=request.user, site=site)


@reads(
    router,
    "/redirects/",
    response=ColumnsRedirects,
    errors=LISTED,
    beside=OFFSETS,
    operation_id="columns_redirects",
    summary="List the redirects with their targets",
    url_name="columns_redirects",
)
def read_redirects(request, parameters: Annotated[ColumnsPartQuery, Query()]):
    """List the redirects with their targets."""
    check_limit(parameters.limit)
    site = get_site(request, parameters.site)
    count, items = list_redirects(parameters, site=site)
    return answer_part(count, parameters, items)


@reads(
    router,
    "/sitemap/",
    response=ColumnsSitemap,
    errors={HTTPStatus.BAD_REQUEST: LIMIT},
    beside={"next": "after"},
    operation_id="columns_sitemap",
    summary="List the addresses of all public pages",
    description="With the time of the last change and the other languages of each.",
    url_name="columns_sitemap",
)
def read_sitemap(request, parameters: Annotated[ColumnsSitemapQuery, Query()]):
    """List the addresses of all public pages."""
    check_limit(parameters.limit)
    site = get_site(request, parameters.site)
    return list_sitemap(site=site, limit=parameters.limit, after=parameters.after)


class ColumnsPreviewQuery(ColumnsSiteQuery):
    """What the editor's preview put into the address of the front end."""

    content_type: Text = Field(max_length=100, description="Such as `columns.articlepage`.")
    token: Text = Field(max_length=255, description="Opens the preview for a day.")


@reads(
    router,
    "/preview/",
    response=ColumnsPreview,
    errors={HTTPStatus.NOT_FOUND: "The token is not valid any more, or there are no previews."},
    operation_id="columns_preview",
    summary="Read the draft that an editor previews",
    description="As it is in the editor's form, saved or not. Of the parts, the one of the page's "
    "own type is there; `page` is for all types. Nobody keeps the answer.",
    url_name="columns_preview",
)
def read_preview(
    request, response: HttpResponse, parameters: Annotated[ColumnsPreviewQuery, Query()]
):
    """Read the draft that an editor previews."""
    site = get_site(request, parameters.site)
    page = find_previewed(parameters.content_type, parameters.token)
    if page is None:
        raise Http404(_("There is no such preview."))
    response["Cache-Control"] = "private, no-store"
    return describe_preview(page, site=site)


@reads(
    router,
    "/{column_id}/",
    response=ColumnsColumn,
    errors=FOUND,
    operation_id="columns_column",
    summary="Read a column",
    description="With its archive and topics; `/columns/articles/?column=` has the articles.",
    url_name="columns_column",
)
def read_column(request, column_id: PageId, parameters: Annotated[ColumnsSiteQuery, Query()]):
    """Read a column."""
    site = get_site(request, parameters.site)
    column = get_page(ColumnPage.objects.all(), column_id, user=request.user, site=site)
    return describe_column(column, site=site)
