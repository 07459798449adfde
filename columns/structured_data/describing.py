"""The description of a page: one function for each page type."""

from functools import singledispatch

from ..models import (
    ArticlePage,
    AuthorIndexPage,
    AuthorPage,
    ColumnPage,
    IssueIndexPage,
    IssuePage,
)
from . import article, author, column, issue
from .breadcrumbs import describe_breadcrumbs
from .nodes import CONTEXT
from .scene import Scene
from .web_page import describe_web_page


def describe(page, context):
    """Return the JSON-LD of ``page`` as a dictionary, or ``None`` where there is none to give.

    ``context`` is that of the page's template. A preview, and a page without an address, is
    nothing that machines should know.
    """
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return None
    scene = Scene(page, context)
    if scene.address is None or scene.site is None:
        return None
    nodes = [*describe_page(page, scene), *describe_breadcrumbs(scene)]
    return {"@context": CONTEXT, "@graph": nodes}


@singledispatch
def describe_page(page, scene):
    """Return the nodes of a page, chosen by its class; of any page: that it is a page."""
    return [describe_web_page("WebPage", scene)]


describe_page.register(ArticlePage, article.describe_article_page)
describe_page.register(ColumnPage, column.describe_column_page)
describe_page.register(AuthorPage, author.describe_author_page)
describe_page.register(AuthorIndexPage, author.describe_author_index)
describe_page.register(IssuePage, issue.describe_issue_page)
describe_page.register(IssueIndexPage, issue.describe_issue_index)
