"""Answering for feeds: the door of all kinds in all formats."""

from hashlib import blake2b

from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.feedgenerator import Stylesheet
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .. import conf
from .entries import get_entries, get_feed_arguments
from .writers import WRITERS


@require_safe
def serve_feed(request, kind, extension, **arguments):
    """Answer with a feed of the class ``kind``, or with 304 to whoever has it as it is.

    404 for a format that does not exist and for what nobody may read. It is the same for
    everybody: who asks, and how, plays no part but for the site and the language of the address.
    """
    site = Site.find_for_request(request)
    if site is None or extension not in WRITERS:
        raise Http404(_("There is no such feed."))
    feed = kind.find(site, **arguments)
    with translation.override(feed.page.locale.language_code):
        # A date of an article in the future is none of an answer's.
        modified = int(min(feed.updated, timezone.now()).timestamp())
        etag = f'W/"{get_fingerprint(feed)}-{extension}"'
        # A time goes back when the newest item is taken out: only the same one tells nothing new.
        is_known = parse_http_date_safe(request.headers.get("If-Modified-Since", "")) == modified
        response = get_conditional_response(
            request, etag=etag, last_modified=modified if is_known else None
        )
        response = response or write(feed, extension)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    patch_cache_control(response, public=True, max_age=conf.feed_max_age())
    # Browsers show a feed's own media type as source or save it: to people it is XML, with a style.
    patch_vary_headers(response, ["Sec-Fetch-Dest"])
    is_for_people = request.headers.get("Sec-Fetch-Dest") == "document"
    if is_for_people and "+xml" in response.get("Content-Type", ""):
        response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response


def write(feed, extension):
    """Return ``feed`` in the format ``extension``."""
    writer = WRITERS[extension](
        **get_feed_arguments(feed, extension=extension),
        stylesheets=[Stylesheet(static("columns/feed.css"), mimetype="text/css", media=None)],
    )
    for entry in get_entries(feed):
        writer.add_item(**entry)
    return HttpResponse(writer.writeString("utf-8"), content_type=writer.content_type)


def get_fingerprint(feed):
    """Return a digest of what ``feed`` says, from the rows alone: nothing is rendered for it.

    Pictures, and where links lead, are not looked up.
    """
    page = feed.page
    said = [
        (feed.site.root_url, feed.site_name, feed.title, feed.subtitle, page.url_path),
        (conf.feed_full_text(), feed.updated, feed.replies),
        [_get_facts(article) for article in feed.articles],
    ]
    return blake2b(repr(said).encode(errors="surrogatepass"), digest_size=12).hexdigest()


def _get_facts(article):
    return (
        (article.pk, article.url_path, article.last_published_at, article.date),
        (article.title, article.standfirst, list(article.body.raw_data), article.social_image_id),
        [(row.author.title, row.author.url_path) for row in article.bylines.all()],
        [item.tag.name for item in article.topic_items.all()],
        [(row.date, row.text) for row in article.corrections.all()],
    )
