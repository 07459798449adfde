"""Which pages show a page: what has to be made anew when it changes.

``get_pages_showing(ids)`` names them all, ``get_pages_listing(ids)`` those that show a teaser,
a title or a count of it. They are asked before a change and after it: together they name the pages
whose HTML can differ. What stands in the frame of every page is not among them; it is
``get_current_issues()``, and a page that changes that changes everything.

For any page type: the page itself, the page above it, the home page, its translations, and the
pages that name it in a field or in their text (Wagtail's reference index). A site says what else
shows pages of its own types, once for each, in the ``ready()`` of one of its applications::

    from columns import dependents

    dependents.register("shop.BookPage", get_ids_of_shelves)

``get_ids_of_shelves(ids)`` takes the ids of published pages of that type and returns the ids of
pages that list them.
"""

from collections.abc import Callable, Iterable

from django.apps import apps
from django.db.models import Q
from wagtail.models import Locale, Page, ReferenceIndex, Site

from .models import (
    ArticlePage,
    ArticleTopic,
    Byline,
    Columnist,
    ColumnPage,
    IssueContent,
    IssuePage,
    RelatedArticle,
)

Ids = set[int]


def get_pages_showing(ids: Iterable[int]) -> Ids:
    """Return the ids of the pages that show anything of the pages ``ids``, these included.

    Pages that are not published are shown by nobody. A fixed number of queries for any number.
    """
    live = _get_live(ids)
    if not live:
        return set()
    shown = set(live) | _get_general(live)
    for model, get_ids in _get_rules(_showing):
        shown |= _apply(model, get_ids, live)
    return shown | _list(live)


def get_pages_listing(ids: Iterable[int]) -> Ids:
    """Return the ids of the pages that list the pages ``ids``, for example with their counts."""
    live = _get_live(ids)
    return _list(live) if live else set()


def get_pages_naming(instance) -> Ids:
    """Return the ids of the pages that name ``instance``, such as an image, anywhere."""
    return _get_naming(ReferenceIndex.get_references_to(instance))


def get_current_issues() -> list:
    """Return what the box of the current issue shows, for each site and language."""
    fields = ("pk", "url_path", "title", "number", "cover_headline", "dek", "cover_id")
    issues = _find_current_issues()
    return [issue and tuple(getattr(issue, field) for field in fields) for issue in issues]


def get_current_covers() -> Ids:
    """Return the ids of the images in the box of the current issue."""
    return {issue.cover_id for issue in _find_current_issues() if issue and issue.cover_id}


def _find_current_issues():
    return [
        IssuePage.objects.current(site, locale=locale)
        for site in Site.objects.select_related("root_page")
        for locale in Locale.objects.all()
    ]


def register(page_type: str, get_ids: Callable[[Ids], Iterable[int]]):
    """Say which other pages list pages of the type ``page_type``, such as ``"shop.BookPage"``."""
    _listing[page_type] = get_ids


def _list(live):
    listed = _get_parents_and_homes(live)
    for model, get_ids in _get_rules(_listing):
        listed |= _apply(model, get_ids, live)
    return listed


def _get_live(ids):
    """Return ``{id: page}`` of the published ones."""
    fields = ("path", "url_path", "content_type", "translation_key")
    return Page.objects.filter(pk__in=list(ids)).live().only(*fields).in_bulk()


def _get_rules(rules):
    return [(apps.get_model(label), get_ids) for label, get_ids in rules.items()]


def _apply(model, get_ids, live):
    of_type = {pk for pk, page in live.items() if issubclass(page.specific_class or Page, model)}
    return set(get_ids(of_type)) if of_type else set()


def _get_parents_and_homes(live):
    roots = Site.get_site_root_paths()
    sites = {
        root.site_id
        for root in roots
        if any(page.url_path.startswith(root.root_path) for page in live.values())
    }
    # In all languages: a list of the whole site is kept under the first of them.
    homes = [root.root_path for root in roots if root.site_id in sites]
    parents = [page.path[: -page.steplen] for page in live.values()]
    pages = Page.objects.filter(Q(path__in=parents) | Q(url_path__in=homes), depth__gt=1)
    return set(pages.values_list("pk", flat=True))


def _get_general(live):
    keys = {page.translation_key for page in live.values()}
    translations = Page.objects.filter(translation_key__in=keys).values_list("pk", flat=True)
    return {*translations, *_get_naming(ReferenceIndex.get_references_to_in_bulk(live.values()))}


def _get_naming(references):
    content_type = ReferenceIndex._get_base_content_type(Page)
    ids = references.filter(base_content_type=content_type).values_list("object_id", flat=True)
    return {int(pk) for pk in ids.distinct()}


def _ids(queryset, field):
    return set(queryset.exclude(**{field: None}).values_list(field, flat=True))


def _get_articles_nearby(ids):
    """Return the articles that may offer one of ``ids`` to read next.

    They stand in the same column, where it is before or after one of them, or the newest; or they
    share a topic, so that it may be among the related ones.
    """
    columns = Q(pk__in=[])
    for article in ArticlePage.objects.filter(pk__in=ids).only("path", "depth"):
        columns |= ArticlePage.objects.sibling_of_q(article)
    topics = ArticleTopic.objects.filter(content_object__in=ids).values("tag")
    sharing = ArticleTopic.objects.filter(tag__in=topics)
    return {*_ids(ArticlePage.objects.filter(columns), "pk"), *_ids(sharing, "content_object")}


def _get_lists_of_articles(ids):
    # Among the articles nearby are those that offer one of these with its number of comments.
    return {
        *_get_articles_nearby(ids),
        *_ids(Byline.objects.filter(article__in=ids), "author"),
        *_ids(IssueContent.objects.filter(article__in=ids), "issue"),
        *_ids(RelatedArticle.objects.filter(article__in=ids), "source"),
    }


def _get_pages_of_authors(ids):
    articles = _ids(Byline.objects.filter(author__in=ids), "article")
    columns = _ids(Columnist.objects.filter(author__in=ids), "column")
    return {*columns, *articles, *get_pages_listing(articles)}


def _get_pages_of_columns(ids):
    paths = ColumnPage.objects.filter(pk__in=ids).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    articles = _ids(ArticlePage.objects.filter(below), "pk")
    columnists = _ids(Columnist.objects.filter(column__in=ids), "author")
    return {*columnists, *articles, *get_pages_listing(articles)}


def _get_pages_of_issues(ids):
    """Return the articles that issues name, and the issues beside them, which lead to them."""
    siblings = Q(pk__in=[])
    for issue in IssuePage.objects.filter(pk__in=ids).only("path", "depth"):
        siblings |= IssuePage.objects.sibling_of_q(issue)
    return {
        *_ids(IssueContent.objects.filter(issue__in=ids), "article"),
        *_ids(IssuePage.objects.filter(siblings), "pk"),
    }


#: By page type, where a page is shown besides the lists it stands in; and these lists.
_showing = {
    "columns.ArticlePage": _get_articles_nearby,
    "columns.AuthorPage": _get_pages_of_authors,
    "columns.ColumnPage": _get_pages_of_columns,
    "columns.IssuePage": _get_pages_of_issues,
}
_listing = {"columns.ArticlePage": _get_lists_of_articles}
