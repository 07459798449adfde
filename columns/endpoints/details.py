"""Whole pages: what the page of an article, a column, an author or an issue shows."""

from typing import Literal

from django.http import Http404
from django.utils.translation import gettext as _

from ..addresses import has_own_addresses
from ..alternates import find_translations
from ..api.batch import Batch
from ..api.body import get_body, get_social_image
from ..api.fields import CorrectionsField
from ..api.references import (
    expand_biographies,
    load_covers,
    load_portraits,
    represent_article,
    represent_author,
    represent_column,
    represent_issue,
)
from ..api.renditions import load_pictures
from ..feeds.addresses import get_feed_addresses
from ..feeds.full_text import get_full_text
from ..images import get_image_ids
from ..models import ArticlePage
from ..pool import find_address, open_pool
from ..structured_data.issue import find_issue
from .reach import get_readable
from .shapes import ColumnsArticle, ColumnsFeed, ColumnsPage, ColumnsTranslation
from .stored import StoredBatch, find_article
from .teasers import count_comments

BodyFormat = Literal["blocks", "html"]


def get_page(pages, pk, *, user, site):
    """Return the page ``pk`` of the queryset, with its locale; raises ``Http404``."""
    found = get_readable(pages.filter(pk=pk), user=user, site=site)
    try:
        return found.select_related("locale").get()
    except pages.model.DoesNotExist:
        raise Http404(_("There is no such page.")) from None


def describe_stored_article(pk, *, user, site, body: BodyFormat) -> ColumnsArticle:
    """Return an article with all that its page shows; raises ``Http404``."""
    if has_own_addresses(ArticlePage):
        article = get_page(ArticlePage.objects.all(), pk, user=user, site=site)
        return describe_article(article, site=site, body=body)
    with open_pool():
        article = find_article(pk, user=user, site=site)
        load_pictures(_get_image_ids(article))
        return _describe_article(
            article,
            article.reading,
            batch=StoredBatch([article]),
            column=article.column,
            issue=article.issue,
            site=site,
            body=body,
        )


def describe_article(article, *, site, body: BodyFormat = "blocks") -> ColumnsArticle:
    """Return an article as it is in memory, such as a draft: each part asks for itself."""
    return _describe_article(
        article,
        article.get_further_reading(only_named=True),
        batch=Batch([article]),
        column=article.get_public_column(),
        issue=find_issue(article),
        site=site,
        body=body,
    )


def _describe_article(article, reading, *, batch, column, issue, site, body):
    previous_article, next_article = reading["previous_article"], reading["next_article"]
    biographies, portraits = expand_biographies(article.authors), load_portraits(article.authors)
    topics = sorted(reading["topics"], key=lambda tag: tag.name)
    return {
        **describe_page(article, site=site, column=column),
        "kicker": article.kicker,
        "standfirst": article.standfirst,
        "date": article.date,
        "updated": article.updated,
        "reading_time": article.reading_time,
        "image": get_social_image(batch, article),
        "body": get_body(batch, article) if body == "blocks" else None,
        "html": get_full_text(batch, article) if body == "html" else None,
        "authors": [represent_author(author, biographies, portraits) for author in article.authors],
        "column": column and represent_column(column),
        "topics": [{"name": tag.name, "slug": tag.slug} for tag in topics],
        "corrections": CorrectionsField().to_representation(article),
        "issue": issue and represent_issue(issue, load_covers([issue])),
        "previous": previous_article and represent_article(previous_article),
        "next": next_article and represent_article(next_article),
        "related_articles": [represent_article(other) for other in reading["related_articles"]],
        "comment_count": count_comments([article.pk]).get(article.pk, 0) if article.pk else 0,
    }


def _get_image_ids(article):
    yield from get_image_ids(article)
    yield from (author.portrait_id for author in article.authors)
    if article.issue:
        yield article.issue.cover_id


def describe_page(page, *, site, **feeds) -> ColumnsPage:
    """Return what all pages have in common; ``feeds`` is for ``get_feed_addresses``."""
    return {
        # A draft that was never saved has none.
        "id": page.pk or 0,
        "title": page.title,
        "slug": page.slug,
        "locale": page.locale.language_code,
        "url": find_address(page),
        "seo_title": page.seo_title,
        "search_description": page.search_description,
        "first_published_at": page.first_published_at,
        "last_published_at": page.last_published_at,
        "translations": list_translations(page),
        "feeds": list_feeds(page, site=site, **feeds),
    }


def list_translations(page) -> list[ColumnsTranslation]:
    """Return the translations of ``page`` that anybody may read, by their languages."""
    found = [
        {
            "locale": other.locale.language_code,
            "id": other.pk,
            "title": other.title,
            "url": find_address(other),
        }
        for other in find_translations(page)
    ]
    return sorted(found, key=lambda translation: translation["locale"])


def list_feeds(page, *, site, **arguments) -> list[ColumnsFeed]:
    """Return the feeds that a reader of ``page`` may want to follow."""
    return [
        {
            "title": feed.title,
            "formats": [
                {"name": each.name, "media_type": each.media_type, "url": each.url}
                for each in feed.formats
            ],
        }
        for feed in get_feed_addresses(page, site=site, **arguments)
    ]
