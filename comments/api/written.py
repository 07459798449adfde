"""What guests ask for most often, by queries that are written once.

``reading`` and ``discussions`` say what the values are. The list of comments is written as JSON
by the database where that is PostgreSQL: no comment becomes a Python object on its way.
"""

import json
from datetime import datetime
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import NullIf
from swapper import load_model

from .. import conf
from ..models import Discussion, ReaderComment
from ..models.discussion import decide_mode
from ..prepared import Parameter, Prepared, make_object, name_columns
from ..querysets import get_pages_of_guests, get_prepared_shape
from ..status import Mode
from ..threads.cursors import write_cursor

#: What an answer about a discussion needs to know of its page; the rest would cost a query.
PAGE_FIELDS = frozenset(
    {
        *("id", "path", "depth", "title", "url_path", "live"),
        *("content_type_id", "locale_id", "translation_key"),
    }
)


def _select_page(_shape):
    page = get_pages_of_guests().filter(pk=Parameter("page", IntegerField()))
    return page.order_by().values_list(
        *name_columns(page.model, PAGE_FIELDS),
        *(f"locale__{name}" for name in name_columns(page.model.locale.field.related_model)),
        *(f"reader_discussion__{name}" for name in name_columns(Discussion)),
    )


_PAGE = Prepared(_select_page)


def find_discussion(page_id):
    """Return the discussion that a guest finds at the page ``page_id``, with its page and locale.

    It is unsaved while there is none. ``None`` for a page that no guest may see and discuss.
    """
    rows = _PAGE.fetch(get_prepared_shape(), page=page_id)
    if not rows:
        return None
    values = iter(rows[0])
    page_model = load_model("wagtailcore", "Page")
    page = make_object(page_model, values, only=PAGE_FIELDS)
    page.locale = make_object(page_model.locale.field.related_model, values)
    discussion = make_object(Discussion, values)
    if discussion.pk is None:
        discussion = Discussion(page_id=page.pk)
    discussion.page = page
    return discussion


#: Control characters stand in no JSON as they are. One is before the id of a comment in its
#: address, one is in place of a comment that is to be rendered anew, and each has a line.
_BEFORE, _STALE, _LINE = b"\x1e", b"\x1d", b"\n"
#: What a written address has after the id.
END = "/"


class _Object(Func):
    """A JSON object as text: the given expressions by their names, and the marked ``url``.

    ``JSON_BUILD_OBJECT`` writes the same, and takes a quarter longer.
    """

    output_field = TextField()

    def __init__(self, **fields):
        super().__init__(*fields.values(), fields["id"])
        # Names of ours, none of them from outside.
        parts = ", ', ', ".join(
            f"""'"{name}" : ', COALESCE(TO_JSON(%s)::text, 'null')""" for name in fields
        )
        address = f"""', "url" : "', CHR(30), %s, '{END}"}}'"""
        self.template = f"CONCAT('{{', {parts}, {address})"

    def as_sql(self, compiler, connection, **extra):
        compiled = [compiler.compile(part) for part in self.get_source_expressions()]
        params = [param for _sql, part in compiled for param in part]
        return self.template % tuple(sql for sql, _params in compiled), params


class _Time(Func):
    """A time as ``write_time`` writes it."""

    template = """TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    output_field = TextField()


class _Lines(Subquery):
    """The one column of the rows of a subquery, in their order: JSON, a line for each."""

    # One text is read in a fraction of the time of an array.
    template = "ARRAY_TO_STRING(ARRAY(%(subquery)s), ',' || CHR(10), CHR(29))"
    output_field = TextField()


#: What stands before the time of a comment.
_POSTED = b'"created_at" : "'
#: Where the id stands in the text of a comment, whose first field it is.
_ID = slice(len('{"id" : "'), len('{"id" : "') + len(str(UUID(int=0))))


def _select_beginning(_shape, order, size, text_version):
    """Return the query of a page, its discussion and, with a ``size``, its comments as JSON.

    Each is as ``represent`` says it, but for the beginning of its address. Then comes whether
    there are more.
    """
    page = get_pages_of_guests().filter(pk=Parameter("page", IntegerField()))
    fields = [
        *("content_type_id", "locale_id", "locale__language_code"),
        *(f"reader_discussion__{name}" for name in ("pk", "mode", "version", "comment_count")),
    ]
    if size is None:
        return page.order_by().values_list(*fields)
    # Who asks looks at the mode of the discussion, which is in the answer.
    comments = ReaderComment.objects.shown_in(OuterRef("reader_discussion__pk"))
    written = _Object(
        id=F("uuid"),
        page=OuterRef("pk"),
        parent=F("parent__uuid"),
        depth=F("depth"),
        subject=F("subject"),
        html=F("html"),
        author_name=F("author_name"),
        badge=NullIf(F("badge"), Value("")),
        is_pick=F("is_pick"),
        reaction_count=F("reaction_count"),
        created_at=_Time(F("created_at")),
        edited_at=_Time(F("edited_at")),
    )
    present = When(format_version=text_version, then=written)
    sign = "-" if order.is_descending else ""
    rows = comments.order_by(*(f"{sign}{name}" for name in order.names))[:size]
    return page.order_by().values_list(
        *fields,
        _Lines(rows.values_list(Case(present))),
        Exists(comments.order_by()[size : size + 1]),
    )


_BEGINNING = Prepared(_select_beginning)


class Beginning(NamedTuple):
    """What a guest finds at a page: its discussion, and its first comments.

    ``pk``, ``version`` and ``comment_count`` are those of the discussion, ``mode`` is the one in
    force, ``locale_id`` and ``language`` are those of the page; ``lines`` has one for each
    comment, and ``has_more`` says whether there are others after them.
    """

    pk: int
    mode: Mode
    version: int
    comment_count: int
    locale_id: int
    language: str
    lines: bytes
    has_more: bool

    def write(self, *, order, before):
        """Return the list of the comments as ``Written``, or ``None``.

        ``before`` is what the address of a comment has before its id; after it there is ``END``.
        ``None`` where a text has to be rendered anew.
        """
        lines, following = self.lines, None
        if _STALE in lines:
            return None
        if self.has_more:
            following = _write_cursor(order, lines[lines.rfind(_LINE) + 1 :])
        parts = [
            b'{"count": %d, "items": [' % self.comment_count,
            lines.replace(_BEFORE, _write_part(before)),
            f'], "next": {json.dumps(following)}, "previous": null}}'.encode(),
        ]
        return Written(parts, {"next": following, "previous": None})


class Written(NamedTuple):
    """A list as JSON in ``parts``, and the cursors in it by their names."""

    parts: list[bytes]
    places: dict


def is_written():
    """Return whether the database of the comments writes them."""
    return _writes(router.db_for_read(ReaderComment))


@cache
def _writes(using):
    return connections[using].vendor == "postgresql"


def find_beginning(page_id, *, order, limit=None):
    """Return the ``Beginning`` of the list at the page ``page_id``: one query.

    Without a ``limit`` it has no ``lines``. ``None`` for a page that no guest may see and discuss,
    and for one without a discussion. ``mode`` says whether that is hidden.
    """
    text_version = conf.text_format().FORMAT_VERSION
    rows = _BEGINNING.fetch(get_prepared_shape(), order, limit, text_version, page=page_id)
    if not rows:
        return None
    type_id, locale_id, language, pk, mode, version, comment_count, *comments = rows[0]
    page_type = ContentType.objects.get_for_id(type_id).model_class()
    if pk is None or page_type is None:
        return None
    mode = decide_mode(mode, page_type)
    lines, has_more = comments or ("", False)
    return Beginning(
        pk, mode, version, comment_count, locale_id, language, lines.encode(), has_more
    )


@lru_cache(maxsize=100)
def _write_part(address):
    """Return a part of an address as it stands in JSON."""
    return json.dumps(address, ensure_ascii=False)[1:-1].encode()


def _write_cursor(order, line):
    """Return the cursor of the comment whose JSON is ``line``."""
    # No comment says this of itself: in its texts, quotes stand behind a backslash.
    posted = line.rpartition(_POSTED)[2].partition(b'"')[0]
    return _write_cursor_of(order, posted, line[_ID])


@lru_cache(maxsize=1000)
def _write_cursor_of(order, posted, uuid):
    """Return the cursor of a comment by what its JSON has: the beginnings asked for are few."""
    created_at = datetime.fromisoformat(posted.decode())
    values = {"created_at": created_at, "uuid": UUID(uuid.decode())}
    return write_cursor(order.names, SimpleNamespace(**values))
