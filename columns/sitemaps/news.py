"""The sitemap of news: the articles of the last two days."""

import datetime
import re

from django.http import Http404
from django.utils import timezone
from wagtail.models import Site

from ..models import ArticlePage
from ..structured_data.nodes import to_timestamp
from ..structured_data.times import get_publication_time
from .scope import of_site

#: How long an article is news, and how many the protocol allows.
NEWS_AGE = datetime.timedelta(days=2)
NEWS_LIMIT = 1000

#: Chinese is told apart by its script; of other languages the first two or three letters count.
LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw", "zh-cn": "zh-cn", "zh-tw": "zh-tw"}

NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def find_news(request, *, now=None):
    """Return ``(entries, time)``: the articles of the last two days, and when that changed.

    ``time`` is when the last article grew too old, or ``None``; that one was published or taken
    back is not considered. An entry is a dictionary for the template.
    """
    now = now or timezone.now()
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    since = timezone.localdate(now - NEWS_AGE - datetime.timedelta(days=1))
    articles = ArticlePage.objects.filter(of_site(site), date__gte=since).published()
    dated = [
        (get_publication_time(article), article)
        for article in articles.select_related("locale").defer_streamfields()
    ]
    news = [pair for pair in dated if now - NEWS_AGE <= pair[0] <= now]
    outdated = [published + NEWS_AGE for published, _ in dated if published + NEWS_AGE < now]
    name = site.site_name or site.root_page.title
    entries = [_describe(article, published, name, request) for published, article in news]
    return entries[:NEWS_LIMIT], max(outdated, default=None)


def _describe(article, published, name, request):
    language = article.locale.language_code.lower()
    return {
        "location": article.get_full_url(request),
        "publication": _clean(name),
        "language": LANGUAGES.get(language, language.partition("-")[0]),
        "published": to_timestamp(published),
        "title": _clean(article.title),
    }


def _clean(text):
    """Return ``text`` without the characters that no XML document may have."""
    return NOT_XML.sub("", text)
