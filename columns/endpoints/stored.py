"""An article as it is stored, and what it names, by queries that are written once.

Only what the API shows is loaded, and no pages are made of it: that costs more than asking.
"""

from functools import cached_property
from types import SimpleNamespace
from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, DateField, IntegerField, Q, UUIDField
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Page

from .. import conf
from ..addresses import has_own_addresses
from ..api.batch import Batch
from ..loading import BYLINE, CORRECTION, RELATED, TOPIC, find_rows, get_issue_ids, get_linked_ids
from ..models import ArticlePage, AuthorPage, ColumnPage, IssuePage
from ..pool import find_address, get_pool
from ..prepared import Many, Parameter, Prepared
from ..querysets import NAMED_FIELDS, Place, get_number, get_patterns, sort_around
from ..restrictions import IsRestricted
from ..specific import is_public, load_pages
from .reach import get_reach

PAGE_FIELDS = (
    *("id", "title", "slug", "path", "depth", "url_path", "live", "locale_id"),
    *("translation_key", "content_type_id"),
)
ARTICLE_FIELDS = (
    *PAGE_FIELDS,
    *("seo_title", "search_description", "first_published_at", "last_published_at"),
    *("kicker", "standfirst", "date", "updated", "body", "reading_time", "social_image_id"),
)
#: What is shown of pages of other types that an article names.
NAMED_TYPES = {
    AuthorPage: (
        *("credentials", "portrait_id", "portrait_alt", "portrait_decorative"),
        "short_biography",
    ),
    ColumnPage: ("tagline",),
    IssuePage: (
        *("date", "number", "cover_id", "cover_alt", "cover_decorative"),
        *("cover_headline", "dek"),
    ),
}
#: What is shown of articles around it.
AROUND_FIELDS = ("pk", *NAMED_FIELDS)


class StoredLocale(NamedTuple):
    """A language."""

    pk: int
    language_code: str


class StoredTopic(NamedTuple):
    """A topic of an article."""

    pk: int
    name: str
    slug: str


class StoredPage(SimpleNamespace):
    """A page with those of its values that others show, and its ``locale``."""


class StoredArticle(StoredPage):
    """An article, with what it names as far as anybody may read it.

    ``authors``, ``column``, ``issue`` and ``loaded_translations`` are of ``StoredPage``;
    ``rows`` has the rows of its relations by their names, and ``reading`` is what
    ``ArticlePage.get_further_reading`` returns.
    """

    page_type = ArticlePage
    steplen = ArticlePage.steplen

    @property
    def full_url(self):
        """The absolute address, or ``None``."""
        return find_address(self)


class StoredBatch(Batch):
    """A batch of ``StoredArticle``, of which all is loaded."""

    def rows(self, page, relation, *, along=""):
        """Return the rows of ``relation`` in order."""
        return page.rows[relation]

    @cached_property
    def locales(self):
        """The languages of the articles by their ids."""
        return {page.locale_id: page.locale for page in self.pages}


def find_article(pk, *, user, site):
    """Return the ``StoredArticle`` with the id ``pk`` that ``user`` may read: four queries.

    Articles have the addresses that Wagtail gives to pages. Raises ``Http404``.
    """
    rows = _ARTICLE.fetch(get_reach(user=user, site=site), page=pk)
    if not rows:
        raise Http404(_("There is no such page."))
    *values, language = rows[0]
    article = StoredArticle(pk=pk, **dict(zip(ARTICLE_FIELDS, values, strict=True)))
    article.locale = StoredLocale(article.locale_id, language)
    _load_rows(article)
    article.reading = _find_further_reading(article)
    _load_named(article)
    return article


def _select_article(reach):
    articles = ArticlePage.objects.filter(reach.get_condition(), pk=Parameter("page", _ID))
    return articles.order_by().values_list(*ARTICLE_FIELDS, "locale__language_code")


def _load_rows(article):
    """Load what ``rows`` has, and the ids of the authors and issues."""
    found = find_rows(article.pk)
    article.rows = {"corrections": found[CORRECTION]}
    article.author_ids = [row.first for row in found[BYLINE]]
    article.issue_ids = get_issue_ids(found)
    article.chosen = [row.first for row in found[RELATED]]
    article.topics = [
        StoredTopic(pk=row.first, name=row.text, slug=row.slug) for row in found[TOPIC]
    ]


def _find_further_reading(article):
    """Return what ``ArticlePage.get_further_reading`` does."""
    chosen, topics = article.chosen, article.topics
    limit = conf.related_articles()
    number = get_number(chosen, limit) + 2
    chosen_values, topic_values = Many("chosen", chosen), Many("topic", [tag.pk for tag in topics])
    column, section = get_patterns(article)
    rows = _AROUND.fetch(
        chosen_values.number,
        topic_values.number,
        number,
        page=article.pk,
        date=article.date,
        depth=article.depth,
        column=column,
        section=section,
        **chosen_values.values,
        **topic_values.values,
    )
    found = [StoredPage(**dict(zip(AROUND_FIELDS, row, strict=True))) for row in rows]
    for page in found:
        page.steplen = article.steplen
    previous, following, related = sort_around(article, found, chosen=chosen, limit=limit)
    return {
        "previous_article": previous,
        "next_article": following,
        "related_articles": related,
        "topics": topics,
    }


def _select_around(chosen, topics, number):
    place = Place(
        pk=Parameter("page", _ID),
        date=Parameter("date", DateField()),
        depth=Parameter("depth", _ID),
        column=Parameter("column", CharField()),
        section=Parameter("section", CharField()),
    )
    ranked = ArticlePage.objects.published().rank(
        place,
        chosen=Many.list_parameters("chosen", chosen, _ID),
        topics=Many.list_parameters("topic", topics, _ID),
    )
    return ranked.values_list(*AROUND_FIELDS)[:number]


def _load_named(article):
    """Load the pages that ``article`` names, and its translations."""
    texts = [row.text for row in article.rows["corrections"]]
    wanted = {
        *article.author_ids,
        *article.issue_ids,
        *get_linked_ids(article.body, texts),
    }
    pages, above = Many("page", sorted(wanted)), article.path[: -article.steplen]
    rows = _NAMED.fetch(
        pages.number,
        getattr(settings, "WAGTAIL_I18N_ENABLED", False),
        column=above,
        translation_key=article.translation_key,
        **pages.values,
    )
    found = sorted(_make_named(rows), key=lambda page: page.path)
    named = {page.pk: page for page in found}
    get_pool().pages.update(named)

    def find(ids):
        return [named[pk] for pk in ids if pk in named and is_public(named[pk])]

    article.authors = find(article.author_ids)
    article.issue = next(iter(find(article.issue_ids)), None)
    columns = (page for page in find(named) if page.path == above)
    article.column = next(
        (page for page in columns if issubclass(page.page_type, ColumnPage)), None
    )
    article.loaded_translations = [
        page
        for page in find(named)
        if page.translation_key == article.translation_key and page.pk != article.pk
    ]


def _select_named(number, with_translations):
    # A link may name any number.
    condition = Q(pk__in=Many.list_parameters("page", number, BigIntegerField()))
    condition |= Q(path=Parameter("column", CharField()))
    if with_translations:
        condition |= Q(translation_key=Parameter("translation_key", UUIDField()))
    pages = Page.objects.filter(condition).order_by()
    fields = [
        f"{model._meta.model_name}__{name}"
        for model, names in NAMED_TYPES.items()
        for name in names
    ]
    return pages.values_list(IsRestricted(), "locale__language_code", *PAGE_FIELDS, *fields)


def _make_named(rows):
    """Return the pages of these rows; those that say themselves where they are, as such."""
    found = [_make_page(row) for row in rows]
    own = [page.pk for page in found if has_own_addresses(page.page_type)]
    loaded = load_pages(Q(pk__in=own), defer_streamfields=True) if own else []
    for page in loaded:
        page.page_type = type(page)
    return [*(page for page in found if page.pk not in own), *loaded]


def _make_page(row):
    number = len(PAGE_FIELDS)
    is_private, language, *values = row
    page = StoredPage(**dict(zip(PAGE_FIELDS, values[:number], strict=True)))
    page.pk, page.is_private = page.id, is_private
    page.locale = StoredLocale(page.locale_id, language)
    content_type = ContentType.objects.get_for_id(page.content_type_id)
    page.page_type = content_type.model_class() or Page
    for model, place, names in _NAMED_PLACES:
        if issubclass(page.page_type, model):
            page.__dict__.update(zip(names, values[place : place + len(names)], strict=True))
    return page


def _place_types():
    """Yield ``(page type, place of its first value in a row, names)`` of ``NAMED_TYPES``."""
    place = len(PAGE_FIELDS)
    for model, names in NAMED_TYPES.items():
        yield model, place, names
        place += len(names)


_NAMED_PLACES = list(_place_types())
_ID = IntegerField()
_ARTICLE = Prepared(_select_article)
_AROUND = Prepared(_select_around)
_NAMED = Prepared(_select_named)
