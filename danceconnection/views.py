"""Pages of the site that are not in the page tree."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

RESULTS_PER_PAGE = 20
QUERY_LENGTH = 200


@require_safe
def search(request):
    """Search the public pages of this site for ``?query=``."""
    query = request.GET.get("query", "").replace("\x00", "").strip()[:QUERY_LENGTH]
    pages = Page.objects.none()
    # The search of SQLite takes a quotation mark in a word for the end of the word.
    words = query.replace('"', " ").strip()
    if words:
        root = Site.find_for_request(request).root_page.localized
        pages = Page.objects.live().public().descendant_of(root, inclusive=True).search(words)
    results = Paginator(pages, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    # One query for each page type among the results, instead of one for each result.
    specific = {
        page.pk: page
        for page in Page.objects.filter(pk__in=[page.pk for page in results]).specific()
    }
    context = {
        "query": query,
        "results": results,
        "pages": [specific[page.pk] for page in results],
    }
    return render(request, "danceconnection/search.html", context)


@require_safe
def robots(request):
    """Name the sitemap, and keep robots out of the admin and the forms."""
    sitemap = f"{settings.WAGTAILADMIN_BASE_URL}/sitemap.xml"
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /comments/post/"]
    text = "\n".join([*lines, f"Sitemap: {sitemap}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
