"""What a feed tells of its articles: one description, which every format is written from."""

from html import escape
from uuid import uuid5

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import conf
from ..api.batch import Batch
from ..images import get_lead_images, get_picture
from .dates import get_published, get_updated
from .full_text import get_full_text


def get_entries(feed):
    """Return the articles of ``feed`` as arguments of ``SyndicationFeed.add_item``.

    The same number of queries for any number of articles. Besides Django's own arguments there
    are ``authors`` (name and address of each), ``content`` (HTML, in a feed of whole articles),
    ``summary`` (plain text), ``image`` (an address), ``replies`` (addresses of the discussion)
    and ``line``, a line about the article for people.
    """
    articles = feed.articles
    batch = Batch(articles)
    prefetch_related_objects(articles, "bylines__author__locale")
    images = get_lead_images(articles)
    return [
        {
            **_describe(article, language=batch.locales[article.locale_id].language_code),
            "image": _get_image_address(images.get(article.pk)),
            "content": get_full_text(batch, article) if conf.feed_full_text() else "",
            "replies": feed.replies.get(article.pk, {}),
        }
        for article in articles
    ]


def get_page_uuid(page, *, language):
    """Return the permanent id of a page, which stays when the page moves or the site does.

    ``comments.feeds`` makes the id of what a comment replies to in the same way.
    """
    return uuid5(page.translation_key, language)


def _describe(article, *, language):
    authors = [row.author for row in article.bylines.all()]
    names = ", ".join(author.title for author in authors)
    return {
        "title": article.title,
        "link": article.full_url,
        "unique_id": get_page_uuid(article, language=language).urn,
        "unique_id_is_permalink": False,
        # RSS takes it for HTML.
        "description": escape(article.standfirst, quote=False),
        "summary": article.standfirst,
        "line": " · ".join(filter(None, [date_format(article.date), names])),
        "pubdate": get_published(article),
        "updateddate": get_updated(article),
        "authors": [{"name": author.title, "url": author.full_url} for author in authors],
        "categories": [item.tag.name for item in article.topic_items.all()],
        "language": language,
    }


def _get_image_address(image):
    picture = image and get_picture(image, "social")
    return picture.fallback.full_url if picture else None


def get_feed_arguments(feed, *, extension):
    """Return what ``feed`` says of itself, as arguments of ``SyndicationFeed``."""
    title = feed.title if feed.title == feed.site_name else f"{feed.title} · {feed.site_name}"
    return {
        "title": title,
        "link": feed.page.full_url,
        "description": feed.subtitle or title,
        "subtitle": feed.subtitle or None,
        "language": feed.page.locale.language_code,
        "author_name": feed.site_name,
        "author_link": feed.site.root_url,
        "feed_url": feed.get_address(extension),
        "feed_guid": feed.uuid.urn,
        "updated": feed.updated,
        "help": _(
            "This is a feed. Copy its address into a news reader, and new articles come to you "
            "by themselves, without an account and without an e-mail address."
        ),
    }
