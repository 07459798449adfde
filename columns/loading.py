"""Everything that the page of an article shows of other rows, in four queries.

Nothing here decides what is shown: it loads rows and leaves them where ``ArticlePage`` and the
template tags look before they ask for themselves. What is missing here costs a query there.
"""

from collections import defaultdict, namedtuple

from django.conf import settings
from django.db.models import DateField, IntegerField, Q, Value
from django.db.models.functions import Cast
from taggit.models import Tag
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from .images import get_figure_ids, get_lead_image_id, load_images
from .models.article import ArticleTopic, Byline, Correction, RelatedArticle
from .models.author import Book
from .models.issue import IssueContent
from .pool import get_pool, keep_rows, make_row
from .prepared import Parameter, Prepared
from .specific import is_public, load_pages, read_page_id

#: A row of any kind that belongs to an article. ``order`` is its place among those of its kind.
Row = namedtuple("Row", ["kind", "pk", "order", "first", "text", "slug", "date"])

BYLINE, CORRECTION, TOPIC, RELATED, ISSUE = range(5)


def load_shown(article, *, related, issue=None):
    """Load what else the public page of ``article`` shows, after ``load_rows``.

    ``related`` are the articles to read after it, ``issue`` is the current one, or ``None``.
    """
    load_named(article, related=related)
    _load_books(article.authors)
    _load_pictures(article, issue, related)


def load_named(article, *, related=()):
    """Load the pages that ``article`` names, after ``load_rows``, and its translations.

    The columns of the articles ``related`` are loaded along.
    """
    pages = _load_pages(article, related)

    def find(ids):
        return [pages[pk] for pk in ids if pk in pages and is_public(pages[pk])]

    article.authors = find(row.author_id for row in article.bylines.all())
    article.loaded_issue = next(iter(find(article.loaded_issue_ids)), None)
    article.loaded_translations = [
        page
        for page in find(pages)
        if page.translation_key == article.translation_key and page.pk != article.pk
    ]


def load_rows(article):
    """Load the rows that belong to ``article``, and the ids of the issues that name it."""
    rows = find_rows(article.pk)
    own = {"article_id": article.pk}
    keep_rows(
        article,
        "bylines",
        [make_row(Byline, **_place(row), author_id=row.first, **own) for row in rows[BYLINE]],
    )
    keep_rows(
        article,
        "corrections",
        [
            make_row(Correction, **_place(row), date=row.date, text=row.text, **own)
            for row in rows[CORRECTION]
        ],
    )
    keep_rows(
        article,
        "related_articles",
        [
            make_row(RelatedArticle, **_place(row), article_id=row.first, source_id=article.pk)
            for row in rows[RELATED]
        ],
    )
    keep_rows(
        article,
        "topics",
        [make_row(Tag, id=row.first, name=row.text, slug=row.slug) for row in rows[TOPIC]],
    )
    article.loaded_issue_ids = get_issue_ids(rows)


def find_rows(article_id):
    """Return ``{kind: [Row]}`` of the rows that belong to an article, in their order: one query."""
    rows = defaultdict(list)
    for row in sorted(map(Row._make, _ROWS.fetch(article=article_id)), key=_get_place):
        rows[row.kind].append(row)
    return rows


def get_issue_ids(rows):
    """Return the ids of the issues that name the article of these rows, the first one first."""
    return [row.first for row in sorted(rows[ISSUE], key=lambda row: (row.date, row.first))]


def _select_rows():
    """Return the query of the rows of all kinds, in no order."""
    article = Parameter("article", IntegerField())
    rows = _select(BYLINE, Byline.objects.filter(article=article), first="author_id").union(
        _select(CORRECTION, Correction.objects.filter(article=article), text="text", date="date"),
        _select(
            TOPIC,
            ArticleTopic.objects.filter(content_object=article),
            order="pk",
            first="tag_id",
            text="tag__name",
            slug="tag__slug",
        ),
        _select(RELATED, RelatedArticle.objects.filter(source=article), first="article_id"),
        _select(
            ISSUE,
            IssueContent.objects.filter(article=article),
            first="issue_id",
            date="issue__date",
        ),
        all=True,
    )
    # Since Django 6.1 a union begins with the default order of its first model.
    return rows.order_by()


_ROWS = Prepared(_select_rows)


def _select(kind, queryset, *, order="sort_order", first=None, text=None, slug=None, date=None):
    return queryset.order_by().values_list(
        Value(kind),
        "pk",
        order,
        first or Value(0),
        text or Value(""),
        slug or Value(""),
        date or Cast(Value(None), DateField()),
    )


def _get_place(row):
    return (-1 if row.order is None else row.order, row.pk)


def _place(row):
    return {"id": row.pk, "sort_order": row.order}


def _load_pages(article, related):
    """Return ``{id: page}`` of all pages that ``article`` names, and of its translations.

    The columns of all of these articles are loaded along.
    """
    pool = get_pool()
    wanted = {
        *(row.author_id for row in article.bylines.all()),
        *article.loaded_issue_ids,
        *get_linked_ids(article.body, [row.text for row in article.corrections.all()]),
    }
    columns = {other.path[: -other.steplen] for other in (article, *related)}
    condition = Q(pk__in=wanted) | Q(path__in=columns)
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        condition |= Q(translation_key=article.translation_key)
    pages = {page.pk: page for page in load_pages(condition)}
    pool.pages.update(pages)
    return pages


def get_linked_ids(body, texts):
    """Return the ids of the pages that links in the body and the texts of an article lead to."""
    values = [block["value"] for block in body.raw_data]
    linking = (text for text in (*_get_texts(values), *texts) if "linktype" in text)
    tags = (extract_attrs(tag) for text in linking for tag in FIND_A_TAG.findall(text))
    ids = (tag.get("id", "") for tag in tags if tag.get("linktype") == "page")
    return {read_page_id(pk) for pk in ids} - {None}


def _get_texts(value):
    """Yield all texts in the raw data of a body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _get_texts(part)
    elif not isinstance(value, (int, float, type(None))):
        for part in value:
            yield from _get_texts(part)


def _load_books(authors):
    books = defaultdict(list)
    if authors:
        for book in Book.objects.filter(author__in=authors):
            books[book.author_id].append(book)
    for author in authors:
        keep_rows(author, "books", books[author.pk])


def _load_pictures(article, issue, related):
    """Load all images, and put them where they are shown."""
    books = [book for author in article.authors for book in author.books.all()]
    shown = [
        (article, "social_image"),
        *((author, "portrait") for author in article.authors),
        *((book, "cover") for book in books),
    ]
    if issue:
        shown.append((issue, "cover"))
    leads = {other: get_lead_image_id(other) for other in related}
    ids = [getattr(owner, f"{name}_id") for owner, name in shown]
    images = load_images([*ids, *leads.values(), *get_figure_ids(article)])
    for (owner, name), pk in zip(shown, ids, strict=True):
        if pk in images:
            setattr(owner, name, images[pk])
    for other, pk in leads.items():
        other.lead_image = images.get(pk)
