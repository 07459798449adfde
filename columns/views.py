"""Pages of the publishing side that have no place in the page tree."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag
from wagtail.models import Site

from .models import ArticlePage
from .paging import get_page


@require_safe
def topic(request, slug):
    """List the articles of a topic in all columns of the site, in the language of the request."""
    tag = get_object_or_404(Tag, slug=slug)
    site = Site.find_for_request(request)
    if site is None:
        raise Http404(_("There is no site here."))
    published = ArticlePage.objects.descendant_of(site.root_page.localized).published()
    articles = get_page(published.on_topic(slug).with_byline(), request)
    if not articles.paginator.count:
        raise Http404(_("There are no articles on this topic."))
    return render(request, "columns/topic.html", {"topic": tag, "articles": articles})
