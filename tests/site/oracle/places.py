"""Where each address is: the table of routes and their parts, to be kept as the site grows.

The operations of API v3 need no row: their addresses follow from the OpenAPI document.
"""

#: Where another table is asked instead, and why the rest shows no page and no comment.
LEFT_OUT = {
    "admin/": "the admin, which has a table of users, doors and actions of its own",
    "api/v3/": "by its OpenAPI document",
    "^api/v3/.+/$": "whatever is asked below API v3 and is nothing there: a 404 in one sentence",
    "documents/^(\\d+)/(.*)$": "a file",
    "documents/authenticate_with_password/<int:restriction_id>/": "takes a POST",
    "comments/post/<int:page_id>/signed-in/": "takes a POST",
    "comments/own/<uuid:comment_uuid>/withdraw/": "takes a POST",
}


def _place(door, *templates):
    """Return who is asked at a route, and its addresses with the names of fillers in braces."""
    return door, templates


#: Where there is no page.
NOTHING = "/nothing-is-here/"
V2_LIST = "/api/v2/pages/?limit=1000"

#: Each route of the URL configuration that answers GET.
PLACES = {
    "api/v2/^pages/": _place(
        "public",
        V2_LIST,
        f"{V2_LIST}&type={{page_type}}&fields=*",
        f"{V2_LIST}&site={{site}}",
        f"{V2_LIST}&locale={{locale}}",
        f"{V2_LIST}&search={{search}}",
        *(
            f"{V2_LIST}&{name}={{some_page}}"
            for name in ("ancestor_of", "child_of", "descendant_of", "translation_of")
        ),
    ),
    "api/v2/^pages/<int:pk>/": _place("public", "/api/v2/pages/{page_id}/?fields=*"),
    "api/v2/^pages/find/": _place(
        "public", "/api/v2/pages/find/?id={some_page}", "/api/v2/pages/find/?html_path={some_path}"
    ),
    "api/v2/^images/": _place("public", "/api/v2/images/?fields=*"),
    "api/v2/^images/<int:pk>/": _place("public", "/api/v2/images/{image_id}/?fields=*"),
    "api/v2/^images/find/": _place("public", "/api/v2/images/find/?id={image_id}"),
    "api/v2/^documents/": _place("public", "/api/v2/documents/?fields=*"),
    "api/v2/^documents/<int:pk>/": _place("public", "/api/v2/documents/{document_id}/?fields=*"),
    "api/v2/^documents/find/": _place("public", "/api/v2/documents/find/?id={document_id}"),
    "api/v2/^comments/": _place("public", "/api/v2/comments/?limit=1000&page={page}"),
    "api/v2/^comments/<uuid:uuid>/": _place("public", "/api/v2/comments/{comment_id}/"),
    "sitemap.xml": _place("public", "/sitemap.xml"),
    "sitemap-news.xml": _place("public", "/sitemap-news.xml"),
    "health/": _place("anybody", "/health/"),
    "robots.txt": _place("anybody", "/robots.txt"),
    "comments/post/<int:page_id>/": _place(
        "session",
        "/comments/post/{some_article}/",
        "/comments/post/{some_article}/?parent={comment_on_article}&quote=1",
    ),
    "comments/formatting/": _place("session", "/comments/formatting/"),
    "comments/own/": _place("cookie", "/comments/own/?page={article}"),
    "comments/own/<uuid:comment_uuid>/": _place("cookie", "/comments/own/{comment_id}/"),
    "comments/own/<uuid:comment_uuid>/edit/": _place(
        "cookie", "/comments/own/{some_comment}/edit/"
    ),
    "comments/<uuid:comment_uuid>/": _place("session", "/comments/{comment_id}/"),
    "comments/<uuid:comment_uuid>/react/": _place("session", "/comments/{some_comment}/react/"),
    "comments/<uuid:comment_uuid>/flag/": _place("session", "/comments/{some_comment}/flag/"),
    "comments/feeds/pages/<int:page_id>.<str:extension>": _place(
        "public", "/comments/feeds/pages/{article}.{extension}"
    ),
    "comments/feeds/sections/<int:page_id>.<str:extension>": _place(
        "public", "/comments/feeds/sections/{section}.{extension}"
    ),
    "topics/<str:slug>/": _place("public", "{language}/topics/{slug}/"),
    "feeds/articles.<str:extension>": _place("public", "{language}/feeds/articles.{extension}"),
    "feeds/columns/<int:page_id>.<str:extension>": _place(
        "public", "/feeds/columns/{column}.{extension}"
    ),
    "feeds/authors/<int:page_id>.<str:extension>": _place(
        "public", "/feeds/authors/{author}.{extension}"
    ),
    "feeds/issues/<int:page_id>.<str:extension>": _place(
        "public", "/feeds/issues/{issue}.{extension}"
    ),
    "^feeds/topics/(?P<slug>[-\\w]+)\\.(?P<extension>[a-z]+)$": _place(
        "public", "{language}/feeds/topics/{slug}.{extension}"
    ),
    "search/": _place("public", "{language}/search/?query={search}&kind={kind}&page={number}"),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": _place(
        "session", "/_util/authenticate_with_password/{restriction}/{restricted}/"
    ),
    "_util/login/": _place("session", "/_util/login/"),
    "^((?:[\\w\\-]+/)*)$": _place("session", "{html_path}"),
}

#: The parts of a column, each an address below its own.
COLUMN_PLACES = {
    "archive_year": "archive/{year}/",
    "archive_month": "archive/{year}/{month}/",
    "topic": "topics/{slug}/",
}

PAGES_ROUTE = "^((?:[\\w\\-]+/)*)$"

#: Parameters of operations that change which part of the same things is in the answer, or how it
#: looks, but not for whom: they are left at their defaults.
INDIFFERENT = {
    "after",
    "approved_go_live_at_from",
    "approved_go_live_at_to",
    "before",
    "commenter",
    "created_at_from",
    "created_at_to",
    "date_from",
    "date_to",
    "flags",
    "language",
    "limit",
    "links",
    "object_str",
    "offset",
    "order",
    "reason",
    "rich_text_format",
    "search_operator",
    "sort",
    "user_id",
}
