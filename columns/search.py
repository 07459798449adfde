"""Keeping the names of authors in the search index right."""

from django.db.models.signals import post_delete, post_save
from django_tasks import task
from wagtail.models import PageViewRestriction
from wagtail.search.backends import get_search_backends
from wagtail.signals import page_published, page_unpublished

from .models import ArticlePage, AuthorPage

BATCH = 100


@task()
def index_articles_by(author_ids):
    """Index the articles by these authors anew."""
    articles = ArticlePage.objects.filter(bylines__author__in=author_ids).order_by("pk").distinct()
    ids = list(articles.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = list(ArticlePage.objects.filter(pk__in=ids[start : start + BATCH]))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(ArticlePage, batch)


def connect():
    """Index articles anew when an author is published or not, or restricted. Called once."""
    for signal in (page_published, page_unpublished):
        signal.connect(_index_author, sender=AuthorPage, dispatch_uid="columns.search.author")
    for signal in (post_save, post_delete):
        signal.connect(
            _index_section, sender=PageViewRestriction, dispatch_uid="columns.search.restriction"
        )


def _index_author(instance, **kwargs):
    index_articles_by.enqueue([instance.pk])


def _index_section(instance, **kwargs):
    authors = AuthorPage.objects.descendant_of(instance.page, inclusive=True)
    ids = list(authors.values_list("pk", flat=True))
    if ids:
        index_articles_by.enqueue(ids)
