"""The main addresses: those of which it is known exactly what stands there."""

from functools import partial

from . import column_claims as columns
from . import comment_claims as comments
from . import page_claims as pages
from .places import PAGES_ROUTE

CLAIMS = {
    PAGES_ROUTE: pages.claim_page,
    "^feeds/topics/(?P<slug>[-\\w]+)\\.(?P<extension>[a-z]+)$": pages.claim_topic,
    "api/v2/^comments/": comments.claim_comments,
    "api/v2/^comments/<uuid:uuid>/": comments.claim_comment,
    "api/v2/^pages/": pages.claim_list_2,
    "api/v2/^pages/<int:pk>/": pages.claim_detail_2,
    "columns_article": partial(columns.claim_whole, "article_id"),
    "columns_articles": columns.claim_teasers,
    "columns_author": partial(columns.claim_whole, "author_id"),
    "columns_column": partial(columns.claim_whole, "column_id"),
    "columns_find": columns.claim_found,
    "columns_issue": partial(columns.claim_whole, "issue_id"),
    "columns_sitemap": columns.claim_list_of_all,
    "comments/<uuid:comment_uuid>/": comments.claim_way_to_comment,
    "comments/<uuid:comment_uuid>/flag/": comments.claim_comment,
    "comments/<uuid:comment_uuid>/react/": comments.claim_comment,
    "comments/feeds/pages/<int:page_id>.<str:extension>": comments.claim_page_feed,
    "comments/feeds/sections/<int:page_id>.<str:extension>": comments.claim_section_feed,
    "comments/own/<uuid:comment_uuid>/": comments.claim_own_comment,
    "comments_cases": comments.claim_cases,
    "comments_counts": comments.claim_counts,
    "comments_detail": comments.claim_comment,
    "comments_discussion": comments.claim_discussion,
    "comments_latest": comments.claim_latest,
    "comments_list": comments.claim_comments,
    "comments_own": comments.claim_comment_by_secret,
    "comments_place": comments.claim_way_to_comment,
    "comments_queue": comments.claim_queue,
    "comments_replies": comments.claim_replies,
    "comments_review": comments.claim_review,
    "comments_section_workflows": comments.claim_rules,
    "comments_site_settings": comments.claim_rules,
    "comments_sites_settings": comments.claim_rules,
    "comments_stored_reason": comments.claim_rules,
    "comments_stored_reasons": comments.claim_rules,
    "comments_threads": comments.claim_comments,
    "feeds/articles.<str:extension>": pages.claim_articles,
    "feeds/authors/<int:page_id>.<str:extension>": partial(
        pages.claim_feed, "author", pages.is_in_english
    ),
    "feeds/columns/<int:page_id>.<str:extension>": partial(
        pages.claim_feed, "column", pages.is_below
    ),
    "feeds/issues/<int:page_id>.<str:extension>": partial(
        pages.claim_feed, "issue", pages.is_in_english
    ),
    "pages_detail": pages.claim_detail_3,
    "pages_list": pages.claim_list_3,
    "sitemap-news.xml": pages.claim_news,
    "sitemap.xml": pages.claim_sitemap,
    "topics/<str:slug>/": pages.claim_topic,
}


def get_claim(oracle, visit, visitor):
    """Return the ``Claim`` about what ``visitor`` gets, or ``None``."""
    make = CLAIMS.get(visit.surface.name)
    return make(oracle, visit, visitor.at(visit.surface)) if make else None
