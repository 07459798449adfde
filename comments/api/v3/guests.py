"""The beginning of a list of comments, as guests ask for it most: the same answer, sooner.

Everything else, and whatever is wrong about a question, is answered by the operation itself.
"""

from functools import lru_cache, wraps

from django.db import DatabaseError
from django.http import HttpResponse, QueryDict

from ...status import Mode
from ...threads import Sort
from ..discussions import FLAT, write_tag
from ..reading import DEFAULT_LIMIT, LARGEST_NUMBER, get_limit_maximum, get_permalink_parts
from ..written import END, find_beginning, is_written
from .links import CURSORS, note_parts
from .operations import get_known_answer, keep_tag

JSON = "application/json; charset=utf-8"
NAMES = {"page", "limit", "sort"}
#: No query that is answered here is longer.
LONGEST_QUERY = 100


def answers_guests(view):
    """Let ``view``, which runs the operation of the list, answer what is not asked plainly."""
    operation = view.__self__

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if operation.throttle_objects:
            # How often somebody may ask is counted there.
            return view(request, *args, **kwargs)
        try:
            answer = _answer(request)
        except DatabaseError:
            # The operation says it as all do.
            answer = None
        return view(request, *args, **kwargs) if answer is None else answer

    return wrapped


def _answer(request):
    """Return the answer, or ``None`` where the operation has to give it."""
    # Parameters in a charset that the request names are read by the operation.
    if "Authorization" in request.headers or request.encoding or not is_written():
        return None
    query = request.META.get("QUERY_STRING", "")
    asked = _read(query, get_limit_maximum()) if len(query) <= LONGEST_QUERY else None
    if asked is None:
        return None
    page_id, limit, order = asked
    # Whoever may have the answer already does not wait for a list.
    for size in [None, limit] if "If-None-Match" in request.headers else [limit]:
        found = find_beginning(page_id, order=order, limit=size)
        if found is None or found.mode == Mode.HIDDEN:
            return None
        tag = write_tag(request, found.pk, found.version, found.mode, found.locale_id)
        known = get_known_answer(request, tag) if size is None else None
        if known is not None:
            return known
    before, after = get_permalink_parts(found.language, request)
    written = found.write(order=order, before=before) if after == END else None
    if written is None:
        return None
    note_parts(request, written.places, CURSORS)
    answer = HttpResponse(written.parts, content_type=JSON)
    keep_tag(answer, tag)
    return answer


@lru_cache(maxsize=1000)
def _read(query, limit_maximum):
    """Return ``(page id, limit, order)``, or ``None`` for anything but plain values of these.

    The same few are asked for all the time.
    """
    parameters = QueryDict(query)
    if not parameters.keys() <= NAMES or any(len(each) > 1 for _, each in parameters.lists()):
        return None
    page_id = _read_number(parameters.get("page", ""), LARGEST_NUMBER)
    limit = _read_number(parameters.get("limit", str(DEFAULT_LIMIT)), limit_maximum)
    order = FLAT.get(parameters.get("sort", Sort.OLDEST))
    if None in (page_id, limit, order):
        return None
    return page_id, limit, order


def _read_number(text, largest):
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(largest))):
        return None
    number = int(text)
    return number if 0 < number <= largest else None
