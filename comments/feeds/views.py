"""Answering for feeds of comments."""

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
from .writers import WRITERS, write


@require_safe
def serve_feed(request, kind, extension, page_id):
    """Answer with a feed of the class ``kind``, or with 304 to whoever has it as it is.

    404 for a format that does not exist and for what not everybody may read. It is the same for
    everybody: nobody is signed in here, so that a proxy may keep it.
    """
    site = Site.find_for_request(request)
    if site is None or extension not in WRITERS:
        raise Http404(_("There is no such feed."))
    feed = kind.find(site, page_id=page_id)
    with translation.override(feed.language):
        modified = int(min(feed.updated, timezone.now()).timestamp())
        etag = f'W/"{get_fingerprint(feed)}-{extension}"'
        # A time goes back when the newest item is taken out: only the same one tells nothing new.
        is_known = parse_http_date_safe(request.headers.get("If-Modified-Since", "")) == modified
        response = get_conditional_response(
            request, etag=etag, last_modified=modified if is_known else None
        )
        response = response or answer(feed, extension)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    patch_cache_control(response, public=True, max_age=conf.feed_max_age())
    # Browsers show a feed's own media type as source or save it: to people it is XML, with a style.
    patch_vary_headers(response, ["Sec-Fetch-Dest"])
    is_for_people = request.headers.get("Sec-Fetch-Dest") == "document"
    if is_for_people and "+xml" in response.get("Content-Type", ""):
        response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response


def answer(feed, extension):
    """Return ``feed`` in the format ``extension``."""
    stylesheet = Stylesheet(static("comments/feed.css"), mimetype="text/css", media=None)
    text, media_type = write(
        extension,
        arguments={**feed.get_arguments(extension=extension), "stylesheets": [stylesheet]},
        entries=feed.get_entries(),
    )
    return HttpResponse(text, content_type=media_type)


def get_fingerprint(feed):
    """Return a digest of what tells this feed from what it was: comments are not read for it."""
    page = feed.page
    said = (
        (feed.site.root_url, page.title, page.url_path, feed.rows),
        conf.text_format().FORMAT_VERSION,
    )
    return blake2b(repr(said).encode(errors="surrogatepass"), digest_size=12).hexdigest()
