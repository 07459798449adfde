"""Pages of the site that are not in the page tree."""

import logging
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from columns.search_service import SearchUnavailable

from .search.question import Question
from .search.site import search_site

logger = logging.getLogger(__name__)


@require_safe
def search(request):
    """Search the public pages of this site, and what readers say below them, for ``?query=``."""
    question = Question.read(request.GET)
    try:
        results, status = search_site(request, question), HTTPStatus.OK
    except SearchUnavailable:
        logger.exception("The search does not answer.")
        results, status = None, HTTPStatus.SERVICE_UNAVAILABLE
    context = {"query": question.text, "question": question, "results": results}
    return render(request, "danceconnection/search.html", context, status=status)


def get_unlisted_paths():
    """Return where forms, own comments and results of searches stand, in all languages."""
    paths = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            form = reverse("comments:post", args=[0])
            paths += [form.removesuffix("0/"), reverse("comments:own"), reverse("search")]
    return paths


@require_safe
def robots(request):
    """Name the sitemaps, and keep robots out of the admin and the forms."""
    lines = ["User-agent: *", "Disallow: /admin/"]
    lines += [f"Disallow: {path}" for path in get_unlisted_paths()]
    sitemaps = [
        f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}{reverse(name)}"
        for name in ("sitemap", "news_sitemap")
    ]
    text = "\n".join([*lines, *sitemaps, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
